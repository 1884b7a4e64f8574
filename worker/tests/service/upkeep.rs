//! What unlocking does not read, as the page is served it.

use companion_protocol::attachments as asks;
use companion_protocol::problem::{Problem, Subject};
use companion_protocol::upkeep::{Checked, Request as Ask};
use companion_protocol::vault::{FailureKind, Request, Response};
use companion_store::{Batch, Change, Store as _, Table};
use pollster::block_on;

use super::{BackupFile, Browser, Journal};

impl Journal {
    fn keep_up(&mut self, ask: Ask) -> Checked {
        match self.ask(Request::Upkeep(ask)) {
            Response::Upkeep(checked) => checked,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_damaged_photo_is_told_by_name_and_once() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    assert!(journal.keep_up(Ask::Begin).is_over, "there is nothing");
    let draft = journal.draft("The garden.");
    let ask = asks::Request::AddPhoto {
        entry: draft.entry_id,
        name: None,
        keeps_original: false,
    };
    let file = Some(BackupFile::of(b"\xff\xd8\xff\xe0 a picture"));
    block_on(journal.service.answer_with(Request::Attachments(ask), file));
    journal.ask(Request::SaveEntry(draft));

    let checked = journal.keep_up(Ask::Begin);
    assert_eq!((checked.problems, checked.total), (Vec::new(), 1));
    let pieces = block_on(browser.store.scan(Table::Chunks, None, 1)).unwrap();
    let (key, mut value) = pieces.into_iter().next().unwrap();
    value[99] ^= 1;
    let table = Table::Chunks;
    block_on(browser.store.commit(Batch {
        expect: None,
        changes: vec![Change::Put { table, key, value }],
    }))
    .unwrap();
    let mut problems = Vec::new();
    let mut checked = journal.keep_up(Ask::Begin);
    problems.append(&mut checked.problems);
    while !checked.is_over {
        checked = journal.keep_up(Ask::Continue);
        problems.append(&mut checked.problems);
    }
    match &problems[..] {
        [Problem::Damaged(Subject::Attachment(Some(entry)))] => {
            assert_eq!(entry.title, "The garden.");
        }
        other => panic!("{other:?}"),
    }
    let checked = journal.keep_up(Ask::Continue);
    assert!(checked.is_over && checked.problems.is_empty());

    journal.ask(Request::Lock);
    match journal.ask(Request::Upkeep(Ask::Continue)) {
        Response::Failed(failure) => assert_eq!(failure.kind, FailureKind::Locked),
        other => panic!("{other:?}"),
    }
}
