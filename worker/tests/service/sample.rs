//! The sample journal: it refuses whatever would leave something behind, and never comes near the writer's own.

use std::rc::Rc;

use companion_core::Draft;
use companion_protocol::{backup, device, import, sample};
use companion_worker::vault::Service;

use super::*;

const SCRIPT: &str = "@ 2 10:00 mood=4\nThe lake was loud. #lake\n@ 1 11:00\nAnother page.\n";

fn open(script: &str) -> Request {
    Request::Sample(sample::Request::Open {
        script: script.to_owned(),
        pictures: Vec::new(),
    })
}

/// A sample in a worker of its own, and the store that forgets.
fn sample(browser: &Browser) -> Journal {
    let Journal { tab, .. } = Journal::in_tab(browser, 7);
    let service = Service::for_sample(
        Rc::clone(&browser.store),
        TestEnvironment::default(),
        Rc::clone(&tab),
    );
    Journal { service, tab }
}

#[test]
fn the_sample_is_read_written_and_searched_like_any_journal() {
    let mut journal = sample(&Browser::default());
    let opened = match journal.ask(open(SCRIPT)) {
        Response::Sample(sample::Response::Opened(opened)) => opened,
        response => panic!("{response:?}"),
    };
    assert_eq!(opened.entries.len(), 2);
    assert_eq!(opened.settings.idle_lock_minutes, 0);
    let Response::Draft(draft) = journal.ask(Request::OpenDraft(None)) else {
        panic!("a draft");
    };
    let content = "Trying it out".to_owned();
    let saved = journal.ask(Request::SaveEntry(Draft { content, ..draft }));
    assert!(matches!(saved, Response::Saved(_)), "{saved:?}");
    let Response::Entries(entries) = journal.ask(Request::ListEntries) else {
        panic!("entries");
    };
    assert_eq!(entries.len(), 3);
    assert!(journal.tab.written.borrow().is_none(), "no file was made");
    assert_eq!(journal.tab.holder.get(), None, "nobody's lock was taken");
    // Locked, it is gone for good.
    assert_eq!(journal.ask(Request::Lock), Response::Done);
    let kind = journal.failure(Request::Unlock(passphrase(PASSPHRASE)));
    assert_eq!(kind, FailureKind::NotInSample);
}

#[test]
fn what_would_leave_something_behind_is_refused() {
    let mut journal = sample(&Browser::default());
    journal.ask(open(SCRIPT));
    for request in [
        Request::Create(passphrase(PASSPHRASE)),
        Request::TakeOver,
        Request::CreateRecoveryKey(passphrase(PASSPHRASE)),
        Request::Backup(backup::Request::Write),
        Request::Backup(backup::Request::Restore(passphrase(PASSPHRASE))),
        Request::Device(device::Request::WriteForFolder),
        Request::Import(import::Request::Look),
    ] {
        assert_eq!(journal.failure(request), FailureKind::NotInSample);
    }
    assert!(journal.tab.written.borrow().is_none());
}

#[test]
fn the_writers_own_journal_never_becomes_the_sample() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    assert_eq!(journal.failure(open(SCRIPT)), FailureKind::NotInSample);
    let Response::Entries(entries) = journal.ask(Request::ListEntries) else {
        panic!("entries");
    };
    assert!(entries.is_empty());
    journal.ask(Request::Lock);
    assert_eq!(journal.failure(open(SCRIPT)), FailureKind::NotInSample);
}

#[test]
fn a_text_that_is_no_sample_opens_nothing() {
    let mut journal = sample(&Browser::default());
    assert_eq!(journal.failure(open("no head")), FailureKind::Internal);
    assert_eq!(journal.failure(Request::ListEntries), FailureKind::Locked);
}
