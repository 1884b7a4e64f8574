//! Moods, favourites and tags, as the page is served them.

use companion_core::Mood;
use companion_protocol::marks::{Request as Ask, Response as Told};
use companion_protocol::vault::{FailureKind, Request, Response};

use super::{Browser, Journal};

fn ask(journal: &mut Journal, request: Ask) -> Told {
    match journal.ask(Request::Marks(request)) {
        Response::Marks(response) => response,
        other => panic!("{other:?}"),
    }
}

#[test]
fn marks_are_set_and_tags_renamed_there_and_back() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let draft = journal.draft("Rain again. #weather");
    let entry = draft.entry_id;
    assert!(matches!(
        journal.ask(Request::SaveEntry(draft)),
        Response::Saved(_)
    ));
    let mood = Some(Mood::Good);
    let Told::Marked(line) = ask(&mut journal, Ask::SetMood { entry, mood }) else {
        panic!("not marked");
    };
    assert_eq!(
        (line.mood, line.tags.as_slice()),
        (mood, ["weather".to_owned()].as_slice())
    );
    let is_favourite = true;
    let Told::Marked(line) = ask(
        &mut journal,
        Ask::SetFavourite {
            entry,
            is_favourite,
        },
    ) else {
        panic!("not marked");
    };
    assert!(line.is_favourite && line.mood == mood);

    let rename = |to: &str| Ask::RenameTag {
        from: "weather".into(),
        to: to.into(),
    };
    assert_eq!(ask(&mut journal, rename("12")), Told::NotAName);
    let Told::Renamed(entries) = ask(&mut journal, rename(" #the sky")) else {
        panic!("not renamed");
    };
    assert_eq!(
        ask(&mut journal, rename("the sky")),
        Told::Renamed(Vec::new())
    );
    let text = |journal: &mut Journal| match journal.ask(Request::ReadEntry(entry)) {
        Response::Entry(reading) => reading.entry.content,
        other => panic!("{other:?}"),
    };
    assert_eq!(text(&mut journal), "Rain again. #the-sky");
    let undo = Ask::UndoRename {
        from: "weather".into(),
        to: "the sky".into(),
        entries,
    };
    assert_eq!(ask(&mut journal, undo), Told::Undone(1));
    assert_eq!(text(&mut journal), "Rain again. #weather");
    let done = Told::CaughtUp {
        changed: 0,
        next: None,
    };
    assert_eq!(ask(&mut journal, Ask::CatchUp(0)), done);
}

#[test]
fn a_locked_journal_takes_no_marks() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    match journal.ask(Request::Marks(Ask::CatchUp(0))) {
        Response::Failed(failure) => assert_eq!(failure.kind, FailureKind::Locked),
        other => panic!("{other:?}"),
    }
}
