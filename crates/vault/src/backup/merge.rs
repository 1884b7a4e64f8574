//! Bringing a backup into a journal that is in use. No text of either is thrown away.
//!
//! | record | here | what happens |
//! |---|---|---|
//! | entry | not there, or damaged | it comes |
//! | entry | the same text | a newer saving wins; one in the trash comes back |
//! | entry | another text | the one saved later stays, the other becomes an earlier version of it |
//! | marks of it | others | those that were set later stay, with whichever text; of unknown age: all |
//! | version | no version with this text | it comes |
//! | draft | no draft, and the entry is not newer | it comes |
//! | draft | another draft, or a newer entry | it becomes a draft of its own |
//! | settings | not there | they come |
//! | template | not there, or older | it comes |
//! | photo, recording | not there, or damaged | it comes, in pieces |
//!
//! Where the writer wants no earlier versions kept, a text that would become one becomes an
//! entry of its own instead, and the backup's versions stay where they are.

use std::io::{Read, Seek};

use companion_core::{
    Attachment, AuditEvent, Clock, Draft, Entropy, EntrySummary, JournalEntry, Settings,
};
use companion_crypto::{RecordKey, VaultKeys};
use companion_store::Store;

use super::bring::Bringing;
use super::marks::{Marked, later_of_each};
use super::other;
use super::pieces::Coming;
use super::reader::{Found, Reader};
use super::verify::PROGRESS_EVERY;
use super::versions::{Versions, is_version};
use super::{Backup, BackupError, RecordProgress, Report};
use crate::attachments::are_same;
use crate::edit::Edit;
use crate::record::{Kind, decode, entry_key, single_key};
use crate::{Vault, VaultError};

