//! A journal as a book.

use std::collections::BTreeSet;

use companion_core::{Attachment, AttachmentKind, JournalEntry};
use companion_exchange::export::{About, Departing, Words};
use icu_normalizer::ComposingNormalizerBorrowed;
use krilla::destination::XyzDestination;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::{Document, SerializeSettings};

use crate::blocks::{Block, Inline, What, parse};
use crate::fonts::{Fonts, Ink};
use crate::letters::{Han, Letters, is_drawn};
use crate::pages::{Pages, Place};
use crate::setter::{Paragraph, Style, set};
use crate::sizes::{
    ENTRY_GAP, INDENT, LEADING, MEASURE, PARAGRAPH_GAP, PICTURE_PART, SMALL, Sheet, TEXT, TIGHT,
    heading,
};
use crate::{Catalogue, Slice, TypesetError, picture};

/// The size of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    /// ISO A4.
    A4,
    /// US Letter.
    Letter,
}

/// A PDF under way: first look, then add fonts, then entries, oldest first.
pub struct Book {
    fonts: Fonts,
    pages: Pages,
    words: &'static Words,
    letters: Letters,
    metadata: Metadata,
    years: Vec<Year>,
}

/// A year and its entries, for the reader's list of contents.
struct Year {
    number: i32,
    place: XyzDestination,
    entries: Vec<OutlineNode>,
}

const BODY: Style = Style {
    size: TEXT,
    leading: LEADING,
    weight: 400.0,
    is_italic: false,
    ink: Ink::Text,
    is_centred: false,
};
const DETAIL: Style = Style {
    size: SMALL,
    leading: 1.4,
    ink: Ink::Soft,
    ..BODY
};

impl Book {
    /// A book without entries. `about` tells what the first page says.
    #[must_use]
    pub fn new(catalogue: Catalogue, about: About<'_>, paper: Paper) -> Self {
        let sheet = match paper {
            Paper::A4 => Sheet::A4,
            Paper::Letter => Sheet::LETTER,
        };
        let words = about.words;
        let settings = SerializeSettings::default();
        let mut letters = Letters::default();
        letters.look(words.title);
        letters.look(&about.span());
        Self {
            fonts: Fonts::new(catalogue),
            pages: Pages::new(Document::new_with(settings), sheet),
            words,
            letters,
            metadata: metadata(about),
            years: Vec::new(),
        }
    }

    /// The first walk: takes note of the letters of an entry.
    pub fn look(&mut self, entry: &JournalEntry) {
        self.letters.look(&composed(&entry.content));
        self.letters
            .look(&composed(entry.prompt_used.as_deref().unwrap_or_default()));
        self.letters.look(&composed(&entry.tags.join(" ")));
        for attachment in &entry.attachments {
            self.letters.look(&composed(&attachment.description));
            self.letters.look(&composed(&attachment.caption));
        }
        let words = self.words;
        let mood = entry.mood.map_or("", |mood| words.mood(mood));
        let said = [words.moment(entry.created), mood.to_owned()];
        said.iter().for_each(|said| self.letters.look(said));
    }

    /// Which files the letters need, after all entries were looked at.
    #[must_use]
    pub fn fonts_needed(&self) -> Vec<Slice> {
        let needed = self.fonts.catalogue.needed(&self.letters).into_iter();
        needed.cloned().collect()
    }

    /// Letters that no font has: a box will stand for each.
    #[must_use]
    pub fn letters_without_font(&self) -> BTreeSet<char> {
        let missing = |&(han, letter): &(Han, char)| {
            is_drawn(letter) && self.fonts.catalogue.slice_for(letter, han).is_none()
        };
        let missing = self.letters.all().filter(missing);
        missing.map(|(_, letter)| letter).collect()
    }

    /// Adds the file of a slice, by its path in the list.
    ///
    /// # Errors
    /// [`TypesetError::Font`] if it is damaged or not in the list.
    pub fn add_font(&mut self, path: &str, bytes: &[u8]) -> Result<(), TypesetError> {
        self.fonts.add(path, bytes)
    }

    /// The first page's head. To be called once, when all fonts are there.
    pub fn begin(&mut self, about: About<'_>) {
        let title = Style {
            size: 27.0,
            leading: TIGHT,
            weight: 600.0,
            ..BODY
        };
        self.pages.advance(36.0);
        self.say(self.words.title, title);
        self.pages.advance(8.0);
        self.say(&about.span(), DETAIL);
        self.say(self.words.not_encrypted, DETAIL);
        self.pages.advance(26.0);
        self.pages.rule(0.0, 42.0, Ink::Accent);
        self.pages.advance(8.0);
    }

