//! A folder of Markdown files: one an entry, its attachments beside it, all in a zip.

use companion_core::{Attachment, AttachmentKind, Day, title_of};

use super::names::{Names, safe};
use super::words::minutes_and_seconds;
use super::zipped::Zipped;
use super::{About, Departing, ExportError, Words, front_matter};

/// The export under way.
pub(super) struct Markdown {
    zip: Zipped,
    names: Names,
    words: &'static Words,
    /// The folder that everything lies in, so that unpacking litters nowhere.
    root: String,
}

impl Markdown {
    pub(super) fn begin(about: About<'_>) -> Self {
        Self {
            zip: Zipped::new(),
            names: Names::default(),
            words: about.words,
            root: format!("companion-{}", iso(about.made.local_day())),
        }
    }

    pub(super) fn add(
        &mut self,
        departing: Departing<'_>,
        out: &mut Vec<u8>,
    ) -> Result<(), ExportError> {
        let entry = departing.entry;
        let day = entry.created.local_day();
        let year = day.civil().map_or(0, |civil| civil.year);
        let folder = format!("{}/{year:04}", self.root);
        let name = format!("{} {}", iso(day), safe(&title_of(&entry.content)));
        let path = self.names.unique(&folder, name.trim_end(), "md");

        let mut text = front_matter::write(entry);
        text.push('\n');
        text.push_str(&entry.content);
        if !entry.content.ends_with('\n') {
            text.push('\n');
        }
        // The file itself is written after what belongs to it: only then its links are known.
        for (number, (attachment, bytes)) in (1_u32..).zip(departing.attachments()) {
            let stem = format!("{} {number}", file_name(&path));
            let extension = attachment.extension();
            text.push('\n');
            let Some(bytes) = bytes else {
                text.push_str(&format!("*{}*\n", self.words.unreadable));
                continue;
            };
            let beside = self.names.unique(&folder, &stem, extension);
            self.zip
                .packed(&format!("{beside}.{extension}"), bytes, entry.created)?;
            text.push_str(&link(
                attachment,
                &format!("{}.{extension}", file_name(&beside)),
                self.words,
            ));
        }
        self.zip
            .text(&format!("{path}.md"), text.as_bytes(), entry.edited)?;
        self.zip.take_into(out);
        Ok(())
    }

    pub(super) fn finish(self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        self.zip.finish(out)
    }
}

fn iso(day: Day) -> String {
    day.to_iso().unwrap_or_else(|| "0000-00-00".to_owned())
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A line that shows or names what lies beside the entry. The name is safe: it has neither angle
/// brackets nor line breaks.
fn link(attachment: &Attachment, name: &str, words: &Words) -> String {
    let described = escaped(&attachment.description);
    let caption = match attachment.caption.as_str() {
        "" => String::new(),
        caption => format!(" \"{}\"", escaped(caption).replace('"', "\\\"")),
    };
    match attachment.kind {
        AttachmentKind::Photo => format!("![{described}](<{name}>{caption})\n"),
        AttachmentKind::Recording => {
            let mut label = words.recording.to_owned();
            if let Some(duration) = attachment.duration_ms {
                label = format!("{label} {}", minutes_and_seconds(duration));
            }
            if !described.is_empty() {
                label = format!("{label}: {described}");
            }
            format!("[{label}](<{name}>{caption})\n")
        }
    }
}

/// A description inside square brackets, on one line.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '[' | ']' | '\\' | '`' | '*' | '_' | '<' => escaped.extend(['\\', c]),
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
