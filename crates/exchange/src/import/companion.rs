//! Companion's own JSON, see [`crate::json`].

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use companion_core::limits::{MAX_ATTACHMENT_BYTES, MAX_DESCRIPTION_CHARS};
use companion_core::{JournalEntry, Skipped, short_name};

use super::document::Document;
use super::found::{ForeignAttachment, ForeignEntry, Found, Place};
use super::tree::Member;
use crate::json::{AttachmentFile, Entry};

/// A journal, with the files beside it.
pub(super) struct Companion {
    document: Document,
    /// Numbers of files by their path.
    files: HashMap<String, usize>,
}

impl Companion {
    pub(super) fn new(document: Document, members: &[Member]) -> Self {
        let files = members.iter().enumerate();
        let files = files.map(|(number, member)| (member.path.clone(), number));
        Self {
            document,
            files: files.collect(),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.document.len()
    }

    pub(super) fn get(&self, number: usize) -> Option<Found> {
        let piece = self.document.piece(number)?;
        let Ok(mut entry) = serde_json::from_str::<Entry>(piece) else {
            return Some(Found {
                name: String::new(),
                entry: Err(Skipped::Unreadable),
            });
        };
        let files = core::mem::take(&mut entry.attachments);
        let entry = JournalEntry::from(entry);
        let name = short_name(&entry.summary().title);
        let mut found = ForeignEntry::new(entry.content, entry.created);
        found.source_id = Some(entry.id.to_string());
        found.id = Some(entry.id);
        found.origin = entry.origin;
        found.edited = entry.edited;
        found.prompt_used = entry.prompt_used;
        found.duration_seconds = entry.duration_seconds;
        found.mood = entry.mood;
        found.is_favourite = entry.is_favourite;
        for tag in &entry.tags {
            found.add_tag(tag);
        }
        for file in files {
            match self.attachment(file) {
                Some(attachment) => found.add_attachment(attachment),
                None => found.attachments_missing += 1,
            }
        }
        Some(Found {
            name,
            entry: Ok(found),
        })
    }

    fn attachment(&self, file: AttachmentFile) -> Option<ForeignAttachment> {
        let named = file.file.and_then(|path| self.files.get(&path).copied());
        let place = match (named, file.data) {
            (Some(number), _) => Place::Member(number),
            (None, Some(data)) if data.len() as u64 / 4 * 3 <= MAX_ATTACHMENT_BYTES => {
                Place::Inline(STANDARD.decode(data).ok()?)
            }
            (None, _) => return None,
        };
        Some(ForeignAttachment {
            kind: file.kind,
            media_type: file.media_type,
            description: within(&file.description),
            caption: within(&file.caption),
            duration_ms: file.duration_ms,
            name: file.name.as_deref().map(short_name),
            place,
        })
    }
}

/// What is said about an attachment, no longer than may be.
fn within(text: &str) -> String {
    text.chars().take(MAX_DESCRIPTION_CHARS).collect()
}
