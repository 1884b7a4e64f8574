//! Reading events, newest first.

use companion_core::{AuditEvent, Clock, Entropy, Timestamp};
use companion_store::{Key, Store, Table};

use super::record::{Content, open, table_key};
use crate::record::{Kind, entry_key};
use crate::{Vault, VaultError};

/// One event of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    /// Its number, from 1.
    pub number: u64,
    /// When it happened; `None` if the record is missing or damaged.
    pub when: Option<Timestamp>,
    /// What happened; `None` also where only a newer Companion knows the event.
    pub event: Option<AuditEvent>,
    /// Title of the entry that it is about, as it is now, if there still is one.
    pub title: Option<String>,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// The events from number `newest` down, at most `limit`.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn read_log(&self, newest: u64, limit: u64) -> Result<Vec<LogLine>, VaultError> {
        let newest = newest.min(self.log_length());
        let numbers: Vec<u64> = (1..=newest)
            .rev()
            .take(usize::try_from(limit).unwrap_or(usize::MAX))
            .collect();
        let keys: Vec<Key> = numbers.iter().map(|&number| table_key(number)).collect();
        let stored = self.store.get_many(Table::Audit, &keys).await?;
        let lines = numbers.into_iter().zip(stored).map(|(number, sealed)| {
            let content = sealed.and_then(|sealed| open(&self.keys, number, &sealed));
            let event = content.as_ref().and_then(Content::event);
            LogLine {
                number,
                when: content.as_ref().map(|content| content.when),
                title: event.as_ref().and_then(|event| self.title_of(event)),
                event,
            }
        });
        Ok(lines.collect())
    }

    fn title_of(&self, event: &AuditEvent) -> Option<String> {
        let key = entry_key(&self.keys, Kind::Entry, event.entry()?);
        let listing = self.manifest.get(&key)?.listing.as_ref();
        listing.map(|line| line.title.clone())
    }
}
