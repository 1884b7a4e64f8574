//! Files that are there as a whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::CommandError;
use crate::environment::NativeEnvironment;
use crate::print::day;

use companion_core::Clock as _;

/// A file that has another name until it is whole.
pub(crate) struct WholeFile {
    file: File,
    part: PathBuf,
    path: PathBuf,
    is_named: bool,
}

impl WholeFile {
    /// Begins a file that only its owner may read, and that was not there before.
    pub(crate) fn create(path: &Path) -> Result<Self, CommandError> {
        if path.exists() {
            return Err(CommandError::FileExists(path.to_owned()));
        }
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        let part = PathBuf::from(part);
        Ok(Self {
            file: new_file(&part).map_err(CommandError::file(&part))?,
            part,
            path: path.to_owned(),
            is_named: false,
        })
    }

    /// To be written to.
    pub(crate) const fn file(&self) -> &File {
        &self.file
    }

    /// Gives the file its name, once it is on the disk.
    pub(crate) fn finish(mut self) -> Result<(), CommandError> {
        let named = self.file.sync_all();
        let named = named.and_then(|()| fs::rename(&self.part, &self.path));
        self.is_named = named.is_ok();
        named.map_err(CommandError::file(&self.path))
    }
}

impl Drop for WholeFile {
    fn drop(&mut self) {
        if !self.is_named {
            // What is left is worth nothing, and an error says why.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// A name of today in the current folder that is not taken yet.
pub(crate) fn free_name(extension: &str) -> PathBuf {
    let day = day(NativeEnvironment.now());
    let first = PathBuf::from(format!("companion-{day}.{extension}"));
    let numbered =
        (2..).map(|number| PathBuf::from(format!("companion-{day}-{number}.{extension}")));
    let mut names = std::iter::once(first.clone()).chain(numbered);
    names.find(|name| !name.exists()).unwrap_or(first)
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
