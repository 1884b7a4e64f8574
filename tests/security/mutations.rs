//! 10,000 single bytes of a journal, and of a backup, changed at random: each change is refused,
//! named at unlock, found when the log is verified, or does no harm at all. All are counted and
//! printed (`-- --nocapture mutations`).
//!
//! Every attempt opens the journal with its recovery key, which costs no key derivation. What a
//! change of the header does to the passphrase's way in is tried separately, a few times.

use std::io::Cursor;

use companion_core::{Draft, EntryId, EntrySummary, JournalEntry, Settings};
use companion_store::Table;
use companion_vault::backup::{Backup, BackupError, LastBackup, Report};
use companion_vault::{Problem, Unlocked, Vault, VaultError};
use pollster::block_on;

use crate::audit;
use crate::backup::backup_of;
use crate::support::*;

const MUTATIONS: usize = 10_000;

/// A journal with everything that a journal can hold, locked.
struct Sample {
    stored: Dump,
    backup: Vec<u8>,
    recovery_key: String,
    trashed: EntryId,
}

fn sample() -> Sample {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for (number, words) in [3, 40, 7, 900, 120].into_iter().enumerate() {
        write(
            &mut vault,
            &format!("# Day {number}\n{}", "Rain. ".repeat(words)),
        );
    }
    let edited = write(&mut vault, "Begun");
    let draft = block_on(vault.open_draft(Some(edited.id))).unwrap();
    let with = |content: &str| Draft {
        content: content.into(),
        ..draft.clone()
    };
    block_on(vault.save_entry(with("Begun, and gone on with"))).unwrap();
    block_on(vault.store_draft(with("Begun, and not finished"))).unwrap();
    let new = new_draft(&vault, "Half a");
    block_on(vault.store_draft(new)).unwrap();
    let trashed = write(&mut vault, "Regretted").id;
    block_on(vault.delete_entry(trashed)).unwrap();
    block_on(vault.write_settings(&Settings {
        idle_lock_minutes: 3,
        ..Settings::default()
    }))
    .unwrap();
    let new = block_on(vault.generate_recovery_key(PASSPHRASE, &mut |_, _| {})).unwrap();
    block_on(vault.activate_recovery_key(&new)).unwrap();
    // A lost record that a repair has accepted leaves a note.
    let lost = write(&mut vault, "Lost and noted").id;
    store.delete(Table::Records, &record_key(&store, ENTRY, lost.as_bytes()));
    block_on(vault.repair()).unwrap();
    let (backup, report) = backup_of(&mut vault);
    block_on(vault.note_backup(&report)).unwrap();
    Sample {
        stored: store.dump(),
        backup,
        recovery_key: new.to_text().to_string(),
        trashed,
    }
}

/// All that a reader can see of a journal.
#[derive(Debug, PartialEq)]
struct Seen {
    list: Vec<EntrySummary>,
    entries: Vec<Result<JournalEntry, VaultError>>,
    drafts: Vec<Draft>,
    settings: Settings,
    last_backup: Option<LastBackup>,
}

fn see(vault: &TestVault, trashed: EntryId) -> Seen {
    let list = vault.list_entries();
    let ids = list.iter().map(|line| line.id).chain([trashed]);
    Seen {
        entries: ids.map(|id| block_on(vault.read_entry(id))).collect(),
        list,
        drafts: block_on(vault.list_drafts()).unwrap(),
        settings: block_on(vault.read_settings()).unwrap(),
        last_backup: block_on(vault.last_backup()).unwrap(),
    }
}

/// SplitMix64 from a fixed beginning: every run changes the same bytes.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }

    /// Another value for one byte of `bytes`.
    fn change(&mut self, bytes: &mut [u8]) {
        let at = self.below(bytes.len());
        bytes[at] ^= 1 + self.below(255) as u8;
    }
}

fn open(sample: &Sample, stored: &Dump) -> Result<(TestVault, Vec<Problem>), VaultError> {
    let store = TestStore::restore(stored);
    let opened = Vault::unlock_with_recovery_key(store, World::default(), &sample.recovery_key);
    block_on(opened).map(|Unlocked { vault, problems }| (vault, problems))
}

