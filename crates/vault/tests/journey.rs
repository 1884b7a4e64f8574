//! A journal's ordinary life.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use companion_core::limits::{MAX_DRAFT_BYTES, MAX_ENTRY_CHARS};
use companion_core::{Draft, EntryId, Settings};
use companion_vault::{Vault, VaultError};
use pollster::block_on;
use support::*;

#[test]
fn what_is_written_is_there_after_locking() {
    let (store, world) = (TestStore::default(), World::default());
    assert!(!block_on(TestVault::exists(&store)).unwrap());
    let mut vault = create(&store, &world);
    assert!(block_on(TestVault::exists(&store)).unwrap());
    let first = write(&mut vault, "# First day\nIt rained.");
    let second = write(&mut vault, "Second day");
    block_on(vault.write_settings(&Settings {
        idle_lock_minutes: 3,
        ..Settings::default()
    }))
    .unwrap();
    drop(vault);

    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(vault.list_entries(), [second, first.clone()]);
    assert_eq!(first.title, "First day");
    let entry = block_on(vault.read_entry(first.id)).unwrap();
    assert_eq!(entry.content, "# First day\nIt rained.");
    assert_eq!(entry.word_count, 4);
    assert_eq!(
        block_on(vault.read_settings()).unwrap().idle_lock_minutes,
        3
    );
}

#[test]
fn a_wrong_passphrase_opens_nothing_and_changes_nothing() {
    let (store, world) = (TestStore::default(), World::default());
    drop(create(&store, &world));
    let before = store.dump();
    let outcome = block_on(Vault::unlock(
        store.clone(),
        world,
        "mossy kettle under nine lamp",
        &mut |_, _| {},
    ));
    assert!(matches!(outcome, Err(VaultError::WrongPassphrase)));
    assert_eq!(store.dump(), before);
}

#[test]
fn an_edit_keeps_the_day_and_adds_the_time_spent() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let draft = Draft {
        duration_seconds: 60,
        ..new_draft(&vault, "one")
    };
    let saved = block_on(vault.save_entry(draft)).unwrap();
    world.now_ms.set(NOON_MS + DAY_MS);
    let draft = block_on(vault.open_draft(Some(saved.id))).unwrap();
    assert_eq!(
        (draft.content.as_str(), draft.is_new, draft.cursor_utf16),
        ("one", false, 3)
    );
    let edited = Draft {
        content: "one two".into(),
        duration_seconds: 5,
        ..draft
    };
    let summary = block_on(vault.save_entry(edited)).unwrap();
    assert_eq!(summary.created, saved.created);
    let entry = block_on(vault.read_entry(saved.id)).unwrap();
    assert_eq!((entry.word_count, entry.duration_seconds), (2, 65));
    assert!(entry.edited.unix_ms >= NOON_MS + DAY_MS);
    assert_eq!(vault.list_entries().len(), 1);
}

#[test]
fn a_draft_is_kept_until_it_is_saved_or_discarded() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let draft = Draft {
        cursor_utf16: 4,
        ..new_draft(&vault, "unfini")
    };
    block_on(vault.store_draft(draft.clone())).unwrap();
    drop(vault);
    let (mut vault, _) = unlock(&store, &world);
    let kept = block_on(vault.list_drafts()).unwrap();
    assert_eq!(kept.len(), 1);
    assert_eq!(
        (
            kept[0].content.as_str(),
            kept[0].cursor_utf16,
            kept[0].is_new
        ),
        ("unfini", 4, true)
    );
    assert_eq!(
        block_on(vault.open_draft(Some(draft.entry_id))).unwrap(),
        kept[0]
    );

    block_on(vault.save_entry(Draft {
        content: "finished".into(),
        ..draft.clone()
    }))
    .unwrap();
    assert!(block_on(vault.list_drafts()).unwrap().is_empty());
    assert_eq!(
        block_on(vault.open_draft(Some(draft.entry_id)))
            .unwrap()
            .content,
        "finished"
    );

    // Unsaved changes of a saved entry are listed as such, but not while it lies in the trash.
    block_on(vault.store_draft(Draft {
        content: "changed".into(),
        ..draft.clone()
    }))
    .unwrap();
    let changes = block_on(vault.list_drafts()).unwrap();
    assert_eq!(changes.len(), 1);
    assert_eq!(
        (changes[0].content.as_str(), changes[0].is_new),
        ("changed", false)
    );
    block_on(vault.delete_entry(draft.entry_id)).unwrap();
    assert!(block_on(vault.list_drafts()).unwrap().is_empty());
    block_on(vault.undo_delete(draft.entry_id)).unwrap();
    assert_eq!(block_on(vault.list_drafts()).unwrap(), changes);
    assert_eq!(
        block_on(vault.open_draft(Some(draft.entry_id)))
            .unwrap()
            .content,
        "changed"
    );
    block_on(vault.discard_draft(draft.entry_id)).unwrap();
    assert_eq!(
        block_on(vault.open_draft(Some(draft.entry_id)))
            .unwrap()
            .content,
        "finished"
    );
}

