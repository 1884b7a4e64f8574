//! Photos and recordings from the moment they are added until nothing carries them.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::HashSet;

use companion_core::limits::{ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENTS};
use companion_core::{Attachment, AttachmentId, Draft, EntryId};
use companion_store::{StoreError, Table};
use companion_vault::attachments::{NewAttachment, Preview};
use companion_vault::{Problem, Subject, VaultError};
use pollster::block_on;
use proptest::prelude::*;

use support::*;

/// Bytes that differ everywhere.
fn noise(length: usize) -> Vec<u8> {
    let numbers = (0_u32..).flat_map(|at| at.wrapping_mul(0x9e37_79b9).to_le_bytes());
    numbers.take(length).collect()
}

fn photo(bytes: &[u8]) -> NewAttachment<'_> {
    NewAttachment {
        media_type: "image/jpeg",
        bytes,
        preview: Some(Preview {
            media_type: "image/webp",
            bytes: b"small",
        }),
        name: None,
        size_px: Some((4, 3)),
        duration_ms: None,
    }
}

/// A draft that was stored, with one photo of `length` bytes.
fn draft_with_photo(vault: &mut TestVault, length: usize) -> (Draft, Attachment) {
    let draft = new_draft(vault, "The garden");
    block_on(vault.store_draft(draft.clone())).unwrap();
    let attached = block_on(vault.attach(draft.entry_id, photo(&noise(length)))).unwrap();
    (draft, attached)
}

fn pieces(store: &TestStore) -> usize {
    let all = store.dump().into_iter();
    all.filter(|(table, ..)| *table == Table::Chunks).count()
}

fn read(vault: &TestVault, id: AttachmentId) -> Result<Vec<u8>, VaultError> {
    block_on(vault.read_attachment(id)).map(|bytes| bytes.to_vec())
}

fn carried(vault: &TestVault, entry: EntryId) -> Vec<AttachmentId> {
    let list = block_on(vault.attachments_of(entry)).unwrap();
    list.iter().map(|one| one.id).collect()
}

#[test]
fn what_was_added_is_there_after_a_crash_and_after_saving() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let length = 2 * ATTACHMENT_CHUNK_BYTES + 5;
    let (draft, attached) = draft_with_photo(&mut vault, length);
    drop(vault);

    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(pieces(&store), 4, "three and the preview");
    assert_eq!(
        block_on(vault.attachments_of(draft.entry_id)).unwrap(),
        core::slice::from_ref(&attached)
    );
    // A page that knows nothing of the photo stores and saves its text.
    block_on(vault.store_draft(draft.clone())).unwrap();
    let summary = block_on(vault.save_entry(draft.clone())).unwrap();
    assert_eq!((summary.photos, summary.recordings), (1, 0));
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(read(&vault, attached.id).unwrap(), noise(length));
    assert_eq!(
        block_on(vault.count_attachment_parts(attached.id)).unwrap(),
        3
    );
    let preview = block_on(vault.read_preview(attached.id)).unwrap().unwrap();
    let found = (preview.bytes.as_slice(), preview.media_type.as_str());
    assert_eq!(found, (b"small".as_slice(), "image/webp"));
    block_on(vault.check_attachment(attached.id)).unwrap();
    let words = store.dump().into_iter();
    assert!(
        words
            .into_iter()
            .all(|(.., value)| !value.windows(10).any(|seen| seen == b"image/jpeg"))
    );
}

#[test]
fn nothing_remains_of_a_draft_that_is_discarded() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let before = store.count();
    let (draft, attached) = draft_with_photo(&mut vault, ATTACHMENT_CHUNK_BYTES + 1);
    block_on(vault.discard_draft(draft.entry_id)).unwrap();
    assert_eq!((store.count(), pieces(&store)), (before, 0));
    assert_eq!(read(&vault, attached.id), Err(VaultError::NotFound));
    drop(vault);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn a_photo_stays_as_long_as_a_version_or_the_trash_has_it() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (draft, attached) = draft_with_photo(&mut vault, 9);
    let entry = draft.entry_id;
    block_on(vault.save_entry(draft.clone())).unwrap();

    // Taken off: only the earlier version has it.
    block_on(vault.remove_attachment(entry, attached.id)).unwrap();
    block_on(vault.save_entry(draft.clone())).unwrap();
    block_on(vault.forget_removed()).unwrap();
    assert!(carried(&vault, entry).is_empty());
    let versions = block_on(vault.list_versions(entry)).unwrap();
    assert_eq!(
        versions[0].entry.as_ref().unwrap().attachments,
        core::slice::from_ref(&attached)
    );
    assert_eq!(read(&vault, attached.id).unwrap(), noise(9));
    block_on(vault.restore_version(entry, versions[0].number)).unwrap();
    assert_eq!(carried(&vault, entry), [attached.id]);

    // In the trash, and gone with it.
    block_on(vault.delete_entry(entry)).unwrap();
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(read(&vault, attached.id).unwrap(), noise(9));
    block_on(vault.purge_entry(entry)).unwrap();
    assert_eq!(pieces(&store), 0);
    assert_eq!(read(&vault, attached.id), Err(VaultError::NotFound));
}

