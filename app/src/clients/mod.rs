//! The page's side of the conversations with the two workers.

mod audit;
mod history;
mod inference;
mod link;
mod vault;

pub(crate) use audit::Verifying;
pub(crate) use inference::{InferenceClient, MEMORY_LIMIT_BYTES};
pub(crate) use link::Notice;
pub(crate) use vault::VaultClient;
