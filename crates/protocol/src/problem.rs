//! What unlocking, checking or restoring found amiss, as kinds: the page has words for each.

use companion_core::{AuditFinding, Day};
use minicbor::{Decode, Encode};

/// Something that is not as it was left. The vault's own type says what each means.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Problem {
    /// A listed record is gone.
    #[n(0)]
    Missing(#[n(0)] Subject),
    /// A listed record cannot be opened.
    #[n(1)]
    Damaged(#[n(0)] Subject),
    /// A listed record is an older one than was last saved.
    #[n(2)]
    Replaced(#[n(0)] Subject),
    /// A listed record is newer than the list.
    #[n(3)]
    NewerThanListed(#[n(0)] Subject),
    /// An authentic record is not listed.
    #[n(4)]
    Unlisted(#[n(0)] Subject),
    /// A record is not listed and cannot be opened.
    #[n(5)]
    Foreign,
    /// So many pages of the list cannot be opened.
    #[n(6)]
    PagesDamaged(#[n(0)] u64),
    /// The list's seal cannot be opened.
    #[n(7)]
    HeadDamaged,
    /// The list and its seal do not belong together.
    #[n(8)]
    PagesReplaced,
    /// The header is not the one that was last written.
    #[n(9)]
    HeaderReplaced,
    /// The end of the record of activity is not as it was left.
    #[n(10)]
    Log(#[n(0)] AuditFinding),
    /// A backup was being brought in since this day, and not all of it arrived.
    #[n(11)]
    RestoreUnfinished(#[n(0)] String),
    /// An entry was lost, and an earlier version stands in its place.
    #[n(12)]
    Rescued(#[n(0)] Subject),
    /// An earlier repair accepted something.
    #[n(13)]
    Repaired {
        /// The day, as the writer lived it.
        #[n(0)]
        day: String,
        /// What was found then, in the words of that day.
        #[n(1)]
        finding: String,
    },
    /// This device's clock is behind the journal.
    #[n(14)]
    ClockBehind,
    /// The new passphrase could not be stored: there is no room on this device, or its storage
    /// failed.
    #[n(15)]
    PassphraseNotStored,
}

/// What a problem is about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Subject {
    /// A saved entry.
    #[n(0)]
    Entry(#[n(0)] Named),
    /// A draft.
    #[n(1)]
    Draft,
    /// The journal's settings.
    #[n(2)]
    Settings,
    /// Anything else.
    #[n(3)]
    Record,
    /// An earlier version of an entry, if it is known which.
    #[n(4)]
    Version(#[n(0)] Option<Named>),
    /// A photo or recording, with the entry that carries it if it is known.
    #[n(5)]
    Attachment(#[n(0)] Option<Named>),
    /// A part of what searching needs.
    #[n(6)]
    SearchIndex,
    /// A template of the writer's own.
    #[n(7)]
    Template,
}

/// An entry, as people know it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Named {
    /// Its title, which may be empty.
    #[n(0)]
    pub title: String,
    /// The day it was written, as its writer lived it.
    #[n(1)]
    pub day: Day,
}
