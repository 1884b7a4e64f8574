//! The envelope of every message.

use minicbor::{Decode, Encode};

/// The number of an event, which answers no request.
pub const EVENT: u32 = 0;

/// A numbered message.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub struct Frame<T> {
    /// The request that this message is or answers; [`EVENT`] for an event.
    #[n(0)]
    pub number: u32,
    /// The message.
    #[n(1)]
    pub body: T,
}

/// What a worker sends: the answer to a request, or an event.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Outgoing<R, E> {
    /// The answer to the request of the frame's number.
    #[n(0)]
    Answer(#[n(0)] R),
    /// Something happened by itself.
    #[n(1)]
    Event(#[n(0)] E),
}

/// The bytes are no message of this version.
#[derive(Debug, thiserror::Error)]
#[error("a message between the page and its worker could not be read: {0}")]
pub struct FrameError(#[from] minicbor::decode::Error);

impl<T> Frame<T> {
    /// The message as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8>
    where
        T: Encode<()>,
    {
        let mut bytes = Vec::new();
        // Writing to a `Vec` is infallible, and the derived encoders have no error of their own.
        let Ok(()) = minicbor::encode(self, &mut bytes) else {
            return Vec::new();
        };
        bytes
    }

    /// Reads a message.
    ///
    /// # Errors
    /// When the bytes are not a message of this version.
    pub fn from_bytes<'b>(bytes: &'b [u8]) -> Result<Self, FrameError>
    where
        T: Decode<'b, ()>,
    {
        Ok(minicbor::decode(bytes)?)
    }
}
