//! The vault service with two tabs, without a browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "service/activity.rs"]
mod activity;
#[path = "service/attachments.rs"]
mod attachments;
#[path = "service/backup.rs"]
mod backup;
#[path = "service/export.rs"]
mod export;
#[path = "service/history.rs"]
mod history;
#[path = "service/import.rs"]
mod import;
#[path = "service/keys.rs"]
mod keys;
#[path = "service/marks.rs"]
mod marks;
#[path = "service/sample.rs"]
mod sample;
#[path = "service/upkeep.rs"]
mod upkeep;
#[path = "service/world.rs"]
mod world;
#[path = "service/writing.rs"]
mod writing;

use companion_core::Settings;
use companion_protocol::vault::{FailureKind, Presence, Reading, Request, Response};
use world::*;

#[test]
fn what_is_written_is_there_after_locking_and_unlocking() {
    let browser = Browser::default();
    let mut journal = Journal::in_tab(&browser, 1);
    assert_eq!(journal.presence(), Presence::Absent);
    let mut journal = Journal::created(&browser);
    assert_eq!(journal.presence(), Presence::Unlocked);

    let entry = journal.draft("# Rain\n\nIt rained **all** day.");
    let Response::Saved(saved) = journal.ask(Request::SaveEntry(entry)) else {
        panic!("not saved");
    };
    let unsaved = journal.draft("half a sent");
    assert_eq!(journal.ask(Request::StoreDraft(unsaved)), Response::Done);
    let settings = Settings {
        idle_lock_minutes: 3,
        ..Settings::default()
    };
    let written = journal.ask(Request::WriteSettings(settings.clone()));
    assert_eq!(written, Response::Done);
    assert_eq!(journal.ask(Request::Lock), Response::Done);

    assert_eq!(journal.presence(), Presence::Locked);
    assert_eq!(journal.failure(Request::ListEntries), FailureKind::Locked);
    let found = journal.unlock();
    assert_eq!(found.entries, std::slice::from_ref(&saved));
    assert_eq!(found.drafts.len(), 1);
    assert_eq!(found.drafts[0].content, "half a sent");
    assert_eq!(found.settings, settings);
    assert_eq!(found.problems, []);
    let Response::Entry(Reading { entry, html, .. }) = journal.ask(Request::ReadEntry(saved.id))
    else {
        panic!("not read");
    };
    assert_eq!(entry.content, "# Rain\n\nIt rained **all** day.");
    assert!(html.contains("<strong>all</strong>"), "{html}");
}

#[test]
fn nothing_is_done_without_keys() {
    let browser = Browser::default();
    let mut owner = Journal::created(&browser);
    let draft = owner.draft("secret");
    let id = draft.entry_id;
    owner.ask(Request::Lock);
    for request in [
        Request::ListEntries,
        Request::ReadEntry(id),
        Request::SaveEntry(draft.clone()),
        Request::DeleteEntry(id),
        Request::UndoDelete(id),
        Request::OpenDraft(None),
        Request::StoreDraft(draft),
        Request::DiscardDraft(id),
        Request::ListDrafts,
        Request::ReadSettings,
        Request::WriteSettings(Settings::default()),
    ] {
        assert_eq!(owner.failure(request), FailureKind::Locked);
    }
}

#[test]
fn guessing_is_slowed_and_the_right_passphrase_never() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    for _ in 0..4 {
        let guess = Request::Unlock(passphrase("mossy kettle under ten lamps"));
        assert_eq!(journal.failure(guess), FailureKind::WrongPassphrase);
        // A tab that failed to unlock keeps nobody out.
        assert_eq!(browser.holder.get(), None);
    }
    assert_eq!(*journal.tab.slept_ms.borrow(), [0, 0, 500, 1_000]);
    journal.unlock();
    assert_eq!(journal.tab.slept_ms.borrow().len(), 4);
}

#[test]
fn no_passphrase_is_taken_unjudged() {
    let browser = Browser::default();
    browser.lacks_estimator.set(true);
    let mut journal = Journal::in_tab(&browser, 1);
    for request in [
        Request::EstimateStrength(passphrase(PASSPHRASE)),
        Request::Create(passphrase(PASSPHRASE)),
    ] {
        assert_eq!(journal.failure(request), FailureKind::Incomplete);
    }
    assert_eq!(journal.presence(), Presence::Absent);

    browser.lacks_estimator.set(false);
    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    browser.lacks_estimator.set(true);
    journal.unlock();
}

#[test]
fn a_weak_passphrase_and_a_second_creation_are_refused() {
    let browser = Browser::default();
    let mut journal = Journal::in_tab(&browser, 1);
    let weak = journal.failure(Request::Create(passphrase("password1")));
    assert_eq!(weak, FailureKind::WeakPassphrase);
    assert_eq!(journal.presence(), Presence::Absent);
    let Response::Strength(strength) =
        journal.ask(Request::EstimateStrength(passphrase("password1")))
    else {
        panic!("no estimate");
    };
    assert!(!strength.acceptable && strength.warning.is_some());

    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    let again = journal.failure(Request::Create(passphrase(PASSPHRASE)));
    assert_eq!(again, FailureKind::AlreadyExists);
    journal.unlock();
}

#[test]
fn a_second_tab_waits_until_the_first_hands_over() {
    let browser = Browser::default();
    let mut first = Journal::created(&browser);
    let mut second = Journal::in_tab(&browser, 2);
    assert_eq!(second.presence(), Presence::OtherTab);
    let early = second.failure(Request::Unlock(passphrase(PASSPHRASE)));
    assert_eq!(early, FailureKind::TakenOver);
    // Asking in vain has changed nothing for the first.
    assert_eq!(first.presence(), Presence::Unlocked);

    let draft = first.draft("on its way to the other tab");
    first.ask(Request::StoreDraft(draft));
    assert_eq!(first.ask(Request::HandOver), Response::Done);
    let found = second.unlock();
    assert_eq!(found.drafts[0].content, "on its way to the other tab");
    assert_eq!(first.presence(), Presence::OtherTab);
}

#[test]
fn a_tab_that_was_robbed_without_noticing_overwrites_nothing() {
    let browser = Browser::default();
    let mut robbed = Journal::created(&browser);
    let late = robbed.draft("from the robbed tab");
    let mut thief = Journal::in_tab(&browser, 2);
    let taken = thief.ask(Request::TakeOver);
    assert_eq!(taken, Response::Presence(Presence::Locked));
    thief.unlock();
    let entry = thief.draft("from the new writer");
    assert!(matches!(
        thief.ask(Request::SaveEntry(entry)),
        Response::Saved(_)
    ));

    let refused = robbed.failure(Request::SaveEntry(late));
    assert_eq!(refused, FailureKind::TakenOver);
    // Its keys are gone, and the lock of the new writer is not.
    assert_eq!(robbed.presence(), Presence::OtherTab);
    assert_eq!(robbed.failure(Request::ListEntries), FailureKind::Locked);
    let Response::Entries(entries) = thief.ask(Request::ListEntries) else {
        panic!("no entries");
    };
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].title, "from the new writer");
}
