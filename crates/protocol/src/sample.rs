//! What the page asks of the vault worker about the sample journal.
//!
//! A sample is a journal in the worker's memory: nothing of it is stored, and it is gone with the worker. A
//! worker serves either the writer's journal or the sample, whichever it is asked for first.

use minicbor::{Decode, Encode};

use crate::vault::Unlocked;

/// A request about the sample journal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Make the sample in memory and open it. Only for a worker that has been asked nothing else. Answer:
    /// [`Response::Opened`].
    #[n(0)]
    Open {
        /// The text of the sample: see `static/samples`.
        #[n(0)]
        script: String,
        /// The pictures that the text names.
        #[n(1)]
        pictures: Vec<Picture>,
    },
}

/// A picture of the sample journal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Picture {
    /// What the text calls it.
    #[n(0)]
    pub name: String,
    /// The file.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// An answer about the sample journal.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// The sample is open.
    #[n(0)]
    Opened(#[n(0)] Unlocked),
}
