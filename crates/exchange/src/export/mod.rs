//! What the journal holds, written for people and for other programs.
//!
//! An exporter is fed one entry after the other, oldest first, and appends bytes to what its
//! owner writes away in between: no export is ever in memory as a whole. What is written is
//! readable to everybody, so whoever calls this has asked the writer first.

mod front_matter;
mod html;
mod json;
mod markdown;
mod names;
mod rendered;
mod words;
mod zipped;

use companion_core::{Attachment, EntrySummary, JournalEntry, Timestamp};

pub use rendered::is_harmless_address;
pub use words::Words;

use html::Html;
use json::Json;
use markdown::Markdown;

/// An entry on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Departing<'a> {
    /// The entry.
    pub entry: &'a JournalEntry,
    /// The bytes of its attachments, in their order; `None` for one that cannot be read.
    pub files: &'a [Option<Vec<u8>>],
}

impl<'a> Departing<'a> {
    /// Its attachments with their bytes.
    pub fn attachments(self) -> impl Iterator<Item = (&'a Attachment, Option<&'a [u8]>)> {
        let files = self.files.iter().map(Option::as_deref);
        let files = files.chain(core::iter::repeat(None));
        self.entry.attachments.iter().zip(files)
    }
}

/// What is known before the first entry.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The language of what Companion itself says in the export.
    pub words: &'static Words,
    /// When it is made.
    pub made: Timestamp,
    /// The entries to come, in their order.
    pub entries: &'a [EntrySummary],
}

impl About<'_> {
    /// "412 entries · Tuesday, 3 March 2020 – Sunday, 22 November 2026".
    #[must_use]
    pub fn span(&self) -> String {
        let words = self.words;
        let count = (words.entries)(self.entries.len());
        let days = self.entries.iter().map(|entry| entry.created.local_day());
        match (days.clone().min(), days.max()) {
            (Some(first), Some(last)) if first == last => format!("{count} · {}", words.day(first)),
            (Some(first), Some(last)) => {
                format!("{count} · {} – {}", words.day(first), words.day(last))
            }
            _ => count,
        }
    }
}

/// A way of writing entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A zip with a Markdown file for each entry, and its attachments beside it.
    Markdown,
    /// JSON that holds everything and can be imported again; in a zip if there are attachments.
    Json,
    /// One page for any browser.
    Html,
}

/// The export under way.
pub struct Exporter(Kind);

enum Kind {
    Markdown(Markdown),
    Json(Json),
    Html(Html),
}

/// An export that cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The archive is larger than its format can be, or a name in it longer.
    #[error("the archive cannot hold more: {0}")]
    Archive(#[from] zip::result::ZipError),
    /// An entry cannot be said in the format.
    #[error("an entry cannot be written: {0}")]
    Entry(String),
}

impl Exporter {
    /// Begins an export, and writes its beginning to `out`.
    ///
    /// # Errors
    /// See [`ExportError`]; so for all of these.
    pub fn begin(format: Format, about: About<'_>, out: &mut Vec<u8>) -> Result<Self, ExportError> {
        Ok(Self(match format {
            Format::Markdown => Kind::Markdown(Markdown::begin(about)),
            Format::Json => Kind::Json(Json::begin(about, out)?),
            Format::Html => Kind::Html(Html::begin(about, out)),
        }))
    }

    /// Appends one entry to `out`.
    ///
    /// # Errors
    /// See [`ExportError`].
    pub fn add(&mut self, entry: Departing<'_>, out: &mut Vec<u8>) -> Result<(), ExportError> {
        match &mut self.0 {
            Kind::Markdown(markdown) => markdown.add(entry, out),
            Kind::Json(json) => json.add(entry, out),
            Kind::Html(html) => {
                html.add(entry, out);
                Ok(())
            }
        }
    }

    /// Appends the end.
    ///
    /// # Errors
    /// See [`ExportError`].
    pub fn finish(self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        match self.0 {
            Kind::Markdown(markdown) => markdown.finish(out),
            Kind::Json(json) => json.finish(out),
            Kind::Html(html) => {
                html.finish(out);
                Ok(())
            }
        }
    }
}

impl Format {
    /// How the export of these entries ends: JSON with photos or recordings is a zip.
    #[must_use]
    pub fn extension(self, entries: &[EntrySummary]) -> &'static str {
        match self {
            Self::Markdown => "zip",
            Self::Json if has_attachments(entries) => "zip",
            Self::Json => "json",
            Self::Html => "html",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self, entries: &[EntrySummary]) -> &'static str {
        match self.extension(entries) {
            "zip" => "application/zip",
            "json" => "application/json",
            _ => "text/html",
        }
    }
}

fn has_attachments(entries: &[EntrySummary]) -> bool {
    let mut counts = entries
        .iter()
        .map(|entry| entry.photos.max(entry.recordings));
    counts.any(|count| count > 0)
}
