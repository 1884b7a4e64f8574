//! Joplin's export (JEX): a tar with one text file for each note, notebook, tag and resource. The
//! last paragraph of each file lists its properties (`packages/lib/models/BaseItem.ts` in Joplin).

use std::collections::{BTreeMap, HashMap};

use companion_core::{AttachmentKind, Skipped, short_name};

use super::document::text_of;
use super::error::ImportError;
use super::found::{ForeignAttachment, ForeignEntry, Found, Place, TagLists, collapse_blank_lines};
use super::html;
use super::limits::{MAX_ENTRIES, MAX_NOTE_BYTES};
use super::tree::Tree;
use crate::when::{self, Zones};

/// Values of `type_`.
mod kind {
    pub(super) const NOTE: &str = "1";
    pub(super) const RESOURCE: &str = "4";
    pub(super) const TAG: &str = "5";
    pub(super) const NOTE_TAG: &str = "6";
}

/// How a text refers to one of its resources.
const RESOURCE: &str = ":/";

/// A file of the export, taken apart.
struct Item<'a> {
    title: &'a str,
    body: &'a str,
    properties: BTreeMap<&'a str, &'a str>,
}

impl<'a> Item<'a> {
    /// Takes a file apart; nothing if it has no properties that Joplin writes.
    fn read(text: &'a str) -> Option<Self> {
        let text = text.trim_end();
        let (before, properties) = match text.rfind("\n\n") {
            Some(at) => (&text[..at], &text[at + 2..]),
            None => ("", text),
        };
        let properties: BTreeMap<&str, &str> = properties
            .lines()
            .map(|line| {
                line.split_once(':')
                    .map(|(name, value)| (name.trim(), value.trim()))
            })
            .collect::<Option<_>>()?;
        if !properties.contains_key("type_") || !properties.contains_key("id") {
            return None;
        }
        let (title, body) = before.split_once('\n').unwrap_or((before, ""));
        Some(Self {
            title: title.trim(),
            body: body.strip_prefix('\n').unwrap_or(body),
            properties,
        })
    }

    fn property(&self, name: &str) -> &'a str {
        self.properties.get(name).copied().unwrap_or_default()
    }
}

/// A photo or another file that notes refer to.
struct Resource {
    title: String,
    media_type: String,
    /// Its number in the archive.
    member: Option<usize>,
}

/// An export, its notes yet to be read.
pub(super) struct Joplin {
    /// Numbers of the notes in the archive.
    notes: Vec<usize>,
    /// Files that look like an item and cannot be read.
    unreadable: Vec<usize>,
    resources: HashMap<String, Resource>,
    /// Titles of tags by the note that has them.
    tags: TagLists,
}