#[test]
fn what_was_taken_off_can_be_put_back_for_a_while() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (draft, first) = draft_with_photo(&mut vault, 9);
    let entry = draft.entry_id;
    let second = block_on(vault.attach(entry, photo(b"other"))).unwrap();
    block_on(vault.remove_attachment(entry, first.id)).unwrap();
    // Typing goes on meanwhile.
    block_on(vault.store_draft(draft.clone())).unwrap();
    block_on(vault.put_back_attachment(entry, first.clone(), 0)).unwrap();
    assert_eq!(carried(&vault, entry), [first.id, second.id]);
    assert_eq!(read(&vault, first.id).unwrap(), noise(9));

    block_on(vault.remove_attachment(entry, first.id)).unwrap();
    block_on(vault.forget_removed()).unwrap();
    assert_eq!(read(&vault, first.id), Err(VaultError::NotFound));
    let late = block_on(vault.put_back_attachment(entry, first, 0));
    assert_eq!(late, Err(VaultError::NotFound));
    assert_eq!(carried(&vault, entry), [second.id]);
    assert_eq!(pieces(&store), 2);

    // What was taken off when the journal is locked goes at the next unlocking.
    block_on(vault.remove_attachment(entry, second.id)).unwrap();
    drop(vault);
    assert_eq!(pieces(&store), 2);
    assert_eq!(unlock(&store, &world).1, []);
    assert_eq!(pieces(&store), 0);
}

#[test]
fn words_about_a_photo_are_kept_and_change_no_text() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (draft, attached) = draft_with_photo(&mut vault, 9);
    let entry = draft.entry_id;
    let long = "x".repeat(2_000);
    let described = vault.describe_attachment(entry, attached.id, " Lena ", &long);
    let described = block_on(described).unwrap();
    assert_eq!(
        (
            described[0].description.as_str(),
            described[0].caption.len()
        ),
        ("Lena", 1_000)
    );
    block_on(vault.save_entry(draft)).unwrap();
    let saved = block_on(vault.read_entry(entry)).unwrap();
    assert_eq!(
        (saved.attachments, saved.content.as_str()),
        (described, "The garden")
    );
    drop(vault);
    assert_eq!(unlock(&store, &world).1, []);
}

#[test]
fn a_full_disk_leaves_the_draft_as_it_was_and_no_pieces() {
    for failing in 0..4 {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        let (draft, first) = draft_with_photo(&mut vault, 9);
        let bytes = noise(20 * ATTACHMENT_CHUNK_BYTES);
        *store.fail.borrow_mut() = Some((failing, StoreError::Full));
        let attached = block_on(vault.attach(draft.entry_id, photo(&bytes)));
        let is_there = attached.is_ok();
        assert_eq!(is_there, failing >= 2, "two transactions");
        if let Err(error) = attached {
            assert_eq!(error, VaultError::StorageFull);
            assert_eq!(carried(&vault, draft.entry_id), [first.id]);
        }
        store.fail.take();
        block_on(vault.store_draft(draft.clone())).unwrap();
        drop(vault);
        assert_eq!(unlock(&store, &world).1, []);
        assert_eq!(pieces(&store), if is_there { 23 } else { 2 });
    }
}

