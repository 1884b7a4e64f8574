//! The links of the audit log's hash chain. A link sums everything before it, over ciphertext,
//! so that whoever holds the sealed records can check the chain without any key.

use sha2::{Digest as _, Sha256};

use crate::{Digest, VaultId, label};

impl Digest {
    /// The link of the sealed record `number` (from 1) of a vault's audit log, which follows
    /// the record with the link `previous`; [`Digest::ZERO`] before the first.
    #[must_use]
    pub fn of_audit_record(vault: &VaultId, number: u64, previous: &Self, sealed: &[u8]) -> Self {
        let sum = Sha256::new()
            .chain_update(label::AUDIT_LINK)
            .chain_update(vault.as_bytes())
            .chain_update(number.to_be_bytes())
            .chain_update(previous.as_bytes())
            .chain_update(sealed);
        Self(sum.finalize().into())
    }

    /// The sum that was stored as these bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}
