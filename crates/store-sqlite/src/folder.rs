//! The journal's folder: whose it is, who may look into it, and who writes.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use companion_store::StoreError;

use crate::error::{damaged, from_io};

/// The database.
pub(crate) const DATABASE: &str = "journal.sqlite3";
/// Changes that are durable and not yet moved into the database.
const LOG: &str = "journal.sqlite3-wal";
/// The index of the log while the database is open.
const LOG_INDEX: &str = "journal.sqlite3-shm";
/// Held by the one program that writes. Its content says nothing.
const LOCK: &str = "journal.lock";
/// Folder of model files, which may stand beside the journal.
const MODELS: &str = "models";

/// A folder that is this program's to write in for as long as this value lives.
#[derive(Debug)]
pub(crate) struct Folder {
    path: PathBuf,
    /// Closing it gives the lock back, also when the program is killed.
    _lock: File,
}

impl Folder {
    /// Makes the folder where there is none, closes it to everybody else, and takes its lock.
    pub(crate) fn take(path: &Path) -> Result<Self, StoreError> {
        let failed = |error| from_io(path, &error);
        if !path.is_dir() {
            new_folder().create(path).map_err(failed)?;
            sync_folder(path.parent().unwrap_or(path)).map_err(failed)?;
        }
        close_to_others(path)?;
        let lock_path = path.join(LOCK);
        let lock = new_file()
            .create(true)
            .open(&lock_path)
            .map_err(|error| from_io(&lock_path, &error))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let why = "another Companion on this computer has it open";
                return Err(StoreError::Unavailable(why.to_owned()));
            }
            Err(TryLockError::Error(error)) => return Err(from_io(&lock_path, &error)),
        }
        Ok(Self {
            path: path.to_owned(),
            _lock: lock,
        })
    }

    /// The database's file, readable by its owner alone; SQLite gives its other files the same
    /// permissions. An empty one is made where there is none.
    pub(crate) fn database(&self) -> Result<PathBuf, StoreError> {
        let path = self.path.join(DATABASE);
        let failed = |error| from_io(&path, &error);
        let length = match fs::metadata(&path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(failed(error)),
        };
        let log = fs::metadata(self.path.join(LOG)).map_or(0, |metadata| metadata.len());
        if length == 0 && log > 0 {
            // SQLite would take the log for a leftover and delete it.
            return Err(damaged());
        }
        new_file().create(true).open(&path).map_err(failed)?;
        for name in [DATABASE, LOG, LOG_INDEX, LOCK] {
            let file = self.path.join(name);
            if file.exists() {
                set_owner_only(&file, 0o600).map_err(|error| from_io(&file, &error))?;
            }
        }
        if length == 0 {
            sync_folder(&self.path).map_err(failed)?;
        }
        Ok(path)
    }
}

/// Closes a folder that holds nothing but what is Companion's. Any other one is left as it is,
/// and refused if others may look into it.
fn close_to_others(path: &Path) -> Result<(), StoreError> {
    let failed = |error| from_io(path, &error);
    if is_owner_only(path).map_err(failed)? {
        return Ok(());
    }
    for item in fs::read_dir(path).map_err(failed)? {
        let name = item.map_err(failed)?.file_name();
        if ![DATABASE, LOG, LOG_INDEX, LOCK, MODELS]
            .iter()
            .any(|ours| name == **ours)
        {
            return Err(StoreError::Unavailable(format!(
                "others on this computer may look into {}, which holds more than a journal; name a folder of its own",
                path.display()
            )));
        }
    }
    set_owner_only(path, 0o700).map_err(failed)
}

#[cfg(unix)]
fn new_folder() -> DirBuilder {
    use std::os::unix::fs::DirBuilderExt as _;
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder
}

#[cfg(unix)]
fn new_file() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(0o600);
    options
}

#[cfg(unix)]
fn is_owner_only(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::metadata(path)?.permissions().mode() & 0o077 == 0)
}

#[cfg(unix)]
fn set_owner_only(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    if is_owner_only(path)? {
        return Ok(());
    }
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

/// Makes the names of new files in a folder survive a power cut.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    // The parent of a relative name without folders is the empty path.
    let path = if path.as_os_str().is_empty() {
        Path::new(".")
    } else {
        path
    };
    File::open(path)?.sync_all()
}

// Elsewhere a folder in the user's home is closed to others by its inherited permissions, and
// folders cannot be synced.

#[cfg(not(unix))]
fn new_folder() -> DirBuilder {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    builder
}

#[cfg(not(unix))]
fn new_file() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    options
}

#[cfg(not(unix))]
fn is_owner_only(_: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(not(unix))]
fn set_owner_only(_: &Path, _: u32) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
