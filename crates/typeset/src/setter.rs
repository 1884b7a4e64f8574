//! Setting text in lines: shaped, in the direction it is read, broken at the measure.

use std::rc::Rc;

use krilla::text::{Font, GlyphId, KrillaGlyph};
use parley::{
    Alignment, AlignmentOptions, Cluster, FontStyle, FontWeight, Layout, LineHeight, OverflowWrap,
    Run, StyleProperty,
};

use crate::blocks::{Inline, Mark};
use crate::fonts::{Fonts, Ink};

/// How a paragraph looks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    /// In points.
    pub(crate) size: f32,
    /// Height of a line, in sizes.
    pub(crate) leading: f32,
    pub(crate) weight: f32,
    pub(crate) is_italic: bool,
    pub(crate) ink: Ink,
    pub(crate) is_centred: bool,
}

/// A text in lines.
pub(crate) struct Paragraph {
    pub(crate) text: Rc<str>,
    pub(crate) lines: Vec<Line>,
    /// Whether it is read from right to left.
    pub(crate) is_rtl: bool,
}

impl Paragraph {
    /// The height of all lines.
    pub(crate) fn height(&self) -> f32 {
        self.lines.iter().map(|line| line.height).sum()
    }
}

/// One line; everything in it is measured from its top left.
pub(crate) struct Line {
    pub(crate) height: f32,
    pub(crate) baseline: f32,
    pub(crate) pieces: Vec<Piece>,
}

/// Part of a line.
pub(crate) enum Piece {
    /// Letters, in the order in which they are seen.
    Glyphs {
        x: f32,
        font: Font,
        size: f32,
        glyphs: Vec<KrillaGlyph>,
        ink: Ink,
    },
    /// A stroke below or through letters.
    Stroke {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        ink: Ink,
    },
    /// An address that a stretch of the line leads to.
    Link { x: f32, width: f32, address: String },
}

/// Sets a text.
pub(crate) fn set(fonts: &mut Fonts, inline: &Inline, style: Style, width: f32) -> Paragraph {
    let mut layout = fonts.lay_out(&inline.text, |builder| {
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(LineHeight::Absolute(style.size * style.leading));
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(style.weight)));
        builder.push_default(StyleProperty::Brush(style.ink));
        // A long address is broken where it must.
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        if style.is_italic {
            builder.push_default(StyleProperty::FontStyle(FontStyle::Italic));
        }
        for (range, mark) in &inline.marks {
            let range = range.clone();
            match mark {
                Mark::Bold => builder.push(StyleProperty::FontWeight(FontWeight::BOLD), range),
                Mark::Italic => builder.push(StyleProperty::FontStyle(FontStyle::Italic), range),
                Mark::Strike => builder.push(StyleProperty::Strikethrough(true), range),
                Mark::Code => builder.push(StyleProperty::Brush(Ink::Soft), range),
                Mark::Link(_) => {
                    builder.push(StyleProperty::Brush(Ink::Accent), range.clone());
                    builder.push(StyleProperty::Underline(true), range);
                }
            }
        }
    });
    layout.break_all_lines(Some(width));
    let alignment = if style.is_centred {
        Alignment::Center
    } else {
        Alignment::Start
    };
    layout.align(alignment, AlignmentOptions::default());
    Paragraph {
        text: inline.text.as_str().into(),
        lines: lines(fonts, &layout, inline),
        is_rtl: layout.is_rtl(),
    }
}

fn lines(fonts: &mut Fonts, layout: &Layout<Ink>, inline: &Inline) -> Vec<Line> {
    let mut lines = Vec::with_capacity(layout.len());
    for line in layout.lines() {
        let metrics = line.metrics();
        let top = metrics.block_min_coord;
        let mut drawing = Drawing {
            layout,
            inline,
            baseline: metrics.baseline - top,
            x: metrics.offset + metrics.inline_min_coord,
            pieces: Vec::new(),
        };
        for run in line.runs() {
            drawing.run(fonts, &run);
        }
        lines.push(Line {
            height: metrics.block_max_coord - top,
            baseline: drawing.baseline,
            pieces: drawing.pieces,
        });
    }
    lines
}

