//! Moods, favourites and tags of saved entries; the list that an earlier version wrote.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use companion_core::{Draft, EntryId, EntrySummary, KeptRevisions, Mood};
use companion_crypto::{Digest, Header, Passphrase, RecordKey, RecordType, VaultId};
use companion_store::{StoreError, Table};
use companion_vault::VaultError;
use minicbor::{Decode, Encode};
use pollster::block_on;
use support::*;

fn line(vault: &TestVault, id: EntryId) -> EntrySummary {
    let mut lines = vault.list_entries().into_iter();
    lines.find(|line| line.id == id).unwrap()
}

fn tags(vault: &TestVault, id: EntryId) -> Vec<String> {
    line(vault, id).tags
}

fn rewrite(vault: &mut TestVault, id: EntryId, text: &str) {
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    let content = text.into();
    block_on(vault.save_entry(Draft { content, ..draft })).unwrap();
}

#[test]
fn a_mark_is_a_new_revision_and_no_version() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let written = write(&mut vault, "The harbour, at night.");
    let before = block_on(vault.read_entry(written.id)).unwrap();
    let logged = vault.log_length();
    for mood in Mood::ALL
        .map(Some)
        .into_iter()
        .chain([None, Some(Mood::Good)])
    {
        let line = block_on(vault.set_mood(written.id, mood)).unwrap();
        assert_eq!(line.mood, mood);
    }
    let marked = block_on(vault.set_favourite(written.id, true)).unwrap();
    assert!(marked.is_favourite);
    // The same mark again changes nothing.
    block_on(vault.set_favourite(written.id, true)).unwrap();
    assert_eq!(vault.log_length(), logged + 8);
    assert_eq!(vault.count_versions(written.id), 0);

    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(line(&vault, written.id), marked);
    let entry = block_on(vault.read_entry(written.id)).unwrap();
    assert_eq!((entry.mood, entry.is_favourite), (Some(Mood::Good), true));
    assert_eq!(
        (entry.content, entry.edited),
        (before.content, before.edited)
    );
}

#[test]
fn a_mark_that_cannot_be_stored_is_not_set() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let id = write(&mut vault, "One").id;
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    let failed = block_on(vault.set_mood(id, Some(Mood::Great)));
    assert_eq!(failed, Err(VaultError::StorageFull));
    assert_eq!(line(&vault, id).mood, None);
    let absent = block_on(vault.set_mood(EntryId::from_bytes([9; 16]), None));
    assert_eq!(absent, Err(VaultError::NotFound));
}

#[test]
fn a_mark_stays_when_unsaved_changes_are_saved_and_an_earlier_text_comes_back() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let id = write(&mut vault, "One").id;
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    let content = "Two".into();
    block_on(vault.store_draft(Draft { content, ..draft })).unwrap();
    block_on(vault.set_favourite(id, true)).unwrap();
    let draft = block_on(vault.open_draft(Some(id))).unwrap();
    assert_eq!((draft.content.as_str(), draft.is_favourite), ("Two", true));
    block_on(vault.save_entry(draft)).unwrap();
    assert!(line(&vault, id).is_favourite);

    block_on(vault.set_mood(id, Some(Mood::Low))).unwrap();
    let number = block_on(vault.list_versions(id)).unwrap()[0].number;
    let restored = block_on(vault.restore_version(id, number)).unwrap();
    assert_eq!(
        (restored.title.as_str(), restored.mood),
        ("One", Some(Mood::Low))
    );
    assert!(restored.is_favourite);
}

#[test]
fn what_lies_in_the_trash_stays_there() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let id = write(&mut vault, "#old").id;
    block_on(vault.delete_entry(id)).unwrap();
    block_on(vault.set_mood(id, Some(Mood::Okay))).unwrap();
    assert!(block_on(vault.rename_tag("old", "new")).unwrap().is_empty());
    assert!(vault.list_entries().is_empty());
    let trash = block_on(vault.list_trash()).unwrap();
    assert_eq!((trash.len(), trash[0].entry.mood), (1, Some(Mood::Okay)));
}

