//! Earlier versions and the trash, as the page is served them.

use companion_core::{Draft, KeptRevisions};
use companion_protocol::history::{Change, Request as Ask, Response as Told};
use companion_protocol::vault::{FailureKind, Request, Response};

use super::{Browser, Journal};

fn ask(journal: &mut Journal, request: Ask) -> Told {
    match journal.ask(Request::History(request)) {
        Response::History(response) => response,
        other => panic!("{other:?}"),
    }
}

#[test]
fn earlier_versions_are_listed_compared_and_brought_back() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let draft = journal.draft("The water was grey.");
    let entry = draft.entry_id;
    let again = Draft {
        content: "The water was green & <b>calm</b>.".into(),
        ..draft.clone()
    };
    for draft in [draft, again] {
        let answer = journal.ask(Request::SaveEntry(draft));
        assert!(matches!(answer, Response::Saved(_)));
    }
    let Told::Versions(lines) = ask(&mut journal, Ask::Versions(entry)) else {
        panic!("not listed");
    };
    let known = lines[0].known.as_ref().unwrap();
    assert_eq!(
        (lines.len(), known.word_count, known.words_more),
        (1, 4, -1)
    );
    let number = lines[0].number;
    let Told::Version(view) = ask(&mut journal, Ask::ReadVersion { entry, number }) else {
        panic!("not read");
    };
    assert_eq!(view.html, "<p>The water was grey.</p>\n");
    let changes: Vec<_> = view
        .changes
        .iter()
        .map(|piece| (piece.change, piece.text.as_str()))
        .collect();
    let expected = [
        (Change::Same, "The water was "),
        (Change::Removed, "grey."),
        (Change::Added, "green & <b>calm</b>."),
    ];
    assert_eq!(changes, expected);

    ask(&mut journal, Ask::Restore { entry, number });
    let Response::Entry(reading) = journal.ask(Request::ReadEntry(entry)) else {
        panic!("not read");
    };
    let said = (reading.entry.content.as_str(), reading.versions);
    assert_eq!(said, ("The water was grey.", 2));

    let none = KeptRevisions::new(0);
    let beyond = ask(&mut journal, Ask::CountBeyond(none));
    assert_eq!(beyond, Told::Removed(2));
    assert_eq!(ask(&mut journal, Ask::Keep(none)), Told::Removed(2));
    let missing = Request::History(Ask::ReadVersion { entry, number });
    assert_eq!(journal.failure(missing), FailureKind::NotFound);
    journal.ask(Request::Lock);
    let locked = Request::History(Ask::Versions(entry));
    assert_eq!(journal.failure(locked), FailureKind::Locked);
}

#[test]
fn the_trash_is_listed_and_emptied() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let ids = ["one", "two", "three"].map(|text| {
        let draft = journal.draft(text);
        let id = draft.entry_id;
        journal.ask(Request::SaveEntry(draft));
        journal.ask(Request::DeleteEntry(id));
        id
    });
    let Told::Trash(lines) = ask(&mut journal, Ask::Trash) else {
        panic!("not listed");
    };
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().all(|line| line.days_left == 30));
    journal.ask(Request::UndoDelete(ids[0]));
    let purge = |id| Request::History(Ask::Purge(id));
    assert_eq!(journal.failure(purge(ids[0])), FailureKind::NotFound);
    assert_eq!(ask(&mut journal, Ask::Purge(ids[1])), Told::Removed(1));
    assert_eq!(ask(&mut journal, Ask::EmptyTrash), Told::Removed(1));
    let gone = journal.failure(Request::ReadEntry(ids[2]));
    assert_eq!(gone, FailureKind::NotFound);
}
