//! The lines of the list, brought up to what this version tells in them.
//!
//! Listing opens no entry, so a line that an earlier version wrote lacks what that version did
//! not know: the tags typed in the text. The head says how much its lines tell; where that is
//! less than here, every entry is opened once, a few at a time, and its line written anew. An
//! earlier version that writes the head leaves the number out, and it happens again: what it
//! has written lacks the same.

use companion_core::{Clock, Entropy, EntrySummary};
use companion_store::Store;

use crate::edit::Edit;
use crate::manifest::PAGES;
use crate::record::{Kind, entry_key};
use crate::retag::if_sound;
use crate::{Vault, VaultError};

/// What lines of this version tell: 1, the tags that are typed in the text.
pub(crate) const LINES: u8 = 1;
/// Entries opened in one step, about a tenth of a second in a browser.
const STEP: usize = 200;

/// How far the lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaughtUp {
    /// Lines that were written anew in this step.
    pub changed: u32,
    /// Where to go on; `None` when all is done.
    pub next: Option<u16>,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// One step of bringing the lines up to this version; the first begins at 0, the others
    /// where the one before says. Whatever is saved between two steps is right already.
    ///
    /// # Errors
    /// Failures of the store. What earlier steps did stays, and beginning again is cheap where
    /// a line is right.
    pub async fn catch_up_lines(&mut self, from: u16) -> Result<CaughtUp, VaultError> {
        if self.manifest.head.lines >= LINES {
            return Ok(CaughtUp {
                changed: 0,
                next: None,
            });
        }
        let mut edit = Edit::default();
        let (mut opened, mut changed) = (0, 0);
        let mut page = usize::from(from);
        while page < PAGES && opened < STEP {
            for line in self.lines_of_page(page) {
                opened += 1;
                let Some(entry) = if_sound(self.read_entry(line.id).await)? else {
                    continue;
                };
                let full = EntrySummary {
                    deleted: line.deleted,
                    ..entry.summary()
                };
                if full != line {
                    edit.relist(entry_key(&self.keys, Kind::Entry, line.id), full);
                    changed += 1;
                }
            }
            page += 1;
        }
        if changed > 0 {
            self.commit(edit).await?;
        }
        if page < PAGES {
            let next = u16::try_from(page).ok();
            return Ok(CaughtUp { changed, next });
        }
        // If this fails it is true all the same, and goes with the next change.
        self.manifest.head.lines = LINES;
        self.commit(Edit::default()).await?;
        Ok(CaughtUp {
            changed,
            next: None,
        })
    }

    fn lines_of_page(&self, page: usize) -> Vec<EntrySummary> {
        // The caller counts to 256.
        let items = u8::try_from(page).map(|page| self.manifest.page(page).values());
        let lines = items.into_iter().flatten();
        lines.filter_map(|item| item.listing.clone()).collect()
    }
}
