//! Backups out of one tab and into another.

use companion_protocol::{backup, device};
use pollster::block_on;

use super::*;

#[test]
fn a_backup_goes_out_and_comes_back_elsewhere() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let entry = journal.draft("Kept in a file");
    journal.ask(Request::SaveEntry(entry));
    let status = journal.ask(Request::Backup(backup::Request::Status));
    assert_eq!(status, Response::Backup(backup::Response::Last(None)));
    let written = journal.ask(Request::Backup(backup::Request::Write));
    let Response::Backup(backup::Response::Written(written)) = written else {
        panic!("{written:?}");
    };
    assert_eq!(written.name, "companion-2026-11-23.companion");
    assert_eq!((written.report.entries, written.report.drafts), (1, 0));
    let bytes = journal.tab.written.borrow().clone().unwrap().bytes;
    let bytes = bytes.borrow().clone();
    assert_eq!(
        journal.ask(Request::Backup(backup::Request::Forget)),
        Response::Backup(backup::Response::Forgotten)
    );
    assert!(journal.tab.written.borrow().is_none());

    let restore = || Request::Backup(backup::Request::Restore(passphrase(PASSPHRASE)));
    let refused = |journal: &mut Journal, bytes: &[u8]| {
        let file = Some(BackupFile::of(bytes));
        match block_on(journal.service.answer_with(restore(), file)) {
            Response::Failed(failure) => failure.kind,
            response => panic!("{response:?}"),
        }
    };
    // Never over a journal, and with keys dropped rather than half kept.
    assert_eq!(refused(&mut journal, &bytes), FailureKind::AlreadyExists);

    let elsewhere = Browser::default();
    let mut empty = Journal::in_tab(&elsewhere, 2);
    assert_eq!(empty.failure(restore()), FailureKind::NotABackup);
    // Its last piece does not open: cut or changed, nobody can tell.
    let shorter = refused(&mut empty, &bytes[..bytes.len() - 1]);
    assert_eq!(shorter, FailureKind::BackupDamaged);
    let cut = refused(&mut empty, &bytes[..200]);
    assert_eq!(cut, FailureKind::BackupCutOff);
    assert_eq!(empty.presence(), Presence::Absent);
    assert_eq!(elsewhere.holder.get(), None);
    let file = Some(BackupFile::of(&bytes));
    let restored = block_on(empty.service.answer_with(restore(), file));
    let Response::Backup(backup::Response::Restored(restored)) = restored else {
        panic!("{restored:?}");
    };
    assert_eq!(restored.unlocked.entries[0].title, "Kept in a file");
    empty.ask(Request::Lock);
    assert_eq!(empty.unlock().problems, []);
}

#[test]
fn a_backup_for_a_folder_counts_once_it_is_there() {
    let mut journal = Journal::created(&Browser::default());
    let ask = |journal: &mut Journal, request| journal.ask(Request::Device(request));
    let last = |journal: &mut Journal| match journal.ask(Request::Backup(backup::Request::Status)) {
        Response::Backup(backup::Response::Last(last)) => last,
        response => panic!("{response:?}"),
    };
    let written = ask(&mut journal, device::Request::WriteForFolder);
    assert!(
        matches!(written, Response::Device(device::Response::Written(_))),
        "{written:?}"
    );
    assert_eq!(last(&mut journal), None, "nobody knows yet where it is");
    let noted = ask(&mut journal, device::Request::InFolder);
    assert_eq!(noted, Response::Device(device::Response::Noted));
    assert!(last(&mut journal).is_some());
    assert!(journal.tab.written.borrow().is_none(), "it is tidied up");
    // Said twice, or after locking, it is no backup.
    let twice = ask(&mut journal, device::Request::InFolder);
    assert!(matches!(twice, Response::Failed(_)), "{twice:?}");
}
