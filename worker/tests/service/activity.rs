//! The record of activity.

use companion_core::{AiOutcome, AiTask, AuditEvent, WayIn};
use companion_protocol::audit::{
    Activity, Line, Request as Ask, Response as Told, Status, Verdict,
};

use super::*;

impl Journal {
    fn activity(&mut self, request: Ask) -> Told {
        match self.ask(Request::Audit(request)) {
            Response::Audit(told) => told,
            response => panic!("{response:?}"),
        }
    }

    fn guess_wrong(&mut self) {
        let guess = Request::Unlock(passphrase("mossy kettle under ten lamps"));
        assert_eq!(self.failure(guess), FailureKind::WrongPassphrase);
    }

    fn events(&mut self) -> Vec<AuditEvent> {
        let read = Ask::Read {
            newest: u64::MAX,
            limit: 100,
        };
        match self.activity(read) {
            Told::Lines(lines) => {
                let events = lines.into_iter().rev().map(|line: Line| line.event);
                events.map(Option::unwrap).collect()
            }
            told => panic!("{told:?}"),
        }
    }

    fn verified(&mut self) -> Status {
        assert!(matches!(
            self.activity(Ask::BeginVerify),
            Told::Verifying(_)
        ));
        loop {
            match self.activity(Ask::ContinueVerify) {
                Told::Verifying(_) => {}
                Told::Status(status) => return status,
                told => panic!("{told:?}"),
            }
        }
    }
}

#[test]
fn what_happens_is_logged_verified_and_anchored() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    journal.guess_wrong();
    journal.guess_wrong();
    journal.unlock();
    journal.activity(Ask::Note(Activity::AiOperation {
        task: AiTask::Question,
        model: "qwen <2.5>".into(),
        duration_ms: 900,
        outcome: AiOutcome::Finished,
    }));
    let events = journal.events();
    assert!(
        matches!(
            &events[..],
            [
                AuditEvent::JournalCreated,
                AuditEvent::UnlocksFailed { count: 2, .. },
                AuditEvent::Unlocked(WayIn::Passphrase),
                AuditEvent::AiOperation { model, .. },
            ] if model.as_str() == "qwen--2.5-"
        ),
        "{events:?}"
    );
    let status = journal.verified();
    assert_eq!(status.findings, []);
    assert_eq!(status.verified.unwrap().audit_length, 4);

    let Told::Checkpoint(made) = journal.activity(Ask::MakeCheckpoint) else {
        panic!()
    };
    assert_eq!(made.audit_length, 6);
    let pasted = format!("Checkpoint of #6: {}", made.code.to_lowercase());
    let Told::Compared(compared) = journal.activity(Ask::CompareCheckpoint(pasted)) else {
        panic!()
    };
    assert_eq!(compared.verdict, Verdict::Matches);
    assert_eq!(
        journal.failure(Request::Audit(Ask::CompareCheckpoint("no".into()))),
        FailureKind::NotACheckpoint
    );

    let Told::Exported(piece) = journal.activity(Ask::BeginExport) else {
        panic!()
    };
    assert!(piece.is_last && piece.text.ends_with("]}\n"));
    let lacking = Request::Audit(Ask::Status);
    journal.ask(Request::Lock);
    assert_eq!(journal.failure(lacking), FailureKind::Locked);
}

#[test]
fn wrong_guesses_are_remembered_through_a_reload() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    for _ in 0..3 {
        journal.guess_wrong();
    }
    drop(journal);
    let mut reloaded = Journal::in_tab(&browser, 1);
    reloaded.guess_wrong();
    assert_eq!(*reloaded.tab.slept_ms.borrow(), [1_000]);
    reloaded.unlock();
    reloaded.ask(Request::Lock);
    reloaded.guess_wrong();
    assert_eq!(*reloaded.tab.slept_ms.borrow(), [1_000, 0]);
}
