//! What the page asks of the vault worker.

mod failure;
mod secret;
mod standing;

use companion_core::{Draft, EntryId, EntrySummary, Settings};
use minicbor::{Decode, Encode};

use crate::{
    attachments, audit, backup, device, export, history, import, list, marks, sample, search,
    writing,
};

use crate::upkeep;

pub use companion_core::Strength;
pub use failure::{Failure, FailureKind};
pub use secret::{Passphrase, RecoveryKey};
pub use standing::{Kdf, Presence, Reading, Unlocked, WaysIn};

/// A request to the vault worker.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Where do we stand? Answer: [`Response::Presence`].
    #[n(0)]
    Presence,
    /// How strong is this passphrase? Answer: [`Response::Strength`].
    #[n(1)]
    EstimateStrength(#[n(0)] Passphrase),
    /// Create a journal and unlock it. Answer: [`Response::Unlocked`].
    #[n(2)]
    Create(#[n(0)] Passphrase),
    /// Unlock the journal. Answer: [`Response::Unlocked`].
    #[n(3)]
    Unlock(#[n(0)] Passphrase),
    /// Drop all keys. Answer: [`Response::Done`].
    #[n(4)]
    Lock,
    /// Entries, newest first, without the trash. Answer: [`Response::Entries`].
    #[n(5)]
    ListEntries,
    /// One entry for reading. Answer: [`Response::Entry`].
    #[n(6)]
    ReadEntry(#[n(0)] EntryId),
    /// Save what the editor holds as the entry's new revision and drop its draft, in one
    /// transaction. Answer: [`Response::Saved`].
    #[n(7)]
    SaveEntry(#[n(0)] Draft),
    /// Move an entry to the trash. Answer: [`Response::Done`].
    #[n(8)]
    DeleteEntry(#[n(0)] EntryId),
    /// Bring an entry back from the trash. Answer: [`Response::Done`].
    #[n(9)]
    UndoDelete(#[n(0)] EntryId),
    /// A fresh draft: for a new entry (`None`), or of a saved one (its kept draft, if there is
    /// one, else the entry's text). Answer: [`Response::Draft`].
    #[n(10)]
    OpenDraft(#[n(0)] Option<EntryId>),
    /// Store the editor's state. Answer: [`Response::Done`], after the durable transaction.
    #[n(11)]
    StoreDraft(#[n(0)] Draft),
    /// Forget a draft. Answer: [`Response::Done`].
    #[n(12)]
    DiscardDraft(#[n(0)] EntryId),
    /// What was typed and not saved, newest first: new entries, and changes of saved ones.
    /// Answer: [`Response::Drafts`].
    #[n(13)]
    ListDrafts,
    /// Answer: [`Response::Settings`].
    #[n(14)]
    ReadSettings,
    /// Answer: [`Response::Done`].
    #[n(15)]
    WriteSettings(#[n(0)] Settings),
    /// Ask the tab that holds the journal to put its text in safety and let go; if it does not
    /// answer, take the journal. Answer: [`Response::Presence`].
    #[n(16)]
    TakeOver,
    /// The page has stored what was on screen after [`Event::HandOverRequested`]. Answer:
    /// [`Response::Done`]; the journal is locked and free for the other tab.
    #[n(17)]
    HandOver,
    /// Exchange the passphrase, or only its key derivation. Answer: [`Response::Done`].
    #[n(18)]
    ChangePassphrase {
        /// The passphrase so far.
        #[n(0)]
        old: Passphrase,
        /// The one from now on.
        #[n(1)]
        new: Passphrase,
        /// How it is made costly to guess.
        #[n(2)]
        kdf: Kdf,
    },
    /// By what can the journal be unlocked? Answer: [`Response::WaysIn`].
    #[n(19)]
    ReadWaysIn,
    /// Make a recovery key to be shown; it opens nothing yet. Answer: [`Response::RecoveryKey`].
    #[n(20)]
    CreateRecoveryKey(#[n(0)] Passphrase),
    /// Put the key that was made last in the place of any earlier one. Answer:
    /// [`Response::Done`].
    #[n(21)]
    ActivateRecoveryKey,
    /// Let no recovery key open the journal any more. Answer: [`Response::Done`].
    #[n(22)]
    RemoveRecoveryKey,
    /// Does this recovery key open the journal? Answer: [`Response::Done`] if so.
    #[n(23)]
    CheckRecoveryKey(#[n(0)] RecoveryKey),
    /// Unlock with a recovery key, and put a new passphrase in the place of the forgotten one.
    /// Answer: [`Response::Unlocked`].
    #[n(24)]
    Recover {
        /// The recovery key as typed.
        #[n(0)]
        key: RecoveryKey,
        /// The passphrase from now on.
        #[n(1)]
        new: Passphrase,
    },
    /// About backups. Answer: [`Response::Backup`].
    #[n(40)]
    Backup(#[n(0)] backup::Request),
    /// About the record of activity. Answer: [`Response::Audit`].
    #[n(50)]
    Audit(#[n(0)] audit::Request),
    /// About earlier versions and the trash. Answer: [`Response::History`].
    #[n(60)]
    History(#[n(0)] history::Request),
    /// About this device. Answer: [`Response::Device`].
    #[n(70)]
    Device(#[n(0)] device::Request),
    /// About prompts and templates. Answer: [`Response::Writing`].
    #[n(130)]
    Writing(#[n(0)] writing::Request),
    /// About exports. Answer: [`Response::Export`].
    #[n(120)]
    Export(#[n(0)] export::Request),
    /// About imports. Answer: [`Response::Import`].
    #[n(110)]
    Import(#[n(0)] import::Request),
    /// About photos and recordings. Answer: [`Response::Attachments`].
    #[n(100)]
    Attachments(#[n(0)] attachments::Request),
    /// About moods, favourites and tags. Answer: [`Response::Marks`].
    #[n(80)]
    Marks(#[n(0)] marks::Request),
    /// About searching. Answer: [`Response::Search`].
    #[n(90)]
    Search(#[n(0)] search::Request),
    /// About what is done while nobody waits. Answer: [`Response::Upkeep`].
    #[n(150)]
    Upkeep(#[n(0)] upkeep::Request),
    /// See [`list`]. Answer: [`Response::Page`].
    #[n(170)]
    List(#[n(0)] list::Request),
    /// About the sample journal. Answer: [`Response::Sample`].
    #[n(140)]
    Sample(#[n(0)] sample::Request),
}

/// An answer of the vault worker.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// It is done, and durable where it changed anything.
    #[n(0)]
    Done,
    /// See [`Request::Presence`].
    #[n(1)]
    Presence(#[n(0)] Presence),
    /// See [`Request::EstimateStrength`].
    #[n(2)]
    Strength(#[n(0)] Strength),
    /// The journal is open.
    #[n(3)]
    Unlocked(#[n(0)] Unlocked),
    /// See [`Request::ListEntries`].
    #[n(4)]
    Entries(#[n(0)] Vec<EntrySummary>),
    /// See [`Request::List`].
    #[n(170)]
    Page(#[n(0)] list::Page),
    /// See [`Request::ReadEntry`].
    #[n(5)]
    Entry(#[n(0)] Reading),
    /// See [`Request::SaveEntry`].
    #[n(6)]
    Saved(#[n(0)] EntrySummary),
    /// See [`Request::OpenDraft`].
    #[n(7)]
    Draft(#[n(0)] Draft),
    /// See [`Request::ListDrafts`].
    #[n(8)]
    Drafts(#[n(0)] Vec<Draft>),
    /// See [`Request::ReadSettings`].
    #[n(9)]
    Settings(#[n(0)] Settings),
    /// It was not done.
    #[n(10)]
    Failed(#[n(0)] Failure),
    /// See [`Request::ReadWaysIn`].
    #[n(11)]
    WaysIn(#[n(0)] WaysIn),
    /// See [`Request::CreateRecoveryKey`].
    #[n(12)]
    RecoveryKey(#[n(0)] RecoveryKey),
    /// See [`Request::Backup`].
    #[n(30)]
    Backup(#[n(0)] backup::Response),
    /// See [`Request::Audit`].
    #[n(50)]
    Audit(#[n(0)] audit::Response),
    /// See [`Request::History`].
    #[n(60)]
    History(#[n(0)] history::Response),
    /// See [`Request::Device`].
    #[n(70)]
    Device(#[n(0)] device::Response),
    /// See [`Request::Writing`].
    #[n(130)]
    Writing(#[n(0)] writing::Response),
    /// See [`Request::Export`].
    #[n(120)]
    Export(#[n(0)] export::Response),
    /// See [`Request::Import`].
    #[n(110)]
    Import(#[n(0)] import::Response),
    /// See [`Request::Attachments`].
    #[n(100)]
    Attachments(#[n(0)] attachments::Response),
    /// See [`Request::Marks`].
    #[n(80)]
    Marks(#[n(0)] marks::Response),
    /// See [`Request::Search`].
    #[n(90)]
    Search(#[n(0)] search::Response),
    /// See [`Request::Upkeep`].
    #[n(150)]
    Upkeep(#[n(0)] upkeep::Checked),
    /// See [`Request::Sample`].
    #[n(140)]
    Sample(#[n(0)] sample::Response),
}

/// What the vault worker tells by itself.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Event {
    /// The worker runs and takes requests.
    #[n(0)]
    Ready,
    /// Another tab wants the journal: store what is on screen, then send [`Request::HandOver`].
    #[n(1)]
    HandOverRequested,
    /// Another tab has taken the journal; keys are dropped here.
    #[n(2)]
    TakenOver,
    /// How far a backup is.
    #[n(20)]
    BackupProgress(#[n(0)] crate::Progress),
    /// How far the derivation of a key is.
    #[n(40)]
    Derivation(#[n(0)] device::Derivation),
}
