//! The browser's own cryptography opens what we seal, and we open what it seals. Its side is
//! plain JavaScript, written from `docs/FORMAT.md`: `webcrypto.js`.

use std::io::Cursor;
use std::rc::Rc;

use companion_core::Draft;
use companion_store::{Batch, Change, MemoryStore, Store, Table};
use companion_vault::backup::Backup;
use companion_vault::{Unlocked, Vault};
use companion_worker::vault::BrowserEnvironment;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use crate::estimator;

#[wasm_bindgen(module = "/src/webcrypto.js")]
extern "C" {
    /// The texts of a journal's entries, sorted.
    #[wasm_bindgen(catch, js_name = openJournal)]
    async fn open_journal(
        header: Uint8Array,
        records: Array,
        passphrase: &str,
    ) -> Result<Array, JsValue>;
    /// A journal of one entry: pairs of key and value, the header first.
    #[wasm_bindgen(catch, js_name = sealJournal)]
    async fn seal_journal(passphrase: &str, text: &str) -> Result<Array, JsValue>;
    /// The texts of a backup's entries, sorted.
    #[wasm_bindgen(catch, js_name = openBackup)]
    async fn open_backup(file: Uint8Array, passphrase: &str) -> Result<Array, JsValue>;
    /// A backup of one entry.
    #[wasm_bindgen(catch, js_name = sealBackup)]
    async fn seal_backup(passphrase: &str, text: &str) -> Result<Uint8Array, JsValue>;
}

type MemoryVault = Vault<MemoryStore, BrowserEnvironment>;

/// Changes under Unicode normalization, so that both sides must do it.
const PASSPHRASE: &str = "mossy kettle unde\u{301}r nine lamps";

/// Texts that fill one chunk of a backup and more, sorted.
fn texts() -> [String; 2] {
    ["A quiet day. ".repeat(3_500), "雨 ".repeat(9_000)]
}

async fn written() -> MemoryVault {
    estimator::provide();
    let store = MemoryStore::default();
    let created = Vault::create(store, BrowserEnvironment, PASSPHRASE, &mut |_, _| {}).await;
    let mut vault = created.unwrap();
    for content in texts() {
        let draft = vault.open_draft(None).await.unwrap();
        vault.save_entry(Draft { content, ..draft }).await.unwrap();
    }
    vault
}

fn strings(array: &Array) -> Vec<String> {
    array.iter().map(|text| text.as_string().unwrap()).collect()
}

async fn assert_holds(vault: &MemoryVault, text: &str) {
    let [line] = &vault.list_entries()[..] else {
        panic!("not one entry");
    };
    let entry = vault.read_entry(line.id).await.unwrap();
    assert!(entry.content == text && line.title == "From elsewhere");
}

#[wasm_bindgen_test]
async fn webcrypto_opens_what_we_seal() {
    let mut vault = written().await;
    let mut file = Cursor::new(Vec::new());
    let report = vault.write_backup(&mut file, &mut |_, _| {}).await.unwrap();
    assert_eq!((report.entries, report.problems.len()), (2, 0));
    let file = file.into_inner();
    let opened = open_backup(Uint8Array::from(&file[..]), PASSPHRASE).await;
    assert!(strings(&opened.unwrap()) == texts());
    // It is the tags that are checked, not only the texts.
    for at in [40, 120, file.len() / 2, file.len() - 1] {
        let mut changed = file.clone();
        changed[at] ^= 1;
        let refused = open_backup(Uint8Array::from(&changed[..]), PASSPHRASE).await;
        assert!(refused.is_err(), "byte {at}");
    }

    let store = MemoryStore::default();
    let backup = Backup::open(Cursor::new(file), PASSPHRASE, &mut |_, _| {}).unwrap();
    let restored = Vault::restore(store, BrowserEnvironment, backup, &mut |_, _| {}).await;
    drop(restored.unwrap());
}

#[wasm_bindgen_test]
async fn webcrypto_opens_the_journal_as_stored() {
    estimator::provide();
    let store = Rc::new(MemoryStore::default());
    let created = Vault::create(
        Rc::clone(&store),
        BrowserEnvironment,
        PASSPHRASE,
        &mut |_, _| {},
    )
    .await;
    let mut vault = created.unwrap();
    let draft = vault.open_draft(None).await.unwrap();
    let content = "One entry, as it lies in the database".to_owned();
    vault.save_entry(Draft { content, ..draft }).await.unwrap();
    let header = store.get(Table::Header, b"header").await.unwrap().unwrap();
    let records = store.scan(Table::Records, None, usize::MAX).await.unwrap();
    let bytes = |bytes: &[u8]| JsValue::from(Uint8Array::from(bytes));
    let records: Array = records
        .iter()
        .map(|(key, value)| Array::of2(&bytes(key), &bytes(value)))
        .collect();
    let opened = open_journal(Uint8Array::from(&header[..]), records, PASSPHRASE).await;
    assert_eq!(
        strings(&opened.unwrap()),
        ["One entry, as it lies in the database"]
    );
}

#[wasm_bindgen_test]
async fn we_open_a_journal_that_webcrypto_has_sealed() {
    let text = "From elsewhere\n\nIt rained.";
    let sealed = seal_journal(PASSPHRASE, text).await.unwrap();
    let mut changes = Vec::new();
    for (number, pair) in sealed.iter().enumerate() {
        let pair: Array = pair.unchecked_into();
        let bytes = |at| Uint8Array::new(&pair.get(at)).to_vec();
        let table = if number == 0 {
            Table::Header
        } else {
            Table::Records
        };
        let (key, value) = (bytes(0), bytes(1));
        changes.push(Change::Put { table, key, value });
    }
    let store = MemoryStore::default();
    let batch = Batch {
        expect: None,
        changes,
    };
    store.commit(batch).await.unwrap();
    let opened = Vault::unlock(store, BrowserEnvironment, PASSPHRASE, &mut |_, _| {}).await;
    let Unlocked { vault, problems } = opened.unwrap();
    assert_eq!(problems, []);
    assert_holds(&vault, text).await;
}

#[wasm_bindgen_test]
async fn we_restore_a_backup_that_webcrypto_has_sealed() {
    // More than one chunk.
    let text = format!("From elsewhere\n\n{}", "It rained. ".repeat(7_000));
    let file = seal_backup(PASSPHRASE, &text).await.unwrap().to_vec();
    let mut backup = Backup::open(Cursor::new(file), PASSPHRASE, &mut |_, _| {}).unwrap();
    let report = backup.verify(&mut |_, _| {}).await.unwrap();
    assert_eq!((report.entries, report.problems.len()), (1, 0));
    let store = MemoryStore::default();
    let restored = Vault::restore(store, BrowserEnvironment, backup, &mut |_, _| {}).await;
    assert_holds(&restored.unwrap().vault, &text).await;
}
