//! What the page can ask about earlier versions of entries and the trash.

use companion_core::{EntryId, EntrySummary, KeptRevisions};
use companion_protocol::history::{Request, Response, TrashLine, VersionLine, VersionView};
use companion_protocol::vault;

use super::vault::{Answer, VaultClient, fault};

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $answer:pat => $value:expr) => {
        match $client.ask(vault::Request::History($request)).await? {
            vault::Response::History($answer) => Ok($value),
            _ => Err(fault()),
        }
    };
}

impl VaultClient {
    /// The earlier versions of an entry, newest first.
    pub(crate) async fn versions(self, entry: EntryId) -> Answer<Vec<VersionLine>> {
        ask!(self, Request::Versions(entry), Response::Versions(lines) => lines)
    }

    /// One earlier version, beside the present text.
    pub(crate) async fn read_version(self, entry: EntryId, number: u64) -> Answer<VersionView> {
        ask!(self, Request::ReadVersion { entry, number }, Response::Version(view) => view)
    }

    /// Makes an earlier version the entry's text again.
    pub(crate) async fn restore_version(self, entry: EntryId, number: u64) -> Answer<EntrySummary> {
        ask!(self, Request::Restore { entry, number }, Response::Restored(line) => line)
    }

    /// What lies in the trash, last deleted first.
    pub(crate) async fn trash(self) -> Answer<Vec<TrashLine>> {
        ask!(self, Request::Trash, Response::Trash(lines) => lines)
    }

    /// Removes one entry of the trash for good.
    pub(crate) async fn purge(self, entry: EntryId) -> Answer<u64> {
        ask!(self, Request::Purge(entry), Response::Removed(count) => count)
    }

    /// Removes everything in the trash for good.
    pub(crate) async fn empty_trash(self) -> Answer<u64> {
        ask!(self, Request::EmptyTrash, Response::Removed(count) => count)
    }

    /// How many earlier versions would go if no more than these were kept.
    pub(crate) async fn count_beyond(self, kept: KeptRevisions) -> Answer<u64> {
        ask!(self, Request::CountBeyond(kept), Response::Removed(count) => count)
    }

    /// Keeps no more than these of every entry from now on.
    pub(crate) async fn keep_revisions(self, kept: KeptRevisions) -> Answer<u64> {
        ask!(self, Request::Keep(kept), Response::Removed(count) => count)
    }
}
