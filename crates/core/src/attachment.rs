//! What an entry carries beside its text: photos and recordings. Their bytes lie in records of
//! their own.

use minicbor::{Decode, Encode};

use crate::{Entropy, EntropyError};

/// Names one attachment for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct AttachmentId(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl AttachmentId {
    /// Draws a fresh identifier.
    ///
    /// # Errors
    /// When the platform's random source fails.
    pub fn generate(entropy: &impl Entropy) -> Result<Self, EntropyError> {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The identifier's 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Rebuilds an identifier from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

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
}
