//! Journals and backups of every earlier version, in any store: formats are promises.
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a check fails by panicking, as tests do"
)]

mod world;

use std::collections::BTreeSet;
use std::io::Cursor;
use std::rc::Rc;

use companion_core::{Draft, EntryId, JournalEntry};
use companion_store::conformance::Home;
use companion_store::{Batch, Change, Store, Table};
use companion_vault::Vault;
use companion_vault::backup::{Backup, Restored};
use serde_json::{Value, json};

use self::world::World;

/// A golden file, and what is in it.
struct Golden<T: ?Sized + 'static> {
    name: &'static str,
    stored: &'static T,
    expected: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/golden.rs"));

/// Calls `$make! { check, check }` with the name of every function of this crate, each of which
/// takes a function that makes empty homes.
#[macro_export]
macro_rules! for_each_golden_check {
    ($make:ident) => {
        $make! { every_golden_journal_opens, every_golden_backup_comes_back, }
    };
}

/// Every journal that was ever stored opens from this store, with everything in it.
pub async fn every_golden_journal_opens<H: Home>(fresh: impl AsyncFn() -> H) {
    assert!(JOURNALS.len() >= 2);
    for golden in JOURNALS {
        let home = fresh().await;
        let store = home.open().await;
        put(&store, golden.stored).await;
        home.close(store).await;
        opens(&home, golden.name, golden.expected).await;
    }
}

/// Every backup that was ever written becomes a journal in this store, with everything in it.
pub async fn every_golden_backup_comes_back<H: Home>(fresh: impl AsyncFn() -> H) {
    assert!(!BACKUPS.is_empty());
    for golden in BACKUPS {
        let home = fresh().await;
        let store = Rc::new(home.open().await);
        let file = Cursor::new(golden.stored);
        let passphrase = text(&expected(golden.expected)["passphrase"]);
        let backup = Backup::open(file, &passphrase, &mut |_, _| {}).unwrap();
        let there = Rc::clone(&store);
        let restored = Vault::restore(there, World::default(), backup, &mut |_, _| {}).await;
        let Restored { vault, .. } = restored.unwrap();
        drop(vault);
        home.close(Rc::into_inner(store).unwrap()).await;
        opens(&home, golden.name, golden.expected).await;
    }
}

/// The golden journal `name`, which lies in `home` already, opens with everything in it.
pub async fn golden_journal_opens(home: &impl Home, name: &str) {
    let golden = JOURNALS.iter().find(|golden| golden.name == name);
    opens(home, name, golden.unwrap().expected).await;
}

/// Puts the golden journal `name` into an empty store.
pub async fn put_golden_journal(store: &impl Store, name: &str) {
    let golden = JOURNALS.iter().find(|golden| golden.name == name);
    put(store, golden.unwrap().stored).await;
}

async fn put(store: &impl Store, stored: &str) {
    let lines = stored.lines().filter(|line| !line.starts_with('#'));
    let batch = Batch {
        expect: None,
        changes: lines.map(record).collect(),
    };
    store.commit(batch).await.unwrap();
}

/// Opens what lies in `home` and compares it, all of it.
async fn opens<H: Home>(home: &H, name: &str, wanted: &str) {
    let wanted = expected(wanted);
    let store = Rc::new(home.open().await);
    let passphrase = text(&wanted["passphrase"]);
    let there = Rc::clone(&store);
    let unlocked = Vault::unlock(there, World::default(), &passphrase, &mut |_, _| {}).await;
    let vault = unlocked.unwrap().vault;

    let wanted_entries = wanted["entries"].as_array().unwrap();
    let in_trash = |is: bool| -> BTreeSet<EntryId> {
        let entries = wanted_entries
            .iter()
            .filter(|entry| entry["in_trash"] == is);
        entries.map(|entry| id(&entry["id"])).collect()
    };
    let listed = vault.list_entries();
    assert!(listed.iter().all(|line| !line.damaged), "{name}");
    let listed: BTreeSet<EntryId> = listed.iter().map(|line| line.id).collect();
    assert_eq!(listed, in_trash(false), "{name}");
    let trash = vault.list_trash().await.unwrap();
    let trash: BTreeSet<EntryId> = trash.iter().map(|line| line.entry.id).collect();
    assert_eq!(trash, in_trash(true), "{name}");
    for entry in wanted_entries {
        let found = vault.read_entry(id(&entry["id"])).await.unwrap();
        let is_in_trash = trash.contains(&found.id);
        assert_eq!(&describe_entry(&found, is_in_trash), entry, "{name}");
    }

    let wanted_drafts = wanted["drafts"].as_array().unwrap();
    let wanted_ids: BTreeSet<EntryId> = wanted_drafts
        .iter()
        .map(|draft| id(&draft["entry_id"]))
        .collect();
    let drafts = vault.list_drafts().await.unwrap();
    let found_ids: BTreeSet<EntryId> = drafts.iter().map(|draft| draft.entry_id).collect();
    assert_eq!(found_ids, &wanted_ids - &trash, "{name}");
    for draft in wanted_drafts {
        let found = vault
            .open_draft(Some(id(&draft["entry_id"])))
            .await
            .unwrap();
        assert_eq!(&describe_draft(&found), draft, "{name}");
    }
    for attachment in wanted["attachments"].as_array().into_iter().flatten() {
        let found = vault
            .attachments_of(id(&attachment["entry_id"]))
            .await
            .unwrap();
        let found = found
            .iter()
            .find(|one| attachment["id"] == one.id.to_string());
        let bytes = vault.read_attachment(found.unwrap().id).await.unwrap();
        assert_eq!(*bytes, from_hex(&text(&attachment["content"])), "{name}");
    }
    let settings = vault.read_settings().await.unwrap();
    assert_eq!(
        wanted["idle_lock_minutes"], settings.idle_lock_minutes,
        "{name}"
    );
    drop(vault);
    home.close(Rc::into_inner(store).unwrap()).await;
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

/// One line of a `vault.txt`: table, key and value, the latter two in hexadecimal.
fn record(line: &str) -> Change {
    let mut fields = line.split(' ');
    let mut field = || fields.next().unwrap();
    let named = field();
    let table = Table::ALL.into_iter().find(|table| table.name() == named);
    Change::Put {
        table: table.unwrap(),
        key: from_hex(field()),
        value: from_hex(field()),
    }
}

fn from_hex(digits: &str) -> Vec<u8> {
    let pairs = (0..digits.len()).step_by(2).map(|at| &digits[at..at + 2]);
    pairs
        .map(|pair| u8::from_str_radix(pair, 16).unwrap())
        .collect()
}

fn expected(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn id(value: &Value) -> EntryId {
    text(value).parse().unwrap()
}