#[test]
fn pieces_that_nothing_names_go_at_unlock_if_all_else_is_in_order() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    draft_with_photo(&mut vault, 9);
    let entry = write(&mut vault, "Damaged later");
    drop(vault);
    // As a photo leaves them that did not come whole before the power went.
    store.put(Table::Chunks, &[9; 16], vec![1; 300]);
    let key = record_key(&store, ENTRY, entry.id.as_bytes());
    let sound = store.value(Table::Records, &key);
    store.put(Table::Records, &key, vec![0; 300]);
    assert_eq!(unlock(&store, &world).1.len(), 1);
    assert_eq!(pieces(&store), 3, "what is wrong may need it");
    store.put(Table::Records, &key, sound);
    assert_eq!(unlock(&store, &world).1, []);
    assert_eq!(pieces(&store), 2);
}

#[test]
fn a_changed_piece_is_found_in_the_background_and_named_once() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (draft, _) = draft_with_photo(&mut vault, 2 * ATTACHMENT_CHUNK_BYTES + 9);
    let saved = block_on(vault.save_entry(draft)).unwrap();
    let (other, _) = draft_with_photo(&mut vault, 40);
    let whole = store.dump();
    let found = |vault: &TestVault| {
        let mut check = vault.begin_attachment_check();
        let mut problems = Vec::new();
        let mut steps = 0;
        while !check.is_over() {
            problems.extend(block_on(vault.check_next_piece(&mut check)).unwrap());
            steps += 1;
            assert!(steps < 20, "it comes to an end");
        }
        assert_eq!(check.progress(), (2, 2));
        problems
    };
    assert_eq!(found(&vault), []);
    drop(vault);

    // Whatever piece it is: of the picture, or the small picture.
    let pieces = whole.iter().filter(|(table, ..)| *table == Table::Chunks);
    let (mut of_saved, mut of_draft) = (0, 0);
    for (table, key, value) in pieces.clone() {
        let mut torn = value.clone();
        *torn.last_mut().unwrap() ^= 1;
        store.put(*table, key, torn);
        let (vault, problems) = unlock(&store, &world);
        assert_eq!(problems, [], "unlocking reads no piece");
        match &found(&vault)[..] {
            [Problem::Damaged(Subject::Attachment(Some(entry)))] => {
                assert_eq!(entry.id, saved.id);
                of_saved += 1;
            }
            [Problem::Damaged(Subject::Attachment(None))] => of_draft += 1,
            other => panic!("{other:?}"),
        }
        store.put(*table, key, value.clone());
    }
    assert_eq!((of_saved, of_draft), (4, 2));

    // Missing: told at unlock, and not again. Removed meanwhile: nothing to tell.
    let (table, key, value) = pieces.clone().next().unwrap();
    store.delete(*table, key);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems.len(), 1);
    assert_eq!(found(&vault), []);
    drop(vault);
    store.put(*table, key, value.clone());
    let (mut vault, _) = unlock(&store, &world);
    let mut check = vault.begin_attachment_check();
    block_on(vault.discard_draft(other.entry_id)).unwrap();
    while !check.is_over() {
        assert_eq!(block_on(vault.check_next_piece(&mut check)).unwrap(), None);
    }
}

/// Who opens the journal for a minute at a time has all photos checked, too.
#[test]
fn short_checks_reach_every_attachment_in_time() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    for _ in 0..5 {
        let (draft, _) = draft_with_photo(&mut vault, 9);
        block_on(vault.save_entry(draft)).unwrap();
    }
    for (table, key, mut value) in store.dump() {
        if table == Table::Chunks {
            *value.last_mut().unwrap() ^= 1;
            store.put(table, &key, value);
        }
    }
    let mut named = HashSet::new();
    for _ in 0..60 {
        let mut check = vault.begin_attachment_check();
        // The first one, and no more.
        while check.progress().0 == 0 {
            match block_on(vault.check_next_piece(&mut check)).unwrap() {
                Some(Problem::Damaged(Subject::Attachment(Some(entry)))) => {
                    named.insert(entry.id);
                }
                None => {}
                other => panic!("{other:?}"),
            }
        }
    }
    assert_eq!(named.len(), 5);
}

