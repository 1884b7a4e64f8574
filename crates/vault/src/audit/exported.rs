//! Checking an exported log without the journal's key.

use companion_core::{AuditEvent, AuditFinding, Timestamp};
use companion_crypto::{Digest, RecordKey, RecordType, VaultId, open_disclosed};
use serde_json::Value;

use super::checkpoint::{Checkpoint, Comparison, first_bytes};
use super::export::{FORMAT, VERSION};
use super::record::Content;
use crate::record::{Kind, SCHEMA, decode};

/// A log as it was exported. Nothing of it is trusted before [`ExportedLog::verify`].
pub struct ExportedLog {
    vault: VaultId,
    epoch: u64,
    length: u64,
    root: Digest,
    records: Vec<ExportedRecord>,
}

struct ExportedRecord {
    number: u64,
    sealed: Vec<u8>,
    opens: Option<(RecordKey, [u8; 32])>,
}

/// Why a file is no exported log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    /// It is something else, or damaged beyond reading.
    #[error("this file is not a record of activity that Companion has exported, or it is damaged")]
    NotAnExport,
    /// It was written by a newer Companion.
    #[error("the file was exported by a newer Companion, in version {0} of its format")]
    Newer(u64),
}

/// What was found in an exported log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportReport {
    /// Events that the log says it has.
    pub audit_length: u64,
    /// Whether the sealed records form one chain from the first to the last: nothing in
    /// between is missing, added or changed.
    pub is_whole: bool,
    /// What is wrong, by record numbers.
    pub findings: Vec<AuditFinding>,
    /// The events as they were sealed, where they open. The words that stand beside them in
    /// the file are for people and prove nothing.
    pub lines: Vec<ExportedLine>,
}

/// An event as it was sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportedLine {
    /// Its number, from 1.
    pub number: u64,
    /// When it happened.
    pub when: Timestamp,
    /// What happened; `None` if only a newer Companion knows.
    pub event: Option<AuditEvent>,
}

impl ExportedLog {
    /// Reads an exported log.
    ///
    /// # Errors
    /// [`ExportError`]
    pub fn read(bytes: &[u8]) -> Result<Self, ExportError> {
        let json: Value = serde_json::from_slice(bytes).map_err(|_| ExportError::NotAnExport)?;
        if json["format"] != FORMAT {
            return Err(ExportError::NotAnExport);
        }
        match json["version"].as_u64() {
            Some(VERSION) => {}
            Some(newer) if newer > VERSION => return Err(ExportError::Newer(newer)),
            _ => return Err(ExportError::NotAnExport),
        }
        Self::of(&json).ok_or(ExportError::NotAnExport)
    }

    fn of(json: &Value) -> Option<Self> {
        let records = json["records"].as_array()?.iter();
        let records: Vec<ExportedRecord> =
            records.map(ExportedRecord::of).collect::<Option<_>>()?;
        Some(Self {
            vault: VaultId::from_bytes(array(&json["vault"])?),
            epoch: json["epoch"].as_u64()?,
            length: json["length"].as_u64()?,
            root: Digest::from_bytes(array(&json["root"])?),
            // In order, each at most once.
            records: Some(records)
                .filter(|records| records.is_sorted_by(|a, b| a.number < b.number))?,
        })
    }

    /// Follows the chain, and opens every record with the key that was exported for it.
    #[must_use]
    pub fn verify(&self) -> ExportReport {
        let mut report = ExportReport {
            audit_length: self.length,
            is_whole: self.is_whole(),
            findings: Vec::new(),
            lines: Vec::new(),
        };
        let (mut last, mut link) = (0, Some(Digest::ZERO));
        for record in &self.records {
            let number = record.number;
            if number > self.length || number == 0 {
                report.findings.push(AuditFinding::Inserted { at: number });
                continue;
            }
            if number > last + 1 {
                report.findings.push(AuditFinding::Removed {
                    from: last + 1,
                    to: number - 1,
                });
                link = None;
            }
            last = number;
            let Some(content) = record.open(&self.vault) else {
                report.findings.push(AuditFinding::Edited { at: number });
                link = None;
                continue;
            };
            if link.is_some_and(|link| link != content.previous) {
                report
                    .findings
                    .push(AuditFinding::Forked { after: number - 1 });
            }
            link = Some(record.link(&self.vault, &content.previous));
            report.lines.push(ExportedLine {
                number,
                when: content.when,
                event: content.event(),
            });
        }
        if last < self.length {
            report.findings.push(AuditFinding::Truncated {
                from: last + 1,
                to: self.length,
            });
        } else if link.is_some_and(|link| link != self.root) {
            report.findings.push(AuditFinding::Forked {
                after: last.saturating_sub(1),
            });
        }
        report
    }

    /// Whether the ciphertexts alone, in their order, sum up to the last link.
    fn is_whole(&self) -> bool {
        let counted = self.records.iter().map(|record| record.number);
        counted.eq(1..=self.length) && self.link_at(self.length) == Some(self.root)
    }

    /// The link of the record `number` by all ciphertexts up to it.
    fn link_at(&self, number: u64) -> Option<Digest> {
        let upto = self
            .records
            .iter()
            .take_while(|record| record.number <= number);
        let mut link = (0, Digest::ZERO);
        for record in upto {
            if record.number != link.0 + 1 {
                return None;
            }
            link = (record.number, record.link(&self.vault, &link.1));
        }
        (link.0 == number).then_some(link.1)
    }

    /// Compares a checkpoint with the chain of ciphertexts.
    #[must_use]
    pub fn compare(&self, checkpoint: &Checkpoint) -> Comparison {
        if !checkpoint.is_of(&self.vault) {
            return Comparison::OtherJournal;
        }
        let number = checkpoint.audit_length();
        if number > self.length || checkpoint.epoch() > self.epoch {
            return Comparison::Ahead;
        }
        match self.link_at(number) {
            Some(link) if first_bytes(&link) == *checkpoint.link() => Comparison::Matches,
            Some(_) => Comparison::Differs,
            None => Comparison::Lost,
        }
    }
}

impl ExportedRecord {
    fn of(json: &Value) -> Option<Self> {
        let place = array(&json["place"]).and_then(|place: [u8; 16]| RecordKey::from_bytes(&place));
        Some(Self {
            number: json["number"].as_u64()?,
            sealed: from_hex(json["sealed"].as_str()?)?,
            opens: place.zip(array(&json["key"])),
        })
    }

    fn open(&self, vault: &VaultId) -> Option<Content> {
        let (place, key) = self.opens?;
        let record = RecordType {
            kind: Kind::Audit.code(),
            schema: SCHEMA,
            revision: self.number,
        };
        let opened = open_disclosed(vault, &place, key, record, &self.sealed).ok()?;
        decode(&opened, Kind::Audit).ok()
    }

    fn link(&self, vault: &VaultId, previous: &Digest) -> Digest {
        Digest::of_audit_record(vault, self.number, previous, &self.sealed)
    }
}

/// Hexadecimal of exactly `N` bytes.
fn array<const N: usize>(json: &Value) -> Option<[u8; N]> {
    from_hex(json.as_str()?)?.try_into().ok()
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let nibble = |digit: u8| {
        char::from(digit)
            .to_digit(16)
            .and_then(|n| u8::try_from(n).ok())
    };
    let bytes = pairs
        .iter()
        .map(|&[high, low]| Some(nibble(high)? << 4 | nibble(low)?));
    bytes.collect::<Option<_>>().filter(|_| rest.is_empty())
}
