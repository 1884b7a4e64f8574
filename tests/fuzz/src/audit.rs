//! The audit log: what is in its records, what is exported of it, and checkpoints on paper.

use companion_core::{AuditEvent, AuditFinding, EntryId, Timestamp};
use companion_crypto::Digest;
use companion_vault::audit::{Checkpoint, ExportedLog, Verification};
use minicbor::Encode;
use minicbor::bytes::ByteVec;
use pollster::block_on;

use crate::journal::{SampleVault, keys, seal, store_with_log, unlock};
use crate::records::records_with_log;

const LOGGED: u8 = 7;
/// More than any sample needs.
const MAX_RECORDS: usize = 8;

/// Plaintexts of logged records, each behind one byte of length, sealed as a log that the head
/// vouches for. Whatever they say, the journal opens, the log can be read, verified, exported
/// and checked, and the next event is logged.
pub fn audit_log(bytes: &[u8]) {
    let (mut rest, mut log, mut link) = (bytes, Vec::new(), Digest::ZERO);
    while let Some((&length, following)) = rest.split_first()
        && log.len() < MAX_RECORDS
    {
        let (plain, following) = following.split_at(usize::from(length).min(following.len()));
        let number = log.len() as u64 + 1;
        let (_, sealed) = seal(LOGGED, &number.to_be_bytes(), number, plain);
        link = link_after(number, link, &sealed);
        log.push(sealed);
        rest = following;
    }
    let length = log.len() as u64;
    let store = store_with_log(records_with_log(length, link), log);
    let Ok(unlocked) = unlock(store) else {
        panic!("the log keeps the writer out");
    };
    let mut vault = unlocked.vault;
    let _ = block_on(vault.read_log(u64::MAX, 100));
    let mut walk = Verification::begin();
    while block_on(vault.verify_log(&mut walk, 3)).unwrap().is_none() {}
    let report = ExportedLog::read(export(&vault).as_bytes())
        .unwrap()
        .verify();
    block_on(vault.log(AuditEvent::CheckpointMade)).unwrap();
    block_on(vault.write_log()).unwrap();
    let status = block_on(vault.log_status()).unwrap();
    assert!(status.audit_length > report.audit_length);
}

/// The link of a record, as `docs/FORMAT.md` has it.
fn link_after(number: u64, before: Digest, sealed: &[u8]) -> Digest {
    let mut chained = b"companion/v1/audit-link".to_vec();
    chained.extend_from_slice(keys().vault().as_bytes());
    chained.extend_from_slice(&number.to_be_bytes());
    chained.extend_from_slice(before.as_bytes());
    chained.extend_from_slice(sealed);
    Digest::of(&chained)
}

/// An exported log, as anybody can write it.
pub fn audit_export(bytes: &[u8]) {
    if let Ok(log) = ExportedLog::read(bytes) {
        let report = log.verify();
        assert!(!report.is_whole || report.lines.len() as u64 <= report.audit_length);
    }
}

/// A checkpoint as typed. What is read is shown, and read the same again.
pub fn checkpoint(bytes: &[u8]) {
    let Ok(typed) = core::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(read) = Checkpoint::parse(typed) {
        let shown = read.to_text();
        assert_eq!(Checkpoint::parse(&shown).unwrap().to_text(), shown);
    }
}

/// The plaintexts of a sound log, what is exported of it, and a checkpoint.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let time = Timestamp {
        unix_ms: 1_795_348_800_000,
        utc_offset_minutes: 60,
    };
    let id = EntryId::from_bytes([7; 16]);
    let events = [
        AuditEvent::JournalCreated,
        AuditEvent::UnlocksFailed {
            count: 3,
            last: time,
        },
        AuditEvent::EntryEdited(id),
        AuditEvent::BackupMade {
            entries: 300,
            audit_length: 3,
        },
        AuditEvent::ProblemFound(AuditFinding::Removed { from: 1, to: 300 }),
    ];
    let (mut plain, mut log, mut link) = (Vec::new(), Vec::new(), Digest::ZERO);
    for (number, event) in (1_u64..).zip(events) {
        let event: ByteVec = minicbor::to_vec(event).unwrap().into();
        let content = Content(link, time, number, event);
        let content = minicbor::to_vec(content).unwrap();
        let (_, sealed) = seal(LOGGED, &number.to_be_bytes(), number, &content);
        link = link_after(number, link, &sealed);
        plain.push(u8::try_from(content.len()).unwrap());
        plain.extend_from_slice(&content);
        log.push(sealed);
    }
    let records = records_with_log(log.len() as u64, link);
    let unlocked = unlock(store_with_log(records, log)).unwrap();
    // A log that is not taken for sound would begin nothing.
    assert_eq!(unlocked.problems, []);
    let mut vault = unlocked.vault;
    let checkpoint = block_on(vault.make_checkpoint()).unwrap().to_text();
    vec![
        ("audit_log", plain),
        ("audit_export", export(&vault).into_bytes()),
        ("checkpoint", checkpoint.into_bytes()),
    ]
}

/// The content of a logged record, as `docs/FORMAT.md` has it.
#[derive(Encode)]
#[cbor(map)]
struct Content(
    #[n(0)] Digest,
    #[n(1)] Timestamp,
    #[n(2)] u64,
    #[n(3)] ByteVec,
);

/// The whole log as JSON.
fn export(vault: &SampleVault) -> String {
    let (mut export, mut exported) = (vault.begin_export(), String::new());
    while let Some(piece) = block_on(vault.export_log(&mut export, 3)).unwrap() {
        exported += &piece;
    }
    exported
}
