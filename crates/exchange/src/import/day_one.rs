//! Day One: a zip with a JSON document for each journal and the photos beside them
//! (<https://dayoneapp.com/guides/tips-and-tutorials/exporting-entries/>).

use std::collections::HashMap;

use companion_core::{AttachmentKind, Skipped, short_name, title_of};
use serde::Deserialize;

use super::document::Document;
use super::found::{
    ForeignAttachment, ForeignEntry, Found, Place, collapse_blank_lines, media_type_of,
};
use super::tree::Member;
use crate::when::{self, Zones};

/// How a text refers to one of its photos.
const MOMENT: &str = "dayone-moment:";
/// Longest such reference, in bytes.
const MAX_REFERENCE_BYTES: usize = 1_000;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    uuid: Option<String>,
    creation_date: String,
    modified_date: Option<String>,
    time_zone: Option<String>,
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    rich_text: Option<String>,
    #[serde(default)]
    starred: Option<bool>,
    #[serde(default)]
    tags: Option<Vec<String>>,
    #[serde(default)]
    photos: Option<Vec<Media>>,
    #[serde(default)]
    audios: Option<Vec<Media>>,
    #[serde(default)]
    videos: Option<Vec<Media>>,
    #[serde(default)]
    pdf_attachments: Option<Vec<Media>>,
    #[serde(default)]
    editing_time: Option<f64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Media {
    md5: Option<String>,
    #[serde(rename = "type")]
    extension: Option<String>,
    format: Option<String>,
    #[serde(default)]
    order_in_entry: Option<i64>,
    #[serde(default)]
    duration: Option<f64>,
}

/// The journals of a zip, one after another.
pub(super) struct DayOne {
    documents: Vec<Document>,
    /// Numbers of photos and recordings by what their names begin with, an MD5 sum.
    media: HashMap<String, usize>,
}

impl DayOne {
    pub(super) fn new(documents: Vec<Document>, members: &[Member]) -> Self {
        let media = members.iter().enumerate();
        let media = media.map(|(number, member)| (member.stem().to_ascii_lowercase(), number));
        Self {
            documents,
            media: media.collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.documents.iter().map(Document::len).sum()
    }

    pub(super) fn get(
        &self,
        number: usize,
        members: &[Member],
        zones: &Zones<'_>,
    ) -> Option<Found> {
        let mut number = number;
        let document = self.documents.iter().find(|document| {
            let is_here = number < document.len();
            if !is_here {
                number -= document.len();
            }
            is_here
        })?;
        let piece = document.piece(number)?;
        let Ok(entry) = serde_json::from_str::<Entry>(piece) else {
            return Some(Found {
                name: String::new(),
                entry: Err(Skipped::Unreadable),
            });
        };
        Some(self.entry(entry, members, zones))
    }

    fn entry(&self, entry: Entry, members: &[Member], zones: &Zones<'_>) -> Found {
        let (text, converted) = match (entry.text, entry.rich_text) {
            (Some(text), _) if !text.trim().is_empty() => (plain(&text), false),
            (_, Some(rich)) => (rich_text(&rich), true),
            (_, None) => (String::new(), false),
        };
        let name = short_name(&title_of(&text));
        let zone = entry.time_zone.as_deref();
        let moment = |text: &str| when::read(text).map(|written| written.moment(zone, zones));
        let Some(created) = moment(&entry.creation_date) else {
            return Found {
                name,
                entry: Err(Skipped::NoDate),
            };
        };
        let mut found = ForeignEntry::new(text, created);
        found.edited = entry
            .modified_date
            .as_deref()
            .and_then(moment)
            .unwrap_or(created);
        found.source_id = entry.uuid;
        found.is_favourite = entry.starred.unwrap_or_default();
        found.guesses.converted = converted;
        // A negative or absurd time is none: the conversion saturates.
        found.duration_seconds = entry.editing_time.unwrap_or_default() as u32;
        for tag in entry.tags.iter().flatten() {
            found.add_tag(tag);
        }
        let mut media: Vec<Media> = entry.photos.into_iter().flatten().collect();
        media.extend(entry.audios.into_iter().flatten());
        media.sort_by_key(|media| media.order_in_entry.unwrap_or(i64::MAX));
        for media in media {
            match self.attachment(&media, members) {
                Some(attachment) => found.add_attachment(attachment),
                None => found.attachments_missing += 1,
            }
        }
        let others =
            entry.videos.iter().flatten().count() + entry.pdf_attachments.iter().flatten().count();
        found.attachments_missing += u32::try_from(others).unwrap_or(u32::MAX);
        Found {
            name,
            entry: Ok(found),
        }
    }

    fn attachment(&self, media: &Media, members: &[Member]) -> Option<ForeignAttachment> {
        let number = *self.media.get(&media.md5.as_ref()?.to_ascii_lowercase())?;
        let said = media.extension.as_deref().or(media.format.as_deref());
        let media_type = media_type_of(members.get(number)?.extension())
            .or_else(|| media_type_of(said.unwrap_or_default()))?;
        let kind = AttachmentKind::of(media_type)?;
        let mut attachment =
            ForeignAttachment::new(kind, media_type.to_owned(), Place::Member(number));
        // Seconds; a negative or absurd time is none: the conversion saturates.
        attachment.duration_ms = media.duration.map(|seconds| (seconds * 1_000.0) as u32);
        Some(attachment)
    }
}

/// The text without references to its photos, which come beside it, and without the backslashes
/// that Day One writes before signs that mean nothing where they stand.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.lines() {
        let bare = without_moments(line);
        if bare.trim().is_empty() && !line.trim().is_empty() {
            continue;
        }
        plain.push_str(&unescaped(&bare));
        plain.push('\n');
    }
    collapse_blank_lines(&plain)
}

