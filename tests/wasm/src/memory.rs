//! What is left in the whole linear memory of a worker once the journal is locked: neither
//! vault key nor derived key, nor the passphrase, nor a word of an entry. The allocator is the
//! vault worker's.

use std::alloc::System;
use std::cell::Cell;
use std::hint::black_box;
use std::rc::Rc;

use companion_core::{
    Clock, Draft, Entropy, EntropyError, EstimatorError, Strength, StrengthEstimator, Timestamp,
};
use companion_protocol::vault::{Passphrase, Presence, Request, Response};
use companion_store_indexeddb::IndexedDbStore;
use companion_vault::wipe_stack;
use companion_worker::vault::{BrowserEnvironment, BrowserHost, Service};
use futures_channel::mpsc::unbounded;
use js_sys::{Array, Function, Uint8Array, WebAssembly};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{console_log, wasm_bindgen_test};
use zeroizing_alloc::ZeroAlloc;

use crate::database::fresh_name;
use crate::estimator;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

type WatchedService = Service<IndexedDbStore, Known, BrowserHost>;

/// What is looked for crosses the memory like this, so that looking does not find itself.
const MASK: u8 = 0xa5;

/// Counts a needle in all of a memory. The needle is unmasked outside the memory.
const COUNT: &str = "
    const bytes = new Uint8Array(memory.buffer);
    const needle = masked.map((byte) => byte ^ mask);
    let count = 0;
    for (let at = bytes.indexOf(needle[0]); at >= 0; at = bytes.indexOf(needle[0], at + 1)) {
        let length = 1;
        while (length < needle.length && bytes[at + length] === needle[length]) length += 1;
        if (length === needle.length) count += 1;
    }
    return count;
";

/// The browser's clock, and bytes that the test knows.
#[derive(Clone, Default)]
struct Known {
    drawn: Rc<Cell<u64>>,
}

impl Clock for Known {
    fn now(&self) -> Timestamp {
        BrowserEnvironment.now()
    }
}

impl Entropy for Known {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for chunk in bytes.chunks_mut(8) {
            self.drawn.set(self.drawn.get() + 1);
            // SplitMix64: spreads a counter over all bits.
            let mut z = self.drawn.get().wrapping_mul(0x9e37_79b9_7f4a_7c15);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            let random = (z ^ (z >> 31)).to_le_bytes();
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
        Ok(())
    }
}

impl StrengthEstimator for Known {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        BrowserEnvironment.estimate(passphrase).await
    }
}

struct Needles(Vec<(&'static str, Vec<u8>)>);

impl Needles {
    fn add(&mut self, name: &'static str, secret: &[u8]) {
        let masked = secret.iter().map(|byte| byte ^ MASK).collect();
        self.0.push((name, masked));
    }

    /// How often each is found.
    fn count(&self) -> Vec<(&'static str, u32)> {
        let memory: WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
        let count = Function::new_with_args("memory, masked, mask", COUNT);
        let count = |(name, masked): &(&'static str, Vec<u8>)| {
            let masked = Uint8Array::from(masked.as_slice());
            let arguments = Array::of3(&memory, &masked, &MASK.into());
            let found = count.apply(&wasm_bindgen::JsValue::UNDEFINED, &arguments);
            // Occurrences in 4 GiB of memory.
            (*name, found.unwrap().as_f64().unwrap() as u32)
        };
        self.0.iter().map(count).collect()
    }

    fn assert_none(&self, when: &str) {
        let found = self.count();
        assert!(
            found.iter().all(|(_, count)| *count == 0),
            "{when}: {found:?}"
        );
    }
}

/// Invented words that stand nowhere in the program but backwards.
#[inline(never)]
fn word(backwards: &str) -> String {
    black_box(backwards).chars().rev().collect()
}

fn passphrase() -> String {
    word("tevrog labmut knelz dnurrof mizquob")
}

fn text() -> String {
    word("llaw eht rednu peels *skuovrep* eerht :yawa dliM")
}

/// The vault key, which is drawn after the vault's identifier, and the key that seals records.
#[inline(never)]
fn add_keys(needles: &mut Needles) {
    let known = Known::default();
    let (mut vault, mut key, mut seal) = ([0; 16], [0; 32], [0; 32]);
    known.fill(&mut vault).unwrap();
    known.fill(&mut key).unwrap();
    needles.add("vault key", &key);
    hkdf::Hkdf::<sha2::Sha256>::new(Some(&vault), &key)
        .expand(b"companion/v1/seal", &mut seal)
        .unwrap();
    needles.add("seal key", &seal);
    black_box((&mut vault, &mut key, &mut seal));
}

async fn write_and_read(service: &mut WatchedService) {
    let typed = || Passphrase::new(passphrase());
    let created = service.answer(Request::Create(typed())).await;
    assert!(matches!(created, Response::Unlocked(_)));
    let Response::Draft(blank) = service.answer(Request::OpenDraft(None)).await else {
        panic!("no draft");
    };
    let draft = Draft {
        content: text(),
        ..blank
    };
    service.answer(Request::StoreDraft(draft.clone())).await;
    let Response::Saved(saved) = service.answer(Request::SaveEntry(draft)).await else {
        panic!("not saved");
    };
    service.answer(Request::Lock).await;
    // The browser frees the writer's lock in its own time.
    let elsewhere = Response::Presence(Presence::OtherTab);
    while service.answer(Request::Presence).await == elsewhere {}
    let unlocked = service.answer(Request::Unlock(typed())).await;
    assert!(matches!(unlocked, Response::Unlocked(_)));
    let Response::Entry(reading) = service.answer(Request::ReadEntry(saved.id)).await else {
        panic!("not read");
    };
    assert_eq!(reading.entry.content, text());
}

#[wasm_bindgen_test]
async fn nothing_secret_is_left_in_linear_memory_after_locking() {
    estimator::provide();
    let name = fresh_name().await;
    let store = IndexedDbStore::open(&name).await.unwrap();
    let host = BrowserHost::open(&name, unbounded().0, || {}, |_, _| {}).unwrap();
    let mut service = Service::new(store, Known::default(), Rc::new(host));

    let mut needles = Needles(Vec::new());
    add_keys(&mut needles);
    needles.add("passphrase", passphrase().as_bytes());
    needles.add("text", text().as_bytes());
    needles.add("a word of the text", word("skuovrep").as_bytes());
    // The frames of the lines above.
    wipe_stack();
    needles.assert_none("before anything was written");

    write_and_read(&mut service).await;
    // Looking finds what is there: the keys in use, and what a person has before their eyes.
    let (shown, typed) = (text(), passphrase());
    let open = needles.count();
    console_log!("while open: {open:?}");
    for name in ["seal key", "passphrase", "text", "a word of the text"] {
        let found = open.iter().find(|(found, _)| *found == name);
        assert!(found.is_some_and(|(_, count)| *count > 0), "{open:?}");
    }
    drop((shown, typed));

    service.answer(Request::Lock).await;
    needles.assert_none("after locking");
}
