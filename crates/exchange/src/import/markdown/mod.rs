//! A folder of Markdown: Obsidian's, Logseq's, or anybody's. When a text was written is said by its front
//! matter, by the name of its file or folder, or at last by the file's own date.

mod front_matter;
mod own;

use std::collections::HashMap;

use companion_core::{AttachmentKind, Skipped, Timestamp, short_name};

use crate::import::document::text_of;
use crate::import::error::ImportError;
use crate::import::found::{
    ForeignAttachment, ForeignEntry, Found, Place, collapse_blank_lines, media_type_of,
};
use crate::import::joplin::titled;
use crate::import::limits::{MAX_ENTRIES, MAX_NOTE_BYTES};
use crate::import::tree::{Member, Tree};
use crate::when::{self, Written, Zones};
use front_matter::Field;

/// Names under which front matter says when a text was begun, the most telling first.
const CREATED: [&str; 8] = [
    "created",
    "created_at",
    "created-at",
    "date created",
    "creation_date",
    "date",
    "datetime",
    "day",
];
/// The same of its last change.
const EDITED: [&str; 8] = [
    "edited",
    "updated",
    "updated_at",
    "updated-at",
    "modified",
    "date modified",
    "lastmod",
    "last_modified",
];
/// Endings of files that are texts.
const TEXTS: [&str; 4] = ["md", "markdown", "mdown", "txt"];

/// A folder, its texts yet to be read.
pub(super) struct Markdown {
    /// Numbers of the texts.
    texts: Vec<usize>,
    /// Numbers of photos and recordings by their name in lower case.
    media: HashMap<String, usize>,
    /// Numbers of all other files by their path.
    files: HashMap<String, usize>,
}

impl Markdown {
    /// Looks for texts; nothing if there are none.
    pub(super) fn open(members: &[Member]) -> Result<Option<Self>, ImportError> {
        let mut folder = Self {
            texts: Vec::new(),
            media: HashMap::new(),
            files: HashMap::new(),
        };
        for (number, member) in members.iter().enumerate() {
            if member.is_hidden() {
                continue;
            }
            let extension = member.extension().to_ascii_lowercase();
            if TEXTS.contains(&extension.as_str()) {
                folder.texts.push(number);
                continue;
            }
            folder.files.insert(member.path.clone(), number);
            if media_type_of(&extension).is_some() {
                folder.media.insert(member.name().to_lowercase(), number);
            }
        }
        if folder.texts.len() > MAX_ENTRIES {
            return Err(ImportError::TooLarge(
                "the folder holds more texts than are read",
            ));
        }
        Ok((!folder.texts.is_empty()).then_some(folder))
    }

    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    pub(super) fn get(
        &self,
        number: usize,
        tree: &mut dyn Tree,
        zones: &Zones<'_>,
    ) -> Result<Option<Found>, ImportError> {
        let Some(&text) = self.texts.get(number) else {
            return Ok(None);
        };
        let Some(member) = tree.members().get(text).cloned() else {
            return Ok(None);
        };
        let entry = match tree.read(text, MAX_NOTE_BYTES) {
            Ok(bytes) => match text_of(bytes) {
                Some(text) => self.entry(&text, &member, tree.members(), zones),
                None => Err(Skipped::Unreadable),
            },
            Err(ImportError::TooLarge(_)) => Err(Skipped::TooLarge),
            // One file that is damaged spoils no other.
            Err(ImportError::Damaged(_)) => Err(Skipped::Unreadable),
            Err(error) => return Err(error),
        };
        let name = short_name(&member.path);
        Ok(Some(Found { name, entry }))
    }

    fn entry(
        &self,
        text: &str,
        member: &Member,
        members: &[Member],
        zones: &Zones<'_>,
    ) -> Result<ForeignEntry, Skipped> {
        if let Some(found) = own::read(text, member, members, &self.files) {
            return Ok(found);
        }
        let (fields, body) = front_matter::split(text);
        let named = |name: &str| fields.iter().find(|field| field.name == name);
        let moment_of = |names: &[&str]| {
            let values = names.iter().filter_map(|name| named(name)?.values.first());
            values.filter_map(|value| written(value, zones)).next()
        };
        let named_day = day_of_path(&member.path);
        let said = moment_of(&CREATED).or_else(|| named_day.map(|day| day.moment(None, zones)));
        let filed = member.modified_ms.map(|ms| when::lived(ms, None, zones));
        let created = said.or(filed).ok_or(Skipped::NoDate)?;
        let mut found = ForeignEntry::new(String::new(), created);
        found.guesses.date_of_file = said.is_none();
        found.edited = moment_of(&EDITED).unwrap_or(created);
        found.source_id = Some(member.path.clone());
        for tag in ["tags", "tag", "keywords"]
            .iter()
            .filter_map(|name| named(name))
        {
            // "tags: one two" and "tags: one, two" are both met.
            let apart = |c: char| c == ',' || (tag.values.len() == 1 && c == ' ');
            for value in tag.values.iter().flat_map(|value| value.split(apart)) {
                found.add_tag(value);
            }
        }
        let dear = ["favourite", "favorite", "starred"]
            .iter()
            .filter_map(|name| named(name));
        found.is_favourite = dear
            .filter_map(|field| field.values.first())
            .any(|value| value == "true");
        let mut body = self.take_media(body, members, &mut found);
        if !found.attachments.is_empty() {
            body = collapse_blank_lines(&body);
        }
        let title = match named("title").and_then(|field| field.values.first()) {
            Some(title) => title.clone(),
            None => title_of_name(member.stem()),
        };
        let mut content = titled(&title, body.trim());
        append_rest(&fields, &mut content);
        // A file without a word in it says nothing by its name alone.
        if body.trim().is_empty() && found.attachments.is_empty() {
            content.clear();
        }
        found.content = content;
        Ok(found)
    }

