//! Where a journal stands: what opens it, what unlocking found, what is read.

use companion_core::{Draft, EntrySummary, JournalEntry, Settings};
use minicbor::{Decode, Encode};

use crate::problem::Problem;

/// Where the journal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Presence {
    /// No journal on this device.
    #[n(0)]
    Absent,
    /// A journal, locked.
    #[n(1)]
    Locked,
    /// A journal, unlocked in this tab.
    #[n(2)]
    Unlocked,
    /// Another tab holds the journal.
    #[n(3)]
    OtherTab,
}

/// How a passphrase is made costly to guess. Parameters are the vault's defaults.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Kdf {
    /// PBKDF2: much arithmetic.
    #[n(0)]
    Pbkdf2,
    /// Argon2id: much memory.
    #[n(1)]
    Argon2id,
}

/// By what a journal can be unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct WaysIn {
    /// How the passphrase is made costly to guess.
    #[n(0)]
    pub kdf: Kdf,
    /// Whether there is a recovery key.
    #[n(1)]
    pub has_recovery_key: bool,
}

/// What unlocking found.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Unlocked {
    /// Entries, newest first, without the trash; of a long list the first page.
    #[n(0)]
    pub entries: Vec<EntrySummary>,
    /// What was typed and not saved, newest first: new entries, and changes of saved ones.
    #[n(1)]
    pub drafts: Vec<Draft>,
    /// The journal's settings.
    #[n(2)]
    pub settings: Settings,
    /// What does not match the manifest, in plain words, one line a record.
    #[n(3)]
    pub problems: Vec<Problem>,
    /// Whether the list goes on: see [`Request::List`](super::Request::List).
    #[n(4)]
    pub has_more: bool,
    /// Where the list goes on: entries behind the first page that were written on this day of the
    /// year, which stand above the list and would push it down if they came later.
    #[n(5)]
    pub remembered: Vec<EntrySummary>,
}

/// An entry and its text as safe HTML.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reading {
    /// The entry.
    #[n(0)]
    pub entry: JournalEntry,
    /// Its Markdown as sanitised HTML.
    #[n(1)]
    pub html: String,
    /// How many earlier versions there are.
    #[n(2)]
    pub versions: u32,
}