#[test]
fn a_recording_is_durable_part_by_part_and_plays_after_a_crash() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let draft = new_draft(&vault, "Spoken");
    let entry = draft.entry_id;
    let begun = block_on(vault.begin_recording(entry, "audio/webm;codecs=opus")).unwrap();
    let spoken = noise(ATTACHMENT_CHUNK_BYTES + 70_000);
    for part in spoken.chunks(50_000) {
        block_on(vault.append_recording(begun.id, part)).unwrap();
        block_on(vault.store_draft(draft.clone())).unwrap();
    }
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(read(&vault, begun.id).unwrap(), spoken);
    assert_eq!(
        pieces(&store),
        1,
        "what is not a whole piece lies in the record"
    );

    let finished = block_on(vault.finish_recording(entry, begun.id, 61_000)).unwrap();
    assert_eq!(finished[0].duration_ms, Some(61_000));
    assert_eq!(finished[0].length_bytes, spoken.len() as u64);
    assert_eq!(pieces(&store), 2);
    assert_eq!(read(&vault, begun.id).unwrap(), spoken);
    let late = block_on(vault.append_recording(begun.id, b"more"));
    assert_eq!(late, Err(VaultError::NotFound));
    block_on(vault.save_entry(draft)).unwrap();
    assert_eq!(
        block_on(vault.read_entry(entry))
            .unwrap()
            .summary()
            .recordings,
        1
    );

    let other = new_draft(&vault, "");
    let begun = block_on(vault.begin_recording(other.entry_id, "audio/mp4")).unwrap();
    block_on(vault.append_recording(begun.id, b"unwanted")).unwrap();
    block_on(vault.cancel_recording(other.entry_id, begun.id)).unwrap();
    assert_eq!(read(&vault, begun.id), Err(VaultError::NotFound));
}

#[test]
fn what_cannot_be_kept_is_refused_by_name() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let entry = new_draft(&vault, "x").entry_id;
    for (media_type, bytes) in [
        ("image/svg+xml", b"<svg/>".as_slice()),
        ("text/html", b"<script>"),
        ("image/jpeg", b"<script>"),
        ("image/jpeg", b"\xff\xd8\xff\xe1\0\0 broken"),
    ] {
        let refused = block_on(vault.attach_bytes(entry, media_type, None, bytes));
        assert_eq!(refused, Err(VaultError::AttachmentRefused), "{media_type}");
    }
    for _ in 0..MAX_ATTACHMENTS {
        block_on(vault.attach(entry, photo(b"one"))).unwrap();
    }
    let too_many = block_on(vault.attach(entry, photo(b"one more")));
    assert_eq!(too_many, Err(VaultError::TooManyAttachments));
}

#[test]
fn an_import_keeps_files_for_entries_that_come_later() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let wave = b"RIFF\x10\0\0\0WAVEfmt ";
    let kept = block_on(vault.keep_bytes("audio/x-wav", Some("a.wav"), wave)).unwrap();
    let lost = block_on(vault.keep_bytes("audio/mp4", None, b"never carried")).unwrap();
    assert_eq!(
        (kept.media_type.as_str(), kept.name.as_deref()),
        ("audio/wav", Some("a.wav"))
    );
    let draft = Draft {
        attachments: vec![kept.clone()],
        ..new_draft(&vault, "Imported")
    };
    block_on(vault.save_entry(draft.clone())).unwrap();
    assert_eq!(read(&vault, lost.id).unwrap(), b"never carried");
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(read(&vault, kept.id).unwrap(), wave);
    assert_eq!(read(&vault, lost.id), Err(VaultError::NotFound));
    let entry = block_on(vault.read_entry(draft.entry_id)).unwrap();
    assert_eq!(entry.attachments, [kept]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    /// However a recording is cut into parts, it is read as it was spoken.
    #[test]
    fn a_recording_is_the_sum_of_its_parts(
        cuts in proptest::collection::vec(1_usize..200_000, 1..7),
        is_finished: bool,
    ) {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        let entry = new_draft(&vault, "").entry_id;
        let id = block_on(vault.begin_recording(entry, "audio/webm")).unwrap().id;
        let spoken = noise(cuts.iter().sum());
        let mut rest = spoken.as_slice();
        for cut in cuts {
            let (part, later) = rest.split_at(cut);
            block_on(vault.append_recording(id, part)).unwrap();
            rest = later;
        }
        if is_finished {
            block_on(vault.finish_recording(entry, id, 1)).unwrap();
        }
        drop(vault);
        let (vault, problems) = unlock(&store, &world);
        prop_assert!(problems.is_empty());
        prop_assert!(read(&vault, id).unwrap() == spoken);
    }
}
