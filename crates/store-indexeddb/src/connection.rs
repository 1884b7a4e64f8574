//! The connection for commits, which also hears when the browser takes the database away.

use std::cell::Cell;
use std::rc::Rc;

use companion_store::StoreError;
use idb::{Database, DatabaseEvent as _, Event as _, Factory, Request as _};
use web_sys::IdbDatabase;

use crate::error::from_idb;
use crate::migrations::VERSION;

/// An open connection.
#[derive(Debug)]
pub(crate) struct Connection {
    /// Keeps the event handlers alive.
    database: Database,
    raw: IdbDatabase,
    lost: Rc<Cell<Option<&'static str>>>,
}

impl Connection {
    /// Connects to the database `name`, which must exist in the current version.
    pub(crate) async fn open(name: &str) -> Result<Self, StoreError> {
        let factory = Factory::new().map_err(from_idb)?;
        let mut request = factory.open(name, Some(VERSION)).map_err(from_idb)?;
        request.on_upgrade_needed(|event| {
            // The database has vanished since its tables were made. Without the abort an empty
            // one would take its place for good.
            let upgrade = event
                .target()
                .ok()
                .and_then(|request| request.transaction());
            if let Some(upgrade) = upgrade {
                let _ = upgrade.abort();
            }
        });
        let raw = IdbDatabase::from(request.await.map_err(from_idb)?);
        let mut database = Database::from(raw.clone());
        let lost = Rc::new(Cell::new(None));
        database.on_close({
            let lost = Rc::clone(&lost);
            move |_| {
                lost.set(Some(
                    "the browser has closed it or cleared this site's data",
                ))
            }
        });
        database.on_version_change({
            let lost = Rc::clone(&lost);
            move |event| {
                lost.set(Some(
                    "another tab is upgrading or deleting it; reload this one",
                ));
                if let Ok(database) = event.database() {
                    database.close();
                }
            }
        });
        Ok(Self {
            database,
            raw,
            lost,
        })
    }

    /// The database, unless it is gone.
    pub(crate) fn database(&self) -> Result<&IdbDatabase, StoreError> {
        match self.lost.get() {
            None => Ok(&self.raw),
            Some(why) => Err(StoreError::Unavailable(why.to_owned())),
        }
    }

    /// Ends the connection once its transactions are done.
    pub(crate) fn close(self) {
        self.database.close();
    }
}
