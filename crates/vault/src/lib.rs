//! An unlocked journal over any [`Store`](companion_store::Store): entries, drafts and
//! settings, sealed; a manifest that makes every loss, swap, replay and addition visible; and
//! one atomic batch for every change. `docs/FORMAT.md` describes what is stored.

pub mod audit;
pub mod backup;
mod drafts;
mod edit;
mod entries;
mod error;
mod history;
mod keys;
mod load;
mod manifest;
mod problem;
mod read;
pub mod reading;
mod record;
mod repair;
mod settings;
pub mod strength;
mod survey;
mod trash;
mod vault;

pub use companion_crypto::{
    Argon2id, Kdf, Pbkdf2, Progress, RECOVERY_KEY_GROUP_CHARS, RECOVERY_KEY_GROUPS, wipe_stack,
};
pub use error::VaultError;
pub use history::Version;
pub use keys::{NewRecoveryKey, WaysIn};
pub use problem::{Problem, Subject};
pub use trash::InTrash;
pub use vault::{Unlocked, Vault};
