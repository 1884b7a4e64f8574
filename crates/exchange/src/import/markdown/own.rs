//! Markdown files that Companion itself has written, see [`crate::export`]: everything that stands in them
//! comes back, and nothing is guessed.

use std::collections::HashMap;

use companion_core::limits::MAX_DESCRIPTION_CHARS;
use companion_core::{AttachmentKind, EntryId, Mood, Origin, Source, Timestamp};

use crate::export::Words;
use crate::import::found::{ForeignAttachment, ForeignEntry, Place, media_type_of};
use crate::import::tree::Member;
use crate::{json, when};

/// Languages in which Companion writes what it says itself.
const LANGUAGES: [&str; 2] = ["en", "de"];

/// What the lines between `---` and `---` say.
struct Head {
    id: EntryId,
    created: Timestamp,
    edited: Timestamp,
    seconds: u32,
    mood: Option<Mood>,
    is_favourite: bool,
    tags: Vec<String>,
    prompt: Option<String>,
    origin: Option<Origin>,
}

/// The entry of a file that Companion has written; nothing if somebody else has. `files` are all by their
/// path.
pub(super) fn read(
    text: &str,
    member: &Member,
    members: &[Member],
    files: &HashMap<String, usize>,
) -> Option<ForeignEntry> {
    let inner = text.strip_prefix("---\n")?;
    let (lines, body) = inner.split_once("\n---\n")?;
    let head = Head::read(lines)?;
    let mut body = body.strip_prefix('\n')?;
    let mut found = ForeignEntry::new(String::new(), head.created);
    let mut attachments = Vec::new();
    // What belongs to an entry stands below it, each in a line of its own.
    while let Some((above, line)) = last_line(body) {
        if LANGUAGES
            .map(Words::of)
            .iter()
            .any(|words| is_missing(line, words))
        {
            found.attachments_missing += 1;
        } else if let Some(attachment) = attachment(line, member, members, files) {
            attachments.push(attachment);
        } else {
            break;
        }
        body = above;
    }
    found.content = body.strip_suffix('\n').unwrap_or(body).to_owned();
    found.id = Some(head.id);
    found.source_id = Some(head.id.to_string());
    found.origin = head.origin;
    found.edited = head.edited;
    found.duration_seconds = head.seconds;
    found.mood = head.mood;
    found.is_favourite = head.is_favourite;
    found.prompt_used = head.prompt;
    for tag in &head.tags {
        found.add_tag(tag);
    }
    for attachment in attachments.into_iter().rev() {
        found.add_attachment(attachment);
    }
    Some(found)
}

impl Head {
    /// Nothing if one of the names is lacking that Companion always writes.
    fn read(lines: &str) -> Option<Self> {
        let fields: HashMap<&str, &str> = lines
            .lines()
            .filter_map(|line| line.split_once(": "))
            .collect();
        let text = |name| serde_json::from_str::<String>(fields.get(name)?).ok();
        let moment = |name| when::read_exact(fields.get(name)?);
        let number = |name| fields.get(name)?.parse::<u32>().ok();
        number("words")?;
        let source = fields.get("imported_from").copied();
        let source = source.and_then(json::source_named);
        Some(Self {
            id: text("id")?.parse().ok()?,
            created: moment("created")?,
            edited: moment("edited")?,
            seconds: number("seconds")?,
            mood: number("mood").and_then(mood),
            is_favourite: fields.get("favourite") == Some(&"true"),
            tags: fields
                .get("tags")
                .and_then(|list| serde_json::from_str(list).ok())
                .unwrap_or_default(),
            prompt: text("prompt"),
            origin: source.zip(moment("imported")).map(origin),
        })
    }
}

fn mood(step: u32) -> Option<Mood> {
    let place = usize::try_from(step).ok()?.checked_sub(1)?;
    Mood::ALL.get(place).copied()
}

const fn origin((source, imported): (Source, Timestamp)) -> Origin {
    Origin {
        source,
        imported,
        source_id: None,
    }
}

/// The last line of a text with a blank one above it, and what is above both.
fn last_line(text: &str) -> Option<(&str, &str)> {
    let (above, line) = text.strip_suffix('\n')?.rsplit_once('\n')?;
    above.ends_with('\n').then_some((above, line))
}

/// Whether a line says that something could not be read when the file was written.
fn is_missing(line: &str, words: &Words) -> bool {
    line.strip_prefix('*')
        .and_then(|line| line.strip_suffix('*'))
        == Some(words.unreadable)
}

