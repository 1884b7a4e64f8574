//! What an entry carries beside its text: photos and recordings. Their bytes lie in records of
//! their own.

use minicbor::{Decode, Encode};

use crate::AttachmentId;

/// What an attachment is to the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum AttachmentKind {
    /// A picture.
    #[n(0)]
    Photo,
    /// A voice note.
    #[n(1)]
    Recording,
}

/// One attachment as its entry names it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Attachment {
    /// Its name for life.
    #[n(0)]
    pub id: AttachmentId,
    /// What it is.
    #[n(1)]
    pub kind: AttachmentKind,
    /// Its media type, such as `image/jpeg`.
    #[n(2)]
    pub media_type: String,
    /// Its length in bytes.
    #[n(3)]
    pub length_bytes: u64,
    /// What it shows, in the writer's words: the text that stands in for it.
    #[n(4)]
    #[cbor(skip_if = "String::is_empty")]
    pub description: String,
    /// Width in pixels, of a photo.
    #[n(5)]
    pub width_px: Option<u32>,
    /// Height in pixels, of a photo.
    #[n(6)]
    pub height_px: Option<u32>,
    /// How long a recording plays, in milliseconds.
    #[n(7)]
    pub duration_ms: Option<u32>,
    /// What the writer says about it; shown below it.
    #[n(8)]
    #[cbor(skip_if = "String::is_empty")]
    pub caption: String,
    /// What its file was called, where it was kept as it came.
    #[n(9)]
    pub name: Option<String>,
}

impl AttachmentKind {
    /// What a file of this media type is to the writer; `None` for one that is not kept.
    #[must_use]
    pub fn of(media_type: &str) -> Option<Self> {
        let is = |types: &[&str]| types.contains(&essence(media_type));
        if is(&PHOTO_TYPES) {
            Some(Self::Photo)
        } else if is(&RECORDING_TYPES) {
            Some(Self::Recording)
        } else {
            None
        }
    }
}

/// Media types of photos that are kept. What a picture could run or fetch (SVG) is not among them.
const PHOTO_TYPES: [&str; 6] = [
    "image/avif",
    "image/gif",
    "image/heic",
    "image/jpeg",
    "image/png",
    "image/webp",
];
/// Media types of recordings that are kept.
const RECORDING_TYPES: [&str; 8] = [
    "audio/aac",
    "audio/flac",
    "audio/mp4",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "audio/webm",
    "audio/x-m4a",
];

/// Whether every current browser shows photos of this media type. HEIC, as phones of Apple write it, is shown
/// by Apple's own alone.
#[must_use]
pub fn is_shown_everywhere(media_type: &str) -> bool {
    essence(media_type) != "image/heic"
}

/// A media type without its parameters: `audio/webm` of `audio/webm;codecs=opus`.
#[must_use]
fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

impl Attachment {
    /// The usual ending of a file of this media type.
    #[must_use]
    pub fn extension(&self) -> &'static str {
        match essence(&self.media_type) {
            "image/avif" => "avif",
            "image/gif" => "gif",
            "image/heic" => "heic",
            "image/jpeg" => "jpg",
            "image/png" => "png",
            "image/webp" => "webp",
            "audio/aac" => "aac",
            "audio/flac" => "flac",
            "audio/mp4" | "audio/x-m4a" => "m4a",
            "audio/mpeg" => "mp3",
            "audio/ogg" => "ogg",
            "audio/wav" => "wav",
            "audio/webm" => "webm",
            _ => "bin",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_and_recordings_are_kept() {
        let kind = AttachmentKind::of;
        assert_eq!(kind("image/jpeg"), Some(AttachmentKind::Photo));
        let recording = Some(AttachmentKind::Recording);
        assert_eq!(kind("audio/webm;codecs=opus"), recording);
        for refused in ["image/svg+xml", "text/html", "video/mp4", ""] {
            assert_eq!(kind(refused), None, "{refused}");
        }
    }

    #[test]
    fn an_attachment_without_words_is_written_short_and_read_back() {
        let mut attachment = Attachment {
            id: AttachmentId::from_bytes([7; 16]),
            kind: AttachmentKind::Photo,
            media_type: "image/png".into(),
            length_bytes: 9,
            description: String::new(),
            width_px: None,
            height_px: None,
            duration_ms: None,
            caption: String::new(),
            name: None,
        };
        let short = minicbor::to_vec(&attachment).unwrap();
        assert_eq!(short[0], 0xa4, "four of ten keys");
        assert_eq!(minicbor::decode::<Attachment>(&short).unwrap(), attachment);
        attachment.caption = "Lena’s garden".into();
        let long = minicbor::to_vec(&attachment).unwrap();
        assert_eq!(minicbor::decode::<Attachment>(&long).unwrap(), attachment);
        assert_eq!(attachment.extension(), "png");
    }
}
