//! What is left in this process's own memory once a journal is locked: neither vault key nor
//! derived key, nor the passphrase, nor a word of an entry, of the search index, of a tag, a caption or a
//! template, nor bytes of a photo or of a file that was imported. Run with
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
use std::io::Cursor;
use std::os::unix::fs::FileExt;

use companion_core::{Attachment, Template};
use companion_crypto::wipe_stack;
use companion_exchange::import::{About, Import};
use companion_vault::Vault;
use companion_vault::attachments::AttachmentCheck;
use companion_vault::import::Importing;
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

/// An unlocked journal with everything that is in use beside it, as a worker holds it.
#[expect(dead_code, reason = "held, and dropped by locking")]
struct InUse {
    vault: Vault<TestStore, World>,
    search: Search,
    importing: Importing,
    check: AttachmentCheck,
    carried: Vec<Attachment>,
    photo: zeroize::Zeroizing<Vec<u8>>,
    templates: Vec<Template>,
}

/// What is in the picture, after what makes it look like one.
fn picture() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend_from_slice(&40_u32.to_be_bytes());
    bytes.extend_from_slice(b"IDAT");
    bytes.extend_from_slice(pixels().as_bytes());
    bytes.resize(8 + 8 + 40 + 4, 7);
    bytes.extend_from_slice(b"\0\0\0\0IEND\xae\x42\x60\x82");
    bytes
}

fn pixels() -> String {
    word("slexipf fo worza dna woraz")
}

fn caption() -> String {
    word("nevahgnolk ni edistsal eht ta")
}

fn tag() -> String {
    word("nrobdliwq")
}

fn template() -> String {
    word("enogyb ssenkrewz fo yad a")
}

/// A file of jrnl's with a text of its own.
fn foreign() -> String {
    let text = word("egassapv nredlow a yb tliub");
    format!("[2024-02-03 10:00] {text}.\n{text} again\n")
}

#[inline(never)]
fn write_and_read(store: &TestStore) -> InUse {
    let typed = passphrase();
    let world = World::default();
    let silent = &mut |_, _| {};
    let mut vault = block_on(Vault::create(store.clone(), world, &typed, silent)).unwrap();
    let mut draft = block_on(vault.open_draft(None)).unwrap();
    draft.content = format!("{} #{}", text(), tag());
    block_on(vault.store_draft(draft.clone())).unwrap();
    let picture = picture();
    let photo = vault.attach_bytes(draft.entry_id, "image/png", None, &picture);
    let photo = block_on(photo).unwrap();
    block_on(vault.describe_attachment(draft.entry_id, photo.id, "", &caption())).unwrap();
    let saved = block_on(vault.save_entry(draft)).unwrap();
    block_on(vault.write_template(None, "", template())).unwrap();
    drop(vault);
    let again = World::default();
    let mut vault = block_on(Vault::unlock(store.clone(), again, &typed, silent))
        .unwrap()
        .vault;
    let entry = block_on(vault.read_entry(saved.id)).unwrap();
    assert!(entry.content.starts_with(&text()));
    assert!(companion_vault::reading::render(&entry.content).contains("perv"));
    let importing = import(&mut vault);
    let search = search_for(&mut vault, &word("vrep"));
    let mut check = vault.begin_attachment_check();
    assert_eq!(block_on(vault.check_next_piece(&mut check)).unwrap(), None);
    InUse {
        carried: block_on(vault.attachments_of(saved.id)).unwrap(),
        photo: block_on(vault.read_attachment(photo.id)).unwrap(),
        templates: block_on(vault.list_templates()).unwrap(),
        vault,
        search,
        importing,
        check,
    }
}

/// Brings a file in, and keeps it as if there were more to come.
#[inline(never)]
fn import(vault: &mut Vault<TestStore, World>) -> Importing {
    let file = Cursor::new(foreign().into_bytes());
    let about = About {
        name: "jrnl.txt",
        modified_ms: None,
        password: None,
    };
    let import = Import::open(file, about).unwrap();
    let mut importing = Importing::new(import, "jrnl.txt", &World::default()).unwrap();
    let zones = |_: Option<&str>, _| Some(60);
    while !block_on(vault.look_through(&mut importing, &zones)).unwrap() {}
    while !block_on(vault.bring_in(&mut importing, &zones)).unwrap() {}
    assert_eq!(importing.receipt().imported, 1);
    importing
}

/// Makes the index and the vectors of a made-up encoder, and searches.
#[inline(never)]
fn search_for(vault: &mut Vault<TestStore, World>, beginning: &str) -> Search {
    let mut search = Search::default();
    while !block_on(vault.tend_search(&mut search)).unwrap().is_settled {}
    loop {
        let unmeant = block_on(vault.texts_without_meaning(&mut search, &[7; 32])).unwrap();
        if unmeant.is_settled {
            break;
        }
        let vectors: Vec<f32> = unmeant.texts.iter().flat_map(|_| [0.5, 1.0]).collect();
        block_on(vault.learn_meanings(&mut search, unmeant.batch, &vectors)).unwrap();
    }
    let wanted = Wanted {
        query: beginning,
        vector: Some(&[1.0, 0.5]),
        limit: 5,
        ..Wanted::default()
    };
    let found = block_on(vault.search(&mut search, &wanted)).unwrap();
    assert!(found.results.iter().any(|result| result.by_words));
    search
}

#[test]
fn nothing_secret_is_left_after_locking() {
    let mut needles = Needles(Vec::new());
    add_keys(&mut needles);
    needles.add("passphrase", passphrase().as_bytes());
    needles.add("text", text().as_bytes());
    // A title is cut out of a text, and a parser may keep a word.
    needles.add("a word of the text", word("kuovrep").as_bytes());
    needles.add("a tag", tag().as_bytes());
    needles.add("a caption", caption().as_bytes());
    needles.add("a photo", pixels().as_bytes());
    needles.add("a template", template().as_bytes());
    needles.add(
        "a file that was imported",
        word("egassapv nredlow").as_bytes(),
    );
    needles.add("a word of it", word("nredlow").as_bytes());
    wipe_stack();
    let at_rest: Vec<_> = needles.count();
    assert!(at_rest.iter().all(|(_, count)| *count == 0), "{at_rest:?}");

    let store = TestStore::default();
    let in_use = write_and_read(&store);
    // Looking finds what is there: the keys in use, and what a person has before their eyes.
    let (shown, typed) = (text(), passphrase());
    let open = needles.count();
    for (name, count) in &open {
        let is_in_use = *name != "vault key";
        assert!(
            !is_in_use || *count > 0,
            "{name} is not found while the journal is open: {open:?}"
        );
    }
    drop((shown, typed));

    drop(black_box(in_use));
    wipe_stack();
    let locked = needles.count();
    assert!(locked.iter().all(|(_, count)| *count == 0), "{locked:?}");
    drop(store);
}