    /// Sets one entry.
    pub fn add(&mut self, departing: Departing<'_>) {
        let entry = departing.entry;
        self.year(entry);
        let blocks = parse(&composed(&entry.content));
        if self
            .years
            .last()
            .is_some_and(|year| !year.entries.is_empty())
        {
            self.divide();
        }
        // The head, and with it a few lines of what follows.
        self.pages.need(&mut self.fonts, 110.0);
        self.note(entry);
        self.head(entry);
        let mut after_item = false;
        for (at, block) in blocks.iter().enumerate() {
            let is_item = block.marker.is_some();
            self.pages.gap(match &block.what {
                _ if at == 0 => 9.0,
                What::Heading(..) => 15.0,
                _ if is_item && after_item => 2.5,
                _ => PARAGRAPH_GAP,
            });
            after_item = is_item;
            self.block(block);
        }
        for (attachment, bytes) in departing.attachments() {
            self.attached(attachment, bytes);
        }
    }

    /// The finished file.
    ///
    /// # Errors
    /// [`TypesetError::Write`].
    pub fn finish(mut self) -> Result<Vec<u8>, TypesetError> {
        let mut document = self.pages.finish(&mut self.fonts);
        let mut outline = Outline::new();
        let is_long = self.years.len() > 1;
        for year in self.years {
            if !is_long {
                year.entries
                    .into_iter()
                    .for_each(|entry| outline.push_child(entry));
                continue;
            }
            let mut node = OutlineNode::new(year.number.to_string(), year.place);
            year.entries
                .into_iter()
                .for_each(|entry| node.push_child(entry));
            outline.push_child(node);
        }
        document.set_outline(outline);
        document.set_metadata(self.metadata);
        document
            .finish()
            .map_err(|error| TypesetError::Write(error.to_string()))
    }

    /// Begins a page when a year begins, if there was one before.
    fn year(&mut self, entry: &JournalEntry) {
        let number = entry
            .created
            .local_day()
            .civil()
            .map_or(0, |civil| civil.year);
        if self.years.last().is_some_and(|year| year.number == number) {
            return;
        }
        if !self.years.is_empty() {
            self.pages.turn(&mut self.fonts);
        }
        let style = Style {
            size: 30.0,
            leading: TIGHT,
            weight: 300.0,
            ink: Ink::Line,
            ..BODY
        };
        self.pages.gap(18.0);
        let place = self.pages.here();
        self.say(&number.to_string(), style);
        self.pages.advance(14.0);
        self.years.push(Year {
            number,
            place,
            entries: Vec::new(),
        });
    }

    /// The line between two entries.
    fn divide(&mut self) {
        if self.pages.is_at_top() {
            return;
        }
        if self.pages.room() < ENTRY_GAP + 110.0 {
            self.pages.turn(&mut self.fonts);
            return;
        }
        self.pages.advance(ENTRY_GAP / 2.0);
        self.pages.rule(0.0, MEASURE, Ink::Line);
        self.pages.advance(ENTRY_GAP / 2.0);
    }

    /// Puts the entry into the reader's list of contents.
    fn note(&mut self, entry: &JournalEntry) {
        let day = self.words.short_day(entry.created.local_day());
        let title = entry.summary().title;
        let text = if title.is_empty() {
            day
        } else {
            format!("{day} · {title}")
        };
        let node = OutlineNode::new(text, self.pages.here());
        if let Some(year) = self.years.last_mut() {
            year.entries.push(node);
        }
    }

    /// When it was, how it was, and what was asked.
    fn head(&mut self, entry: &JournalEntry) {
        let day = Style {
            weight: 600.0,
            ink: Ink::Accent,
            ..DETAIL
        };
        self.say(&self.words.moment(entry.created), day);
        let marks = entry_marks(entry, self.words);
        if !marks.is_empty() {
            self.say(&composed(&marks), DETAIL);
        }
        if let Some(prompt) = &entry.prompt_used {
            let question = Style {
                is_italic: true,
                size: TEXT,
                ..DETAIL
            };
            self.pages.advance(4.0);
            self.say(&composed(prompt), question);
        }
    }

    fn block(&mut self, block: &Block) {
        let indent = f32::from(block.depth) * INDENT;
        let place = Place {
            indent,
            has_bar: block.is_quoted,
            has_ground: false,
        };
        let width = MEASURE - indent;
        let quoted = Style {
            is_italic: block.is_quoted,
            ink: if block.is_quoted {
                Ink::Soft
            } else {
                Ink::Text
            },
            ..BODY
        };
        match &block.what {
            What::Paragraph(inline) => {
                let paragraph = set(&mut self.fonts, inline, quoted, width);
                self.marker(block, &paragraph, indent);
                self.pages.put(&mut self.fonts, paragraph, place);
            }
            What::Heading(level, inline) => {
                let style = Style {
                    size: heading(*level),
                    leading: TIGHT,
                    weight: 600.0,
                    ..BODY
                };
                let paragraph = set(&mut self.fonts, inline, style, width);
                // A heading stays with the lines below it.
                let below = 3.0 * TEXT * LEADING;
                self.pages.need(&mut self.fonts, paragraph.height() + below);
                self.marker(block, &paragraph, indent);
                self.pages.put(&mut self.fonts, paragraph, place);
            }
            What::Code(inline) => {
                let style = Style {
                    size: TEXT * 0.9,
                    leading: 1.4,
                    ..BODY
                };
                let inset = indent + 8.0;
                let paragraph = set(&mut self.fonts, inline, style, MEASURE - inset - 8.0);
                self.pages.put(
                    &mut self.fonts,
                    paragraph,
                    Place {
                        indent: inset,
                        has_ground: true,
                        ..place
                    },
                );
            }
            What::Rule => {
                self.pages.need(&mut self.fonts, 24.0);
                self.pages.advance(8.0);
                self.pages.rule((MEASURE - 42.0) / 2.0, 42.0, Ink::Line);
                self.pages.advance(8.0);
            }
            What::Table(rows) => self.table(rows, indent),
        }
    }

