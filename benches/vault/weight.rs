//! What a stored journal weighs, every byte of keys and values counted.

use companion_crypto::{ENVELOPE_OVERHEAD_BYTES, Header, RecordKey, RecoveryKey};
use companion_store::Table;

use crate::support::{ENTRY, PAGE, TestStore};

/// Bytes by what they are for.
#[derive(Default)]
pub(crate) struct Weight {
    entries: usize,
    /// Padded texts.
    text: usize,
    /// Envelopes of entries, and the keys they lie under.
    envelopes: usize,
    /// Pages of the manifest, with their keys.
    pages: usize,
    /// All else that is sealed: head, settings, what is there once.
    single: usize,
    audit: usize,
}

/// Weighs everything stored.
pub(crate) fn of(store: &TestStore, recovery_key: &str) -> Weight {
    let header = Header::from_bytes(&store.value(Table::Header, b"header")).unwrap();
    let recovery_key = RecoveryKey::parse(recovery_key).unwrap();
    let keys = header.unlock_with_recovery(&recovery_key).unwrap();
    let mut weight = Weight::default();
    for (table, key, value) in store.dump() {
        let bytes = key.len() + value.len();
        match table {
            // The measured journal has no attachments.
            Table::Header | Table::Chunks => {}
            Table::Audit => weight.audit += bytes,
            Table::Records => {
                let key = RecordKey::from_bytes(&key).unwrap();
                match keys.open(&key, &value).unwrap().record.kind {
                    ENTRY => {
                        let text = value.len() - ENVELOPE_OVERHEAD_BYTES;
                        weight.entries += 1;
                        weight.text += text;
                        weight.envelopes += bytes - text;
                    }
                    PAGE => weight.pages += bytes,
                    _ => weight.single += bytes,
                }
            }
        }
    }
    weight
}

impl Weight {
    /// Bytes an entry takes beyond its padded text, without the audit log.
    pub(crate) fn per_entry(&self) -> f64 {
        self.share(self.envelopes + self.pages + self.single)
    }

    /// Bytes of the audit log that an entry takes.
    pub(crate) fn audit_per_entry(&self) -> f64 {
        self.share(self.audit)
    }

    /// What [`Self::per_entry`] is made of.
    pub(crate) fn parts(&self) -> String {
        format!(
            "envelope and key {:.0}, manifest {:.0}, all else {:.1}; padded text {:.0}",
            self.share(self.envelopes),
            self.share(self.pages),
            self.share(self.single),
            self.share(self.text)
        )
    }

    fn share(&self, bytes: usize) -> f64 {
        bytes as f64 / self.entries as f64
    }
}
