//! The keys of an unlocked vault. The vault key itself is dropped as soon as they are derived.

use core::fmt;

use minicbor::{Decode, Encode};

use crate::hazmat::{Secret, derive_hkdf, derive_hmac};
use crate::{Digest, VaultId, label};

/// What a record is stored under: a keyed hash of its kind and name that tells nothing to
/// those without the key. It is also the identity that the record's envelope is bound to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct RecordKey(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl RecordKey {
    /// The key's 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// The record key that `bytes` spell, if their length is right.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// An unlocked vault's keys. Dropping them locks the vault.
pub struct VaultKeys {
    pub(crate) vault: VaultId,
    pub(crate) seal: Secret<32>,
    index: Secret<32>,
    root: Secret<32>,
    pub(crate) backup: Secret<32>,
}

impl VaultKeys {
    pub(crate) fn derive(vault: VaultId, vault_key: &Secret<32>) -> Self {
        let derive = |label| derive_hkdf(vault_key, vault.as_bytes(), &[label]);
        Self {
            vault,
            seal: derive(label::SEAL),
            index: derive(label::INDEX),
            root: derive(label::ROOT),
            backup: derive(label::BACKUP),
        }
    }

    /// The vault that these keys open.
    #[must_use]
    pub const fn vault(&self) -> &VaultId {
        &self.vault
    }

    /// Where the record of this kind and name is stored: HMAC-SHA-256, truncated to 128 bits
    /// (two of a billion records collide with probability 2^-69).
    #[must_use]
    pub fn derive_record_key(&self, kind: u8, name: &[u8]) -> RecordKey {
        let mac = derive_hmac(self.index.expose(), [[kind].as_slice(), name]);
        let mut key = [0; 16];
        key.copy_from_slice(&mac[..16]);
        RecordKey(key)
    }

    /// The manifest's root: HMAC-SHA-256 over the pages' digests in order.
    #[must_use]
    pub fn derive_root<'a>(&self, pages: impl IntoIterator<Item = &'a Digest>) -> Digest {
        let pages = pages.into_iter().map(|page| page.as_bytes().as_slice());
        Digest(derive_hmac(self.root.expose(), pages))
    }
}