/// `![description](<name> "caption")`, where the name is this entry's own with a number and the file is there.
fn attachment(
    line: &str,
    member: &Member,
    members: &[Member],
    files: &HashMap<String, usize>,
) -> Option<ForeignAttachment> {
    let is_photo = line.starts_with('!');
    let inner = line.strip_prefix('!').unwrap_or(line).strip_prefix('[')?;
    let (label, rest) = inner.split_once("](<")?;
    let (name, rest) = rest.split_once('>')?;
    let caption = match rest.strip_suffix(')')? {
        "" => "",
        quoted => quoted.strip_prefix(" \"")?.strip_suffix('"')?,
    };
    if !name.starts_with(member.stem()) {
        return None;
    }
    let folder = member.path.strip_suffix(member.name())?;
    let number = *files.get(&format!("{folder}{name}"))?;
    let extension = members.get(number)?.extension();
    let media_type = match extension {
        "webm" => "audio/webm",
        extension => media_type_of(extension)?,
    };
    let kind = AttachmentKind::of(media_type)?;
    if is_photo != (kind == AttachmentKind::Photo) {
        return None;
    }
    let (duration_ms, description) = match kind {
        AttachmentKind::Photo => (None, label),
        AttachmentKind::Recording => LANGUAGES
            .map(Words::of)
            .iter()
            .find_map(|words| recording(label, words))?,
    };
    Some(ForeignAttachment {
        description: plain(description),
        caption: plain(caption),
        duration_ms,
        ..ForeignAttachment::new(kind, media_type.to_owned(), Place::Member(number))
    })
}

/// "Recording 1:05: description", of which the time and the description may be missing.
fn recording<'a>(label: &'a str, words: &Words) -> Option<(Option<u32>, &'a str)> {
    let rest = label.strip_prefix(words.recording)?;
    let (time, description) = match rest.split_once(": ") {
        Some((time, description)) => (time, description),
        None => (rest, ""),
    };
    if time.is_empty() {
        return Some((None, description));
    }
    let (minutes, seconds) = time.strip_prefix(' ')?.split_once(':')?;
    let seconds = minutes
        .parse::<u32>()
        .ok()?
        .checked_mul(60)?
        .checked_add(seconds.parse().ok()?)?;
    Some((Some(seconds.checked_mul(1_000)?), description))
}

/// Words without the backslashes before signs that would mean something.
fn plain(escaped: &str) -> String {
    let mut plain = String::with_capacity(escaped.len());
    let mut signs = escaped.chars();
    while let Some(sign) = signs.next() {
        plain.extend(if sign == '\\' {
            signs.next()
        } else {
            Some(sign)
        });
    }
    plain.chars().take(MAX_DESCRIPTION_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_of_companion_are_taken_for_its_own() {
        let whole = "---\nid: \"31313131313131313131313131313131\"\ncreated: 2026-11-22T08:30:00.123-03:30\n\
            edited: 2026-11-22T08:31:40.000-03:30\nwords: 2\nseconds: 0\n---\n\nTwo words\n";
        let member = Member {
            path: "a/2026/x.md".into(),
            length_bytes: 1,
            modified_ms: None,
        };
        let read = |text: &str| read(text, &member, &[], &HashMap::new());
        assert_eq!(read(whole).unwrap().content, "Two words");
        for name in ["id", "created", "edited", "words", "seconds"] {
            let lacking: Vec<&str> = whole
                .lines()
                .filter(|line| !line.starts_with(&format!("{name}:")))
                .collect();
            assert_eq!(read(&lacking.join("\n")), None, "{name}");
        }
        assert_eq!(read("Two words\n"), None);
    }

    #[test]
    fn a_link_that_somebody_wrote_stays_text() {
        let members = [Member {
            path: "a/x 1.jpg".into(),
            length_bytes: 1,
            modified_ms: None,
        }];
        let files = HashMap::from([("a/x 1.jpg".to_owned(), 0)]);
        let of = Member {
            path: "a/x.md".into(),
            ..members[0].clone()
        };
        let taken = |line: &str| attachment(line, &of, &members, &files);
        let photo = taken(r#"![A \[b\]](<x 1.jpg> "say \"c\"")"#).unwrap();
        assert_eq!(
            (photo.description.as_str(), photo.caption.as_str()),
            ("A [b]", "say \"c\"")
        );
        for line in [
            "![a](x 1.jpg)",
            "![a](<x 2.jpg>)",
            "![a](<y 1.jpg>)",
            "[a](<x 1.jpg>)",
            "[a](https://example.org)",
            "x",
        ] {
            assert_eq!(taken(line), None, "{line}");
        }
    }

    #[test]
    fn a_recording_says_how_long_it_plays() {
        let words = Words::of("en");
        assert_eq!(recording("Recording", words), Some((None, "")));
        assert_eq!(recording("Recording 1:05", words), Some((Some(65_000), "")));
        let all = recording("Recording 0:07: by the pond: late", words);
        assert_eq!(all, Some((Some(7_000), "by the pond: late")));
        assert_eq!(recording("Recordings", words), None);
    }
}
