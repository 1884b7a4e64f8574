//! What errors of SQLite and of the file system mean for a journal.

use std::io;
use std::path::Path;

use companion_store::StoreError;
use rusqlite::ErrorCode;

/// Sorts an error of SQLite.
pub(crate) fn from_sqlite(error: rusqlite::Error) -> StoreError {
    let unavailable = |why: &str| StoreError::Unavailable(why.to_owned());
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
            unavailable("its file may not be written to")
        }
        Some(ErrorCode::CannotOpen) => unavailable("its file cannot be opened"),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            unavailable("another program is using its file")
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => damaged(),
        _ => StoreError::Backend(error.to_string()),
    }
}

/// The file is not what SQLite has written.
pub(crate) fn damaged() -> StoreError {
    let what = "its file is damaged. Nothing in it was changed; keep it, and restore a backup into another folder";
    StoreError::Backend(what.to_owned())
}

/// Sorts an error of the file system, met at `path`.
pub(crate) fn from_io(path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full,
        _ => StoreError::Unavailable(format!("{}: {error}", path.display())),
    }
}
