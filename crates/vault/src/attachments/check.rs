//! Reading all photos and recordings, piece by piece, in the background: unlocking looks only
//! whether their pieces are there, so that a changed one would else be found on the day when somebody
//! wants to see it.

use companion_core::{AttachmentId, Clock, Entropy};
use companion_crypto::Digest;
use companion_store::{Store, Table};

use super::{Record, chunk_key};
use crate::{Problem, Subject, Vault, VaultError};

/// How far a check of all attachments has come. It holds no plaintext but their identifiers and media types.
pub struct AttachmentCheck {
    /// Attachments that were not begun, the next one last.
    left: Vec<AttachmentId>,
    at: Option<Checked>,
    done: u64,
    total: u64,
}

/// The attachment that is being read.
struct Checked {
    record: Record,
    /// Numbers of its pieces that were not read.
    numbers: Box<dyn Iterator<Item = u32>>,
}

impl AttachmentCheck {
    /// Attachments that were read, and all of them.
    #[must_use]
    pub const fn progress(&self) -> (u64, u64) {
        (self.done, self.total)
    }

    /// Whether all have been read.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.left.is_empty() && self.at.is_none()
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Begins to check all attachments that the journal has at this moment, with any of them: where sessions are
    /// too short for all, each has its turn in time.
    #[must_use]
    pub fn begin_attachment_check(&self) -> AttachmentCheck {
        let mut left = self.list_attachment_ids();
        let mut drawn = [0; 4];
        // Without randomness it is always the same one, which harms nobody.
        let _ = self.environment.fill(&mut drawn);
        let turn = u32::from_le_bytes(drawn) as usize;
        if let Some(first) = turn.checked_rem(left.len()) {
            left.rotate_left(first);
        }
        AttachmentCheck {
            total: left.len() as u64,
            left,
            at: None,
            done: 0,
        }
    }

    /// Reads one piece, at most 256 KiB, and says what is wrong with its attachment, once. One that
    /// was removed meanwhile is passed over, and so is what unlocking has told.
    ///
    /// # Errors
    /// Failures of the store, or [`VaultError::TakenOver`].
    pub async fn check_next_piece(
        &self,
        check: &mut AttachmentCheck,
    ) -> Result<Option<Problem>, VaultError> {
        let mut checked = match check.at.take() {
            Some(checked) => checked,
            None => {
                let Some(id) = check.left.pop() else {
                    return Ok(None);
                };
                match self.read_record(id).await {
                    Ok(record) => Checked {
                        numbers: Box::new(record.pieces().numbers()),
                        record,
                    },
                    Err(VaultError::NotFound | VaultError::Damaged) => {
                        check.done += 1;
                        return Ok(None);
                    }
                    Err(error) => return Err(error),
                }
            }
        };
        let Some(number) = checked.numbers.next() else {
            check.done += 1;
            return Ok(None);
        };
        let id = checked.record.id;
        let key = chunk_key(&self.keys, id, number);
        let stored = self.store.get(Table::Chunks, key.as_bytes()).await?;
        let is_same = |bytes: &Vec<u8>| Some(&Digest::of(bytes)) == checked.record.digest(number);
        if stored.as_ref().is_some_and(is_same) {
            check.at = Some(checked);
            return Ok(None);
        }
        if let VaultError::TakenOver = self.why_different().await? {
            return Err(VaultError::TakenOver);
        }
        check.done += 1;
        let is_listed = self.list_attachment_ids().contains(&id);
        // What is missing altogether was told at unlock.
        let is_news = is_listed && stored.is_some();
        Ok(is_news.then(|| Problem::Damaged(Subject::of_attachment(&self.manifest, id))))
    }
}
