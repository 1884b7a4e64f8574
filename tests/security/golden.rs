//! A vault written by the first version must open forever.
//!
//! `tests/fixtures/vault/v1.vault.txt` holds the stored bytes, `v1.expected.json` what is in
//! them; `tests/security/independent_reader.py` reads the same file without any of our code.
//! `v1-recovery.*` are the same for a journal with Argon2id and a recovery key, `v1-history.*`
//! for one with earlier versions and a trash that was counted.

use std::path::PathBuf;

use companion_core::{Draft, EntryId, JournalEntry, Settings};
use companion_store::Table;
use companion_vault::{Argon2id, Problem, Unlocked, Vault};
use pollster::block_on;
use serde_json::{Value, json};

use crate::support::*;

pub(crate) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/vault")
        .join(name)
}

fn table_named(name: &str) -> Table {
    Table::ALL
        .into_iter()
        .find(|table| table.name() == name)
        .unwrap()
}

fn from_hex(digits: &str) -> Vec<u8> {
    let digit = |c: u8| (c as char).to_digit(16).unwrap() as u8;
    let pairs = digits.as_bytes().chunks_exact(2);
    pairs
        .map(|pair| digit(pair[0]) << 4 | digit(pair[1]))
        .collect()
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn golden() -> TestStore {
    golden_named("v1")
}

pub(crate) fn golden_named(name: &str) -> TestStore {
    let text = std::fs::read_to_string(fixture(&format!("{name}.vault.txt"))).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let dump = lines
        .map(|line| {
            let mut fields = line.split(' ');
            let mut next = || fields.next().unwrap();
            (table_named(next()), from_hex(next()), from_hex(next()))
        })
        .collect();
    TestStore::restore(&dump)
}

fn describe_entry(entry: &JournalEntry, in_trash: bool) -> Value {
    json!({
        "id": entry.id.to_string(),
        "created_ms": entry.created.unix_ms,
        "utc_offset_minutes": entry.created.utc_offset_minutes,
        "edited_ms": entry.edited.unix_ms,
        "content": entry.content,
        "prompt_used": entry.prompt_used,
        "word_count": entry.word_count,
        "duration_seconds": entry.duration_seconds,
        "in_trash": in_trash,
    })
}

fn describe_draft(draft: &Draft) -> Value {
    json!({
        "entry_id": draft.entry_id.to_string(),
        "content": draft.content,
        "cursor_utf16": draft.cursor_utf16,
        "is_new": draft.is_new,
    })
}

/// All that a vault holds, in the form of `v1.expected.json`.
pub(crate) fn describe(vault: &TestVault, trashed: &[EntryId], drafts: &[EntryId]) -> Value {
    let read = |id| block_on(vault.read_entry(id)).unwrap();
    let listed = vault
        .list_entries()
        .into_iter()
        .map(|line| describe_entry(&read(line.id), false));
    let trashed = trashed.iter().map(|&id| describe_entry(&read(id), true));
    let drafts = drafts
        .iter()
        .map(|&id| block_on(vault.open_draft(Some(id))).unwrap());
    json!({
        "passphrase": PASSPHRASE,
        "entries": listed.chain(trashed).collect::<Vec<_>>(),
        "drafts": drafts.map(|draft| describe_draft(&draft)).collect::<Vec<_>>(),
        "idle_lock_minutes": block_on(vault.read_settings()).unwrap().idle_lock_minutes,
    })
}

pub(crate) fn ids(
    expected: &Value,
    list: &str,
    name: &str,
    wanted: impl Fn(&Value) -> bool,
) -> Vec<EntryId> {
    let items = expected[list]
        .as_array()
        .unwrap()
        .iter()
        .filter(|item| wanted(item));
    items
        .map(|item| item[name].as_str().unwrap().parse().unwrap())
        .collect()
}

#[test]
fn the_first_version_opens_with_everything_in_it() {
    let (store, world) = (golden(), World::default());
    let (vault, problems) = unlock(&store, &world);
    assert!(
        matches!(&problems[..], [Problem::Repaired { .. }]),
        "{problems:?}"
    );
    assert_as_expected(&vault);
}

/// Compares all that a vault holds with `v1.expected.json`.
pub(crate) fn assert_as_expected(vault: &TestVault) {
    let expected = std::fs::read_to_string(fixture("v1.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let trashed = ids(&expected, "entries", "id", |entry| {
        entry["in_trash"] == true
    });
    let drafts = ids(&expected, "drafts", "entry_id", |_| true);
    assert_eq!(describe(vault, &trashed, &drafts), expected);
    let unsaved = block_on(vault.list_drafts()).unwrap();
    assert!(unsaved.iter().any(|draft| draft.content == "Half a"));
}

#[test]
fn the_first_version_opens_by_argon2id_and_by_recovery_key() {
    let expected = std::fs::read_to_string(fixture("v1-recovery.expected.json")).unwrap();
    let mut expected: Value = serde_json::from_str(&expected).unwrap();
    let (store, world) = (golden_named("v1-recovery"), World::default());
    let recovery_key = expected["recovery_key"].take();
    expected.as_object_mut().unwrap().remove("recovery_key");
    let drafts = ids(&expected, "drafts", "entry_id", |_| true);

    let (by_passphrase, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(describe(&by_passphrase, &[], &drafts), expected);
    let ways = block_on(by_passphrase.ways_in()).unwrap();
    assert_eq!(ways.kdf, Argon2id::default().into());
    let typed = recovery_key.as_str().unwrap();
    let opened = block_on(Vault::unlock_with_recovery_key(store, world, typed));
    let Unlocked { vault, problems } = opened.unwrap();
    assert_eq!(problems, []);
    assert_eq!(describe(&vault, &[], &drafts), expected);
}

/// What `v1-history.expected.json` says beyond what the others do.
fn describe_history(vault: &TestVault, ids: &[EntryId]) -> (Value, Value) {
    let mut versions = Vec::new();
    for &id in ids {
        for version in block_on(vault.list_versions(id)).unwrap() {
            let entry = version.entry.unwrap();
            assert_eq!(entry.id, id);
            versions.push(json!({
                "entry_id": id.to_string(),
                "number": version.number,
                "edited_ms": entry.edited.unix_ms,
                "content": entry.content,
            }));
        }
    }
    versions.sort_by_key(|it| (it["entry_id"].to_string(), it["number"].as_u64()));
    let kept = block_on(vault.read_settings()).unwrap().kept_revisions;
    (Value::Array(versions), json!(kept.get()))
}

#[test]
fn earlier_versions_and_a_counted_trash_open() {
    let expected = std::fs::read_to_string(fixture("v1-history.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let (store, world) = (golden_named("v1-history"), World::default());
    // The day after the trash was last counted.
    world.now_ms.set(NOON_MS + 10 * DAY_MS);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let all = ids(&expected, "entries", "id", |_| true);
    let trashed = ids(&expected, "entries", "id", |entry| {
        entry["in_trash"] == true
    });
    let (versions, kept) = describe_history(&vault, &all);
    let mut described = describe(&vault, &trashed, &[]);
    described["versions"] = versions;
    described["kept_revisions"] = kept;
    described["counted_ms"] = expected["counted_ms"].clone();
    assert_eq!(described, expected);
    let trash = block_on(vault.list_trash()).unwrap();
    assert_eq!((trash[0].entry.id, trash[0].days_left), (trashed[0], 21));
}

/// Made `v1-history.*`, once.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_history() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    block_on(vault.keep_revisions(companion_core::KeptRevisions::new(3))).unwrap();
    let first = write(&mut vault, "# Hafen\nErster Satz.");
    let save = |vault: &mut TestVault, id, text: &str| {
        let draft = block_on(vault.open_draft(Some(id))).unwrap();
        let content = text.into();
        block_on(vault.save_entry(Draft { content, ..draft })).unwrap();
    };
    for text in ["Zweiter", "Dritter", "Vierter", "Fünfter 🌧️"] {
        save(&mut vault, first.id, &format!("# Hafen\n{text} Satz."));
    }
    write(&mut vault, "Never changed");
    let trashed = write(&mut vault, "Regretted");
    save(&mut vault, trashed.id, "Regretted, and changed before");
    block_on(vault.delete_entry(trashed.id)).unwrap();
    drop(vault);
    world.now_ms.set(NOON_MS + 9 * DAY_MS);
    let (vault, _) = unlock(&store, &world);
    let left = block_on(vault.list_trash()).unwrap()[0].days_left;
    assert_eq!(left, 22);

    let (versions, kept) = describe_history(&vault, &[first.id, trashed.id]);
    assert_eq!(versions.as_array().unwrap().len(), 4);
    let mut described = describe(&vault, &[trashed.id], &[]);
    described["versions"] = versions;
    described["kept_revisions"] = kept;
    // Counted at the unlock above; the independent reader finds what.
    described["counted_ms"] = json!({ trashed.id.to_string(): Value::Null });
    write_golden("v1-history", &store, &described);
}

/// Made `v1.*`, once. A later version gets files of its own; these stay as they are.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let first = write(
        &mut vault,
        "# Erster Tag\nEs hat geregnet, naïve Hoffnung: 雨 🌧️",
    );
    write(&mut vault, &"A long walk by the harbour. ".repeat(40));
    let draft = block_on(vault.open_draft(Some(first.id))).unwrap();
    let draft = Draft {
        content: format!("{}\n\nAm Abend klar.", draft.content),
        prompt_used: Some("Was hat sich geändert?".into()),
        duration_seconds: 95,
        ..draft
    };
    block_on(vault.save_entry(draft.clone())).unwrap();
    let trashed = write(&mut vault, "Regretted at once");
    block_on(vault.delete_entry(trashed.id)).unwrap();
    block_on(vault.store_draft(Draft {
        content: "Am Abend doch".into(),
        ..draft
    }))
    .unwrap();
    let unsaved = Draft {
        cursor_utf16: 5,
        ..new_draft(&vault, "Half a")
    };
    block_on(vault.store_draft(unsaved.clone())).unwrap();
    block_on(vault.write_settings(&Settings {
        idle_lock_minutes: 3,
        ..Settings::default()
    }))
    .unwrap();
    // A lost record that a repair has accepted leaves a note.
    let lost = write(&mut vault, "Lost and noted");
    store.delete(
        Table::Records,
        &record_key(&store, ENTRY, lost.id.as_bytes()),
    );
    block_on(vault.repair()).unwrap();

    let described = describe(&vault, &[trashed.id], &[first.id, unsaved.entry_id]);
    write_golden("v1", &store, &described);
}

/// Made `v1-recovery.*`, once.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_recovery_key() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    write(
        &mut vault,
        "# Am Wasser\nDer Schlüssel liegt in der Schublade: 🗝️",
    );
    let unsaved = new_draft(&vault, "Half a");
    block_on(vault.store_draft(unsaved.clone())).unwrap();
    let kdf = Argon2id::default().into();
    block_on(vault.change_passphrase(PASSPHRASE, PASSPHRASE, kdf, &mut |_, _| {})).unwrap();
    let new = block_on(vault.generate_recovery_key(PASSPHRASE, &mut |_, _| {})).unwrap();
    block_on(vault.activate_recovery_key(&new)).unwrap();

    let mut described = describe(&vault, &[], &[unsaved.entry_id]);
    described["recovery_key"] = json!(*new.to_text());
    write_golden("v1-recovery", &store, &described);
}

