//! Words about photos and recordings that need thought.

use companion_core::limits::{MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS};
use companion_core::{Attachment, AttachmentKind};
use companion_protocol::vault::{Failure, FailureKind};

use crate::text::words;

/// What an attachment is called where it is not seen.
pub(crate) fn name(attachment: &Attachment) -> String {
    let said = if attachment.description.is_empty() {
        &attachment.caption
    } else {
        &attachment.description
    };
    if !said.is_empty() {
        return said.clone();
    }
    match (attachment.kind, attachment.duration_ms) {
        (AttachmentKind::Photo, _) => words::attachments::untitled_photo().to_owned(),
        (AttachmentKind::Recording, None) => words::attachments::recording().to_owned(),
        (AttachmentKind::Recording, Some(duration_ms)) => {
            words::attachments::recording_of(clock(f64::from(duration_ms)))
        }
    }
}

/// A length of time as a clock shows it: `0:07`, `12:30`, `1:02:03`.
pub(crate) fn clock(duration_ms: f64) -> String {
    // Whole seconds of a recording.
    let seconds = (duration_ms / 1_000.0) as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        hours => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// What happened, what is safe, what to do: for anything that was to be attached.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::AttachmentTooLarge => {
            words::attachments::too_large((MAX_ATTACHMENT_BYTES >> 20) as f64)
        }
        FailureKind::TooManyAttachments => words::attachments::too_many(MAX_ATTACHMENTS as f64),
        FailureKind::AttachmentRefused => words::attachments::refused().to_owned(),
        FailureKind::StorageFull => words::attachments::no_room().to_owned(),
        _ => words::attachments::failed(words::vault_failure(failure)),
    }
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn time_is_shown_as_clocks_do() {
        assert_eq!(clock(7_900.0), "0:07");
        assert_eq!(clock(750_000.0), "12:30");
        assert_eq!(clock(3_723_000.0), "1:02:03");
    }
}