/// Leaves out `![…](dayone-moment:…)`.
fn without_moments(line: &str) -> String {
    let mut bare = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("![") {
        let (before, image) = rest.split_at(at);
        bare.push_str(before);
        // Such a reference is short: a text of nothing but beginnings is not searched over and over.
        let image_start = &image[..image.floor_char_boundary(MAX_REFERENCE_BYTES)];
        let target = image_start.find("](");
        let target = target.map(|middle| (middle, &image_start[middle + 2..]));
        let end = match target {
            Some((middle, target)) if target.starts_with(MOMENT) => {
                target.find(')').map(|end| middle + 2 + end + 1)
            }
            _ => None,
        };
        let skipped = end.unwrap_or(2);
        if end.is_none() {
            bare.push_str(&image[..2]);
        }
        rest = &image[skipped..];
    }
    bare.push_str(rest);
    bare
}

/// Takes a backslash away where the sign after it would mean nothing anyway.
fn unescaped(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut signs = line.chars().peekable();
    // Whether the line has begun, and whether with digits alone so far.
    let (mut has_text, mut is_number) = (false, false);
    while let Some(sign) = signs.next() {
        let next = signs.peek().copied().filter(|_| sign == '\\');
        let is_idle = match next {
            None => false,
            // "1." at the start of a line begins a list.
            Some('.') => !is_number,
            // "!" before a bracket makes an image of a link, brackets after one a target.
            Some('!') => signs.clone().nth(1) != Some('['),
            Some('(') => !plain.ends_with(']'),
            Some(')' | ',' | ':' | ';' | '?' | '\'' | '"' | '/' | '%' | '=') => true,
            // "-" and "+" begin lists.
            Some('-' | '+') => has_text,
            Some(_) => false,
        };
        if is_idle {
            continue;
        }
        if !sign.is_whitespace() {
            is_number = sign.is_ascii_digit() && (is_number || !has_text);
            has_text = true;
        }
        plain.push(sign);
        // What stays escaped keeps both signs: a second backslash escapes nothing then.
        if let Some(next) = next {
            plain.push(next);
            signs.next();
        }
    }
    plain
}

#[derive(Deserialize)]
struct Rich {
    #[serde(default)]
    contents: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    attributes: Option<Attributes>,
}

#[derive(Deserialize)]
struct Attributes {
    #[serde(default)]
    line: Option<Line>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    #[serde(default)]
    header: Option<u8>,
    #[serde(default)]
    list_style: Option<String>,
    #[serde(default)]
    checked: Option<bool>,
    #[serde(default)]
    quote: Option<bool>,
}

/// The text of Day One's rich text, for entries that have no other.
fn rich_text(json: &str) -> String {
    let Ok(rich) = serde_json::from_str::<Rich>(json) else {
        return String::new();
    };
    let mut text = String::new();
    for run in rich.contents {
        let begins_line = text.is_empty() || text.ends_with('\n');
        let line = run.attributes.and_then(|attributes| attributes.line);
        if let Some(line) = line.filter(|_| begins_line) {
            text.push_str(&prefix(&line));
        }
        text.push_str(&run.text.unwrap_or_default());
    }
    collapse_blank_lines(&text)
}

fn prefix(line: &Line) -> String {
    if let Some(level @ 1..=6) = line.header {
        return format!("{} ", "#".repeat(level.into()));
    }
    if line.quote == Some(true) {
        return "> ".into();
    }
    match (line.list_style.as_deref(), line.checked) {
        (Some("checkbox"), Some(true)) => "- [x] ".into(),
        (Some("checkbox"), _) => "- [ ] ".into(),
        (Some("numbered"), _) => "1. ".into(),
        (Some("bulleted"), _) => "- ".into(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn photos_leave_no_trace_in_the_text() {
        assert_eq!(
            plain(
                "# Day\n\n![](dayone-moment://AB12)\n\nText ![](dayone-moment://CD)here ![alt](https://x.org/a.png)"
            ),
            "# Day\n\nText here ![alt](https://x.org/a.png)"
        );
        assert_eq!(plain("![ ![](dayone-moment:x"), "![ ![](dayone-moment:x");
    }

    #[test]
    fn idle_backslashes_go_and_others_stay() {
        assert_eq!(
            unescaped(r"Well\. Done\! \(Really\)"),
            "Well. Done! (Really)"
        );
        assert_eq!(unescaped(r"1\. not a list"), r"1\. not a list");
        assert_eq!(unescaped(r"\- not a list \- here"), r"\- not a list - here");
        assert_eq!(
            unescaped(r"\*stars\* \\ \![x](y)"),
            r"\*stars\* \\ \![x](y)"
        );
        assert_eq!(unescaped("end\\"), "end\\");
    }

    #[test]
    fn rich_text_becomes_markdown() {
        let rich = r#"{"contents":[{"attributes":{"line":{"header":1}},"text":"Packed\n"},{"embeddedObjects":[]},
            {"attributes":{"line":{"listStyle":"bulleted"}},"text":"one\n"},{"text":"plain"}]}"#;
        assert_eq!(rich_text(rich), "# Packed\n- one\nplain");
        assert_eq!(rich_text("{"), "");
    }
}
