//! Photos and recordings on the command line: a line of each, and files written out.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;

use companion_core::{Attachment, AttachmentKind};
use companion_vault::VaultError;
use serde_json::{Value, json};

use crate::CommandError;
use crate::journal::Journal;
use crate::print::{self, harmless};

/// What an attachment is, in one line.
pub(super) fn line(attachment: &Attachment) -> String {
    let what = match attachment.kind {
        AttachmentKind::Photo => "Photo",
        AttachmentKind::Recording => "Recording",
    };
    let mut line = format!("{what}, {}, {}", attachment.media_type, size(attachment));
    if let Some(duration_ms) = attachment.duration_ms {
        let seconds = duration_ms / 1_000;
        line.push_str(&format!(", {}:{:02}", seconds / 60, seconds % 60));
    }
    for words in [&attachment.description, &attachment.caption] {
        if !words.is_empty() {
            line.push_str(&format!(", “{words}”"));
        }
    }
    harmless(&line).into_owned()
}

fn size(attachment: &Attachment) -> String {
    match attachment.length_bytes {
        bytes @ 0..1_000 => format!("{bytes} bytes"),
        bytes @ 1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        bytes => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// What other programs are told of an attachment. `file` is its name beside the export.
pub(super) fn describe(attachment: &Attachment, file: Option<&str>) -> Value {
    json!({
        "id": attachment.id.to_string(),
        "kind": match attachment.kind {
            AttachmentKind::Photo => "photo",
            AttachmentKind::Recording => "recording",
        },
        "media_type": attachment.media_type,
        "length_bytes": attachment.length_bytes,
        "description": attachment.description,
        "caption": attachment.caption,
        "name": attachment.name,
        "width_px": attachment.width_px,
        "height_px": attachment.height_px,
        "duration_ms": attachment.duration_ms,
        "file": file,
    })
}

/// The name under which an attachment is written out.
pub(super) fn file_name(attachment: &Attachment) -> String {
    format!("{}.{}", attachment.id, attachment.extension())
}

/// Writes an attachment into `folder`, readable for its owner alone. One that was written before
/// is left as it is; one that is damaged is named and left out. Tells whether it is there.
pub(super) async fn write_out(
    journal: &Journal,
    attachment: &Attachment,
    folder: &Path,
) -> Result<bool, CommandError> {
    let path = folder.join(file_name(attachment));
    if path.exists() {
        return Ok(true);
    }
    let bytes = match journal.read_attachment(attachment.id).await {
        Ok(bytes) => bytes,
        Err(VaultError::Damaged | VaultError::NotFound) => {
            print::notice(&format!(
                "A photo or recording ({}) is damaged and left out.",
                attachment.id
            ));
            return Ok(false);
        }
        Err(error) => return Err(error.into()),
    };
    let failed = CommandError::file(&path);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options
        .open(&path)
        .and_then(|mut file| file.write_all(&bytes));
    written.map_err(failed)?;
    Ok(true)
}

/// Makes the folder for what is written out, closed to others.
pub(super) fn make_folder(folder: &Path) -> Result<(), CommandError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(CommandError::file(folder))
}
