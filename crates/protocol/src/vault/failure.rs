//! Why a request was not done.

use minicbor::{Decode, Encode};

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
    /// The file to be imported is encrypted in a way that is not known here.
    #[n(67)]
    ImportSealed,
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
    /// A part of the app that is loaded when it is needed could not be loaded. Nothing was changed.
    #[n(141)]
    Incomplete,
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
