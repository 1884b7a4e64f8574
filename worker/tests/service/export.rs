//! Exports, as the page is served them: step by step, whole or not at all, and on the record.

use std::io;

use companion_core::{AuditEvent, Day, Selection};
use companion_protocol::audit;
use companion_protocol::export::{
    Finished, Format, Progress, Request as Ask, Response as Told, Wanted,
};
use companion_protocol::vault::{FailureKind, Request, Response};
use companion_worker::book::{BookAbout, BookEntry};
use companion_worker::vault::{ExportFailure, Press, Sink};
use pollster::block_on;

use super::{BackupFile, Browser, Journal};

/// Letters for which this tab has no font and no network.
const FAR: char = '雨';

/// Into the picked file; what is not finished leaves it empty.
pub(super) struct TabSink {
    file: BackupFile,
    is_picked: bool,
    is_whole: bool,
}

impl TabSink {
    pub(super) fn new(picked: Option<BackupFile>) -> Self {
        Self {
            is_picked: picked.is_some(),
            file: picked.unwrap_or_default(),
            is_whole: false,
        }
    }
}

impl Sink for TabSink {
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.bytes.borrow_mut().extend_from_slice(bytes);
        Ok(())
    }

    async fn finish(mut self) -> io::Result<Option<String>> {
        self.is_whole = true;
        Ok((!self.is_picked).then(|| "blob:1".to_owned()))
    }
}

impl Drop for TabSink {
    fn drop(&mut self) {
        if !self.is_whole {
            self.file.bytes.borrow_mut().clear();
        }
    }
}

/// Writes down what it is told.
pub(super) struct TabPress {
    told: String,
    lacks_font: bool,
}

impl TabPress {
    pub(super) fn new(about: &BookAbout) -> Self {
        Self {
            told: format!("{} of {}\n", about.entries.len(), about.language),
            lacks_font: false,
        }
    }
}

impl Press for TabPress {
    fn look(&mut self, entry: &BookEntry) -> Result<(), ExportFailure> {
        self.lacks_font |= entry.entry.content.contains(FAR);
        self.told.push_str("look\n");
        Ok(())
    }

    async fn fetch_fonts(&mut self) -> Result<String, ExportFailure> {
        if self.lacks_font {
            return Err(ExportFailure::Fonts(1_000_000));
        }
        self.told.push_str("fonts\n");
        Ok("☃".into())
    }

    fn add(&mut self, entry: &BookEntry) -> Result<(), ExportFailure> {
        self.told.push_str(&entry.entry.content);
        self.told.push('\n');
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, ExportFailure> {
        Ok(self.told.into_bytes())
    }
}

fn wanted(format: Format) -> Wanted {
    Wanted {
        selection: Selection::default(),
        format,
        language: "en".into(),
        is_letter_paper: false,
    }
}

fn ask(journal: &mut Journal, request: Ask, file: Option<&BackupFile>) -> Response {
    let answer = journal
        .service
        .answer_with(Request::Export(request), file.cloned());
    block_on(answer)
}

fn told(journal: &mut Journal, request: Ask, file: Option<&BackupFile>) -> Told {
    match ask(journal, request, file) {
        Response::Export(told) => told,
        other => panic!("{other:?}"),
    }
}

/// Exports to the end.
fn export(journal: &mut Journal, wanted: Wanted, file: Option<&BackupFile>) -> Finished {
    let mut answer = told(journal, Ask::Begin(wanted), file);
    for _ in 0..100 {
        match answer {
            Told::Finished(finished) => return finished,
            Told::Going(Progress { done, total, .. }) => assert!(done <= total),
            Told::Dropped => panic!("dropped"),
        }
        answer = told(journal, Ask::Continue, None);
    }
    panic!("the export does not end");
}

fn write(journal: &mut Journal, content: &str) {
    let draft = journal.draft(content);
    assert!(matches!(
        journal.ask(Request::SaveEntry(draft)),
        Response::Saved(_)
    ));
}

fn exports_on_record(journal: &mut Journal) -> Vec<u32> {
    let read = audit::Request::Read {
        newest: u64::MAX,
        limit: 100,
    };
    let Response::Audit(audit::Response::Lines(lines)) = journal.ask(Request::Audit(read)) else {
        panic!("no record");
    };
    let counts = lines.iter().filter_map(|line| match line.event {
        Some(AuditEvent::EntriesExported(count)) => Some(count),
        _ => None,
    });
    counts.collect()
}

#[test]
fn what_is_chosen_arrives_and_is_on_record() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    write(&mut journal, "Rain all day #weather");
    write(&mut journal, "Sun at last");
    let file = BackupFile::default();
    let finished = export(&mut journal, wanted(Format::Html), Some(&file));
    let text = String::from_utf8(file.bytes.borrow().clone()).unwrap();
    assert!(text.contains("Rain all day") && text.contains("Sun at last"));
    assert_eq!(
        (finished.entries, finished.unreadable, finished.address),
        (2, 0, None)
    );
    assert_eq!(finished.size_bytes, text.len() as u64);

