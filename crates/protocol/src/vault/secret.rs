//! What opens a journal, on its way to the vault worker.

use core::fmt;

use minicbor::{Decode, Encode};
use zeroize::ZeroizeOnDrop;

/// A passphrase on its way to the vault worker. It does not print, and is wiped when dropped.
#[derive(Clone, PartialEq, Encode, Decode, ZeroizeOnDrop)]
#[cbor(transparent)]
pub struct Passphrase(#[n(0)] String);

impl Passphrase {
    /// Wraps what was typed.
    #[must_use]
    pub const fn new(typed: String) -> Self {
        Self(typed)
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// A recovery key, shown or typed. It does not print, and is wiped when dropped.
#[derive(Clone, PartialEq, Encode, Decode, ZeroizeOnDrop)]
#[cbor(transparent)]
pub struct RecoveryKey(#[n(0)] String);

impl RecoveryKey {
    /// Wraps what was typed or is to be shown.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryKey(…)")
    }
}
