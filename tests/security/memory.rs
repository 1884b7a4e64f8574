//! What is left in this process's own memory once a journal is locked: neither vault key nor
//! derived key, nor the passphrase, nor a word of an entry. Run with
//! `cargo test -p companion-vault --test memory`.
//!
//! The process reads itself through `/proc/self/mem`, which only Linux has. It frees memory as
//! the vault worker and `companion-native` do: wiped.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::alloc::System;
use std::fs::File;
use std::hint::black_box;
use std::os::unix::fs::FileExt;

use companion_crypto::wipe_stack;
use companion_vault::Vault;
use companion_vault::search::{Search, Wanted};
use pollster::block_on;
use support::*;
use zeroizing_alloc::ZeroAlloc;

#[path = "../../crates/vault/tests/support/mod.rs"]
mod support;

#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// What is looked for is kept like this, so that looking does not find itself.
const MASK: u8 = 0xa5;

/// Words to look for, by name, masked.
struct Needles(Vec<(&'static str, Vec<u8>)>);

impl Needles {
    fn add(&mut self, name: &'static str, secret: &[u8]) {
        let masked = secret.iter().map(|byte| byte ^ MASK).collect();
        self.0.push((name, masked));
    }

    /// How often each is found in all memory that this process may write to.
    #[inline(never)]
    fn count(&self) -> Vec<(&'static str, usize)> {
        let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
        let memory = File::open("/proc/self/mem").unwrap();
        let mut found: Vec<(&'static str, usize)> =
            self.0.iter().map(|(name, _)| (*name, 0)).collect();
        for line in maps.lines().filter(|line| line.contains(" rw")) {
            let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let address = |digits| u64::from_str_radix(digits, 16).unwrap();
            let (from, to) = (address(from), address(to));
            // Masked at once, so that a piece that was read is no finding in a later one.
            let mut piece = vec![0; usize::try_from(to - from).unwrap()];
            // Memory of the kernel's is listed and cannot be read.
            if memory.read_exact_at(&mut piece, from).is_err() {
                continue;
            }
            piece.iter_mut().for_each(|byte| *byte ^= MASK);
            for ((_, needle), (_, count)) in self.0.iter().zip(&mut found) {
                *count += occurrences(&piece, needle);
            }
        }
        found
    }
}

fn occurrences(piece: &[u8], needle: &[u8]) -> usize {
    let mut at = 0;
    let mut count = 0;
    while let Some(step) = piece[at..].iter().position(|byte| *byte == needle[0]) {
        at += step;
        count += usize::from(piece[at..].starts_with(needle));
        at += 1;
    }
    count
}

/// Invented words, which are nowhere in this program but here, and here backwards.
#[inline(never)]
fn word(backwards: &str) -> String {
    black_box(backwards).chars().rev().collect()
}

fn passphrase() -> String {
    word("tevrog labmut knelz dnurrof mizquob")
}

fn text() -> String {
    word("kceh eht yb lleps kuovrep a si sihT") + &word(" .yllautca drow hcae ;hguone gnol dna ")
}

/// The vault key as [`World`] draws it after the vault's identifier, and the key derived from
/// it that seals records.
#[inline(never)]
fn add_keys(needles: &mut Needles) {
    let world = World::default();
    let (mut vault, mut key) = ([0; 16], [0; 32]);
    companion_core::Entropy::fill(&world, &mut vault).unwrap();
    companion_core::Entropy::fill(&world, &mut key).unwrap();
    needles.add("vault key", &key);
    let mut seal = [0; 32];
    hkdf::Hkdf::<sha2::Sha256>::new(Some(&vault), &key)
        .expand(b"companion/v1/seal", &mut seal)
        .unwrap();
    needles.add("seal key", &seal);
    black_box((&mut vault, &mut key, &mut seal));
}

#[inline(never)]
fn write_and_read(store: &TestStore) -> Vault<TestStore, World> {
    let typed = passphrase();
    let world = World::default();
    let silent = &mut |_, _| {};
    let mut vault = block_on(Vault::create(store.clone(), world, &typed, silent)).unwrap();
    let mut draft = block_on(vault.open_draft(None)).unwrap();
    draft.content = text();
    block_on(vault.store_draft(draft.clone())).unwrap();
    let saved = block_on(vault.save_entry(draft)).unwrap();
    drop(vault);
    let again = World::default();
    let mut vault = block_on(Vault::unlock(store.clone(), again, &typed, silent))
        .unwrap()
        .vault;
    let entry = block_on(vault.read_entry(saved.id)).unwrap();
    assert_eq!(entry.content, text());
    assert!(companion_vault::reading::render(&entry.content).contains("perv"));
    search_for(&mut vault, &word("vrep"));
    vault
}

/// Makes the index, searches, and drops everything that searching needs, as locking does.
#[inline(never)]
fn search_for(vault: &mut Vault<TestStore, World>, beginning: &str) {
    let mut search = Search::default();
    while !block_on(vault.tend_search(&mut search)).unwrap().is_settled {}
    let wanted = Wanted {
        query: beginning,
        limit: 5,
        ..Wanted::default()
    };
    let found = block_on(vault.search(&mut search, &wanted)).unwrap();
    assert_eq!(found.count, 1);
}

#[test]
fn nothing_secret_is_left_after_locking() {
    let mut needles = Needles(Vec::new());
    add_keys(&mut needles);
    needles.add("passphrase", passphrase().as_bytes());
    needles.add("text", text().as_bytes());
    // A title is cut out of a text, and a parser may keep a word.
    needles.add("a word of the text", word("kuovrep").as_bytes());
    wipe_stack();
    let at_rest: Vec<_> = needles.count();
    assert!(at_rest.iter().all(|(_, count)| *count == 0), "{at_rest:?}");

    let store = TestStore::default();
    let vault = write_and_read(&store);
    // Looking finds what is there: the keys in use, and what a person has before their eyes.
    let (shown, typed) = (text(), passphrase());
    let open = needles.count();
    for name in ["seal key", "passphrase", "text", "a word of the text"] {
        let (_, count) = open.iter().find(|(found, _)| *found == name).unwrap();
        assert!(
            *count > 0,
            "{name} is not found while the journal is open: {open:?}"
        );
    }
    drop((shown, typed));

    drop(vault);
    wipe_stack();
    let locked = needles.count();
    assert!(locked.iter().all(|(_, count)| *count == 0), "{locked:?}");
    drop(store);
}
