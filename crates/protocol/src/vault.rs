//! What the page asks of the vault worker.

use companion_core::{Draft, EntryId, EntrySummary, JournalEntry, Settings, Weakness};
use minicbor::{Decode, Encode};

use crate::{
    attachments, audit, backup, device, export, history, import, list, marks, sample, search,
    writing,
};

use crate::problem::Problem;
use crate::upkeep;

pub use secret::{Passphrase, RecoveryKey};

mod secret {
    use core::fmt;

    use minicbor::{Decode, Encode};
    use zeroize::ZeroizeOnDrop;

    /// A passphrase on its way to the vault worker. It does not print, and is wiped when dropped.
    #[derive(Clone, PartialEq, Encode, Decode, ZeroizeOnDrop)]
    #[cbor(transparent)]
    pub struct Passphrase(#[n(0)] String);

    impl Passphrase {
        /// Wraps what was typed.
        #[must_use]
        pub const fn new(typed: String) -> Self {
            Self(typed)
        }

        /// The secret itself.
        #[must_use]
        pub fn expose(&self) -> &str {
            &self.0
        }
    }

    impl fmt::Debug for Passphrase {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("Passphrase(…)")
        }
    }

    /// A recovery key, shown or typed. It does not print, and is wiped when dropped.
    #[derive(Clone, PartialEq, Encode, Decode, ZeroizeOnDrop)]
    #[cbor(transparent)]
    pub struct RecoveryKey(#[n(0)] String);

    impl RecoveryKey {
        /// Wraps what was typed or is to be shown.
        #[must_use]
        pub const fn new(text: String) -> Self {
            Self(text)
        }

        /// The secret itself.
        #[must_use]
        pub fn expose(&self) -> &str {
            &self.0
        }
    }

    impl fmt::Debug for RecoveryKey {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RecoveryKey(…)")
        }
    }
}

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

/// An estimate by zxcvbn.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (very strong).
    #[n(0)]
    pub score: u8,
    /// Whether a journal may be created with it.
    #[n(1)]
    pub acceptable: bool,
    /// Why it is weak.
    #[n(2)]
    pub warning: Option<Weakness>,
    /// What would make it stronger.
    #[n(3)]
    pub suggestions: Vec<Weakness>,
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
    /// Whether the list goes on: see [`Request::List`].
    #[n(4)]
    pub has_more: bool,
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

/// Why a request failed. The page has words for each; `detail` is for the curious.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Failure {
    /// What kind of failure.
    #[n(0)]
    pub kind: FailureKind,
    /// One sentence without secrets or text of entries.
    #[n(1)]
    pub detail: String,
}

/// Kinds of failure that the page treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum FailureKind {
    /// The passphrase does not open this journal.
    #[n(0)]
    WrongPassphrase,
    /// The passphrase is too short or too easily guessed; `detail` says why.
    #[n(1)]
    WeakPassphrase,
    /// The journal is locked.
    #[n(2)]
    Locked,
    /// No such entry.
    #[n(3)]
    NotFound,
    /// The entry is longer than one entry may be. Its draft is stored.
    #[n(4)]
    TooLong,
    /// The record is damaged or was replaced.
    #[n(5)]
    Damaged,
    /// The device has no room left. Nothing stored before is lost.
    #[n(6)]
    StorageFull,
    /// Another tab has taken the journal.
    #[n(7)]
    TakenOver,
    /// The journal was made by a newer Companion or its header is damaged.
    #[n(8)]
    Unreadable,
    /// The browser's storage failed otherwise.
    #[n(9)]
    Storage,
    /// A journal exists already.
    #[n(10)]
    AlreadyExists,
    /// A fault of ours.
    #[n(11)]
    Internal,
    /// The text is larger than a draft may be. It is not stored; an earlier draft is kept.
    #[n(12)]
    DraftTooLarge,
    /// The recovery key does not open this journal.
    #[n(13)]
    WrongRecoveryKey,
    /// What was typed is no recovery key: its groups do not belong together.
    #[n(14)]
    RecoveryKeyMistyped,
    /// The journal has no recovery key.
    #[n(15)]
    NoRecoveryKey,
    /// The ways of unlocking have changed since the recovery key was made.
    #[n(16)]
    RecoveryKeyOutdated,
    /// What was typed is too short or too long for a recovery key; `detail` is its length.
    #[n(33)]
    RecoveryKeyLength,
    /// A group of what was typed is not as it was shown; `detail` is its number, from 1.
    #[n(34)]
    RecoveryKeyGroup,
    /// The backup ends too early.
    #[n(35)]
    BackupCutOff,
    /// What was typed is no checkpoint of the record of activity.
    #[n(30)]
    NotACheckpoint,
    /// The file is no backup.
    #[n(20)]
    NotABackup,
    /// The backup is damaged, cut off or cannot be read. Nothing was changed.
    #[n(21)]
    BackupDamaged,
    /// The backup was made by a newer Companion.
    #[n(22)]
    BackupNewer,
    /// The backup's file could not be read or written.
    #[n(23)]
    BackupFile,
    /// There are as many templates as there may be.
    #[n(80)]
    TooManyTemplates,
    /// Nothing knows the file that was to be imported.
    #[n(60)]
    ImportUnknown,
    /// The file to be imported is encrypted.
    #[n(61)]
    ImportPasswordNeeded,
    /// The password does not open the file to be imported.
    #[n(62)]
    ImportWrongPassword,
    /// The file to be imported is larger than is read; `detail` says what of it.
    #[n(63)]
    ImportTooLarge,
    /// The file to be imported is damaged; `detail` says how.
    #[n(64)]
    ImportDamaged,
    /// The file to be imported was made by a newer Companion.
    #[n(65)]
    ImportNewer,
    /// The file to be imported could not be read.
    #[n(66)]
    ImportFile,
    /// The file that is exported to could not be written.
    #[n(70)]
    ExportFile,
    /// The letters for a PDF are not on this device and could not be fetched; `detail` says how
    /// many bytes they are.
    #[n(71)]
    ExportFonts,
    /// The part of Companion that makes PDFs could not be loaded, or failed.
    #[n(72)]
    ExportPdf,
    /// The sample journal cannot do this: it would leave something behind.
    #[n(140)]
    NotInSample,
    /// The photo or recording is larger than can be kept. Nothing of it is stored.
    #[n(50)]
    AttachmentTooLarge,
    /// The entry has as many photos and recordings as one entry may have.
    #[n(51)]
    TooManyAttachments,
    /// The file is no picture or recording that can be kept.
    #[n(52)]
    AttachmentRefused,
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