    /// What stands before the first line of a list's item, on the side where that line begins.
    fn marker(&mut self, block: &Block, paragraph: &Paragraph, indent: f32) {
        let Some(marker) = &block.marker else { return };
        let style = Style {
            ink: Ink::Accent,
            ..BODY
        };
        let set_marker = set(
            &mut self.fonts,
            &Inline::plain(marker.as_str()),
            style,
            INDENT * 2.0,
        );
        self.pages.need(&mut self.fonts, TEXT * LEADING * 2.0);
        let x = if paragraph.is_rtl {
            MEASURE - indent + 6.0
        } else {
            indent - INDENT + 4.0
        };
        self.pages.put_beside(set_marker, x);
    }

    fn table(&mut self, rows: &[Vec<Inline>], indent: f32) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(1);
        // A table of entries has few columns: it is far from what a float cannot count.
        let width = (MEASURE - indent) / columns as f32;
        for (at, row) in rows.iter().enumerate() {
            let style = Style {
                size: TEXT * 0.92,
                leading: 1.35,
                weight: if at == 0 { 600.0 } else { 400.0 },
                ..BODY
            };
            let cells = row
                .iter()
                .map(|cell| set(&mut self.fonts, cell, style, width - 10.0));
            let cells: Vec<Paragraph> = cells.collect();
            let height = cells.iter().map(Paragraph::height).fold(0.0, f32::max);
            self.pages.need(&mut self.fonts, height + 8.0);
            self.pages.advance(4.0);
            for (column, cell) in cells.into_iter().enumerate() {
                self.pages.put_beside(cell, indent + column as f32 * width);
            }
            self.pages.advance(height + 4.0);
            self.pages.rule(indent, MEASURE - indent, Ink::Line);
        }
    }

    fn attached(&mut self, attachment: &Attachment, bytes: Option<&[u8]>) {
        self.pages.gap(14.0);
        let words = self.words;
        if attachment.kind == AttachmentKind::Recording {
            self.say(
                &format!("{}. {}", words.recording, words.not_playable),
                DETAIL,
            );
            return self.caption(attachment);
        }
        let max_height = (self.pages.sheet.foot() - self.pages.sheet.top) * PICTURE_PART;
        let image = bytes.and_then(picture::read);
        let sized = image.and_then(|image| {
            let size = picture::size(&image, max_height)?;
            Some((image, size))
        });
        match sized {
            Some((image, size)) => self.pages.picture(&mut self.fonts, image, size),
            None => self.say(words.unreadable, DETAIL),
        }
        self.caption(attachment);
    }

    fn caption(&mut self, attachment: &Attachment) {
        // What a photo shows can be seen; what is said about it cannot.
        let said = match attachment.caption.as_str() {
            "" => &attachment.description,
            _ => &attachment.caption,
        };
        if !said.is_empty() {
            self.pages.advance(5.0);
            let centred = Style {
                is_centred: attachment.kind == AttachmentKind::Photo,
                ..DETAIL
            };
            self.say(&composed(said), centred);
        }
    }

    /// A paragraph without marks.
    fn say(&mut self, text: &str, style: Style) {
        let paragraph = set(&mut self.fonts, &Inline::plain(text), style, MEASURE);
        self.pages.put(&mut self.fonts, paragraph, Place::default());
    }
}

fn metadata(about: About<'_>) -> Metadata {
    let mut metadata = Metadata::new()
        .title(about.words.title.to_owned())
        .language(about.words.language.to_owned())
        .creator("Companion".to_owned());
    if let Some(civil) = about.made.local_day().civil()
        && let Ok(year) = u16::try_from(civil.year)
    {
        metadata = metadata.creation_date(DateTime::new(year).month(civil.month).day(civil.day));
    }
    metadata
}

/// Mood, mark and tags in one line.
fn entry_marks(entry: &JournalEntry, words: &Words) -> String {
    let mood = entry
        .mood
        .map(|mood| format!("{}: {}", words.mood, words.mood(mood)));
    let favourite = entry.is_favourite.then(|| words.favourite.to_owned());
    let tags = entry.tags.iter().map(|tag| format!("#{tag}"));
    let marks: Vec<String> = mood.into_iter().chain(favourite).chain(tags).collect();
    marks.join(" · ")
}

/// Letters with their marks as one, where there is such a letter: fonts have those.
fn composed(text: &str) -> String {
    ComposingNormalizerBorrowed::new_nfc()
        .normalize(text)
        .into_owned()
}