#[test]
fn ten_thousand_changed_bytes_of_a_journal() {
    let sample = sample();
    let (vault, sound) = open(&sample, &sample.stored).unwrap();
    let whole = see(&vault, sample.trashed);
    drop(vault);
    let sizes: Vec<usize> = sample
        .stored
        .iter()
        .map(|(.., value)| value.len())
        .collect();
    let mut dice = Dice(1);
    let (mut refused, mut named, mut verified, mut harmless) = (0, 0, 0, 0);
    let mut of_header = 0;
    for attempt in 0..MUTATIONS {
        let mut stored = sample.stored.clone();
        // Records are struck as often as they are large.
        let mut byte = dice.below(sizes.iter().sum());
        let mut struck = 0;
        while byte >= sizes[struck] {
            byte -= sizes[struck];
            struck += 1;
        }
        let (table, key, value) = &mut stored[struck];
        let (table, key) = (*table, key.clone());
        value[byte] ^= 1 + dice.below(255) as u8;
        of_header += usize::from(table == Table::Header);
        let what = format!("attempt {attempt}: byte {byte} of {table:?} {key:?}");
        match open(&sample, &stored) {
            Err(_) => {
                assert_eq!(table, Table::Header, "{what} keeps the writer out");
                refused += 1;
            }
            Ok((vault, problems)) if problems == sound => {
                assert_eq!(see(&vault, sample.trashed), whole, "{what} is not noticed");
                // Of the log only the end is looked at on unlocking.
                if table == Table::Audit {
                    assert_ne!(audit::verify(&vault), [], "{what} is not found");
                    verified += 1;
                } else {
                    harmless += 1;
                }
            }
            Ok((vault, _)) => {
                named += 1;
                // All the rest is there.
                if attempt % 16 == 0 {
                    let seen = see(&vault, sample.trashed);
                    let entries = whole.entries.iter();
                    let drafts = whole.drafts.iter();
                    let lost = entries
                        .filter(|entry| !seen.entries.contains(entry))
                        .count()
                        + drafts.filter(|draft| !seen.drafts.contains(draft)).count();
                    assert!(lost <= 1, "{what} costs {lost} texts");
                }
            }
        }
    }
    println!(
        "mutations of a journal: {MUTATIONS} single bytes of {} records, {of_header} of them in the header: \
         {refused} refused, {named} named at unlock, {verified} found by verifying the log, {harmless} proved harmless, 0 unnoticed",
        sizes.len()
    );
    assert_eq!(refused + named + verified + harmless, MUTATIONS);
    assert!(of_header > 0 && refused > 0 && named > MUTATIONS / 2);
}

#[test]
fn a_changed_header_opens_by_no_passphrase_in_silence() {
    let sample = sample();
    let mut dice = Dice(2);
    let header = sample
        .stored
        .iter()
        .position(|(table, ..)| *table == Table::Header);
    let header = header.unwrap();
    let (_, sound) = open(&sample, &sample.stored).unwrap();
    for _ in 0..16 {
        let mut stored = sample.stored.clone();
        dice.change(&mut stored[header].2);
        let opened = try_unlock(&TestStore::restore(&stored), &World::default());
        assert!(opened.is_err() || opened.is_ok_and(|opened| opened.problems != sound));
    }
}

fn verify(sample: &Sample, file: &[u8]) -> Result<Report, BackupError> {
    let opened = Backup::open(Cursor::new(file), &sample.recovery_key, &mut |_, _| {});
    block_on(opened?.verify(&mut |_, _| {}))
}

#[test]
fn ten_thousand_changed_bytes_of_a_backup() {
    let sample = sample();
    let whole = verify(&sample, &sample.backup).unwrap();
    let mut dice = Dice(3);
    let (mut refused, mut harmless) = (0, 0);
    for attempt in 0..MUTATIONS {
        let mut file = sample.backup.clone();
        dice.change(&mut file);
        match verify(&sample, &file) {
            Err(_) => refused += 1,
            // What a backup holds is authentic or refused: only the same report may pass.
            Ok(report) => {
                assert_eq!(report, whole, "attempt {attempt} is not noticed");
                harmless += 1;
            }
        }
    }
    println!(
        "mutations of a backup: {MUTATIONS} single bytes of {}: {refused} refused, {harmless} proved harmless, 0 unnoticed",
        sample.backup.len()
    );
    assert_eq!(refused + harmless, MUTATIONS);
    assert!(refused > MUTATIONS / 2);
}
