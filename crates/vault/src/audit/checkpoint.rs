//! Checkpoints: the log's end in 64 characters, to be kept on paper or anywhere outside the
//! storage. Compared later, one shows what nothing inside the storage can: that all of it was
//! put back to an earlier state.

use companion_core::{AuditEvent, Clock, Entropy, Timestamp};
use companion_crypto::{Digest, VaultId};
use companion_store::{Store, Table};

use super::record::{link, open, table_key};
use super::state::{Anchor, Anchored};
use crate::edit::Edit;
use crate::{Vault, VaultError};

/// Crockford's base 32.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const VERSION: u8 = 1;
const CHECK_BYTES: usize = 4;
const BYTES: usize = 40;
/// Characters of a checkpoint, hyphens not counted.
const CHARS: usize = BYTES * 8 / 5;
const CHARS_PER_GROUP: usize = 4;
/// How much of a link it holds: nobody finds another log with the same 136 bits.
const LINK_BYTES: usize = 17;
const MS_PER_MINUTE: i64 = 60_000;

/// The log's end at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The first bytes of the vault's identifier.
    vault: [u8; 4],
    epoch: u64,
    audit_length: u64,
    /// Minutes since 1970, UTC.
    made_minutes: u32,
    link: [u8; LINK_BYTES],
}

/// The text is no checkpoint: characters are missing or mistyped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no checkpoint, or characters of it are missing or mistyped")]
pub struct CheckpointError;

/// What comparing a checkpoint with the log says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// Everything up to the checkpoint is as it was when it was made.
    Matches,
    /// It was made of another journal.
    OtherJournal,
    /// It knows more than this journal: an older state of the whole journal was put back.
    Ahead,
    /// The log went another way before the checkpoint: it is that of another copy.
    Differs,
    /// The event at which it was made cannot be read any more.
    Lost,
}

impl Checkpoint {
    /// The number of the last event that it covers.
    #[must_use]
    pub const fn audit_length(&self) -> u64 {
        self.audit_length
    }

    pub(super) const fn epoch(&self) -> u64 {
        self.epoch
    }

    pub(super) const fn link(&self) -> &[u8; LINK_BYTES] {
        &self.link
    }

    pub(super) fn is_of(&self, vault: &VaultId) -> bool {
        vault.as_bytes().starts_with(&self.vault)
    }

    /// When it was made, to the minute.
    #[must_use]
    pub fn made(&self) -> Timestamp {
        Timestamp {
            unix_ms: i64::from(self.made_minutes) * MS_PER_MINUTE,
            utc_offset_minutes: 0,
        }
    }