#[test]
fn saving_finds_the_tags_that_the_text_has_now() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let id = write(&mut vault, "Rain. #weather #Garden").id;
    assert_eq!(tags(&vault, id), ["weather", "Garden"]);
    rewrite(&mut vault, id, "No rain. #garden #旅行");
    assert_eq!(tags(&vault, id), ["garden", "旅行"]);
    let (vault, _) = unlock(&store, &world);
    assert_eq!(tags(&vault, id), ["garden", "旅行"]);
    assert_eq!(
        block_on(vault.read_entry(id)).unwrap().tags,
        ["garden", "旅行"]
    );
}

#[test]
fn renaming_changes_every_entry_and_can_be_undone() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let tagged: Vec<EntryId> = (0..230)
        .map(|at| write(&mut vault, &format!("{at} #Rome, `#rome`")).id)
        .collect();
    let both = write(&mut vault, "#rome #roma").id;
    let other = write(&mut vault, "#romeo").id;
    let mut renamed = Vec::new();
    loop {
        let step = block_on(vault.rename_tag("rome", "Roma")).unwrap();
        assert!(step.len() <= 100);
        if step.is_empty() {
            break;
        }
        renamed.extend(step);
    }
    assert_eq!(renamed.len(), 231);
    assert!(tagged.iter().all(|id| tags(&vault, *id) == ["Roma"]));
    assert_eq!(tags(&vault, both), ["Roma"]);
    assert_eq!(tags(&vault, other), ["romeo"]);
    let text = block_on(vault.read_entry(tagged[0])).unwrap().content;
    assert_eq!(text, "0 #Roma, `#rome`");
    assert_eq!(vault.count_versions(tagged[0]), 1);

    // What was written on since then stays as it is.
    rewrite(&mut vault, tagged[5], "Something else. #Roma");
    let undone: u32 = renamed
        .chunks(100)
        .map(|step| block_on(vault.undo_rename("rome", "Roma", step)).unwrap())
        .sum();
    assert_eq!(undone, 230);
    assert_eq!(
        block_on(vault.read_entry(both)).unwrap().content,
        "#rome #roma"
    );
    assert_eq!(tags(&vault, tagged[0]), ["Rome"]);
    assert_eq!(tags(&vault, tagged[5]), ["Roma"]);
    assert_eq!(vault.count_versions(tagged[0]), 0);
    let (_, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
}

#[test]
fn renaming_goes_on_where_it_was_interrupted() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for at in 0..150 {
        write(&mut vault, &format!("{at} #old"));
    }
    *store.fail.borrow_mut() = Some((1, StoreError::Full));
    assert_eq!(block_on(vault.rename_tag("old", "new")).unwrap().len(), 100);
    assert_eq!(
        block_on(vault.rename_tag("old", "new")),
        Err(VaultError::StorageFull)
    );
    let (mut vault, _) = unlock(&store, &world);
    assert_eq!(block_on(vault.rename_tag("old", "new")).unwrap().len(), 50);
    assert!(vault.list_entries().iter().all(|line| line.tags == ["new"]));
}

#[test]
fn only_capitals_can_be_changed_and_drafts_follow() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let id = write(&mut vault, "#lena").id;
    let draft = new_draft(&vault, "Half a thought about #lena");
    block_on(vault.store_draft(draft.clone())).unwrap();
    block_on(vault.keep_revisions(KeptRevisions::new(0))).unwrap();
    let renamed = block_on(vault.rename_tag("lena", "Lena")).unwrap();
    // Where no versions are kept there is nothing to undo it with.
    assert_eq!((renamed.len(), renamed[0].version), (1, None));
    assert!(
        block_on(vault.rename_tag("lena", "Lena"))
            .unwrap()
            .is_empty()
    );
    assert_eq!(tags(&vault, id), ["Lena"]);
    let draft = block_on(vault.open_draft(Some(draft.entry_id))).unwrap();
    assert_eq!(draft.content, "Half a thought about #Lena");
}

