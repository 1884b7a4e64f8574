//! Following the whole chain, a piece at a time, so that nobody who writes has to wait for it.

use companion_core::{AuditFinding, Clock, Entropy};
use companion_crypto::{Digest, VaultKeys};
use companion_store::{Key, Store, Table};

use super::record::{Content, SEALED_BYTES, link, number_of, open};
use crate::manifest::Head;
use crate::{Vault, VaultError};

/// A walk along the log. It may be left at any time.
#[derive(Default)]
pub struct Verification {
    /// The last key that was looked at.
    after: Option<Key>,
    /// The number of the last record that was met or missed.
    last: u64,
    /// The link of that record, where it could be opened.
    link: Option<Digest>,
    /// By how much records lie behind their place, because others were put between them.
    shift: i64,
    /// Whether the last record could not be opened: it may be one that was put in.
    suspect: bool,
    /// The link of the record before it.
    before_suspect: Option<Digest>,
    /// The last authentic record behind the one that the head knows as the last.
    beyond: u64,
    findings: Vec<AuditFinding>,
}

impl Verification {
    /// A walk from the first record.
    #[must_use]
    pub fn begin() -> Self {
        Self {
            link: Some(Digest::ZERO),
            ..Self::default()
        }
    }

    /// The number of the last record that was met.
    #[must_use]
    pub const fn done(&self) -> u64 {
        self.last
    }

    /// Looks at what lies under one key of the table.
    pub(crate) fn meet(&mut self, keys: &VaultKeys, head: &Head, key: &[u8], sealed: &[u8]) {
        let Some(place) = number_of(key) else {
            self.find(AuditFinding::Inserted { at: 0 });
            return;
        };
        let Some(number) = place.checked_add_signed(-self.shift) else {
            self.find(AuditFinding::Inserted { at: place });
            return;
        };
        if self.suspect
            && number == self.last + 1
            && let Some(content) = open(keys, self.last, sealed)
        {
            // The record before was none: all that follow have moved by one.
            self.findings.pop();
            self.find(AuditFinding::Inserted { at: place - 1 });
            self.shift += 1;
            self.link = self.before_suspect.take();
            self.follow(keys, head, self.last, &content, sealed);
            return;
        }
        if number > head.audit_length {
            match open(keys, number, sealed) {
                Some(_) => self.beyond = number,
                None => self.find(AuditFinding::Inserted { at: place }),
            }
            return;
        }
        self.miss_until(number);
        if let Some(content) = open(keys, number, sealed) {
            self.follow(keys, head, number, &content, sealed);
        } else if let Some(content) = open(keys, number + 1, sealed) {
            // One was taken out and the others have moved up.
            self.find(AuditFinding::Removed {
                from: number,
                to: number,
            });
            self.shift -= 1;
            self.link = None;
            self.follow(keys, head, number + 1, &content, sealed);
        } else {
            let is_torn = number == head.audit_length && sealed.len() < SEALED_BYTES;
            self.find(if is_torn {
                AuditFinding::TornTail { at: number }
            } else {
                AuditFinding::Edited { at: number }
            });
            self.before_suspect = self.link.take();
            self.suspect = true;
            self.last = number;
        }
    }

    /// Notes that the records up to `number` are not there.
    fn miss_until(&mut self, number: u64) {
        let first = self.last + 1;
        if number > first {
            self.find(AuditFinding::Removed {
                from: first,
                to: number - 1,
            });
            self.last = number - 1;
            self.link = None;
            self.suspect = false;
        }
    }

    /// Goes on with an authentic record.
    fn follow(
        &mut self,
        keys: &VaultKeys,
        head: &Head,
        number: u64,
        content: &Content,
        sealed: &[u8],
    ) {
        let joins = self.link.is_none_or(|link| link == content.previous);
        let found = link(keys, number, content, sealed);
        let ends = number != head.audit_length || found == head.audit_root;
        if !(joins && ends) {
            self.find(AuditFinding::Forked { after: number - 1 });
        }
        self.link = Some(found);
        self.last = number;
        self.suspect = false;
    }

    fn find(&mut self, finding: AuditFinding) {
        if self.findings.last() != Some(&finding) {
            self.findings.push(finding);
        }
    }

    /// What was found, at the end of the table.
    pub(crate) fn finish(&mut self, head: &Head) -> Vec<AuditFinding> {
        let sealed = head.audit_length;
        if self.last < sealed {
            self.find(AuditFinding::Truncated {
                from: self.last + 1,
                to: sealed,
            });
        }
        if self.beyond > sealed {
            self.find(AuditFinding::Downgraded {
                sealed,
                found: self.beyond,
            });
        }
        core::mem::take(&mut self.findings)
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Looks at the next records of the log, at most `limit`. At its end says what was found,
    /// in order; until then `None`.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn verify_log(
        &self,
        verification: &mut Verification,
        limit: usize,
    ) -> Result<Option<Vec<AuditFinding>>, VaultError> {
        let head = &self.manifest.head;
        let after = verification.after.as_deref();
        let chunk = self.store.scan(Table::Audit, after, limit).await?;
        for (key, sealed) in &chunk {
            verification.meet(&self.keys, head, key, sealed);
        }
        if chunk.len() < limit {
            return Ok(Some(verification.finish(head)));
        }
        verification.after = chunk.into_iter().next_back().map(|(key, _)| key);
        Ok(None)
    }

    /// Events in the log.
    #[must_use]
    pub const fn log_length(&self) -> u64 {
        self.manifest.head.audit_length
    }
}
