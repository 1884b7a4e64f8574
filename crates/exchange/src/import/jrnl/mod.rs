//! jrnl (<https://jrnl.sh>): a journal in one text file, plain or encrypted, or exported as JSON.

mod crypt;
mod text;

use companion_core::{Skipped, short_name};
use serde::Deserialize;

use crate::import::document::Document;
use crate::import::found::{ForeignEntry, Found};
use crate::when::{self, Zones};

pub(super) use crypt::{decrypt, is_encrypted};
pub(super) use text::{Journal, is_journal};

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    title: String,
    #[serde(default)]
    body: String,
    date: String,
    #[serde(default)]
    time: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    starred: bool,
    #[serde(default)]
    uuid: Option<String>,
}

/// One entry of the JSON export.
pub(super) fn exported(document: &Document, number: usize, zones: &Zones<'_>) -> Option<Found> {
    let piece = document.piece(number)?;
    let Ok(entry) = serde_json::from_str::<Entry>(piece) else {
        return Some(Found {
            name: String::new(),
            entry: Err(Skipped::Unreadable),
        });
    };
    let name = short_name(&entry.title);
    let written = format!(
        "{} {}",
        entry.date,
        entry.time.as_deref().unwrap_or_default()
    );
    let Some(written) = when::read(&written) else {
        return Some(Found {
            name,
            entry: Err(Skipped::NoDate),
        });
    };
    let text = joined(&entry.title, &entry.body);
    let mut found = ForeignEntry::new(text, written.moment(None, zones));
    found.source_id = entry.uuid;
    found.is_favourite = entry.starred;
    for tag in &entry.tags {
        found.add_tag(tag);
    }
    Some(Found {
        name,
        entry: Ok(found),
    })
}

/// Title and body as jrnl shows them. A title that is a sentence stays one: jrnl cuts the first
/// sentence off whatever was typed.
fn joined(title: &str, body: &str) -> String {
    let (title, body) = (
        title.trim(),
        body.trim_end().trim_start_matches(['\n', '\r']),
    );
    match (title.is_empty(), body.trim().is_empty()) {
        (_, true) => title.to_owned(),
        (true, false) => body.to_owned(),
        (false, false) => format!("{title}\n\n{body}"),
    }
}

/// Words with the sign `@` before them, which jrnl takes for tags.
fn tags_of(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .filter_map(|word| word.strip_prefix('@'))
        .map(|tag| tag.trim_end_matches(|c: char| !(c.is_alphanumeric() || c == '_')))
        // An address has a dot or another sign; a tag has none.
        .filter(|tag| {
            !tag.is_empty()
                && tag
                    .chars()
                    .all(|c| c.is_alphanumeric() || "-+*#/_".contains(c))
        })
}