/// Whether a path is that of an item: 32 hexadecimal digits and `.md`.
fn is_item(name: &str) -> bool {
    let stem = name.strip_suffix(".md").unwrap_or_default();
    stem.len() == 32 && stem.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a tree is an export of Joplin, by the first of its files that could be an item.
pub(super) fn is_export(tree: &mut dyn Tree) -> bool {
    let number = tree
        .members()
        .iter()
        .position(|member| is_item(member.name()));
    let bytes = number.and_then(|number| tree.read(number, MAX_NOTE_BYTES).ok());
    let text = bytes.and_then(text_of);
    text.is_some_and(|text| Item::read(&text).is_some())
}

impl Joplin {
    /// Reads everything but the notes' texts.
    pub(super) fn open(tree: &mut dyn Tree) -> Result<Self, ImportError> {
        let mut joplin = Self {
            notes: Vec::new(),
            unreadable: Vec::new(),
            resources: HashMap::new(),
            tags: TagLists::default(),
        };
        let mut titles: HashMap<String, String> = HashMap::new();
        let mut pairs: Vec<(String, String)> = Vec::new();
        let items = tree.members().iter().enumerate();
        let items = items.filter(|(_, member)| is_item(member.name()));
        let items: Vec<usize> = items.map(|(number, _)| number).collect();
        if items.len() > MAX_ENTRIES {
            return Err(ImportError::TooLarge(
                "the file holds more notes than are read",
            ));
        }
        for number in items {
            let text = match tree.read(number, MAX_NOTE_BYTES) {
                Ok(bytes) => text_of(bytes),
                Err(ImportError::TooLarge(_)) => None,
                Err(error) => return Err(error),
            };
            let Some(item) = text.as_deref().and_then(Item::read) else {
                joplin.unreadable.push(number);
                continue;
            };
            let id = || item.property("id").to_owned();
            match item.property("type_") {
                kind::NOTE => joplin.notes.push(number),
                kind::TAG => {
                    titles.insert(id(), item.title.to_owned());
                }
                kind::NOTE_TAG => pairs.push((
                    item.property("note_id").to_owned(),
                    item.property("tag_id").to_owned(),
                )),
                kind::RESOURCE => {
                    let resource = Resource {
                        title: item.title.to_owned(),
                        media_type: item.property("mime").to_owned(),
                        member: None,
                    };
                    joplin.resources.insert(id(), resource);
                }
                // Notebooks, and what later versions add.
                _ => {}
            }
        }
        for (number, member) in tree.members().iter().enumerate() {
            if member.path.rsplit('/').nth(1) == Some("resources")
                && let Some(resource) = joplin.resources.get_mut(member.stem())
            {
                resource.member = Some(number);
            }
        }
        for (note, tag) in pairs {
            if let Some(title) = titles.get(&tag) {
                joplin.tags.add(&note, title);
            }
        }
        Ok(joplin)
    }

    pub(super) fn len(&self) -> usize {
        self.notes.len() + self.unreadable.len()
    }

    pub(super) fn get(
        &self,
        number: usize,
        tree: &mut dyn Tree,
        zones: &Zones<'_>,
    ) -> Result<Option<Found>, ImportError> {
        let Some(&member) = self.notes.get(number) else {
            let unreadable = number.checked_sub(self.notes.len());
            let member = unreadable.and_then(|number| self.unreadable.get(number));
            return Ok(member
                .and_then(|&member| tree.members().get(member))
                .map(|member| Found {
                    name: short_name(&member.path),
                    entry: Err(Skipped::Unreadable),
                }));
        };
        let text = text_of(tree.read(member, MAX_NOTE_BYTES)?);
        let Some(item) = text.as_deref().and_then(Item::read) else {
            return Err(ImportError::Damaged(
                "the file changed while it was read".into(),
            ));
        };
        Ok(Some(Found {
            name: short_name(item.title),
            entry: self.note(&item, zones),
        }))
    }

    fn note(&self, item: &Item<'_>, zones: &Zones<'_>) -> Result<ForeignEntry, Skipped> {
        if item.property("encryption_applied") == "1" {
            return Err(Skipped::Encrypted);
        }
        if !matches!(item.property("deleted_time"), "" | "0") {
            return Err(Skipped::Deleted);
        }
        let moment = |name| when::read(item.property(name)).map(|at| at.moment(None, zones));
        let created = moment("user_created_time").or_else(|| moment("created_time"));
        let created = created.ok_or(Skipped::NoDate)?;
        // A note may be in HTML, as a web clipper leaves it.
        let is_html = item.property("markup_language") == "2";
        let body = if is_html {
            html::to_markdown(item.body)
        } else {
            item.body.to_owned()
        };
        let mut found = ForeignEntry::new(String::new(), created);
        let mut body = self.take_resources(&body, &mut found);
        if !found.attachments.is_empty() {
            body = collapse_blank_lines(&body);
        }
        found.content = titled(item.title, body.trim());
        found.edited = moment("user_updated_time")
            .or_else(|| moment("updated_time"))
            .unwrap_or(created);
        let id = item.property("id");
        found.source_id = Some(id.to_owned());
        found.guesses.converted = is_html;
        for tag in self.tags.of(id) {
            found.add_tag(tag);
        }
        Ok(found)
    }

    /// Turns references to resources into attachments, and leaves them out of the text.
    fn take_resources(&self, body: &str, found: &mut ForeignEntry) -> String {
        let mut text = String::with_capacity(body.len());
        let mut rest = body;
        while let Some(at) = rest.find("](:/") {
            let (before, target) = rest.split_at(at);
            let id = target.get(2 + RESOURCE.len()..).and_then(|id| id.get(..32));
            let id = id.filter(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()));
            // Behind the address a title may stand; the whole is short.
            let near = &target[..target.floor_char_boundary(500)];
            let end = near.find(')').map(|end| end + 1);
            let (Some(id), Some(end)) = (id, end) else {
                text.push_str(before);
                text.push_str(&target[..4]);
                rest = &target[4..];
                continue;
            };
            let open = before
                .rfind('[')
                .filter(|open| !before[*open..].contains('\n'));
            match (self.resources.get(id), open) {
                (Some(resource), Some(open)) => {
                    let label = &before[open + 1..];
                    let is_image = before[..open].ends_with('!');
                    let kept = &before[..open - usize::from(is_image)];
                    text.push_str(kept);
                    match resource.attachment(label) {
                        Some(attachment) => found.add_attachment(attachment),
                        None => {
                            // No photo and no recording: its name stays where it was.
                            text.push_str(label);
                            found.attachments_missing += 1;
                        }
                    }
                }
                // A link to another note keeps its words.
                (None, Some(open)) => {
                    text.push_str(&before[..open]);
                    text.push_str(&before[open + 1..]);
                }
                (_, None) => {
                    text.push_str(before);
                    text.push_str(&target[..end]);
                }
            }
            rest = &target[end..];
        }
        text.push_str(rest);
        text
    }
}

