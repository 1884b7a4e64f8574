//! The cryptography of a journal: key slots around one random vault key, the vault
//! header, and sealed record envelopes. `docs/FORMAT.md` is the byte-for-byte description.
//!
//! The primitives live in a private module; what is public cannot be called with a reused
//! nonce, a forgotten label or an unchecked key-derivation parameter. Names tell where
//! randomness is drawn: `derive_*` is deterministic, `generate_*` and `seal*` draw from the
//! given [`Entropy`](companion_core::Entropy).

mod audit;
mod digest;
mod envelope;
mod error;
mod hazmat;
mod header;
mod kdf;
mod keys;
mod label;
mod memory;
mod padding;
mod passphrase;
mod recovery;
mod slot;
mod stream;

pub use digest::Digest;
pub use envelope::{ENVELOPE_OVERHEAD_BYTES, Opened, RecordType, open_disclosed};
pub use error::CryptoError;
pub use header::{FORMAT_VERSION, Header, VaultId};
pub use kdf::{Argon2id, Kdf, Pbkdf2};
pub use keys::{RecordKey, VaultKeys};
pub use memory::wipe_stack;
pub use passphrase::Passphrase;
pub use recovery::{RECOVERY_KEY_GROUP_CHARS, RECOVERY_KEY_GROUPS, RecoveryKey, RecoveryKeyError};
pub use slot::Progress;
pub use stream::{
    STREAM_CHUNK_BYTES, STREAM_SALT_BYTES, STREAM_TAG_BYTES, StreamOpener, StreamSalt, StreamSealer,
};