/// A line on its way from the layout to pieces.
struct Drawing<'a> {
    layout: &'a Layout<Ink>,
    inline: &'a Inline,
    baseline: f32,
    x: f32,
    pieces: Vec<Piece>,
}

/// Letters that look alike and lead to the same place.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Kind {
    style: usize,
    link: Option<usize>,
}

impl Drawing<'_> {
    fn run(&mut self, fonts: &mut Fonts, run: &Run<'_, Ink>) {
        let synthesis = run.synthesis();
        let settings = synthesis.variation_settings().iter();
        let settings: Vec<_> = settings
            .map(|(tag, value)| (tag.to_be_bytes(), *value))
            .collect();
        let font = fonts.drawn(run.font(), &settings);
        let size = run.font_size();
        let mut glyphs: Vec<KrillaGlyph> = Vec::new();
        let mut kind = None;
        let mut start = self.x;
        // Where letters are joined into one glyph, that glyph stands for all of them. From right
        // to left, what is joined is met before it.
        let mut joined_end = 0;
        for cluster in run.visual_clusters() {
            let mut text = cluster.text_range();
            if cluster.is_ligature_continuation() {
                if run.is_rtl() {
                    joined_end = joined_end.max(text.end);
                } else if let Some(last) = glyphs.last_mut() {
                    last.text_range.end = last.text_range.end.max(text.end);
                }
                continue;
            }
            text.end = text.end.max(core::mem::take(&mut joined_end));
            let link = self.link_at(&cluster);
            for glyph in cluster.glyphs() {
                let this = Kind {
                    style: glyph.style_index(),
                    link,
                };
                if kind.is_some_and(|kind| kind != this) {
                    self.draw(
                        kind.take(),
                        start,
                        run,
                        font.as_ref(),
                        core::mem::take(&mut glyphs),
                    );
                    start = self.x;
                }
                kind = Some(this);
                glyphs.push(KrillaGlyph::new(
                    GlyphId::new(glyph.id),
                    glyph.advance / size,
                    glyph.x / size,
                    glyph.y / size,
                    0.0,
                    text.clone(),
                    None,
                ));
                self.x += glyph.advance;
            }
        }
        self.draw(kind, start, run, font.as_ref(), glyphs);
    }

    fn link_at(&self, cluster: &Cluster<'_, Ink>) -> Option<usize> {
        let at = cluster.text_range().start;
        let is_here = |(range, mark): &(core::ops::Range<usize>, Mark)| {
            matches!(mark, Mark::Link(_)) && range.contains(&at)
        };
        self.inline.marks.iter().position(is_here)
    }

    /// Draws letters from `start` to here.
    fn draw(
        &mut self,
        kind: Option<Kind>,
        start: f32,
        run: &Run<'_, Ink>,
        font: Option<&Font>,
        glyphs: Vec<KrillaGlyph>,
    ) {
        let (Some(kind), Some(font)) = (kind, font) else {
            return;
        };
        let width = self.x - start;
        let Some(style) = self.layout.styles().get(kind.style) else {
            return;
        };
        let metrics = run.metrics();
        self.pieces.push(Piece::Glyphs {
            x: start,
            font: font.clone(),
            size: run.font_size(),
            glyphs,
            ink: style.brush,
        });
        let strokes = [
            (
                &style.underline,
                metrics.underline_offset,
                metrics.underline_size,
            ),
            (
                &style.strikethrough,
                metrics.strikethrough_offset,
                metrics.strikethrough_size,
            ),
        ];
        for (stroke, offset, height) in strokes {
            if stroke.is_some() {
                self.pieces.push(Piece::Stroke {
                    x: start,
                    y: self.baseline - offset,
                    width,
                    height,
                    ink: style.brush,
                });
            }
        }
        if let Some((_, Mark::Link(address))) = kind.link.and_then(|at| self.inline.marks.get(at)) {
            self.pieces.push(Piece::Link {
                x: start,
                width,
                address: address.clone(),
            });
        }
    }
}
