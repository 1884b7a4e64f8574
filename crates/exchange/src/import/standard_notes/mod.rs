//! Standard Notes: a backup as one JSON file, readable or encrypted under the account's password
//! (<https://standardnotes.com/help/26/how-do-i-export-my-notes-as-plain-text>), alone or in a zip.

mod crypt;
mod lexical;

use companion_core::{Skipped, short_name};
use std::collections::HashMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::import::document::Document;
use crate::import::error::ImportError;
use crate::import::found::{ForeignEntry, Found, TagLists};
use crate::import::html;
use crate::import::joplin::titled;
use crate::import::limits::MAX_NOTE_BYTES;
use crate::when::{self, Zones};
use crypt::{Keys, Sealed};

/// Kinds of items.
mod kind {
    pub(super) const NOTE: &str = "Note";
    pub(super) const TAG: &str = "Tag";
    pub(super) const ITEMS_KEY: &str = "SN|ItemsKey";
}

/// What a file says of its keys.
#[derive(Deserialize)]
struct Head {
    #[serde(default, rename = "keyParams")]
    key_params: Option<crypt::KeyParams>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(default)]
    uuid: String,
    content_type: String,
    #[serde(borrow, default)]
    content: Option<&'a RawValue>,
    #[serde(default)]
    enc_item_key: Option<String>,
    #[serde(default)]
    items_key_id: Option<String>,
    #[serde(default)]
    created_at: Option<String>,
    #[serde(default)]
    updated_at: Option<String>,
    #[serde(default)]
    deleted: Option<bool>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Content {
    title: Option<String>,
    text: Option<String>,
    note_type: Option<String>,
    references: Vec<Reference>,
    trashed: Option<bool>,
    app_data: HashMap<String, AppData>,
    items_key: Option<String>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default)]
    uuid: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AppData {
    client_updated_at: Option<serde_json::Value>,
    pinned: Option<bool>,
}

/// A backup, its notes yet to be read.
pub(super) struct StandardNotes {
    document: Document,
    /// Numbers of the notes in the document.
    notes: Vec<usize>,
    /// Titles of tags by the note that has them.
    tags: TagLists,
    keys: Keys,
}

impl StandardNotes {
    pub(super) fn open(document: Document, password: Option<&str>) -> Result<Self, ImportError> {
        Self::open_by(document, |parameters| {
            let password = password.ok_or(ImportError::PasswordNeeded)?;
            let parameters = parameters.ok_or_else(|| {
                ImportError::UnknownEncryption(
                    "a backup of Standard Notes without its parameters".into(),
                )
            })?;
            Keys::derive(&parameters, password)
        })
    }

    /// As [`Self::open`], under a root key that was derived elsewhere.
    pub(super) fn open_under(document: Document, root_key: [u8; 32]) -> Result<Self, ImportError> {
        Self::open_by(document, |_| Ok(Keys::of_root(root_key.into())))
    }

