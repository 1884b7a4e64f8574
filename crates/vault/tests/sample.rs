//! The sample journal: its two texts are read as they lie, and nothing opens it twice.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::rc::Rc;

use companion_core::{AttachmentKind, Clock};
use companion_store::{MemoryStore, Store, Table};
use companion_vault::sample::{Picture, Script};
use companion_vault::{Vault, VaultError};
use pollster::block_on;
use support::World;

const TEXTS: [&str; 2] = [
    include_str!("../../../static/samples/en.txt"),
    include_str!("../../../static/samples/de.txt"),
];
const LAKE: &[u8] = include_bytes!("../../../static/samples/lake.png");
const WINDOW: &[u8] = include_bytes!("../../../static/samples/window.png");

fn pictures() -> [Picture<'static>; 2] {
    [
        Picture {
            name: "lake.png",
            bytes: LAKE,
        },
        Picture {
            name: "window.png",
            bytes: WINDOW,
        },
    ]
}

#[test]
fn every_part_of_the_app_has_something_to_show() {
    for text in TEXTS {
        let script = Script::parse(text).unwrap();
        let environment = World::default();
        let store = Rc::new(MemoryStore::default());
        let vault = block_on(Vault::create_sample(
            Rc::clone(&store),
            environment.clone(),
            &script,
            &pictures(),
        ));
        let vault = vault.unwrap();
        let entries = vault.list_entries();
        assert!((60..=90).contains(&entries.len()), "{}", entries.len());
        assert_eq!(entries.len(), script.len());

        let today = environment.now().local_day();
        let days: Vec<i64> = entries
            .iter()
            .map(|entry| today.0 - entry.created.local_day().0)
            .collect();
        assert!(days.iter().all(|ago| *ago > 0), "nothing is written ahead");
        assert!(days.iter().any(|ago| *ago > 400), "fourteen months of it");
        let this_week: BTreeSet<_> = days.iter().filter(|ago| **ago < 7).collect();
        assert!(this_week.len() >= 5, "a streak");
        let a_year_ago = today.civil().unwrap().plus_months(-12);
        assert!(
            entries
                .iter()
                .any(|entry| entry.created.local_day().civil() == Some(a_year_ago)),
            "this day a year ago"
        );

        let moods: BTreeSet<_> = entries.iter().filter_map(|entry| entry.mood).collect();
        assert_eq!(moods.len(), 5);
        let tags: BTreeSet<_> = entries.iter().flat_map(|entry| &entry.tags).collect();
        assert!((8..40).contains(&tags.len()), "{tags:?}");
        assert!(entries.iter().filter(|entry| entry.is_favourite).count() >= 5);
        let photos: u16 = entries.iter().map(|entry| entry.photos).sum();
        assert_eq!(photos, 2);
        assert!(entries.iter().all(|entry| !entry.is_imported));

        let with_photo = entries.iter().find(|entry| entry.photos > 0).unwrap();
        let entry = block_on(vault.read_entry(with_photo.id)).unwrap();
        let photo = &entry.attachments[0];
        assert_eq!(photo.kind, AttachmentKind::Photo);
        assert!(photo.width_px.is_some() && !photo.description.is_empty());
        let settings = block_on(vault.read_settings()).unwrap();
        assert_eq!(settings.idle_lock_minutes, 0);
    }
}

#[test]
fn a_locked_sample_is_gone() {
    let script = Script::parse(TEXTS[0]).unwrap();
    let store = Rc::new(MemoryStore::default());
    let environment = World::default();
    let made = Vault::create_sample(Rc::clone(&store), environment.clone(), &script, &[]);
    let vault = block_on(made).unwrap();
    let photos: u16 = vault.list_entries().iter().map(|entry| entry.photos).sum();
    assert_eq!(photos, 0, "an entry without its picture is still an entry");
    drop(vault);
    // What is left in memory is ciphertext without a slot: no passphrase opens it.
    for (_, value) in block_on(store.scan(Table::Records, None, 10_000)).unwrap() {
        let text = String::from_utf8_lossy(&value);
        assert!(!text.contains("Okafor") && !text.contains("lemon"));
    }
    let opened = block_on(Vault::unlock(
        store,
        environment,
        "mossy kettle under nine lamps",
        &mut |_, _| {},
    ));
    assert!(matches!(
        opened.err(),
        Some(VaultError::WrongPassphrase | VaultError::Unreadable(_))
    ));
}
