//! What the page can ask about moods, favourites and tags.

use companion_core::{EntryId, EntrySummary, Mood};
use companion_protocol::marks::{Request, Response, Retagged};
use companion_protocol::vault;

use super::vault::{Answer, VaultClient, fault};

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $answer:pat => $value:expr) => {
        match $client.ask(vault::Request::Marks($request)).await? {
            vault::Response::Marks($answer) => Ok($value),
            _ => Err(fault()),
        }
    };
}

impl VaultClient {
    /// Says how the writer felt, or nothing any more.
    pub(crate) async fn set_mood(self, entry: EntryId, mood: Option<Mood>) -> Answer<EntrySummary> {
        ask!(self, Request::SetMood { entry, mood }, Response::Marked(line) => line)
    }

    /// Marks an entry as dear, or takes the mark away.
    pub(crate) async fn set_favourite(
        self,
        entry: EntryId,
        is_favourite: bool,
    ) -> Answer<EntrySummary> {
        let request = Request::SetFavourite {
            entry,
            is_favourite,
        };
        ask!(self, request, Response::Marked(line) => line)
    }

    /// One step of calling a tag something else: what was changed, or that it is no name.
    pub(crate) async fn rename_tag(self, from: String, to: String) -> Answer<Response> {
        ask!(self, Request::RenameTag { from, to },
            response @ (Response::Renamed(_) | Response::NotAName) => response)
    }

    /// Puts texts back that renaming has changed.
    pub(crate) async fn undo_rename(
        self,
        from: String,
        to: String,
        entries: Vec<Retagged>,
    ) -> Answer<u32> {
        ask!(self, Request::UndoRename { from, to, entries }, Response::Undone(count) => count)
    }

    /// One step of writing lines of an earlier version anew: how many were, and where to go on.
    pub(crate) async fn catch_up(self, from: u16) -> Answer<(u32, Option<u16>)> {
        ask!(self, Request::CatchUp(from), Response::CaughtUp { changed, next } => (changed, next))
    }
}
