//! Lines on pages.

use std::rc::Rc;

use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::rgb;
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule};
use krilla::surface::Surface;

use crate::blocks::Inline;
use crate::fonts::{Fonts, Ink};
use crate::setter::{Line, Paragraph, Piece, Style, set};
use crate::sizes::{MEASURE, SMALL, Sheet, TIGHT};

/// Lines of a paragraph that stay together at the foot and the head of a page.
const TOGETHER: usize = 2;
/// From the foot of the column to the baseline of the page's number.
const NUMBER_DROP: f32 = 34.0;
/// How thick lines are.
const HAIRLINE: f32 = 0.6;

/// The pages so far, and the one that is being filled.
pub(crate) struct Pages {
    document: Document,
    pub(crate) sheet: Sheet,
    /// Where the next thing comes on this page.
    y: f32,
    things: Vec<Thing>,
    finished: usize,
}

/// Something on the page, by its top left.
enum Thing {
    Line {
        x: f32,
        y: f32,
        text: Rc<str>,
        line: Line,
    },
    Box {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        ink: Ink,
    },
    Picture {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        image: Image,
    },
}

/// How a paragraph stands in the column.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    /// From the side on which its lines begin.
    pub(crate) indent: f32,
    /// Whether a bar marks it as a quotation.
    pub(crate) has_bar: bool,
    /// Whether it lies on a ground of its own.
    pub(crate) has_ground: bool,
}

impl Pages {
    pub(crate) fn new(document: Document, sheet: Sheet) -> Self {
        Self {
            document,
            sheet,
            y: sheet.top,
            things: Vec::new(),
            finished: 0,
        }
    }

    /// Whether nothing is on this page yet.
    pub(crate) fn is_at_top(&self) -> bool {
        self.things.is_empty()
    }

    /// Height left on this page.
    pub(crate) fn room(&self) -> f32 {
        self.sheet.foot() - self.y
    }

    /// This place, for somebody who wants to get here.
    pub(crate) fn here(&self) -> XyzDestination {
        XyzDestination::new(self.finished, Point::from_xy(0.0, (self.y - 12.0).max(0.0)))
    }

    /// Leaves room above what follows, except at the head of a page.
    pub(crate) fn gap(&mut self, height: f32) {
        if !self.is_at_top() {
            self.y += height;
        }
    }

    /// Goes to the next page if less than this is left.
    pub(crate) fn need(&mut self, fonts: &mut Fonts, height: f32) {
        if self.room() < height && !self.is_at_top() {
            self.turn(fonts);
        }
    }

    /// Puts a paragraph below what is there, over as many pages as it takes.
    pub(crate) fn put(&mut self, fonts: &mut Fonts, paragraph: Paragraph, place: Place) {
        let Paragraph {
            text,
            lines,
            is_rtl,
        } = paragraph;
        let x = if is_rtl {
            self.sheet.side
        } else {
            self.sheet.side + place.indent
        };
        let count = lines.len();
        let mut left: f32 = lines.iter().map(|line| line.height).sum();
        for (at, line) in lines.into_iter().enumerate() {
            // Neither a first line alone at the foot, nor a last one alone at the head.
            let pair = line.height * TOGETHER as f32;
            let begins = at == 0 && count >= TOGETHER;
            let ends = count - at == TOGETHER && count > TOGETHER;
            let wanted = if begins || ends {
                pair.min(left)
            } else {
                line.height
            };
            // A hundredth of a point is lost in adding up.
            if self.room() + 0.01 < wanted {
                self.turn(fonts);
            }
            left -= line.height;
            self.ground(place, line.height, is_rtl);
            let (y, height) = (self.y, line.height);
            self.things.push(Thing::Line {
                x,
                y,
                text: Rc::clone(&text),
                line,
            });
            self.y += height;
        }
    }

    /// What lies behind or beside a line.
    fn ground(&mut self, place: Place, height: f32, is_rtl: bool) {
        let y = self.y;
        if place.has_ground {
            self.things.push(Thing::Box {
                x: self.sheet.side,
                y,
                width: MEASURE,
                height: height + 0.2,
                ink: Ink::Wash,
            });
        }
        if place.has_bar {
            let inset = (place.indent - 10.0).max(0.0);
            let x = if is_rtl {
                self.sheet.side + MEASURE - inset
            } else {
                self.sheet.side + inset
            };
            self.things.push(Thing::Box {
                x,
                y,
                width: 1.4,
                height: height + 0.2,
                ink: Ink::Accent,
            });
        }
    }

    /// Puts one line beside what comes next: a list's marker, a table's cell.
    pub(crate) fn put_beside(&mut self, paragraph: Paragraph, x: f32) {
        let mut y = self.y;
        for line in paragraph.lines {
            let height = line.height;
            self.things.push(Thing::Line {
                x: self.sheet.side + x,
                y,
                text: Rc::clone(&paragraph.text),
                line,
            });
            y += height;
        }
    }

