//! The file that an editor works on: the one place where text lies unsealed, for as long as the
//! editor is open, in memory where the system has a folder for that.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::CommandError;
use crate::print;

/// A file in a folder of its own, which only its owner may look into. Both go when it is dropped.
pub(super) struct Sheet {
    folder: TempDir,
    file: PathBuf,
}

impl Sheet {
    /// Lays out a sheet with what is there so far.
    pub(super) fn lay(text: &str) -> Result<Self, CommandError> {
        let place = in_memory().unwrap_or_else(|| {
            print::notice(
                "This computer has no folder in memory: while you write, the editor's file lies unencrypted on the disk.",
            );
            std::env::temp_dir()
        });
        let mut builder = tempfile::Builder::new();
        builder.prefix("companion-");
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
        let folder = builder
            .tempdir_in(&place)
            .map_err(CommandError::file(&place))?;
        let file = folder.path().join("entry.md");
        fs::write(&file, text).map_err(CommandError::file(&file))?;
        Ok(Self { folder, file })
    }

    /// The file for the editor.
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    /// What is in the file now; `None` while an editor has put it aside or half written it.
    pub(super) fn text(&self) -> Option<String> {
        fs::read_to_string(&self.file).ok()
    }

    /// Leaves the file where it is.
    pub(super) fn leave(self) -> PathBuf {
        let _ = self.folder.keep();
        self.file
    }
}

/// A folder that is not on a disk.
fn in_memory() -> Option<PathBuf> {
    let of_this_session = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let candidates = of_this_session
        .into_iter()
        .chain([PathBuf::from("/dev/shm")]);
    candidates.into_iter().find(|folder| folder.is_dir())
}