    let file = BackupFile::default();
    let tagged = Wanted {
        selection: Selection {
            tag: Some("Weather".into()),
            ..Selection::default()
        },
        ..wanted(Format::Json)
    };
    assert_eq!(export(&mut journal, tagged, Some(&file)).entries, 1);
    let text = String::from_utf8(file.bytes.borrow().clone()).unwrap();
    assert!(text.contains("Rain all day") && !text.contains("Sun at last"));

    let never = Wanted {
        selection: Selection {
            to: Some(Day(0)),
            ..Selection::default()
        },
        ..wanted(Format::Markdown)
    };
    assert_eq!(export(&mut journal, never, None).entries, 0);
    assert_eq!(exports_on_record(&mut journal), [0, 1, 2]);
}

#[test]
fn what_no_file_was_picked_for_goes_to_the_page() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    write(&mut journal, "One");
    let finished = export(&mut journal, wanted(Format::Markdown), None);
    assert_eq!(finished.address.as_deref(), Some("blob:1"));
    assert!(finished.size_bytes > 0);
}

#[test]
fn a_stopped_export_leaves_nothing() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    write(&mut journal, "One");
    let file = BackupFile::default();
    told(&mut journal, Ask::Begin(wanted(Format::Html)), Some(&file));
    told(&mut journal, Ask::Continue, None);
    assert_eq!(told(&mut journal, Ask::Cancel, None), Told::Dropped);
    assert!(file.bytes.borrow().is_empty());
    assert!(exports_on_record(&mut journal).is_empty());
    let Response::Failed(failure) = ask(&mut journal, Ask::Continue, None) else {
        panic!("it goes on");
    };
    assert_eq!(failure.kind, FailureKind::Internal);
}

#[test]
fn locking_ends_an_export() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    write(&mut journal, "One");
    let file = BackupFile::default();
    told(&mut journal, Ask::Begin(wanted(Format::Html)), Some(&file));
    journal.ask(Request::Lock);
    assert!(file.bytes.borrow().is_empty());
    let Response::Failed(failure) = ask(&mut journal, Ask::Begin(wanted(Format::Html)), None)
    else {
        panic!("a locked journal is exported");
    };
    assert_eq!(failure.kind, FailureKind::Locked);
}

#[test]
fn a_pdf_is_looked_at_before_it_is_set() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    write(&mut journal, "First");
    let file = BackupFile::default();
    let finished = export(&mut journal, wanted(Format::Pdf), Some(&file));
    assert_eq!(
        file.bytes.borrow().as_slice(),
        b"1 of en\nlook\nfonts\nFirst\n"
    );
    assert_eq!((finished.entries, finished.without_font.as_str()), (1, "☃"));

    write(&mut journal, "雨が降った");
    let mut answer = ask(&mut journal, Ask::Begin(wanted(Format::Pdf)), None);
    while matches!(answer, Response::Export(Told::Going(_))) {
        answer = ask(&mut journal, Ask::Continue, None);
    }
    let Response::Failed(failure) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(
        (failure.kind, failure.detail.as_str()),
        (FailureKind::ExportFonts, "1000000")
    );
}
