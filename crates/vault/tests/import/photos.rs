//! Photos that come along: what they tell, and their small pictures.

use super::*;

/// A JPEG that tells where it was taken, and the same without.
fn located_photo() -> (Vec<u8>, Vec<u8>) {
    let bare = {
        let zip = fixture("day-one.zip");
        let mut import = try_open("x.zip", zip, None).unwrap();
        let found = import.next(&zones).unwrap().unwrap().entry.unwrap();
        import.read_attachment(&found.attachments[0]).unwrap()
    };
    let mut place = vec![0xff, 0xe1, 0, 24];
    place.extend_from_slice(b"Exif\0\0 48.2082N 16.37E");
    let located = [&bare[..2], &place, &bare[2..]].concat();
    (located, bare)
}

/// Our own JSON with one entry that carries a photo and a recording.
fn own_json(photo: &[u8], media_type: &str) -> Vec<u8> {
    use base64::Engine as _;
    let data = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
    serde_json::json!({
        "format": "companion-journal", "version": 1, "exported": "2024-02-09T10:00:00.000+01:00",
        "entries": [{
            "id": "31".repeat(16), "created": "2024-02-05T12:30:00.000+01:00",
            "edited": "2024-02-05T12:30:00.000+01:00", "content": "With both",
            "attachments": [
                {"id": "ab".repeat(16), "kind": "photo", "media_type": media_type, "length_bytes": photo.len(),
                 "description": "A gutter\nin rain", "caption": "Before", "name": "IMG 1.jpg", "data": data(photo)},
                {"id": "cd".repeat(16), "kind": "recording", "media_type": "audio/webm;codecs=opus", "length_bytes": 8,
                 "duration_ms": 4_250, "data": data(b"\x1a\x45\xdf\xa3 rec")},
            ],
        }],
    })
    .to_string()
    .into_bytes()
}

#[test]
fn places_are_taken_out_of_photos_unless_they_are_to_stay() {
    let (located, bare) = located_photo();
    for keeps in [false, true] {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        let mut importing = open(&world, "journal.json", own_json(&located, "image/jpeg"));
        look(&vault, &mut importing);
        importing.keeps_originals(keeps);
        let receipt = bring(&mut vault, &mut importing);
        assert_eq!(receipt.attachments, 2);
        // What still tells: the recording, and the photo if it was to stay as it is.
        assert_eq!(receipt.telling, 1 + u64::from(keeps));
        let entry = read_all(&vault).remove(0);
        let [photo, recording] = &entry.attachments[..] else {
            panic!("{:?}", entry.attachments);
        };
        let bytes = block_on(vault.read_attachment(photo.id)).unwrap();
        assert_eq!(*bytes, if keeps { &*located } else { &*bare });
        assert_eq!((photo.width_px, photo.height_px), (Some(16), Some(12)));
        let said = (photo.description.as_str(), photo.caption.as_str());
        assert_eq!(said, ("A gutter\nin rain", "Before"));
        assert_eq!(photo.name.as_deref(), Some("IMG 1.jpg"));
        assert_eq!(recording.kind, AttachmentKind::Recording);
        assert_eq!(recording.duration_ms, Some(4_250));
        assert_eq!(recording.media_type, "audio/webm;codecs=opus");
    }
}

#[test]
fn a_photo_that_few_browsers_show_is_counted() {
    let heic = include_bytes!("../../../../tests/fixtures/photos/told.heic");
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let json = own_json(heic, "image/heic");
    let (importing, receipt) = import(&mut vault, &world, "journal.json", json);
    assert_eq!((importing.preview().unseen, receipt.unseen), (1, 1));
}

#[test]
fn a_small_picture_can_come_later() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let (mut importing, _) = import(&mut vault, &world, "day-one.zip", fixture("day-one.zip"));
    let fresh = importing.take_fresh_photos();
    assert_eq!(fresh.len(), 1);
    assert!(importing.take_fresh_photos().is_empty());
    assert!(block_on(vault.read_preview(fresh[0])).unwrap().is_none());
    let preview = |bytes| Preview {
        media_type: "image/webp",
        bytes,
    };
    block_on(vault.give_preview(fresh[0], preview(b"small"))).unwrap();
    // One is enough.
    block_on(vault.give_preview(fresh[0], preview(b"other"))).unwrap();
    let picture = block_on(vault.read_attachment(fresh[0])).unwrap();
    drop(vault);
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let found = block_on(vault.read_preview(fresh[0])).unwrap().unwrap();
    assert_eq!(found.bytes.as_slice(), b"small");
    assert_eq!(
        *block_on(vault.read_attachment(fresh[0])).unwrap(),
        *picture
    );
    block_on(vault.check_attachment(fresh[0])).unwrap();
    // It goes with its photo.
    let ids: Vec<EntryId> = vault.list_entries().iter().map(|line| line.id).collect();
    for id in ids {
        block_on(vault.delete_entry(id)).unwrap();
        block_on(vault.purge_entry(id)).unwrap();
    }
    let chunks = store.dump().into_iter();
    assert_eq!(
        chunks.filter(|(table, ..)| *table == Table::Chunks).count(),
        0
    );
}
