//! What does not match the manifest, in plain words.

use core::fmt;

use companion_core::{AttachmentId, AuditFinding, EntrySummary};
use minicbor::{Decode, Encode};

use crate::manifest::{Item, Manifest};
use crate::record::Kind;

/// Something of the journal that is not as it was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A listed record is gone.
    Missing(Subject),
    /// A listed record has changed bytes and cannot be opened.
    Damaged(Subject),
    /// A listed record is authentic but not the one that was last saved.
    Replaced(Subject),
    /// A listed record is authentic and newer than the list: the list was put back.
    NewerThanListed(Subject),
    /// An authentic record that is not listed: deleted once and put back, or left over.
    Unlisted(Subject),
    /// A record that is not listed and cannot be opened.
    Foreign,
    /// Pages of the manifest that cannot be opened; which records they listed is not known.
    PagesDamaged(usize),
    /// The manifest's head is gone or cannot be opened.
    HeadDamaged,
    /// Pages and head are authentic but do not belong together.
    PagesReplaced,
    /// The plain header is not the one that this journal was last written with.
    HeaderReplaced,
    /// The end of the audit log is not as it was left.
    Log(AuditFinding),
    /// A backup was being brought in and it was not finished.
    RestoreUnfinished {
        /// The day it was begun, as the writer lived it.
        day: String,
    },
    /// An entry was lost, and its newest earlier version was put in its place.
    Rescued(Subject),
    /// What an earlier repair accepted.
    Repaired {
        /// The day, as the writer lived it.
        day: String,
        /// What was found then.
        finding: String,
    },
}

/// What a problem is about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Subject {
    /// A saved entry.
    #[n(0)]
    Entry(#[n(0)] EntrySummary),
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
    Version(#[n(0)] Option<EntrySummary>),
    /// A photo or recording, if it is known of which entry.
    #[n(5)]
    Attachment(#[n(0)] Option<EntrySummary>),
    /// A part of what searching needs.
    #[n(7)]
    SearchIndex,
    /// A template of the writer's own.
    #[n(6)]
    Template,
}

impl Subject {
    pub(crate) fn of(manifest: &Manifest, item: &Item) -> Self {
        if let Some(id) = item.version_of {
            let mut lines = manifest.items().filter_map(|item| item.listing.as_ref());
            return Self::Version(lines.find(|line| line.id == id).cloned());
        }
        if let Some(pieces) = item.pieces {
            return Self::of_attachment(manifest, pieces.id);
        }
        match (&item.listing, item.kind) {
            (Some(summary), _) => Self::Entry(summary.clone()),
            (None, kind) if kind == Kind::Draft.code() => Self::Draft,
            (None, kind) if kind == Kind::Settings.code() => Self::Settings,
            (None, kind)
                if [Kind::SearchIndex.code(), Kind::MeaningIndex.code()].contains(&kind) =>
            {
                Self::SearchIndex
            }
            (None, kind) if kind == Kind::Template.code() => Self::Template,
            (None, _) => Self::Record,
        }
    }
}

impl Subject {
    /// An attachment, with the entry that carries it.
    pub(crate) fn of_attachment(manifest: &Manifest, id: AttachmentId) -> Self {
        let carriers = manifest.items().filter(|item| item.carries.contains(&id));
        Self::Attachment(carriers.filter_map(|item| item.listing.clone()).next())
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(summary) => {
                match summary.title.as_str() {
                    "" => f.write_str("an entry without a title")?,
                    title => write!(f, "the entry “{title}”")?,
                }
                match summary.created.local_day().to_iso() {
                    Some(day) => write!(f, " of {day}"),
                    None => Ok(()),
                }
            }
            Self::Draft => f.write_str("a draft"),
            Self::Settings => f.write_str("the record of the settings"),
            Self::Template => f.write_str("a template of yours"),
            Self::Record => f.write_str("an internal record"),
            Self::SearchIndex => f.write_str("a part of the search index"),
            Self::Attachment(None) => f.write_str("a photo or recording"),
            Self::Attachment(Some(summary)) => {
                write!(
                    f,
                    "a photo or recording of {}",
                    Self::Entry(summary.clone())
                )
            }
            Self::Version(None) => f.write_str("an earlier version of an entry"),
            Self::Version(Some(summary)) => {
                write!(f, "an earlier version of {}", Self::Entry(summary.clone()))
            }
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(Subject::SearchIndex) => f.write_str(
                "Missing: a part of the search index is gone. It is made again from your entries; nothing you wrote is lost.",
            ),
            Self::Damaged(Subject::SearchIndex) | Self::Replaced(Subject::SearchIndex) => f.write_str(
                "Damaged: a part of the search index is not as it was left. It is made again from your entries; nothing you wrote is lost.",
            ),
            Self::Missing(subject) => write!(
                f,
                "Missing: {subject} was saved here and is gone. A backup may still have it."
            ),
            Self::Damaged(subject) => write!(
                f,
                "Damaged: {subject} cannot be opened, its stored bytes have changed. A backup may still have it."
            ),
            Self::Replaced(subject) => write!(
                f,
                "Replaced: {subject} is not the version that was last saved; an older one lies in its place."
            ),
            Self::NewerThanListed(subject) => write!(
                f,
                "Replaced: {subject} is newer than the journal's list says."
            ),
            Self::Unlisted(subject) => write!(
                f,
                "Added: {subject} is authentic but not part of the journal any more; somebody may have put it back."
            ),
            Self::Foreign => f.write_str(
                "Added: a record that does not belong to this journal, or is damaged beyond recognition, lies in its storage.",
            ),
            Self::PagesDamaged(count) => write!(
                f,
                "Damaged: {count} of the 256 pages of the journal's list cannot be opened. The list was rebuilt from what is stored; whether anything they listed is missing cannot be told."
            ),
            Self::HeadDamaged => f.write_str(
                "Damaged: the seal over the journal's list cannot be opened. The list was rebuilt from what is stored; whether anything is missing cannot be told.",
            ),
            Self::PagesReplaced => f.write_str(
                "Replaced: parts of the journal's list are older than its seal. The list was rebuilt from what is stored; compare it with a backup.",
            ),
            Self::HeaderReplaced => f.write_str(
                "Replaced: the journal's header is not the one it was last written with. If you have changed your passphrase, the old one may work again.",
            ),
            Self::Log(finding) => write!(f, "In the record of activity: {finding}"),
            Self::RestoreUnfinished { day } => write!(
                f,
                "Unfinished: on {day} a backup was being restored here, and not all of it arrived. Restore the same backup again: what is here already stays."
            ),
            Self::Rescued(subject) => write!(
                f,
                "Lost and brought back: {subject} was gone. What you see of it now is its newest earlier version. A backup may have a later one."
            ),
            Self::Repaired { day, finding } => write!(f, "Found on {day}: {finding}"),
        }
    }
}