#[test]
fn lines_of_an_earlier_version_are_caught_up_once() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let old: Vec<EntryId> = (0..450)
        .map(|at| write(&mut vault, &format!("{at} #kept")).id)
        .collect();
    let trashed = write(&mut vault, "#thrown").id;
    block_on(vault.delete_entry(trashed)).unwrap();
    // Nothing is left to do in a journal of this version.
    let done = block_on(vault.catch_up_lines(0)).unwrap();
    assert_eq!((done.changed, done.next), (0, None));

    forget_lines(&store, &world);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert!(tags(&vault, old[0]).is_empty());
    let (mut from, mut changed, mut steps) = (Some(0), 0, 0);
    while let Some(at) = from {
        let step = block_on(vault.catch_up_lines(at)).unwrap();
        (from, changed, steps) = (step.next, changed + step.changed, steps + 1);
    }
    assert_eq!(changed, 451);
    assert!((2..=4).contains(&steps), "{steps} steps");
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert!(old.iter().all(|id| tags(&vault, *id) == ["kept"]));
    assert_eq!(
        block_on(vault.list_trash()).unwrap()[0].entry.tags,
        ["thrown"]
    );
    assert_eq!(block_on(vault.catch_up_lines(0)).unwrap().next, None);
}

/// An item of a manifest page, as the first version wrote it.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Item {
    #[n(0)]
    key: RecordKey,
    #[n(1)]
    kind: u8,
    #[n(2)]
    revision: u64,
    #[n(3)]
    digest: Digest,
    #[n(4)]
    listing: Option<EntrySummary>,
    #[n(5)]
    version_of: Option<EntryId>,
}

#[derive(Encode, Decode)]
#[cbor(map)]
struct Page {
    #[n(0)]
    items: Vec<Item>,
}

/// The head, as the first version wrote it.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Head {
    #[n(0)]
    vault: VaultId,
    #[n(1)]
    epoch: u64,
    #[n(2)]
    count: u64,
    #[n(3)]
    root: Digest,
    #[n(4)]
    audit_length: u64,
    #[n(5)]
    audit_root: Digest,
    #[n(6)]
    header: Digest,
}

/// Makes the list what a version would have written that knew of no tags.
fn forget_lines(store: &TestStore, world: &World) {
    let header = Header::from_bytes(&store.value(Table::Header, b"header")).unwrap();
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    let keys = header.unlock(&passphrase, &mut |_, _| {}).unwrap();
    let rewrite = |kind: u8, name: &[u8], change: &dyn Fn(&[u8]) -> Vec<u8>| {
        let key = keys.derive_record_key(kind, name);
        let stored = store.try_value(Table::Records, key.as_bytes())?;
        let opened = keys.open(&key, &stored).unwrap();
        let record = RecordType {
            kind,
            schema: 1,
            revision: opened.record.revision,
        };
        let plain = change(&opened.plaintext);
        let envelope = keys.seal(world, &key, record, &plain).unwrap();
        store.put(Table::Records, key.as_bytes(), envelope.clone());
        Some(Digest::of(&envelope))
    };
    let digests: Vec<Digest> = (0..=u8::MAX)
        .map(|page| {
            let without_tags = |plain: &[u8]| {
                let mut page: Page = minicbor::decode(plain).unwrap();
                for line in page
                    .items
                    .iter_mut()
                    .filter_map(|item| item.listing.as_mut())
                {
                    line.tags.clear();
                }
                minicbor::to_vec(page).unwrap()
            };
            rewrite(PAGE, &[page], &without_tags).unwrap_or(Digest::ZERO)
        })
        .collect();
    let with_root = |plain: &[u8]| {
        let head: Head = minicbor::decode(plain).unwrap();
        let root = keys.derive_root(&digests);
        minicbor::to_vec(Head { root, ..head }).unwrap()
    };
    rewrite(HEAD, &[], &with_root).unwrap();
}
