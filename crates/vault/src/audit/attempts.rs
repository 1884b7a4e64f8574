//! Wrong guesses since the last unlocking.
//!
//! Who guesses wrong has no key to seal a record with, so they are counted in the plain: how
//! many, and when the last one was. The next unlocking writes both to the log and removes the
//! count. Somebody who can write to the storage can remove it, too.

use companion_core::{AuditEvent, Timestamp};
use companion_store::{Batch, Change, Store, Table};
use minicbor::{Decode, Encode};

use crate::VaultError;
use crate::record::encode;

/// The count's key in the table of the header.
const KEY: &[u8] = b"attempts";
/// More are not told apart: the count tells somebody who reads the disk no more than this.
const MAX_COUNT: u32 = 1_000;

/// Wrong passphrases and recovery keys since the last unlocking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Attempts {
    /// How many, up to 1,000.
    #[n(0)]
    pub count: u32,
    /// When the last one was.
    #[n(1)]
    pub last: Timestamp,
}

impl Attempts {
    /// The count as stored; `None` if there is none or it cannot be read.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn read(store: &impl Store) -> Result<Option<Self>, VaultError> {
        let stored = store.get(Table::Header, KEY).await?;
        Ok(stored.and_then(|bytes| minicbor::decode(&bytes).ok()))
    }

    /// Counts one more, and says how many there are with it.
    ///
    /// # Errors
    /// Failures of the store; it is not counted then.
    pub async fn note(store: &impl Store, now: Timestamp) -> Result<u32, VaultError> {
        let earlier = Self::read(store)
            .await?
            .map_or(0, |attempts| attempts.count);
        let attempts = Self {
            count: earlier.saturating_add(1).min(MAX_COUNT),
            last: now,
        };
        let put = Change::Put {
            table: Table::Header,
            key: KEY.to_vec(),
            value: encode(&attempts).to_vec(),
        };
        let batch = Batch {
            expect: None,
            changes: vec![put],
        };
        store.commit(batch).await?;
        Ok(attempts.count)
    }

    /// What the log says of them.
    pub(crate) const fn event(self) -> AuditEvent {
        AuditEvent::UnlocksFailed {
            count: self.count,
            last: self.last,
        }
    }

    /// Removes the count.
    pub(crate) fn removal() -> Change {
        Change::Delete {
            table: Table::Header,
            key: KEY.to_vec(),
        }
    }
}