pub(crate) fn write_golden(name: &str, store: &TestStore, described: &Value) {
    let path = fixture(&format!("{name}.vault.txt"));
    assert!(!path.exists(), "a golden file is never written again");
    let mut text = String::from(
        "# A Companion vault of format version 1, as docs/FORMAT.md describes it.\n\
         # One stored record a line: table, key and value, the latter two in hexadecimal.\n",
    );
    for (table, key, value) in store.dump() {
        text += &format!("{} {} {}\n", table.name(), to_hex(&key), to_hex(&value));
    }
    let described = serde_json::to_string_pretty(described).unwrap();
    let expected = fixture(&format!("{name}.expected.json"));
    std::fs::write(expected, described + "\n").unwrap();
    std::fs::write(path, text).unwrap();
}

#[test]
fn the_audit_log_of_the_first_version_opens_and_goes_on() {
    use companion_vault::audit::{Checkpoint, Comparison, ExportedLog};
    let expected = std::fs::read_to_string(fixture("v1-audit.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let log = std::fs::read_to_string(fixture("v1-audit.log.json")).unwrap();
    let log: Value = serde_json::from_str(&log).unwrap();
    let (store, world) = (golden_named("v1-audit"), World::default());
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(describe(&vault, &[], &[]), expected);
    assert_eq!(crate::audit::verify(&vault), []);
    let told = crate::audit::events(&vault);
    // Words may change one day; what happened may not.
    let told: Vec<String> = told.iter().map(|event| format!("{event:?}")).collect();
    assert_eq!(Value::from(told), log["events"]);

    let checkpoint = Checkpoint::parse(log["checkpoint"].as_str().unwrap()).unwrap();
    let compared = block_on(vault.compare_checkpoint(&checkpoint)).unwrap();
    assert_eq!(compared, Comparison::Matches);
    let export = std::fs::read(fixture("v1-audit.export.json")).unwrap();
    let export = ExportedLog::read(&export).unwrap();
    let report = export.verify();
    assert!(report.is_whole && report.findings.is_empty());
    assert_eq!(export.compare(&checkpoint), Comparison::Matches);

    let backup = std::fs::read(fixture("v1-audit.companion")).unwrap();
    let backup = std::io::Cursor::new(backup);
    let mut backup =
        companion_vault::backup::Backup::open(backup, PASSPHRASE, &mut |_, _| {}).unwrap();
    let report = block_on(backup.verify(&mut |_, _| {})).unwrap();
    assert_eq!(report.problems, []);
    let restored = block_on(Vault::restore(
        TestStore::default(),
        world,
        backup,
        &mut |_, _| {},
    ));
    let vault = restored.unwrap().vault;
    assert_eq!(crate::audit::verify(&vault), []);
    let compared = crate::audit::events(&vault).len() as u64;
    assert_eq!(compared, report.audit_length + 1);
}

/// Made `v1-audit.*`, once: a journal with a log, its backup, its export and a checkpoint.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_audit_log() {
    use companion_core::{AiOutcome, AiTask, AuditEvent, ModelName};
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    write(&mut vault, "# Am Fenster\nHeute hat es geschneit ❄️");
    drop(vault);
    block_on(companion_vault::audit::Attempts::note(
        &store,
        companion_core::Clock::now(&world),
    ))
    .unwrap();
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.log(AuditEvent::AiOperation {
        task: AiTask::Question,
        model: ModelName::new("qwen2.5-0.5b-instruct-q4_k_m.gguf"),
        duration_ms: 1_234,
        outcome: AiOutcome::Finished,
    }))
    .unwrap();
    let thrown_away = write(&mut vault, "Thrown away");
    block_on(vault.delete_entry(thrown_away.id)).unwrap();
    block_on(vault.purge_entry(thrown_away.id)).unwrap();
    block_on(vault.write_settings(&Settings {
        idle_lock_minutes: 0,
        ..Settings::default()
    }))
    .unwrap();
    let checkpoint = block_on(vault.make_checkpoint()).unwrap();
    let mut backup = std::io::Cursor::new(Vec::new());
    let report = block_on(vault.write_backup(&mut backup, &mut |_, _| {})).unwrap();
    block_on(vault.note_backup(&report)).unwrap();
    let (mut export, mut text) = (vault.begin_export(), String::new());
    while let Some(piece) = block_on(vault.export_log(&mut export, 100)).unwrap() {
        text += &piece;
    }
    let events = crate::audit::events(&vault);
    let events: Vec<String> = events.iter().map(|event| format!("{event:?}")).collect();
    write_golden("v1-audit", &store, &describe(&vault, &[], &[]));
    let log = json!({ "checkpoint": checkpoint.to_text(), "events": events });
    let log = serde_json::to_string_pretty(&log).unwrap();
    std::fs::write(fixture("v1-audit.log.json"), log + "\n").unwrap();
    std::fs::write(fixture("v1-audit.companion"), backup.into_inner()).unwrap();
    std::fs::write(fixture("v1-audit.export.json"), text).unwrap();
}