impl Resource {
    fn attachment(&self, label: &str) -> Option<ForeignAttachment> {
        let description = if label.trim().is_empty() || label == self.title {
            ""
        } else {
            label.trim()
        };
        let kind = AttachmentKind::of(&self.media_type)?;
        let place = Place::Member(self.member?);
        Some(ForeignAttachment {
            description: short_name(description),
            ..ForeignAttachment::new(kind, self.media_type.clone(), place)
        })
    }
}

/// A note's title as its first line, unless its text begins with it anyway.
pub(super) fn titled(title: &str, body: &str) -> String {
    let title = title.trim();
    let first = body.lines().next().unwrap_or_default();
    let begins_with_it = first.trim_start_matches(['#', ' ']).trim() == title;
    if title.is_empty() || begins_with_it {
        return body.to_owned();
    }
    format!("# {title}\n\n{body}").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_taken_apart() {
        let item =
            Item::read("A title\n\nOne\n\nTwo: three\n\nid: ab\ntype_: 1\nlong: a: b").unwrap();
        assert_eq!((item.title, item.body), ("A title", "One\n\nTwo: three"));
        assert_eq!((item.property("id"), item.property("long")), ("ab", "a: b"));
        let bare = Item::read("id: ab\ntype_: 6").unwrap();
        assert_eq!((bare.title, bare.body), ("", ""));
        for text in [
            "",
            "Dear diary\n\nthis: that",
            "x\n\nid: ab\ntype_: 1\nno property",
        ] {
            assert!(Item::read(text).is_none(), "{text}");
        }
    }

    #[test]
    fn references_become_attachments_or_words() {
        let id = "0123456789abcdef0123456789abcdef";
        let resource = |media_type: &str| Resource {
            title: "IMG_1.jpg".into(),
            media_type: media_type.into(),
            member: Some(3),
        };
        let joplin = Joplin {
            notes: Vec::new(),
            unreadable: Vec::new(),
            resources: HashMap::from([
                (id.to_owned(), resource("image/jpeg")),
                (id.replace('0', "9"), resource("application/pdf")),
            ]),
            tags: TagLists::default(),
        };
        let mut found = ForeignEntry::new(String::new(), Default::default());
        let pdf = id.replace('0', "9");
        let note = id.replace('0', "8");
        let text = format!(
            "Before ![the pond](:/{id}) after, [paper](:/{pdf}), [other note](:/{note}), [x](:/short) ](:/{id})"
        );
        let text = joplin.take_resources(&text, &mut found);
        assert_eq!(
            text,
            format!("Before  after, paper, other note, [x](:/short) ](:/{id})")
        );
        assert_eq!(found.attachments.len(), 1);
        assert_eq!(found.attachments[0].description, "the pond");
        assert_eq!(found.attachments_missing, 1);
    }

    #[test]
    fn a_title_stands_first_and_once() {
        assert_eq!(titled("Day", "Text"), "# Day\n\nText");
        assert_eq!(titled("Day", "# Day\nText"), "# Day\nText");
        assert_eq!(titled("", "Text"), "Text");
        assert_eq!(titled("Day", ""), "# Day");
    }
}
