//! What is stored of an attachment beside its pieces.

use companion_core::limits::{ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENT_BYTES};
use companion_core::{AttachmentId, Timestamp};
use companion_crypto::Digest;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use super::pieces::PREVIEW;

/// An attachment's record.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Record {
    #[n(0)]
    pub(crate) id: AttachmentId,
    #[n(1)]
    pub(crate) media_type: String,
    /// Bytes in all, the tail included.
    #[n(2)]
    pub(crate) length_bytes: u64,
    /// SHA-256 of each piece as stored, in order.
    #[n(3)]
    pub(crate) digests: Vec<Digest>,
    /// The end of a recording that is not finished: less than a piece.
    #[n(4)]
    pub(crate) tail: Option<ByteVec>,
    /// A small picture of it.
    #[n(5)]
    pub(crate) preview: Option<StoredPreview>,
    /// When it came into the journal.
    #[n(6)]
    pub(crate) added: Timestamp,
}

/// A small picture: one piece with a name of its own.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct StoredPreview {
    /// SHA-256 of the piece as stored.
    #[n(0)]
    pub(crate) digest: Digest,
    #[n(1)]
    pub(crate) media_type: String,
}

/// What the manifest says of an attachment, from which all places of its pieces follow.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Pieces {
    #[n(0)]
    pub(crate) id: AttachmentId,
    /// Pieces without the preview.
    #[n(1)]
    pub(crate) count: u32,
    #[n(2)]
    pub(crate) has_preview: bool,
}

/// Pieces of the largest attachment: 257.
const MAX_PIECES: u32 = MAX_ATTACHMENT_BYTES.div_ceil(ATTACHMENT_CHUNK_BYTES as u64) as u32;

impl Pieces {
    /// The numbers of all pieces, that of the preview last. A list that names more than there can
    /// be was written by no Companion that works, and keeps nobody from unlocking.
    pub(crate) fn numbers(self) -> impl Iterator<Item = u32> {
        (0..self.count.min(MAX_PIECES)).chain(self.has_preview.then_some(PREVIEW))
    }
}

impl Record {
    /// What the manifest says of it.
    pub(crate) fn pieces(&self) -> Pieces {
        Pieces {
            id: self.id,
            // Bounded by the largest attachment.
            count: u32::try_from(self.digests.len()).unwrap_or(u32::MAX),
            has_preview: self.preview.is_some(),
        }
    }

    /// The digest of a piece.
    pub(crate) fn digest(&self, number: u32) -> Option<&Digest> {
        match number {
            PREVIEW => self.preview.as_ref().map(|preview| &preview.digest),
            number => self.digests.get(usize::try_from(number).ok()?),
        }
    }

    /// The place of a piece's digest.
    pub(crate) fn digest_mut(&mut self, number: u32) -> Option<&mut Digest> {
        match number {
            PREVIEW => self.preview.as_mut().map(|preview| &mut preview.digest),
            number => self.digests.get_mut(usize::try_from(number).ok()?),
        }
    }

    /// The bytes that piece `number` holds, by the length of the whole.
    pub(crate) fn piece_bytes(&self, number: u32) -> u64 {
        let before = u64::from(number) * ATTACHMENT_CHUNK_BYTES as u64;
        let tail = self.tail.as_ref().map_or(0, |tail| tail.len() as u64);
        let in_pieces = self.length_bytes.saturating_sub(tail);
        in_pieces
            .saturating_sub(before)
            .min(ATTACHMENT_CHUNK_BYTES as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_attachment_has_more_pieces_than_the_largest() {
        let claimed = Pieces {
            id: AttachmentId::from_bytes([7; 16]),
            count: u32::MAX,
            has_preview: true,
        };
        let numbers: Vec<u32> = claimed.numbers().take(10_000).collect();
        assert_eq!(numbers.len() as u32, MAX_PIECES + 1);
        assert_eq!(numbers.last(), Some(&PREVIEW));
    }
}