    /// Turns `![[photo.jpg]]` and `![words](photo.jpg)` into attachments where the photo is there.
    fn take_media(&self, body: &str, members: &[Member], found: &mut ForeignEntry) -> String {
        let mut text = String::with_capacity(body.len());
        let mut rest = body;
        while let Some(at) = rest.find("![") {
            let (before, image) = rest.split_at(at);
            text.push_str(before);
            let near = &image[..image.floor_char_boundary(MAX_REFERENCE_BYTES)];
            let taken = reference(near).and_then(|reference| {
                let name = decoded(reference.target);
                let name = name
                    .rsplit(['/', '\\'])
                    .next()
                    .unwrap_or_default()
                    .to_lowercase();
                let number = *self.media.get(&name)?;
                let media_type = media_type_of(members.get(number)?.extension())?;
                let attachment = ForeignAttachment {
                    description: short_name(reference.words),
                    ..ForeignAttachment::new(
                        AttachmentKind::of(media_type)?,
                        media_type.to_owned(),
                        Place::Member(number),
                    )
                };
                Some((attachment, reference.length))
            });
            match taken {
                Some((attachment, length)) => {
                    found.add_attachment(attachment);
                    rest = &image[length..];
                }
                None => {
                    text.push_str(&image[..2]);
                    rest = &image[2..];
                }
            }
        }
        text.push_str(rest);
        text
    }
}

/// Longest reference to a photo, in bytes.
const MAX_REFERENCE_BYTES: usize = 1_000;

/// `![words](target)` or `![[target|words]]` at the start of a text.
struct Reference<'a> {
    words: &'a str,
    target: &'a str,
    length: usize,
}

fn reference(text: &str) -> Option<Reference<'_>> {
    if let Some(inner) = text.strip_prefix("![[") {
        let end = inner.find("]]")?;
        let (target, words) = inner[..end].split_once('|').unwrap_or((&inner[..end], ""));
        // Obsidian writes a width there.
        let is_width = words
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'x');
        return Some(Reference {
            words: if is_width { "" } else { words },
            target,
            length: 3 + end + 2,
        });
    }
    let inner = text.strip_prefix("![")?;
    let middle = inner.find("](")?;
    let after = &inner[middle + 2..];
    let end = after.find(')')?;
    let target = after[..end].trim().trim_start_matches('<');
    // A title may follow in quotes.
    let target = target.split([' ', '>']).next().unwrap_or(target);
    Some(Reference {
        words: &inner[..middle],
        target,
        length: 2 + middle + 2 + end + 1,
    })
}

/// An address with its `%20`s as signs.
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let code = (byte == b'%').then(|| after.get(..2)).flatten();
        let code = code.and_then(|code| core::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(code) => {
                bytes.push(code);
                rest = &after[2..];
            }
            None => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A moment of front matter: as text, or as seconds or milliseconds since 1970.
fn written(value: &str, zones: &Zones<'_>) -> Option<Timestamp> {
    if let Some(read) = when::read(value) {
        return Some(read.moment(None, zones));
    }
    let number: i64 = value.parse().ok()?;
    let ms = match value.len() {
        9 | 10 => number.checked_mul(1_000)?,
        12 | 13 => number,
        _ => return None,
    };
    Some(when::lived(ms, None, zones))
}

/// The day that the name of a file says, `2026-11-22 Rain` or `20261122`, at the time that may follow it;
/// or that its folders say, `2026/11/22.md`.
fn day_of_path(path: &str) -> Option<Written> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Some((day, rest)) = when::read_leading_day(stem) {
        return Some(time_after(day, rest).unwrap_or(day));
    }
    // The last three parts as one day.
    let parts: Vec<&str> = path.split('/').collect();
    let [.., year, month, _] = parts.as_slice() else {
        return None;
    };
    let year_digits = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let whole = format!("{year}-{month}-{stem}");
    let (day, _) = when::read_leading_day(&whole).filter(|_| year_digits)?;
    Some(day)
}

/// A time of day that follows a day in a name: `1405`, `14-05`, `14.05.30`.
fn time_after(day: Written, rest: &str) -> Option<Written> {
    let rest = rest.trim_start_matches([' ', '_', '-', 'T']);
    let digits: String = rest
        .chars()
        .take_while(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '_' | ':'))
        .collect();
    let digits: String = digits.chars().filter(char::is_ascii_digit).collect();
    let part =
        |range: core::ops::Range<usize>| digits.get(range).and_then(|part| part.parse().ok());
    match digits.len() {
        4 => day.at(part(0..2)?, part(2..4)?, 0, 0),
        6 => day.at(part(0..2)?, part(2..4)?, part(4..6)?, 0),
        _ => None,
    }
}

