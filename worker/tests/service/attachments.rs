//! Photos and recordings, as the page is served them.

use companion_core::AttachmentKind;
use companion_protocol::attachments::{Part, Request as Ask, Response as Told};
use companion_protocol::vault::{FailureKind, Request, Response};

use pollster::block_on;

use super::{BackupFile, Browser, Journal};

const PICTURE: &[u8] = b"\xff\xd8\xff\xe0 a picture";

impl Journal {
    fn carried(&mut self, ask: Ask) -> Vec<companion_core::Attachment> {
        match self.ask(Request::Attachments(ask)) {
            Response::Attachments(Told::Carried(list)) => list,
            other => panic!("{other:?}"),
        }
    }

    fn told(&mut self, ask: Ask) -> Told {
        match self.ask(Request::Attachments(ask)) {
            Response::Attachments(told) => told,
            other => panic!("{other:?}"),
        }
    }

    fn photo(&mut self, entry: companion_core::EntryId, bytes: &[u8]) -> Response {
        let ask = Ask::AddPhoto {
            entry,
            name: Some("IMG_0042 Vienna.jpg".into()),
            keeps_original: false,
        };
        let file = Some(BackupFile::of(bytes));
        block_on(self.service.answer_with(Request::Attachments(ask), file))
    }
}

#[test]
fn a_photo_is_added_shown_described_and_removed_with_a_way_back() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let entry = journal.draft("The garden.").entry_id;
    let Response::Attachments(Told::Carried(list)) = journal.photo(entry, PICTURE) else {
        panic!("not added");
    };
    let photo = list[0].clone();
    assert_eq!(photo.kind, AttachmentKind::Photo);
    assert_eq!((photo.width_px, photo.height_px), (Some(4), Some(3)));
    assert_eq!(photo.name, None, "names of files tell places, too");
    let Told::Part(Part { parts, bytes }) = journal.told(Ask::ReadPart {
        id: photo.id,
        number: 0,
    }) else {
        panic!("not read");
    };
    assert_eq!((parts, bytes.as_slice()), (1, PICTURE));
    let Told::Preview(Some(preview)) = journal.told(Ask::ReadPreview(photo.id)) else {
        panic!("no preview");
    };
    assert_eq!(preview.bytes, PICTURE[..3]);

    let list = journal.carried(Ask::Describe {
        entry,
        id: photo.id,
        description: " Lena by the pear tree ".into(),
        caption: "June".into(),
    });
    let described = list[0].clone();
    assert_eq!(described.description, "Lena by the pear tree");
    let removed = journal.carried(Ask::Remove {
        entry,
        id: photo.id,
    });
    assert!(removed.is_empty());
    let list = journal.carried(Ask::PutBack {
        entry,
        attachment: described.clone(),
        at: 0,
    });
    assert_eq!(list, [described]);
    journal.carried(Ask::Remove {
        entry,
        id: photo.id,
    });
    assert_eq!(journal.told(Ask::ForgetRemoved), Told::Forgotten);
    let gone = journal.ask(Request::Attachments(Ask::ReadPreview(photo.id)));
    assert!(matches!(gone, Response::Failed(failure) if failure.kind == FailureKind::NotFound));
}

#[test]
fn what_is_no_picture_is_refused_and_nothing_is_asked_without_keys() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let entry = journal.draft("Text").entry_id;
    let refused = journal.photo(entry, b"<svg onload=alert(1)>");
    assert!(
        matches!(refused, Response::Failed(failure) if failure.kind == FailureKind::AttachmentRefused)
    );
    assert!(journal.carried(Ask::List(entry)).is_empty());
    journal.ask(Request::Lock);
    let locked = journal.photo(entry, PICTURE);
    assert!(matches!(locked, Response::Failed(failure) if failure.kind == FailureKind::Locked));
}

#[test]
fn a_recording_is_durable_part_by_part() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let entry = journal.draft("Spoken.").entry_id;
    let Told::Begun(recording) = journal.told(Ask::BeginRecording {
        entry,
        media_type: "audio/webm;codecs=opus".into(),
    }) else {
        panic!("not begun");
    };
    let id = recording.id;
    for (at, bytes) in [b"one ".to_vec(), b"two".to_vec()].into_iter().enumerate() {
        let stored = journal.told(Ask::AppendRecording { id, bytes });
        assert_eq!(stored, Told::Stored([4, 7][at]));
    }
    // The tab crashes; another opens the journal.
    drop(journal);
    browser.holder.set(None);
    let mut journal = Journal::in_tab(&browser, 2);
    journal.unlock();
    let list = journal.carried(Ask::List(entry));
    assert_eq!(list.len(), 1);
    let Told::Part(part) = journal.told(Ask::ReadPart { id, number: 0 }) else {
        panic!("not read");
    };
    assert_eq!(
        (part.parts, part.bytes.as_slice()),
        (1, b"one two".as_slice())
    );
    let list = journal.carried(Ask::FinishRecording {
        entry,
        id,
        duration_ms: 2_000,
    });
    assert_eq!(
        (list[0].length_bytes, list[0].duration_ms),
        (7, Some(2_000))
    );
}
