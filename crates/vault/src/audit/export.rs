//! Writing the log out as JSON that anybody can check: the sealed records, and for each the key
//! that opens it and no other. Made in pieces, so that a long log needs little memory.

use core::fmt::Write;

use companion_core::{Clock, Entropy, Timestamp};
use companion_crypto::Digest;
use companion_store::{Key, Store, Table};

use super::record::{open, record_key, table_key};
use crate::{Vault, VaultError};

/// First member of an exported log.
pub(super) const FORMAT: &str = "companion-audit-log";
/// Version of the format.
pub(super) const VERSION: u64 = 1;

/// An export under way: the log up to where it was when the export began.
pub struct Export {
    made: Timestamp,
    epoch: u64,
    length: u64,
    root: Digest,
    /// The last number that was looked at.
    done: u64,
    /// What comes before the next record.
    separator: &'static str,
    state: State,
}

#[derive(PartialEq)]
enum State {
    Begun,
    Records,
    Ended,
}

impl Export {
    /// Events in the export, and how many of them are written.
    #[must_use]
    pub const fn progress(&self) -> (u64, u64) {
        (self.done, self.length)
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Begins to export the log.
    pub fn begin_export(&self) -> Export {
        let head = &self.manifest.head;
        Export {
            made: self.environment.now(),
            epoch: head.epoch,
            length: head.audit_length,
            root: head.audit_root,
            done: 0,
            separator: "\n",
            state: State::Begun,
        }
    }

    /// The next piece of an export, of at most `limit` events; `None` after the last.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn export_log(
        &self,
        export: &mut Export,
        limit: u64,
    ) -> Result<Option<String>, VaultError> {
        let mut piece = String::new();
        match export.state {
            State::Ended => return Ok(None),
            State::Begun => {
                self.write_beginning(export, &mut piece);
                export.state = State::Records;
            }
            State::Records => {}
        }
        let last = export.done.saturating_add(limit).min(export.length);
        let numbers = export.done + 1..=last;
        let keys: Vec<Key> = numbers.clone().map(table_key).collect();
        let stored = self.store.get_many(Table::Audit, &keys).await?;
        for (number, sealed) in numbers.zip(stored) {
            if let Some(sealed) = sealed {
                piece.push_str(export.separator);
                export.separator = ",\n";
                self.write_record(number, &sealed, &mut piece);
            }
        }
        export.done = last;
        if last == export.length {
            piece.push_str("\n]}\n");
            export.state = State::Ended;
        }
        Ok(Some(piece))
    }

    fn write_beginning(&self, export: &Export, out: &mut String) {
        // Writing to a `String` cannot fail, here and below.
        let _ = write!(
            out,
            "{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"vault\":\"{}\",\"made\":\"{}\",\"epoch\":{},\"length\":{},\"root\":\"{}\",\"records\":[",
            Hex(self.keys.vault().as_bytes()),
            moment(export.made),
            export.epoch,
            export.length,
            Hex(export.root.as_bytes()),
        );
    }

    fn write_record(&self, number: u64, sealed: &[u8], out: &mut String) {
        let _ = write!(out, "{{\"number\":{number}");
        let place = record_key(&self.keys, number);
        if let Some(content) = open(&self.keys, number, sealed)
            && let Ok(key) = self.keys.disclose(&place, sealed)
        {
            let _ = write!(
                out,
                ",\"when\":\"{}\",\"what\":\"{}\",\"place\":\"{}\",\"key\":\"{}\"",
                moment(content.when),
                content.in_words(),
                Hex(place.as_bytes()),
                Hex(&key),
            );
        }
        let _ = write!(out, ",\"sealed\":\"{}\"}}", Hex(sealed));
    }
}

/// `2026-11-22T13:05:09+01:00`, as the writer lived it.
fn moment(at: Timestamp) -> String {
    let day = at.local_day().to_iso().unwrap_or_default();
    let minute = at.local_minute_of_day();
    let second = at.unix_ms.div_euclid(1_000).rem_euclid(60);
    let offset = at.utc_offset_minutes.unsigned_abs();
    let sign = if at.utc_offset_minutes < 0 { '-' } else { '+' };
    format!(
        "{day}T{:02}:{:02}:{second:02}{sign}{:02}:{:02}",
        minute / 60,
        minute % 60,
        offset / 60,
        offset % 60
    )
}

/// Bytes in lower-case hexadecimal.
struct Hex<'a>(&'a [u8]);

impl core::fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
