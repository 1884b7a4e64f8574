//! Prompts and templates, as the page is served them.

use companion_core::{Draft, Mood};
use companion_protocol::vault::{FailureKind, Request, Response};
use companion_protocol::writing::{Moment, NewTemplate, Request as Ask, Response as Told};

use super::{Browser, Journal};

fn ask(journal: &mut Journal, request: Ask) -> Told {
    match journal.ask(Request::Writing(request)) {
        Response::Writing(response) => response,
        other => panic!("{other:?}"),
    }
}

fn any_prompt(journal: &mut Journal, moment: Moment, language: &str) -> Option<(u16, String)> {
    let language = language.into();
    match ask(journal, Ask::Prompt { moment, language }) {
        Told::Prompt(prompt) => prompt.map(|prompt| (prompt.number, prompt.text)),
        other => panic!("{other:?}"),
    }
}

fn prompt(journal: &mut Journal, moment: Moment, language: &str) -> (u16, String) {
    any_prompt(journal, moment, language).unwrap()
}

fn save(journal: &mut Journal, text: &str, mood: Option<Mood>) {
    let draft = Draft {
        mood,
        ..journal.draft(text)
    };
    let answer = journal.ask(Request::SaveEntry(draft));
    assert!(matches!(answer, Response::Saved(_)), "{answer:?}");
}

#[test]
fn no_prompt_comes_twice_and_each_knows_its_language() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let mut numbers = Vec::new();
    for _ in 0..30 {
        let (number, text) = prompt(&mut journal, Moment::Opening, "de");
        assert!(!numbers.contains(&number), "{text}");
        assert!(!text.contains(['{', '}']), "{text}");
        numbers.push(number);
    }
    let (number, text) = prompt(&mut journal, Moment::GoingOn, "en-GB");
    assert!(
        number > 1_000 && text.is_ascii() || text.contains('’'),
        "{text}"
    );
}

#[test]
fn however_often_one_is_asked_for_no_prompt_comes_while_it_rests() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let mut numbers = Vec::new();
    for moment in [Moment::GoingOn, Moment::Opening] {
        while let Some((number, text)) = any_prompt(&mut journal, moment, "en") {
            assert!(!numbers.contains(&number), "again: {text}");
            numbers.push(number);
        }
    }
    assert!(numbers.len() > 100, "{}", numbers.len());
    assert_eq!(any_prompt(&mut journal, Moment::Opening, "en"), None);
}

#[test]
fn what_was_on_the_mind_is_told_in_a_few_words() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    for number in 1..=7 {
        let text = format!("Day {number}\n\nAt the #harbour, with words nobody else gets.");
        save(&mut journal, &text, Some(Mood::Low));
    }
    save(&mut journal, "Day 8", None);
    let Told::Digest(digest) = ask(&mut journal, Ask::Digest) else {
        panic!("no digest");
    };
    assert_eq!(digest.titles.len(), 5);
    assert!(digest.titles.iter().all(|title| title.starts_with("Day ")));
    assert_eq!(digest.tags, ["harbour"]);
    assert_eq!(digest.moods, [2; 5]);
    // Sooner or later a question is about one of them.
    let named = (0..40).any(|_| {
        let (_, text) = prompt(&mut journal, Moment::Opening, "en");
        text.contains("“Day ") || text.contains("#harbour")
    });
    assert!(named);
}

#[test]
fn templates_are_given_kept_and_deleted() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let kept = ask(
        &mut journal,
        Ask::WriteTemplate(NewTemplate {
            id: None,
            name: "Walks".into(),
            content: "## Where to\n".into(),
        }),
    );
    let Told::Template(kept) = kept else {
        panic!("not kept");
    };
    let list = |journal: &mut Journal| match ask(journal, Ask::Templates("de".into())) {
        Told::Templates(templates) => templates,
        other => panic!("{other:?}"),
    };
    let all = list(&mut journal);
    assert_eq!(all.given.len(), 5);
    assert_eq!(all.given[1].name, "Dankbarkeit");
    assert_eq!(all.own, std::slice::from_ref(&kept));
    assert_eq!(ask(&mut journal, Ask::DeleteTemplate(kept.id)), Told::Done);
    assert_eq!(list(&mut journal).own, []);
    let long = Ask::WriteTemplate(NewTemplate {
        id: None,
        name: String::new(),
        content: "x".repeat(20_000),
    });
    let Response::Failed(failure) = journal.ask(Request::Writing(long)) else {
        panic!("it was kept");
    };
    assert_eq!(failure.kind, FailureKind::TooLong);
}

#[test]
fn a_locked_journal_asks_nothing() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    let Response::Failed(failure) = journal.ask(Request::Writing(Ask::Digest)) else {
        panic!("it told something");
    };
    assert_eq!(failure.kind, FailureKind::Locked);
}
