//! A journal whose writer wants to be reminded: `v1-reminder.*`.

use companion_core::{MinuteOfDay, Reminder, Settings, Weekdays};
use pollster::block_on;
use serde_json::Value;

use crate::golden::{describe, fixture, golden_named, write_golden};
use crate::support::*;

/// Twenty past seven in the morning, Mondays and Sundays, changed twice.
fn reminder() -> Reminder {
    let days = (2..=6).try_fold(Weekdays::ALL, |days, weekday| days.with(weekday, false));
    Reminder {
        at: MinuteOfDay::new(7 * 60 + 20),
        days: days.unwrap(),
        notifies: true,
        changes: 2,
        ..Reminder::new([0x5a; 16])
    }
}

#[test]
fn a_reminder_and_a_wanted_mark_open() {
    let expected = std::fs::read_to_string(fixture("v1-reminder.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let (store, world) = (golden_named("v1-reminder"), World::default());
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(describe(&vault, &[], &[]), expected);
    let settings = block_on(vault.read_settings()).unwrap();
    assert_eq!(
        (settings.reminder, settings.marks_icon),
        (Some(reminder()), true)
    );
}

/// Made `v1-reminder.*`, once.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_reminder() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let draft = new_draft(&vault, "Ein ruhiger Morgen 🌿.");
    block_on(vault.save_entry(draft)).unwrap();
    block_on(vault.write_settings(&Settings {
        reminder: Some(reminder()),
        marks_icon: true,
        ..Settings::default()
    }))
    .unwrap();
    write_golden("v1-reminder", &store, &describe(&vault, &[], &[]));
}