    /// Leaves room for what was put beside.
    pub(crate) fn advance(&mut self, height: f32) {
        self.y += height;
    }

    /// A line across part of the column.
    pub(crate) fn rule(&mut self, x: f32, width: f32, ink: Ink) {
        self.things.push(Thing::Box {
            x: self.sheet.side + x,
            y: self.y,
            width,
            height: HAIRLINE,
            ink,
        });
    }

    /// A picture, in the middle of the column.
    pub(crate) fn picture(&mut self, fonts: &mut Fonts, image: Image, (width, height): (f32, f32)) {
        self.need(fonts, height);
        self.things.push(Thing::Picture {
            x: self.sheet.side + (MEASURE - width) / 2.0,
            y: self.y,
            width,
            height,
            image,
        });
        self.y += height;
    }

    /// Draws this page and begins the next.
    pub(crate) fn turn(&mut self, fonts: &mut Fonts) {
        let number = self.finished + 1;
        let style = Style {
            size: SMALL,
            leading: TIGHT,
            weight: 400.0,
            is_italic: false,
            ink: Ink::Soft,
            is_centred: true,
        };
        let number = set(fonts, &Inline::plain(number.to_string()), style, MEASURE);
        self.y = self.sheet.foot() + NUMBER_DROP;
        self.put_beside(number, 0.0);
        self.draw();
        self.finished += 1;
        self.y = self.sheet.top;
    }

    fn draw(&mut self) {
        let settings = PageSettings::from_wh(self.sheet.width, self.sheet.height);
        let mut page = self.document.start_page_with(settings.unwrap_or_default());
        let mut links = Vec::new();
        let mut surface = page.surface();
        for thing in self.things.drain(..) {
            match thing {
                Thing::Box {
                    x,
                    y,
                    width,
                    height,
                    ink,
                } => fill(&mut surface, (x, y), (width, height), ink),
                Thing::Picture {
                    x,
                    y,
                    width,
                    height,
                    image,
                } => {
                    if let Some(size) = Size::from_wh(width, height) {
                        surface.push_transform(&Transform::from_translate(x, y));
                        surface.draw_image(image, size);
                        surface.pop();
                    }
                }
                Thing::Line { x, y, text, line } => {
                    draw_line(&mut surface, (x, y), &text, line, &mut links);
                }
            }
        }
        surface.finish();
        for (rect, address) in links {
            let action = Action::Link(LinkAction::new(address.clone()));
            let link = LinkAnnotation::new(rect, Target::Action(action));
            page.add_annotation(Annotation::new_link(link, Some(address)));
        }
        page.finish();
    }

    /// Draws the last page. The document, with all pages in it.
    pub(crate) fn finish(mut self, fonts: &mut Fonts) -> Document {
        if !self.is_at_top() || self.finished == 0 {
            self.turn(fonts);
        }
        self.document
    }
}

fn draw_line(
    surface: &mut Surface<'_>,
    (left, top): (f32, f32),
    text: &str,
    line: Line,
    links: &mut Vec<(Rect, String)>,
) {
    let (baseline, height) = (line.baseline, line.height);
    for piece in line.pieces {
        match piece {
            Piece::Glyphs {
                x,
                font,
                size,
                glyphs,
                ink,
            } => {
                surface.set_fill(Some(paint(ink)));
                let start = Point::from_xy(left + x, top + baseline);
                surface.draw_glyphs(start, &glyphs, font, text, size, false);
            }
            Piece::Stroke {
                x,
                y,
                width,
                height,
                ink,
            } => fill(surface, (left + x, top + y), (width, height), ink),
            Piece::Link { x, width, address } => {
                let rect = Rect::from_xywh(left + x, top, width, height);
                links.extend(rect.map(|rect| (rect, address)));
            }
        }
    }
}

fn fill(surface: &mut Surface<'_>, (x, y): (f32, f32), (width, height): (f32, f32), ink: Ink) {
    let mut path = PathBuilder::new();
    // What has no extent is not seen.
    if let Some(rect) = Rect::from_xywh(x, y, width, height) {
        path.push_rect(rect);
    }
    if let Some(path) = path.finish() {
        surface.set_fill(Some(paint(ink)));
        surface.draw_path(&path);
    }
}

/// The colours of the app's light theme, on white.
fn paint(ink: Ink) -> Fill {
    let (red, green, blue) = match ink {
        Ink::Text => (0x2b, 0x26, 0x21),
        Ink::Soft => (0x66, 0x5d, 0x53),
        Ink::Accent => (0x2f, 0x66, 0x50),
        Ink::Line => (0xcf, 0xc4, 0xb2),
        Ink::Wash => (0xf6, 0xf2, 0xea),
    };
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}
