//! What a backup holds, in numbers.

use companion_core::{Day, Timestamp};
use minicbor::{Decode, Encode};

use crate::Problem;
use crate::manifest::Item;
use crate::record::Kind;

/// What was found in a backup, every record opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// When it was made.
    pub made: Timestamp,
    /// Entries outside the trash.
    pub entries: u64,
    /// Entries in the trash.
    pub in_trash: u64,
    /// Texts that were not saved yet.
    pub drafts: u64,
    /// Photos and recordings.
    pub attachments: u64,
    /// Days of the first and the last entry, as the writer lived them.
    pub days: Option<(Day, Day)>,
    /// The journal's changes up to then: two backups of one journal can be told apart by it.
    pub epoch: u64,
    /// Last event of the audit log up to then.
    pub audit_length: u64,
    /// What was not as it should be when the backup was made.
    pub problems: Vec<Problem>,
}

/// The last backup that was made of this journal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct LastBackup {
    /// When.
    #[n(0)]
    pub made: Timestamp,
    /// Entries outside the trash that it holds.
    #[n(1)]
    pub entries: u64,
}

impl Report {
    pub(super) const fn empty() -> Self {
        Self {
            made: Timestamp {
                unix_ms: 0,
                utc_offset_minutes: 0,
            },
            entries: 0,
            in_trash: 0,
            drafts: 0,
            attachments: 0,
            days: None,
            epoch: 0,
            audit_length: 0,
            problems: Vec::new(),
        }
    }

    /// Counts a record that was opened.
    pub(super) fn count(&mut self, item: &Item) {
        if item.kind == Kind::Draft.code() {
            self.drafts += 1;
        }
        if item.pieces.is_some() {
            self.attachments += 1;
        }
        let Some(line) = &item.listing else { return };
        if line.deleted.is_some() {
            self.in_trash += 1;
            return;
        }
        self.entries += 1;
        let day = line.created.local_day();
        let (first, last) = self.days.unwrap_or((day, day));
        self.days = Some((first.min(day), last.max(day)));
    }
}
