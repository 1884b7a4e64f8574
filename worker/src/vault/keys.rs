//! The ways of unlocking, in the protocol's words and in the vault's.

use companion_protocol::vault::{Kdf, WaysIn};
use companion_vault::{Argon2id, Pbkdf2};

/// A choice with its default cost.
pub(crate) fn kdf_of(choice: Kdf) -> companion_vault::Kdf {
    match choice {
        Kdf::Pbkdf2 => Pbkdf2::default().into(),
        Kdf::Argon2id => Argon2id::default().into(),
    }
}

/// What the page needs to know of them.
pub(crate) const fn ways_in(ways: companion_vault::WaysIn) -> WaysIn {
    WaysIn {
        kdf: match ways.kdf {
            companion_vault::Kdf::Pbkdf2(_) => Kdf::Pbkdf2,
            companion_vault::Kdf::Argon2id(_) => Kdf::Argon2id,
        },
        has_recovery_key: ways.has_recovery_key,
    }
}
