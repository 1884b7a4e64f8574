//! Imports, as the page is served them: step by step, stopped, undone, and with small pictures.

use companion_core::{AttachmentId, EntrySummary, Skipped, Source};
use companion_protocol::attachments;
use companion_protocol::import::{Preview, Receipt, Request as Ask, Response as Told};
use companion_protocol::vault::{FailureKind, Passphrase, Request, Response};
use pollster::block_on;

use super::{BackupFile, Browser, Journal};

fn fixture(name: &str) -> BackupFile {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/fixtures/import");
    BackupFile::of(&std::fs::read(format!("{folder}/{name}")).unwrap())
}

impl Journal {
    fn import(&mut self, ask: Ask, file: Option<BackupFile>) -> Response {
        block_on(self.service.answer_with(Request::Import(ask), file))
    }

    fn told_of_import(&mut self, ask: Ask) -> Told {
        match self.import(ask, None) {
            Response::Import(told) => told,
            other => panic!("{other:?}"),
        }
    }

    fn open_import(&mut self, name: &str, password: Option<&str>) -> Response {
        let ask = Ask::Open {
            name: name.into(),
            modified_ms: None,
            password: password.map(|text| Passphrase::new(text.into())),
        };
        self.import(ask, Some(fixture(name)))
    }

    /// Looks through a file.
    fn look(&mut self, name: &str) -> Preview {
        let mut answer = match self.open_import(name, Some("mossy kettle")) {
            Response::Import(told) => told,
            other => panic!("{other:?}"),
        };
        loop {
            match answer {
                Told::Looking(progress) => assert!(progress.done <= progress.total),
                Told::Preview(preview) => return preview,
                other => panic!("{other:?}"),
            }
            answer = self.told_of_import(Ask::Look);
        }
    }

    fn bring(&mut self) -> Receipt {
        loop {
            match self.told_of_import(Ask::Bring {
                keeps_originals: false,
            }) {
                Told::Bringing(progress) => assert!(progress.done <= progress.total),
                Told::Done(receipt) => return receipt,
                other => panic!("{other:?}"),
            }
        }
    }

    fn receipts(&mut self) -> usize {
        match self.told_of_import(Ask::Receipts) {
            Told::Receipts(receipts) => receipts.len(),
            other => panic!("{other:?}"),
        }
    }

    fn preview_of(&mut self, id: AttachmentId) -> Option<Vec<u8>> {
        let ask = attachments::Request::ReadPreview(id);
        match self.ask(Request::Attachments(ask)) {
            Response::Attachments(attachments::Response::Preview(picture)) => {
                picture.map(|picture| picture.bytes)
            }
            other => panic!("{other:?}"),
        }
    }

    fn list(&mut self) -> Vec<EntrySummary> {
        match self.ask(Request::ListEntries) {
            Response::Entries(entries) => entries,
            other => panic!("{other:?}"),
        }
    }

    /// The photo of the one entry that has one.
    fn photo_that_came(&mut self) -> AttachmentId {
        let entries = self.list();
        let line = entries.iter().find(|line| line.photos == 1).unwrap();
        match self.ask(Request::ReadEntry(line.id)) {
            Response::Entry(reading) => reading.entry.attachments[0].id,
            other => panic!("{other:?}"),
        }
    }
}

