//! What the page asks of the vault worker about this device: what guessing costs here, and
//! backups for a folder. What the worker tells of work that takes long.

use minicbor::{Decode, Encode};

use crate::backup::Written;
use crate::vault::Kdf;

/// A request about this device.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// How long does one derivation of a key take here? Answer: [`Response::Measured`].
    #[n(0)]
    Measure(#[n(0)] Kdf),
    /// Write a backup that the page copies into a folder. It does not count as a backup before
    /// [`Request::InFolder`]. Answer: [`Response::Written`].
    #[n(1)]
    WriteForFolder,
    /// The backup written last is in the folder, byte for byte. Answer: [`Response::Noted`].
    #[n(2)]
    InFolder,
}

/// An answer about this device.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// See [`Request::Measure`].
    #[n(0)]
    Measured(#[n(0)] Cost),
    /// See [`Request::WriteForFolder`].
    #[n(1)]
    Written(#[n(0)] Written),
    /// See [`Request::InFolder`].
    #[n(2)]
    Noted,
}

/// What one derivation of a key costs on this device, now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Cost {
    /// Its time.
    #[n(0)]
    pub duration_ms: u32,
}

/// How far the derivation of a key is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Derivation {
    /// Steps done.
    #[n(0)]
    pub done: u32,
    /// Steps in all.
    #[n(1)]
    pub total: u32,
}