/// What bringing a backup in has done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// What the backup held.
    pub report: Report,
    /// Entries and drafts that were not here, or damaged here.
    pub added: u64,
    /// Entries whose version in the backup was the newer one.
    pub updated: u64,
    /// Texts that differ and were kept as entries or drafts of their own.
    pub kept_beside: u64,
    /// Texts that differ and were kept as earlier versions of their entry.
    pub kept_as_version: u64,
    /// Earlier versions that were not here.
    pub versions: u64,
    /// Entries and drafts that were here already.
    pub same: u64,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Brings a backup in, of this journal or of any other. The whole backup is verified before
    /// the first byte is written. If it is interrupted afterwards, doing it again completes it.
    ///
    /// # Errors
    /// Errors of [`Backup::verify`] with nothing written, or failures of the store.
    pub async fn merge<R: Read + Seek>(
        &mut self,
        mut backup: Backup<R>,
        progress: &mut RecordProgress<'_>,
    ) -> Result<Merged, BackupError> {
        let mut merged = Merged {
            report: backup.verify(progress).await?,
            added: 0,
            updated: 0,
            kept_beside: 0,
            kept_as_version: 0,
            versions: 0,
            same: 0,
        };
        let keys = &backup.keys;
        let mut reader = Reader::begin(&mut backup.source, &backup.prefix, keys).await?;
        let (mut done, all) = (0, reader.manifest.count());
        self.begin_bringing(Edit::default()).await?;
        let keeps_versions = self.read_settings().await?.kept_revisions.get() > 0;
        let mut versions = keeps_versions.then(|| Versions::of(&self.manifest));
        let has_versions = reader.manifest.items().any(is_version);
        let mut bringing = Bringing::default();
        let mut coming = Coming::default();
        while let Some(found) = reader.next(keys)? {
            if is_version(&found.item) {
                continue;
            }
            if found.item.pieces.is_some() {
                self.merge_attachment(keys, found, &mut coming, &mut bringing)
                    .await?;
                continue;
            }
            self.merge_record(keys, found, &mut versions, &mut bringing, &mut merged)
                .await?;
            if bringing.is_full() {
                self.bring(&mut bringing).await?;
            }
            done += 1;
            if done % PROGRESS_EVERY == 0 {
                progress(done, all);
            }
        }
        while let Some(piece) = reader.next_piece()? {
            self.merge_piece(keys, piece, &mut coming, &mut bringing)
                .await?;
            if bringing.is_full() {
                self.bring(&mut bringing).await?;
            }
        }
        self.finish_attachments(coming, &mut bringing);
        reader.finish()?;
        if let Some(versions) = versions.as_mut().filter(|_| has_versions) {
            // Once more, for the versions: only now it is known which texts have become some.
            let mut reader = Reader::begin(&mut backup.source, &backup.prefix, keys).await?;
            while let Some(found) = reader.next(keys)? {
                if !is_version(&found.item) {
                    continue;
                }
                self.merge_version(keys, found, versions, &mut bringing, &mut merged)
                    .await?;
                if bringing.is_full() {
                    self.bring(&mut bringing).await?;
                }
                done += 1;
                if done % PROGRESS_EVERY == 0 {
                    progress(done, all);
                }
            }
            reader.finish()?;
        }
        bringing.edit(0).record(AuditEvent::BackupMerged {
            made: merged.report.made,
            entries: merged.added + merged.updated + merged.kept_beside,
        });
        self.finish_bringing(bringing).await?;
        // An entry that is damaged in the backup may have come as versions alone.
        self.rescue_entries().await?;
        progress(all, all);
        Ok(merged)
    }

    async fn merge_record(
        &self,
        keys: &VaultKeys,
        found: Found,
        versions: &mut Option<Versions>,
        bringing: &mut Bringing,
        merged: &mut Merged,
    ) -> Result<(), BackupError> {
        let opened = keys.open(&found.item.key, &found.envelope)?;
        match found.item.kind {
            kind if kind == Kind::Entry.code() => {
                let entry: JournalEntry = decode(&opened, Kind::Entry)?;
                self.merge_entry(keys, entry, found, versions, bringing, merged)
                    .await
            }
            kind if kind == Kind::Draft.code() => {
                let draft: Draft = decode(&opened, Kind::Draft)?;
                self.merge_draft(draft, bringing, merged).await
            }
            kind if kind == Kind::Settings.code() => {
                let key = single_key(&self.keys, Kind::Settings);
                if self.manifest.get(&key).is_none() {
                    let settings: Settings = decode(&opened, Kind::Settings)?;
                    bringing.edit(0).put(key, Kind::Settings, &settings, None);
                }
                Ok(())
            }
            kind if kind == Kind::ImportReceipt.code() => {
                let receipt = decode(&opened, Kind::ImportReceipt)?;
                self.merge_receipt(&receipt, bringing.edit(0));
                Ok(())
            }
            kind if kind == Kind::Template.code() => {
                let template = decode(&opened, Kind::Template)?;
                self.merge_template(template, bringing).await
            }
            kind if kind == Kind::PromptsShown.code() => {
                let shown = decode(&opened, Kind::PromptsShown)?;
                self.merge_prompts_shown(shown, bringing).await
            }
            // Notes about the other journal say nothing about this one.
            _ => Ok(()),
        }
    }

    async fn merge_entry(
        &self,
        keys: &VaultKeys,
        theirs: JournalEntry,
        mut found: Found,
        versions: &mut Option<Versions>,
        bringing: &mut Bringing,
        merged: &mut Merged,
    ) -> Result<(), BackupError> {
        let key = entry_key(&self.keys, Kind::Entry, theirs.id);
        let now = self.environment.now();
        let in_trash = found
            .item
            .listing
            .as_ref()
            .is_some_and(|line| line.deleted.is_some());
        let line = EntrySummary {
            deleted: in_trash.then_some(now),
            ..theirs.summary()
        };
        let Some(ours) = self.read_ours::<JournalEntry>(&key, Kind::Entry).await? else {
            merged.added += 1;
            if keys.vault() == self.keys.vault() && self.manifest.get(&key).is_none() {
                found.item.listing = Some(line);
                bringing.adopt(found);
            } else {
                put_entry(bringing, key, &theirs, line);
                if let Some(when) = found.item.marked {
                    bringing.edit(0).mark(key, when);
                }
            }
            return Ok(());
        };
        let listed = self
            .manifest
            .get(&key)
            .and_then(|item| item.listing.clone());
        // What either side has outside the trash is outside the trash.
        let deleted = listed.and_then(|line| line.deleted).filter(|_| in_trash);
        let theirs_is_newer = theirs.edited.unix_ms > ours.edited.unix_ms;
        if theirs.content != ours.content || !are_same(&theirs.attachments, &ours.attachments) {
            let loser = if theirs_is_newer { &ours } else { &theirs };
            match versions {
                Some(versions) => {
                    if versions.add(self, bringing, &key, loser).await? {
                        merged.kept_as_version += 1;
                    }
                }
                None => self.keep_beside(loser, bringing, merged).await?,
            }
        }
        let item = self.manifest.get(&key);
        let (stays, marked) = later_of_each(
            Marked {
                entry: &ours,
                marked: item.and_then(|item| item.marked),
            },
            Marked {
                entry: &theirs,
                marked: found.item.marked,
            },
        );
        if theirs_is_newer || stays != ours {
            merged.updated += 1;
            let line = EntrySummary {
                deleted,
                ..stays.summary()
            };
            put_entry(bringing, key, &stays, line);
            if let Some(when) = marked {
                bringing.edit(0).mark(key, when);
            }
        } else {
            merged.same += 1;
            let was_deleted = self.is_deleted(&key);
            if was_deleted && deleted.is_none() {
                let line = EntrySummary {
                    deleted,
                    ..ours.summary()
                };
                bringing.edit(0).relist(key, line);
            }
        }
        Ok(())
    }

    /// Keeps a text as an entry of its own.
    async fn keep_beside(
        &self,
        loser: &JournalEntry,
        bringing: &mut Bringing,
        merged: &mut Merged,
    ) -> Result<(), BackupError> {
        let other = other::entry_of(loser);
        let key = entry_key(&self.keys, Kind::Entry, other.id);
        let ours: Option<JournalEntry> = self.read_ours(&key, Kind::Entry).await?;
        if ours.is_none() {
            merged.kept_beside += 1;
            put_entry(bringing, key, &other, other.summary());
        }
        Ok(())
    }

    async fn merge_version(
        &self,
        keys: &VaultKeys,
        found: Found,
        versions: &mut Versions,
        bringing: &mut Bringing,
        merged: &mut Merged,
    ) -> Result<(), BackupError> {
        // Most often the backup is this journal's own, and the version has never left.
        let listed = self.manifest.get(&found.item.key);
        if listed == Some(&found.item) && !self.suspects.contains(&found.item.key) {
            return Ok(());
        }
        let opened = keys.open(&found.item.key, &found.envelope)?;
        let theirs: JournalEntry = decode(&opened, Kind::Version)?;
        let is_ours = keys.vault() == self.keys.vault();
        if versions
            .bring(self, bringing, &theirs, found, is_ours)
            .await?
        {
            merged.versions += 1;
        }
        Ok(())
    }

    async fn merge_draft(
        &self,
        theirs: Draft,
        bringing: &mut Bringing,
        merged: &mut Merged,
    ) -> Result<(), BackupError> {
        let key = entry_key(&self.keys, Kind::Draft, theirs.entry_id);
        let entry_at = entry_key(&self.keys, Kind::Entry, theirs.entry_id);
        let draft = self.read_ours::<Draft>(&key, Kind::Draft).await?;
        let entry = self
            .read_ours::<JournalEntry>(&entry_at, Kind::Entry)
            .await?;
        let is_here = |content: &str, carried: &[Attachment]| {
            content == theirs.content && are_same(carried, &theirs.attachments)
        };
        let is_here = draft
            .as_ref()
            .is_some_and(|ours| is_here(&ours.content, &ours.attachments))
            || entry
                .as_ref()
                .is_some_and(|ours| is_here(&ours.content, &ours.attachments));
        let is_empty = theirs.content.trim().is_empty() && theirs.attachments.is_empty();
        if is_here || is_empty {
            merged.same += 1;
            if let Some(ours) = draft.filter(|ours| ours.content == theirs.content)
                && ours.updated.unix_ms < theirs.updated.unix_ms
                && (ours.mood, ours.is_favourite) != (theirs.mood, theirs.is_favourite)
            {
                let marked = Draft {
                    mood: theirs.mood,
                    is_favourite: theirs.is_favourite,
                    updated: theirs.updated,
                    ..ours
                };
                let bytes = marked.content.len();
                bringing.edit(bytes).put(key, Kind::Draft, &marked, None);
            }
            return Ok(());
        }
        let is_outdated = entry.is_some_and(|entry| entry.edited.unix_ms > theirs.updated.unix_ms);
        if draft.is_none() && !is_outdated {
            merged.added += 1;
            let bytes = theirs.content.len();
            bringing.edit(bytes).put(key, Kind::Draft, &theirs, None);
            return Ok(());
        }
        let other = other::draft_of(&theirs);
        let key = entry_key(&self.keys, Kind::Draft, other.entry_id);
        let saved = entry_key(&self.keys, Kind::Entry, other.entry_id);
        if self.manifest.get(&key).is_some() || self.manifest.get(&saved).is_some() {
            merged.same += 1;
            return Ok(());
        }
        merged.kept_beside += 1;
        let bytes = other.content.len();
        bringing.edit(bytes).put(key, Kind::Draft, &other, None);
        Ok(())
    }

    /// A record of this journal; `None` also if it is damaged: then the backup's is better.
    pub(super) async fn read_ours<T: for<'b> minicbor::Decode<'b, ()>>(
        &self,
        key: &RecordKey,
        kind: Kind,
    ) -> Result<Option<T>, VaultError> {
        match self.read(key, kind).await {
            Err(VaultError::Damaged) => Ok(None),
            outcome => outcome,
        }
    }

    fn is_deleted(&self, key: &RecordKey) -> bool {
        let line = self
            .manifest
            .get(key)
            .and_then(|item| item.listing.as_ref());
        line.is_some_and(|line| line.deleted.is_some())
    }
}

fn put_entry(bringing: &mut Bringing, key: RecordKey, entry: &JournalEntry, line: EntrySummary) {
    let bytes = entry.content.len();
    bringing
        .edit(bytes)
        .put(key, Kind::Entry, entry, Some(line));
}