    /// The checkpoint as it is written down: 16 groups of 4.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(CHARS + CHARS / CHARS_PER_GROUP);
        for (number, digit) in to_digits(&self.to_bytes()).enumerate() {
            if number > 0 && number % CHARS_PER_GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(digit & 31)]));
        }
        text
    }

    /// Reads a checkpoint, also with words before it. Lower case, hyphens, white space and
    /// characters that look alike do not matter.
    ///
    /// # Errors
    /// [`CheckpointError`]
    pub fn parse(text: &str) -> Result<Self, CheckpointError> {
        let mut digits = [0; CHARS];
        let mut from_end = text
            .chars()
            .rev()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '‐' | '‑' | '–' | '—'));
        for digit in digits.iter_mut().rev() {
            *digit = from_end.next().and_then(digit_of).ok_or(CheckpointError)?;
        }
        Self::from_bytes(&to_bytes(&digits))
    }

    fn to_bytes(self) -> [u8; BYTES] {
        let mut bytes = [0; BYTES];
        bytes[0] = VERSION;
        bytes[1..5].copy_from_slice(&self.vault);
        bytes[5..10].copy_from_slice(&self.epoch.to_be_bytes()[3..]);
        bytes[10..15].copy_from_slice(&self.audit_length.to_be_bytes()[3..]);
        bytes[15..19].copy_from_slice(&self.made_minutes.to_be_bytes());
        bytes[19..36].copy_from_slice(&self.link);
        let (content, check) = bytes.split_at_mut(BYTES - CHECK_BYTES);
        check.copy_from_slice(&Digest::of(content).as_bytes()[..CHECK_BYTES]);
        bytes
    }

    fn from_bytes(bytes: &[u8; BYTES]) -> Result<Self, CheckpointError> {
        let five = |at: usize| {
            let mut wide = [0; 8];
            wide[3..].copy_from_slice(&bytes[at..at + 5]);
            u64::from_be_bytes(wide)
        };
        let mut link = [0; LINK_BYTES];
        link.copy_from_slice(&bytes[19..36]);
        let read = Self {
            vault: [bytes[1], bytes[2], bytes[3], bytes[4]],
            epoch: five(5),
            audit_length: five(10),
            made_minutes: u32::from_be_bytes([bytes[15], bytes[16], bytes[17], bytes[18]]),
            link,
        };
        // Version and check are right if writing it again gives the same.
        if read.to_bytes() == *bytes {
            Ok(read)
        } else {
            Err(CheckpointError)
        }
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Makes a checkpoint of the log, and notes in the log that it was made.
    ///
    /// # Errors
    /// Failures of the store; then there is no checkpoint.
    pub async fn make_checkpoint(&mut self) -> Result<Checkpoint, VaultError> {
        self.write_log().await?;
        let mut edit = Edit::default();
        edit.record(AuditEvent::CheckpointMade);
        let when = self.environment.now();
        let anchored = Anchored {
            when,
            // A log that begins here begins with the event that says so.
            audit_length: self.log_length().max(1) + 1,
            by: Anchor::Checkpoint,
        };
        self.put_anchor(&mut edit, anchored).await?;
        self.commit(edit).await?;
        Ok(self.checkpoint(when))
    }

    fn checkpoint(&self, when: Timestamp) -> Checkpoint {
        let head = &self.manifest.head;
        let [a, b, c, d, ..] = *self.keys.vault().as_bytes();
        Checkpoint {
            vault: [a, b, c, d],
            epoch: head.epoch,
            audit_length: head.audit_length,
            made_minutes: u32::try_from(when.unix_ms / MS_PER_MINUTE).unwrap_or(0),
            link: first_bytes(&head.audit_root),
        }
    }

    /// Compares a checkpoint with the log, and notes that it was done.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn compare_checkpoint(
        &mut self,
        checkpoint: &Checkpoint,
    ) -> Result<Comparison, VaultError> {
        let comparison = self.compare(checkpoint).await?;
        if comparison != Comparison::OtherJournal {
            self.log(AuditEvent::CheckpointCompared {
                audit_length: checkpoint.audit_length,
                matches: comparison == Comparison::Matches,
            })
            .await?;
        }
        Ok(comparison)
    }

    async fn compare(&self, checkpoint: &Checkpoint) -> Result<Comparison, VaultError> {
        let head = &self.manifest.head;
        let number = checkpoint.audit_length;
        if !checkpoint.is_of(self.keys.vault()) {
            return Ok(Comparison::OtherJournal);
        }
        if number > head.audit_length || checkpoint.epoch > head.epoch {
            return Ok(Comparison::Ahead);
        }
        let sealed = self.store.get(Table::Audit, &table_key(number)).await?;
        let found = sealed.and_then(|sealed| {
            let content = open(&self.keys, number, &sealed)?;
            Some(link(&self.keys, number, &content, &sealed))
        });
        Ok(match found {
            Some(found) if first_bytes(&found) == checkpoint.link => Comparison::Matches,
            Some(_) => Comparison::Differs,
            None => Comparison::Lost,
        })
    }
}

pub(super) fn first_bytes(link: &Digest) -> [u8; LINK_BYTES] {
    let mut first = [0; LINK_BYTES];
    first.copy_from_slice(&link.as_bytes()[..LINK_BYTES]);
    first
}

/// Numbers of five bits, the most significant first.
fn to_digits(bytes: &[u8; BYTES]) -> impl Iterator<Item = u8> {
    (0..CHARS).map(|number| {
        (0..5).fold(0, |digit, bit| {
            let at = number * 5 + bit;
            digit << 1 | (bytes[at / 8] >> (7 - at % 8)) & 1
        })
    })
}

fn to_bytes(digits: &[u8; CHARS]) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    for at in 0..CHARS * 5 {
        let bit = (digits[at / 5] >> (4 - at % 5)) & 1;
        bytes[at / 8] |= bit << (7 - at % 8);
    }
    bytes
}

fn digit_of(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        'U' => 'V',
        c => c,
    };
    let at = ALPHABET.iter().position(|&known| char::from(known) == c)?;
    u8::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EXAMPLE: Checkpoint = Checkpoint {
        vault: [1, 2, 3, 4],
        epoch: 98_765,
        audit_length: 1_204,
        made_minutes: 29_922_480,
        link: [0xa5; LINK_BYTES],
    };

    #[test]
    fn a_checkpoint_is_read_as_it_was_written() {
        let text = EXAMPLE.to_text();
        assert_eq!(text.len(), 64 + 15);
        assert_eq!(Checkpoint::parse(&text), Ok(EXAMPLE));
        let copied = format!("Companion #1,204 of 22 Nov:\n  {}\n", text.to_lowercase());
        assert_eq!(Checkpoint::parse(&copied), Ok(EXAMPLE));
        let typed = text.replace('-', "").replace('0', "o").replace('1', "l");
        assert_eq!(Checkpoint::parse(&typed), Ok(EXAMPLE));
    }

    #[test]
    fn what_is_mistyped_is_no_checkpoint() {
        let text = EXAMPLE.to_text();
        for at in (0..text.len()).filter(|at| at % 5 != 4) {
            let mut typed = text.clone().into_bytes();
            typed[at] = if typed[at] == b'7' { b'8' } else { b'7' };
            let typed = String::from_utf8(typed).unwrap();
            assert_eq!(Checkpoint::parse(&typed), Err(CheckpointError), "{typed}");
        }
        for typed in ["", "hello", &text[..78], "é".repeat(64).as_str()] {
            assert_eq!(Checkpoint::parse(typed), Err(CheckpointError));
        }
    }
}
