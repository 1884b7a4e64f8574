//! One record of the log: where it lies, what it says, and how it is linked.

use companion_core::{AuditEvent, Entropy, Timestamp};
use companion_crypto::{Digest, ENVELOPE_OVERHEAD_BYTES, RecordKey, RecordType, VaultKeys};
use companion_store::Key;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::VaultError;
use crate::record::{Kind, SCHEMA, decode, encode};

/// Plaintext of every record, padded: one size for all, so that it tells nothing of the event.
const PADDED_BYTES: usize = 256;
/// Size of every record as stored.
pub(crate) const SEALED_BYTES: usize = ENVELOPE_OVERHEAD_BYTES + PADDED_BYTES;

/// An event that only a newer Companion knows.
const UNKNOWN: &str = "An event that a newer Companion has recorded";

/// What is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct Content {
    /// The link of the record before: two authentic records that do not belong together tell.
    #[n(0)]
    pub(crate) previous: Digest,
    /// When it happened.
    #[n(1)]
    pub(crate) when: Timestamp,
    /// The journal's epoch that was written together with it.
    #[n(2)]
    pub(crate) epoch: u64,
    /// The event in CBOR. Apart, so that an event of a newer Companion breaks no chain.
    #[n(3)]
    event: ByteVec,
}

impl Content {
    pub(crate) fn new(previous: Digest, when: Timestamp, epoch: u64, event: &AuditEvent) -> Self {
        Self {
            previous,
            when,
            epoch,
            event: encode(event).to_vec().into(),
        }
    }

    /// The event in words.
    pub(crate) fn in_words(&self) -> String {
        let event = self.event();
        event.map_or_else(|| UNKNOWN.to_owned(), |event| event.to_string())
    }

    /// The event; `None` if only a newer Companion knows it.
    pub(crate) fn event(&self) -> Option<AuditEvent> {
        minicbor::decode(&self.event).ok()
    }
}

/// Where the record `number` lies in its table: in order, eight bytes, from 1.
pub(crate) fn table_key(number: u64) -> Key {
    number.to_be_bytes().to_vec()
}

/// The number that a key of the table stands for.
pub(crate) fn number_of(table_key: &[u8]) -> Option<u64> {
    let number = u64::from_be_bytes(table_key.try_into().ok()?);
    (number > 0).then_some(number)
}

/// The identity that the record `number` is bound to.
pub(super) fn record_key(keys: &VaultKeys, number: u64) -> RecordKey {
    keys.derive_record_key(Kind::Audit.code(), &number.to_be_bytes())
}

/// Seals the record `number`.
pub(crate) fn seal(
    keys: &VaultKeys,
    entropy: &impl Entropy,
    number: u64,
    content: &Content,
) -> Result<Vec<u8>, VaultError> {
    let record = RecordType {
        kind: Kind::Audit.code(),
        schema: SCHEMA,
        revision: number,
    };
    let key = record_key(keys, number);
    Ok(keys.seal(entropy, &key, record, &encode(content))?)
}

/// Opens what should be the record `number`; `None` unless it is.
pub(crate) fn open(keys: &VaultKeys, number: u64, sealed: &[u8]) -> Option<Content> {
    let opened = keys.open(&record_key(keys, number), sealed).ok()?;
    let content = decode(&opened, Kind::Audit).ok()?;
    (opened.record.revision == number).then_some(content)
}

/// The link of a record that was opened.
pub(crate) fn link(keys: &VaultKeys, number: u64, content: &Content, sealed: &[u8]) -> Digest {
    Digest::of_audit_record(keys.vault(), number, &content.previous, sealed)
}

#[cfg(test)]
mod tests {
    use companion_core::{AuditFinding, EntryId, ModelName};

    use super::*;

    /// Beside the length.
    const ROOM_BYTES: usize = PADDED_BYTES - 4;

    #[test]
    fn every_record_has_the_same_size() {
        let now = Timestamp {
            unix_ms: i64::MAX,
            utc_offset_minutes: i16::MIN,
        };
        let largest = [
            AuditEvent::ModelLoaded {
                model: ModelName::new(&"m".repeat(99)),
                sha256: [255; 32],
            },
            AuditEvent::AiOperation {
                task: companion_core::AiTask::Detection,
                model: ModelName::new(&"m".repeat(99)),
                duration_ms: u64::MAX,
                outcome: companion_core::AiOutcome::Failed,
            },
            AuditEvent::EntryCreated(EntryId::from_bytes([255; 16])),
            AuditEvent::ProblemFound(AuditFinding::Downgraded {
                sealed: u64::MAX,
                found: u64::MAX,
            }),
            AuditEvent::BackupRestored {
                made: now,
                audit_length: u64::MAX,
            },
        ];
        for event in largest {
            let content = Content::new(Digest::from_bytes([255; 32]), now, u64::MAX, &event);
            assert!(encode(&content).len() <= ROOM_BYTES, "{event:?}");
            assert_eq!(content.event(), Some(event));
        }
    }
}
