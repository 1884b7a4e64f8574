//! Kinds of sealed records and the encoding of their plaintext.

use companion_core::EntryId;
use companion_crypto::{Opened, RecordKey, VaultKeys};
use minicbor::{Decode, Encode};
use zeroize::Zeroizing;

use crate::VaultError;

/// Version of every plaintext's encoding.
pub(crate) const SCHEMA: u8 = 1;

/// What a record is. The numbers are part of the format; 7 and 9 to 15 are reserved for the
/// audit log and checkpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Kind {
    Entry = 1,
    Draft = 2,
    Settings = 3,
    Page = 4,
    Head = 5,
    RepairNotes = 6,
    Audit = 7,
    Version = 8,
    AuditState = 9,
    BackupState = 16,
    TrashNotes = 17,
    Template = 21,
    PromptsShown = 22,
    Attachment = 18,
    Chunk = 19,
    SearchIndex = 20,
    MeaningIndex = 23,
    ImportReceipt = 24,
}

impl Kind {
    pub(crate) const fn code(self) -> u8 {
        self as u8
    }
}

/// Whether records of a kind lie apart from those that unlocking reads: parts of the search
/// index, which can be made again from the entries at any time.
pub(crate) const fn lies_apart(kind: u8) -> bool {
    kind == Kind::SearchIndex.code() || kind == Kind::MeaningIndex.code()
}

/// Where an entry or its draft lies.
pub(crate) fn entry_key(keys: &VaultKeys, kind: Kind, id: EntryId) -> RecordKey {
    keys.derive_record_key(kind.code(), id.as_bytes())
}

/// Where an earlier version of an entry lies.
pub(crate) fn version_key(keys: &VaultKeys, id: EntryId, number: u64) -> RecordKey {
    let mut name = [0; 24];
    name[..16].copy_from_slice(id.as_bytes());
    name[16..].copy_from_slice(&number.to_be_bytes());
    keys.derive_record_key(Kind::Version.code(), &name)
}

/// Where a record lies of which there is only one.
pub(crate) fn single_key(keys: &VaultKeys, kind: Kind) -> RecordKey {
    keys.derive_record_key(kind.code(), &[])
}

/// Where a manifest page lies.
pub(crate) fn page_key(keys: &VaultKeys, page: u8) -> RecordKey {
    keys.derive_record_key(Kind::Page.code(), &[page])
}

/// The plaintext of a record. Encoded twice, so that the buffer never grows and leaves no
/// unwiped copy behind.
pub(crate) fn encode(value: &impl Encode<()>) -> Zeroizing<Vec<u8>> {
    let mut length = Length(0);
    // Both writers are infallible and the derived encoders have no error of their own.
    let measured = minicbor::encode(value, &mut length);
    let mut bytes = Zeroizing::new(Vec::with_capacity(length.0));
    let encoded = minicbor::encode(value, &mut *bytes);
    debug_assert!(measured.is_ok() && encoded.is_ok());
    bytes
}

/// Counts what is written.
struct Length(usize);

impl minicbor::encode::Write for &mut Length {
    type Error = core::convert::Infallible;

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), Self::Error> {
        self.0 += bytes.len();
        Ok(())
    }
}

/// Reads an opened record that must be of `kind`.
pub(crate) fn decode<T: for<'b> Decode<'b, ()>>(
    opened: &Opened,
    kind: Kind,
) -> Result<T, VaultError> {
    if opened.record.kind != kind.code() {
        return Err(VaultError::Damaged);
    }
    if opened.record.schema > SCHEMA {
        return Err(VaultError::Unreadable(
            "a record was written by a newer Companion".into(),
        ));
    }
    minicbor::decode(&opened.plaintext).map_err(|_| VaultError::Damaged)
}