/// What the name of a file says beside a day; nothing if that is all or if it is a name of a machine.
fn title_of_name(stem: &str) -> String {
    let Some((day, rest)) = when::read_leading_day(stem) else {
        let is_words = stem.chars().any(char::is_alphabetic);
        return if is_words {
            stem.to_owned()
        } else {
            String::new()
        };
    };
    let bare = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '_' | '-' | '.' | ':' | 'T');
    let rest = if time_after(day, rest).is_some() {
        rest.trim_start_matches(bare)
    } else {
        rest.trim_start_matches([' ', '_', '-', '.'])
    };
    rest.trim().to_owned()
}

/// Names of front matter that have found their place.
fn is_placed(name: &str) -> bool {
    let others = [
        "title",
        "tags",
        "tag",
        "keywords",
        "favourite",
        "favorite",
        "starred",
        "aliases",
        "cssclass",
        "cssclasses",
    ];
    CREATED.contains(&name) || EDITED.contains(&name) || others.contains(&name)
}

/// Keeps front matter that has no place in an entry, below the text: nothing that was written is lost.
fn append_rest(fields: &[Field], content: &mut String) {
    let rest: String = fields
        .iter()
        .filter(|field| !is_placed(&field.name))
        .map(|field| field.lines.as_str())
        .collect();
    if !rest.is_empty() && !rest.contains("```") {
        content.push_str(&format!("\n\n```yaml\n{rest}```"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(path: &str) -> Member {
        Member {
            path: path.into(),
            length_bytes: 1,
            modified_ms: None,
        }
    }

    fn utc(_: Option<&str>, _: i64) -> Option<i16> {
        Some(0)
    }

    fn day(path: &str) -> Option<String> {
        let moment = day_of_path(path)?.moment(None, &utc);
        Some(when::write(moment)[..16].to_owned())
    }

    #[test]
    fn names_say_days() {
        for (path, expected) in [
            ("Journal/2026-11-22.md", Some("2026-11-22T12:00")),
            ("2026-11-22 Rain.md", Some("2026-11-22T12:00")),
            ("20261122.md", Some("2026-11-22T12:00")),
            ("20261122-0905.md", Some("2026-11-22T09:05")),
            ("2026-11-22 14.05.30 Rain.md", Some("2026-11-22T14:05")),
            ("journal/2026_11_22.md", Some("2026-11-22T12:00")),
            ("Diary/2026/11/22.md", Some("2026-11-22T12:00")),
            ("Diary/2026/11/22 Sunday.md", Some("2026-11-22T12:00")),
            ("notes/rain.md", None),
            ("a/b/22.md", None),
            ("2026-13-45.md", None),
        ] {
            assert_eq!(day(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn names_say_titles() {
        for (stem, expected) in [
            ("2026-11-22", ""),
            ("2026-11-22 Rain at last", "Rain at last"),
            ("20261122-0905 Rain", "Rain"),
            ("Rain", "Rain"),
            ("2026-11-22 7 things", "7 things"),
            ("001", ""),
        ] {
            assert_eq!(title_of_name(stem), expected, "{stem}");
        }
    }

    #[test]
    fn a_text_becomes_an_entry() {
        let members = [
            member("Journal/2026-11-22 Rain.md"),
            member("files/Pond 1.JPG"),
            member("b.txt"),
        ];
        let folder = Markdown::open(&members).unwrap().unwrap();
        let text = "---\ntags: [garden]\nweather: wet\nupdated: 2026-11-23\n---\nLook ![[Pond 1.jpg|300]] and ![my pond](../files/Pond%201.JPG \"x\") and ![no](other.png).\n";
        let found = folder.entry(text, &members[0], &members, &utc).unwrap();
        assert_eq!(
            found.content,
            "# Rain\n\nLook  and  and ![no](other.png).\n\n```yaml\nweather: wet\n```"
        );
        assert_eq!(found.tags, ["garden"]);
        assert_eq!(found.attachments.len(), 2);
        assert_eq!(found.attachments[1].description, "my pond");
        assert!(!found.guesses.date_of_file && found.edited.unix_ms > found.created.unix_ms);
        assert_eq!(
            folder.entry("x", &members[2], &members, &utc),
            Err(Skipped::NoDate)
        );
        let empty = folder
            .entry("---\na: b\n---\n \n", &members[0], &members, &utc)
            .unwrap();
        assert_eq!(empty.content, "");
    }

    #[test]
    fn moments_may_be_numbers() {
        assert_eq!(
            written("1795348800", &utc).unwrap().unix_ms,
            1_795_348_800_000
        );
        assert_eq!(
            written("1795348800123", &utc).unwrap().unix_ms,
            1_795_348_800_123
        );
        assert_eq!(written("17", &utc), None);
    }
}
