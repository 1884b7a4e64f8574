//! JSON documents: read as a whole, told apart by what is in them, and cut into pieces that are
//! read one by one, so that a piece that makes no sense spoils no other.

use core::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::error::ImportError;
use super::limits::MAX_ENTRIES;
use crate::json;

/// A JSON object that holds a list of things.
pub(super) struct Document {
    text: String,
    pieces: Vec<Range<usize>>,
}

/// Which program has written a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Companion,
    DayOne,
    Jrnl,
    StandardNotes,
}

/// What all of them look like from afar.
#[derive(Deserialize)]
struct Outline<'a> {
    #[serde(borrow, default)]
    format: Option<&'a RawValue>,
    #[serde(borrow, default)]
    version: Option<&'a RawValue>,
    #[serde(borrow, default)]
    metadata: Option<&'a RawValue>,
    #[serde(borrow, default)]
    entries: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    items: Option<Vec<&'a RawValue>>,
}

/// The names by which an entry is told from others'.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Names {
    #[serde(default)]
    creation_date: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    title: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    body: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    date: Option<serde::de::IgnoredAny>,
    #[serde(default, rename = "content_type")]
    content_type: Option<serde::de::IgnoredAny>,
}

impl Document {
    /// Reads a document, if it is one of those that are known here.
    ///
    /// # Errors
    /// [`ImportError::NotRecognised`], [`ImportError::Newer`] or [`ImportError::TooLarge`].
    pub(super) fn read(text: String) -> Result<(Kind, Self), ImportError> {
        let outline: Outline<'_> =
            serde_json::from_str(&text).map_err(|_| ImportError::NotRecognised)?;
        let kind = kind_of(&outline)?;
        let pieces = match kind {
            Kind::StandardNotes => outline.items,
            Kind::Companion | Kind::DayOne | Kind::Jrnl => outline.entries,
        };
        let pieces = pieces.unwrap_or_default();
        if pieces.len() > MAX_ENTRIES {
            return Err(ImportError::TooLarge(
                "the file holds more entries than are read",
            ));
        }
        let start = text.as_ptr() as usize;
        let range = |piece: &RawValue| {
            // A piece is a part of the text.
            let at = piece.get().as_ptr() as usize - start;
            at..at + piece.get().len()
        };
        let pieces = pieces.into_iter().map(range).collect();
        Ok((kind, Self { text, pieces }))
    }

    /// How many things it lists.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// One of them, as JSON.
    pub(super) fn piece(&self, number: usize) -> Option<&str> {
        self.text.get(self.pieces.get(number)?.clone())
    }

    /// The whole text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }
}

fn kind_of(outline: &Outline<'_>) -> Result<Kind, ImportError> {
    let format = outline.format.map(RawValue::get);
    let is_ours = format.and_then(|text| serde_json::from_str::<String>(text).ok());
    let is_ours = is_ours.is_some_and(|format| format == json::FORMAT);
    if is_ours {
        let version = outline
            .version
            .and_then(|version| version.get().parse().ok());
        return match version {
            Some(version) if version == u64::from(json::VERSION) => Ok(Kind::Companion),
            Some(version) => Err(ImportError::Newer(version)),
            None => Err(ImportError::Damaged(
                "the file does not say its version".into(),
            )),
        };
    }
    // By the first thing of each list that is an object at all.
    let first = |list: &Option<Vec<&RawValue>>| {
        let list = list.as_deref().unwrap_or_default().iter();
        list.take(16)
            .find_map(|piece| serde_json::from_str::<Names>(piece.get()).ok())
    };
    if let Some(names) = first(&outline.entries) {
        if names.creation_date.is_some() {
            return Ok(Kind::DayOne);
        }
        if names.date.is_some() && (names.title.is_some() || names.body.is_some()) {
            return Ok(Kind::Jrnl);
        }
    }
    if first(&outline.items).is_some_and(|names| names.content_type.is_some()) {
        return Ok(Kind::StandardNotes);
    }
    // A journal of Day One without entries still says that it is one.
    if outline.metadata.is_some() && outline.entries.as_ref().is_some_and(Vec::is_empty) {
        return Ok(Kind::DayOne);
    }
    Err(ImportError::NotRecognised)
}

/// Text of a file: UTF-8 or, where it says so, UTF-16; without the mark that may begin it.
pub(super) fn text_of(bytes: Vec<u8>) -> Option<String> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => core::str::from_utf8(rest).ok().map(str::to_owned),
        _ => String::from_utf8(bytes).ok(),
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    char::decode_utf16(pairs.iter().map(|pair| unit(*pair)))
        .collect::<Result<String, _>>()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<Kind> {
        Document::read(text.to_owned()).ok().map(|(kind, _)| kind)
    }

    #[test]
    fn documents_are_told_apart_by_what_is_in_them() {
        for (text, expected) in [
            (r#"{"entries":[{"creationDate":"x"}]}"#, Some(Kind::DayOne)),
            (
                r#"{"metadata":{"version":"1.0"},"entries":[]}"#,
                Some(Kind::DayOne),
            ),
            (
                r#"{"tags":{},"entries":[{"title":"","body":"","date":""}]}"#,
                Some(Kind::Jrnl),
            ),
            (
                r#"{"version":"004","items":[{"content_type":"Note"}]}"#,
                Some(Kind::StandardNotes),
            ),
            (
                r#"{"format":"companion-journal","version":1,"entries":[]}"#,
                Some(Kind::Companion),
            ),
            (
                r#"{"entries":[7,{"creationDate":"x"}]}"#,
                Some(Kind::DayOne),
            ),
            (r#"{"entries":[{"name":"x"}]}"#, None),
            (r#"{"items":7}"#, None),
            ("[]", None),
            ("{", None),
        ] {
            assert_eq!(kind(text), expected, "{text}");
        }
    }

    #[test]
    fn a_newer_version_says_so() {
        let newer = r#"{"format":"companion-journal","version":2,"entries":[]}"#;
        assert!(matches!(
            Document::read(newer.into()),
            Err(ImportError::Newer(2))
        ));
        let none = r#"{"format":"companion-journal","entries":[]}"#;
        assert!(matches!(
            Document::read(none.into()),
            Err(ImportError::Damaged(_))
        ));
    }

    #[test]
    fn pieces_are_parts_of_the_text() {
        let text = r#" {"entries": [ {"creationDate": "x"} , 12, "ß" ], "entriesx": [1]} "#;
        let (_, document) = Document::read(text.into()).unwrap();
        let pieces: Vec<_> = (0..4).map(|number| document.piece(number)).collect();
        assert_eq!(
            pieces,
            [
                Some(r#"{"creationDate": "x"}"#),
                Some("12"),
                Some("\"ß\""),
                None
            ]
        );
    }

    #[test]
    fn text_in_other_encodings_is_read() {
        assert_eq!(text_of(b"\xef\xbb\xbfab".to_vec()).as_deref(), Some("ab"));
        assert_eq!(
            text_of(b"\xff\xfea\0\xdf\0".to_vec()).as_deref(),
            Some("aß")
        );
        assert_eq!(
            text_of(b"\xfe\xff\0a\0\xdf".to_vec()).as_deref(),
            Some("aß")
        );
        assert_eq!(text_of(b"\xff\xfea".to_vec()), None);
        assert_eq!(text_of(b"caf\xe9".to_vec()), None);
    }
}