#[test]
fn a_text_over_the_limit_stays_safe_as_a_draft() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let at_limit = "é".repeat(MAX_ENTRY_CHARS);
    write(&mut vault, &at_limit);
    let draft = new_draft(&vault, &format!("{at_limit}!"));
    let outcome = block_on(vault.save_entry(draft.clone()));
    assert_eq!(
        outcome,
        Err(VaultError::TooLong {
            chars: MAX_ENTRY_CHARS + 1
        })
    );
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(
        block_on(vault.list_drafts()).unwrap()[0].content,
        draft.content
    );
    assert_eq!(vault.list_entries().len(), 1);

    let largest = Draft {
        content: "x".repeat(MAX_DRAFT_BYTES),
        ..draft.clone()
    };
    block_on(vault.store_draft(largest)).unwrap();
    let larger = Draft {
        content: "x".repeat(MAX_DRAFT_BYTES + 1),
        ..draft
    };
    let bytes = MAX_DRAFT_BYTES + 1;
    assert_eq!(
        block_on(vault.store_draft(larger)),
        Err(VaultError::DraftTooLarge { bytes })
    );
}

#[test]
fn the_trash_gives_back_for_thirty_days_and_then_forgets() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let kept = write(&mut vault, "kept");
    let gone = write(&mut vault, "gone");
    block_on(vault.delete_entry(kept.id)).unwrap();
    assert_eq!(vault.list_entries(), std::slice::from_ref(&gone));
    block_on(vault.undo_delete(kept.id)).unwrap();
    block_on(vault.delete_entry(gone.id)).unwrap();
    drop(vault);

    for day in [1, 9, 15, 25, 30] {
        world.now_ms.set(NOON_MS + day * DAY_MS);
        let (vault, _) = unlock(&store, &world);
        assert_eq!(block_on(vault.read_entry(gone.id)).unwrap().content, "gone");
    }

    world.now_ms.set(NOON_MS + 31 * DAY_MS);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(
        block_on(vault.read_entry(gone.id)),
        Err(VaultError::NotFound)
    );
    assert_eq!(
        block_on(vault.undo_delete(gone.id)),
        Err(VaultError::NotFound)
    );
    assert_eq!(vault.list_entries(), [kept]);
    drop(vault);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn unknown_entries_are_not_found() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let id = EntryId::from_bytes([7; 16]);
    assert_eq!(block_on(vault.read_entry(id)), Err(VaultError::NotFound));
    assert_eq!(block_on(vault.delete_entry(id)), Err(VaultError::NotFound));
    assert_eq!(
        block_on(vault.open_draft(Some(id))),
        Err(VaultError::NotFound)
    );
    assert_eq!(block_on(vault.discard_draft(id)), Ok(()));
}

#[test]
fn creation_refuses_weak_passphrases_and_existing_journals() {
    let (store, world) = (TestStore::default(), World::default());
    let attempt = |passphrase: &str| {
        block_on(Vault::create(
            store.clone(),
            world.clone(),
            passphrase,
            &mut |_, _| {},
        ))
        .err()
    };
    assert!(matches!(
        attempt("1234567"),
        Some(VaultError::WeakPassphrase(_))
    ));
    assert!(matches!(
        attempt("password123"),
        Some(VaultError::WeakPassphrase(_))
    ));
    assert_eq!(store.dump(), []);
    assert_eq!(attempt(PASSPHRASE), None);
    assert_eq!(attempt(PASSPHRASE), Some(VaultError::AlreadyExists));
}
