//! The page's side of the conversations with the two workers.

mod attachments;
mod audit;
mod encoder;
mod export;
mod history;
mod import;
mod inference;
mod link;
mod list;
mod marks;
mod sample;
mod search;
mod speech;
mod upkeep;
mod vault;
mod writing;

pub(crate) use audit::Verifying;
pub(crate) use inference::{InferenceClient, MEMORY_LIMIT_BYTES};
pub(crate) use link::Notice;
pub(crate) use vault::VaultClient;
