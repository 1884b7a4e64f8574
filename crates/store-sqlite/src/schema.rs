//! Opening the database: how it is kept, and what lies in it.

use std::path::Path;
use std::time::Duration;

use companion_store::{StoreError, Table};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{damaged, from_sqlite};

/// "Comp" in ASCII: marks the file as a journal of Companion.
const APPLICATION_ID: i32 = 0x436f_6d70;
/// Version of the tables.
const VERSION: i32 = 2;
/// The version before photos and recordings, and its number of tables.
const VERSION_WITHOUT_CHUNKS: (i32, i64) = (1, 3);
/// How long another program (a file indexer, a backup) may hold the file.
const PATIENCE: Duration = Duration::from_secs(5);

/// Opens the database at `path`, an empty file or one that was opened so before.
pub(crate) fn open(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(from_sqlite)?;
    prepare(&mut connection)?;
    Ok(connection)
}

fn prepare(connection: &mut Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE).map_err(from_sqlite)?;
    let found = look(connection)?;
    // A commit goes to the log and is synced once: it is durable when it returns, and one that
    // is cut off leaves the database untouched. A rollback journal would sync three times for
    // the same promise, and the folder besides. `fullfsync` makes macOS ask the disk, too.
    // What is deleted is overwritten with zeros.
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA fullfsync = ON;
             PRAGMA checkpoint_fullfsync = ON;
             PRAGMA secure_delete = ON;
             PRAGMA trusted_schema = OFF;
             PRAGMA cell_size_check = ON;",
        )
        .map_err(from_sqlite)?;
    match found {
        Found::Nothing => create(connection, &Table::ALL).map_err(from_sqlite),
        Found::WithoutChunks => create(connection, &[Table::Chunks]).map_err(from_sqlite),
        Found::Current => Ok(()),
    }
}

/// What lies in a file that may be opened.
enum Found {
    Nothing,
    /// A journal of the first version, which lacks one table.
    WithoutChunks,
    Current,
}

/// Looks what lies in the file.
///
/// # Errors
/// When it is not a journal of this version or an earlier one. Nothing is changed then.
fn look(connection: &Connection) -> Result<Found, StoreError> {
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = pragma("application_id").map_err(from_sqlite)?;
    let version = pragma("user_version").map_err(from_sqlite)?;
    let items: i64 = count(connection, "SELECT count(*) FROM sqlite_schema")?;
    if (application, version, items) == (0, 0, 0) {
        return Ok(Found::Nothing);
    }
    if application != APPLICATION_ID {
        let what = "its file was made by another program";
        return Err(StoreError::Backend(what.to_owned()));
    }
    if version > VERSION {
        return Err(StoreError::TooNew);
    }
    // Nothing but plain tables: a trigger would be code that somebody else put there.
    let tables: i64 = count(
        connection,
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table'",
    )?;
    let others: i64 = count(
        connection,
        "SELECT count(*) FROM sqlite_schema WHERE type NOT IN ('table', 'index')",
    )?;
    if others > 0 {
        return Err(damaged());
    }
    match (version, tables) {
        VERSION_WITHOUT_CHUNKS => Ok(Found::WithoutChunks),
        (VERSION, tables) if tables == Table::ALL.len() as i64 => Ok(Found::Current),
        _ => Err(damaged()),
    }
}

fn count(connection: &Connection, query: &str) -> Result<i64, StoreError> {
    connection
        .query_row(query, [], |row| row.get(0))
        .map_err(from_sqlite)
}

/// Makes tables, all or none, and says that the file is of this version.
fn create(connection: &mut Connection, tables: &[Table]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for table in tables {
        transaction.execute_batch(&format!(
            "CREATE TABLE {} (key BLOB NOT NULL PRIMARY KEY, value BLOB NOT NULL) STRICT;",
            table.name()
        ))?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What durability and secrecy rest on, asked of the connection that the store uses: SQLite
    /// ignores a pragma that it does not know.
    #[test]
    fn the_file_is_kept_as_promised() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal");
        std::fs::write(&file, "").unwrap();
        for _ in 0..2 {
            let connection = open(&file).unwrap();
            let ask = |name: &str| -> String {
                connection
                    .query_row(
                        &format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}"),
                        [],
                        |row| row.get(0),
                    )
                    .unwrap()
            };
            assert_eq!(ask("journal_mode"), "wal");
            let number = |name: &str| -> i64 {
                connection
                    .pragma_query_value(None, name, |row| row.get(0))
                    .unwrap()
            };
            // 2 is FULL: every commit waits for the disk.
            assert_eq!(number("synchronous"), 2);
            assert_eq!(number("fullfsync"), 1);
            assert_eq!(number("checkpoint_fullfsync"), 1);
            assert_eq!(number("secure_delete"), 1);
            assert_eq!(number("trusted_schema"), 0);
            assert_eq!(number("cell_size_check"), 1);
        }
    }

    #[test]
    fn code_in_the_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("journal");
        std::fs::write(&file, "").unwrap();
        let connection = open(&file).unwrap();
        connection
            .execute_batch("CREATE TRIGGER t AFTER INSERT ON records BEGIN DELETE FROM audit; END")
            .unwrap();
        drop(connection);
        assert_eq!(open(&file).unwrap_err(), damaged());
    }
}
