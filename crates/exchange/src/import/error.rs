//! Why a file could not be read.

use std::io;

/// Nothing of the file is used. Messages are one plain sentence without text of entries.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// No reader knows this file.
    #[error("this is no file that can be imported")]
    NotRecognised,
    /// The file is encrypted, and no password came with it.
    #[error("the file is encrypted")]
    PasswordNeeded,
    /// The password does not open the file.
    #[error("the password does not open this file")]
    WrongPassword,
    /// Encrypted in a way that no reader knows; which.
    #[error("the file is encrypted in a way that cannot be read here ({0})")]
    UnknownEncryption(String),
    /// Made by a newer Companion.
    #[error("the file has version {0} of Companion's JSON, and this Companion reads version 1")]
    Newer(u64),
    /// Larger than anything that is read; what.
    #[error("{0}")]
    TooLarge(&'static str),
    /// Damaged, or no sound file of its format; what is wrong.
    #[error("{0}")]
    Damaged(String),
    /// The file could not be read at all.
    #[error("the file could not be read: {0}")]
    File(#[from] io::Error),
}
