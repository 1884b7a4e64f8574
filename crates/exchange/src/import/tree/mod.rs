//! Many files in one: a zip, a tar, a folder. Nothing is unpacked; a file is read when it is
//! wanted, and never more of it than was asked for.

mod tar;
mod zip;

pub(super) use tar::{Tar, is_tar};
pub(super) use zip::{Zip, is_zip};

use super::error::ImportError;

/// A file among others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path, with `/` between folders.
    pub path: String,
    /// Its length in bytes.
    pub length_bytes: u64,
    /// When it was last changed, in milliseconds since 1970, if that is said.
    pub modified_ms: Option<i64>,
}

impl Member {
    /// The last part of the path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// What stands after the name's last dot.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, after)| after)
    }

    /// The name without its ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name()
            .rsplit_once('.')
            .map_or(self.name(), |(before, _)| before)
    }

    /// Whether it, or a folder it lies in, is put out of sight: `.obsidian`, `.trash`, what a Mac
    /// adds to a zip.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        let hidden = |part: &str| part.starts_with('.') && part != "." || part == "__MACOSX";
        self.path.split('/').any(hidden)
    }
}

/// Files that can be read by their number.
pub trait Tree {
    /// All of them.
    fn members(&self) -> &[Member];

    /// The bytes of one, or an error if there are more than `max_bytes`.
    ///
    /// # Errors
    /// [`ImportError::TooLarge`], [`ImportError::Damaged`], or what reading reports.
    fn read(&mut self, number: usize, max_bytes: u64) -> Result<Vec<u8>, ImportError>;
}