    fn open_by(
        document: Document,
        root: impl FnOnce(Option<crypt::KeyParams>) -> Result<Keys, ImportError>,
    ) -> Result<Self, ImportError> {
        let head: Head = serde_json::from_str(document.text()).map_err(|_| {
            ImportError::Damaged("the backup does not say how it is encrypted".into())
        })?;
        let pieces =
            || (0..document.len()).filter_map(|number| Some((number, item(&document, number)?)));
        let is_encrypted = |item: &Item<'_>| {
            item.content
                .is_some_and(|content| content.get().starts_with('"'))
        };
        let mut keys = Keys::default();
        if pieces().any(|(_, item)| is_encrypted(&item)) {
            keys = root(head.key_params)?;
            let sealed = pieces().filter(|(_, item)| item.content_type == kind::ITEMS_KEY);
            for (_, item) in sealed {
                let content = open(&item, &keys)?;
                let key = content.and_then(|content| content.items_key);
                keys.add(&item.uuid, key.as_deref().unwrap_or_default())?;
            }
        }
        let mut notes = Vec::new();
        let mut tags = TagLists::default();
        for (number, item) in pieces() {
            match item.content_type.as_str() {
                kind::NOTE => notes.push(number),
                kind::TAG => {
                    // A tag that does not open is missed by nobody but its notes.
                    let Ok(Some(content)) = open(&item, &keys) else {
                        continue;
                    };
                    let title = content.title.unwrap_or_default();
                    for reference in content.references {
                        tags.add(&reference.uuid, &title);
                    }
                }
                _ => {}
            }
        }
        Ok(Self {
            document,
            notes,
            tags,
            keys,
        })
    }

    pub(super) fn len(&self) -> usize {
        self.notes.len()
    }

    pub(super) fn get(&self, number: usize, zones: &Zones<'_>) -> Option<Found> {
        let item = item(&self.document, *self.notes.get(number)?)?;
        let content = match open(&item, &self.keys) {
            Ok(Some(content)) => content,
            outcome => {
                let why = if outcome.is_err() {
                    Skipped::Encrypted
                } else {
                    Skipped::Unreadable
                };
                return Some(Found {
                    name: String::new(),
                    entry: Err(why),
                });
            }
        };
        let title = content.title.clone().unwrap_or_default();
        Some(Found {
            name: short_name(&title),
            entry: self.note(&item, content, zones),
        })
    }

    fn note(
        &self,
        item: &Item<'_>,
        content: Content,
        zones: &Zones<'_>,
    ) -> Result<ForeignEntry, Skipped> {
        if item.deleted == Some(true) || content.trashed == Some(true) {
            return Err(Skipped::Deleted);
        }
        let moment = |text: &str| when::read(text).map(|written| written.moment(None, zones));
        let created = item
            .created_at
            .as_deref()
            .and_then(moment)
            .ok_or(Skipped::NoDate)?;
        let text = content.text.unwrap_or_default();
        if text.len() as u64 > MAX_NOTE_BYTES {
            return Err(Skipped::TooLarge);
        }
        let kind = content.note_type.as_deref().unwrap_or_default();
        let (body, converted) = match kind {
            "super" => lexical::to_markdown(&text).map_or((text, false), |text| (text, true)),
            "rich-text" => (html::to_markdown(&text), true),
            _ if html::is_html(&text) => (html::to_markdown(&text), true),
            _ => (text, false),
        };
        let title = content.title.as_deref().unwrap_or_default();
        let mut found = ForeignEntry::new(titled(title, body.trim()), created);
        let data = content.app_data.get("org.standardnotes.sn");
        let changed = data.and_then(|data| data.client_updated_at.as_ref());
        let changed = changed.and_then(|changed| match changed {
            serde_json::Value::String(text) => moment(text),
            value => value.as_i64().map(|ms| when::lived(ms, None, zones)),
        });
        found.edited = changed
            .or_else(|| item.updated_at.as_deref().and_then(moment))
            .unwrap_or(created);
        found.is_favourite = data.and_then(|data| data.pinned).unwrap_or_default();
        found.guesses.converted = converted;
        for tag in self.tags.of(&item.uuid) {
            found.add_tag(tag);
        }
        found.source_id = Some(item.uuid.clone());
        Ok(found)
    }
}

fn item(document: &Document, number: usize) -> Option<Item<'_>> {
    serde_json::from_str(document.piece(number)?).ok()
}

/// An item's content, decrypted if need be; none if it is not what it should be.
fn open(item: &Item<'_>, keys: &Keys) -> Result<Option<Content>, ImportError> {
    let Some(content) = item.content.map(RawValue::get) else {
        return Ok(None);
    };
    if !content.starts_with('"') {
        return Ok(serde_json::from_str(content).ok());
    }
    let Ok(sealed) = serde_json::from_str::<String>(content) else {
        return Ok(None);
    };
    let sealed = Sealed {
        uuid: &item.uuid,
        content: &sealed,
        item_key: item.enc_item_key.as_deref().unwrap_or_default(),
        key_id: item.items_key_id.as_deref(),
    };
    Ok(serde_json::from_str(&keys.open(&sealed)?).ok())
}