fn failed(response: Response) -> FailureKind {
    match response {
        Response::Failed(failure) => failure.kind,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_counted_comes_is_noted_and_can_be_undone() {
    let mut journal = Journal::created(&Browser::default());
    let preview = journal.look("day-one.zip");
    assert_eq!(
        (preview.source, preview.found, preview.new),
        (Source::DayOne, 5, 3)
    );
    assert_eq!(
        (preview.photos, preview.unseen, preview.attachments_missing),
        (1, 0, 1)
    );
    assert_eq!(preview.samples.len(), 3);
    let days = [preview.first, preview.last].map(|at| at.unwrap().unix_ms);
    assert!(days[0] < days[1]);
    assert_eq!(journal.receipts(), 0, "nothing has come");

    let receipt = journal.bring();
    assert_eq!(receipt.found, receipt.imported + receipt.skipped.total());
    assert_eq!(
        (receipt.imported, receipt.entries, receipt.attachments),
        (3, 3, 1)
    );
    assert!(receipt.is_finished && journal.list().iter().all(|line| line.is_imported));
    assert_eq!(journal.receipts(), 1);
    // It is over: there is no next step.
    let next = journal.import(
        Ask::Bring {
            keeps_originals: false,
        },
        None,
    );
    assert!(matches!(next, Response::Failed(_)));

    let again = journal.look("day-one.zip");
    assert_eq!(again.new, 0);
    assert_eq!(
        again.skipped.counts().next().map(|it| it.reason),
        Some(Skipped::Duplicate)
    );
    let Told::Undone(undone) = journal.told_of_import(Ask::Undo(receipt.id)) else {
        panic!("not undone");
    };
    assert_eq!((undone.moved, journal.list().len()), (3, 0));
    assert!(undone.receipt.undone.is_some());
}

#[test]
fn photos_have_small_pictures_at_once_or_when_they_are_wanted() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.look("day-one.zip");
    // The tab cannot draw while it imports.
    journal.tab.cannot_draw.set(true);
    journal.bring();
    let id = journal.photo_that_came();
    assert_eq!(journal.preview_of(id), None);
    journal.tab.cannot_draw.set(false);
    assert_eq!(
        journal.preview_of(id).as_deref(),
        Some(b"\xff\xd8\xff".as_slice())
    );
    // It was stored: nobody draws it again.
    journal.tab.cannot_draw.set(true);
    assert!(journal.preview_of(id).is_some());

    journal.tab.cannot_draw.set(false);
    journal.look("joplin.jex");
    journal.bring();
    journal.tab.cannot_draw.set(true);
    let mut lines = journal.list();
    lines.retain(|line| line.photos == 1);
    assert_eq!(lines.len(), 2);
    for line in lines {
        let Response::Entry(reading) = journal.ask(Request::ReadEntry(line.id)) else {
            panic!("not read");
        };
        assert!(
            journal
                .preview_of(reading.entry.attachments[0].id)
                .is_some()
        );
    }
}

#[test]
fn passwords_are_asked_for() {
    let mut journal = Journal::created(&Browser::default());
    for name in ["jrnl-encrypted.txt", "standard-notes-encrypted.json"] {
        let needed = failed(journal.open_import(name, None));
        assert_eq!(needed, FailureKind::ImportPasswordNeeded, "{name}");
        let wrong = failed(journal.open_import(name, Some("wrong")));
        assert_eq!(wrong, FailureKind::ImportWrongPassword, "{name}");
        assert!(journal.look(name).found > 0, "{name}");
    }
}

#[test]
fn what_is_no_journal_is_refused_and_changes_nothing() {
    let mut journal = Journal::created(&Browser::default());
    let open = |journal: &mut Journal, name: &str, bytes: &[u8]| {
        let ask = Ask::Open {
            name: name.into(),
            modified_ms: None,
            password: None,
        };
        failed(journal.import(ask, Some(BackupFile::of(bytes))))
    };
    let cut = fixture("day-one.zip").bytes.borrow()[..200].to_vec();
    assert_eq!(
        open(&mut journal, "a.zip", &cut),
        FailureKind::ImportDamaged
    );
    let unknown = open(&mut journal, "a.docx", b"\xd0\xcf\x11\xe0");
    assert_eq!(unknown, FailureKind::ImportUnknown);
    let newer = br#"{"format":"companion-journal","version":9,"entries":[]}"#;
    assert_eq!(
        open(&mut journal, "a.json", newer),
        FailureKind::ImportNewer
    );
    let notes = fixture("standard-notes-encrypted.json");
    let older = String::from_utf8(notes.bytes.borrow().clone()).unwrap();
    let older = older.replace(r#""version": "004""#, r#""version": "003""#);
    let ask = Ask::Open {
        name: "a.json".into(),
        modified_ms: None,
        password: Some(Passphrase::new("any".into())),
    };
    let sealed = failed(journal.import(ask, Some(BackupFile::of(older.as_bytes()))));
    assert_eq!(sealed, FailureKind::ImportSealed);
    // Nothing is open: there is nothing to look through.
    assert!(matches!(
        journal.import(Ask::Look, None),
        Response::Failed(_)
    ));
    assert_eq!(journal.told_of_import(Ask::Stop), Told::Closed);
    assert_eq!(journal.receipts(), 0);
}

#[test]
fn stopping_before_anything_came_leaves_nothing() {
    let mut journal = Journal::created(&Browser::default());
    journal.look("joplin.jex");
    assert_eq!(journal.told_of_import(Ask::Stop), Told::Closed);
    assert_eq!(journal.receipts(), 0);
    // Another file takes the place of one that was left open.
    journal.look("joplin.jex");
    journal.look("jrnl.txt");
    assert_eq!(journal.bring().source, Source::Jrnl);
}
