//! An unlocked journal over any [`Store`](companion_store::Store): entries, drafts and
//! settings, sealed; a manifest that makes every loss, swap, replay and addition visible; and
//! one atomic batch for every change. `docs/FORMAT.md` describes what is stored.

pub mod attachments;
pub mod audit;
pub mod backup;
mod drafts;
mod edit;
mod entries;
mod error;
mod history;
pub mod import;
mod keys;
mod lines;
mod load;
mod manifest;
mod marks;
mod problem;
mod prompts_shown;
mod read;
pub mod reading;
mod record;
mod repair;
mod retag;
pub mod sample;
pub mod search;
mod settings;
mod strength;
mod survey;
mod templates;
mod trash;
mod vault;

pub use companion_crypto::RecoveryKeyError;
pub use companion_crypto::{
    Argon2id, Kdf, Pbkdf2, Progress, RECOVERY_KEY_GROUP_CHARS, RECOVERY_KEY_GROUPS, wipe_stack,
};
pub use error::VaultError;
pub use history::Version;
pub use keys::{NewRecoveryKey, WaysIn};
pub use lines::CaughtUp;
pub use problem::{Problem, Subject};
pub use retag::Retagged;
pub use trash::InTrash;
pub use vault::{Unlocked, Vault};
