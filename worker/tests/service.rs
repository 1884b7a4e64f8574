//! The vault service with two tabs, without a browser.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

#[path = "service/attachments.rs"]
mod attachments;
#[path = "service/export.rs"]
mod export;
#[path = "service/history.rs"]
mod history;
#[path = "service/import.rs"]
mod import;
#[path = "service/marks.rs"]
mod marks;
#[path = "service/sample.rs"]
mod sample;
#[path = "service/upkeep.rs"]
mod upkeep;
#[path = "service/writing.rs"]
mod writing;

use std::cell::{Cell, RefCell};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use companion_core::{Clock, Draft, Entropy, EntropyError, Settings, Timestamp};
use companion_protocol::attachments::Picture;
use companion_protocol::vault::{
    FailureKind, Kdf, Passphrase, Presence, Reading, RecoveryKey, Request, Response, Unlocked,
    WaysIn,
};
use companion_protocol::{backup, device};
use companion_store::MemoryStore;
use companion_worker::book::BookAbout;
use companion_worker::vault::{ExportFailure, Host, HostError, PhotoError, PreparedPhoto, Service};
use pollster::block_on;

const PASSPHRASE: &str = "mossy kettle under nine lamps";

/// What all tabs share.
#[derive(Clone, Default)]
struct Browser {
    store: Rc<MemoryStore>,
    holder: Rc<Cell<Option<u32>>>,
}

/// A file that can be read while it is still in the tab's hands.
#[derive(Clone, Default)]
struct BackupFile {
    bytes: Rc<RefCell<Vec<u8>>>,
    position: u64,
}

impl BackupFile {
    fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: Rc::new(RefCell::new(bytes.to_vec())),
            position: 0,
        }
    }

    fn at<T>(&mut self, act: impl FnOnce(&mut Cursor<&mut Vec<u8>>) -> T) -> T {
        let mut bytes = self.bytes.borrow_mut();
        let mut cursor = Cursor::new(&mut *bytes);
        cursor.set_position(self.position);
        let outcome = act(&mut cursor);
        self.position = cursor.position();
        outcome
    }
}

impl Read for BackupFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.at(|cursor| cursor.read(buffer))
    }
}

impl Write for BackupFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.at(|cursor| cursor.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for BackupFile {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        self.at(|cursor| cursor.seek(target))
    }
}

/// One tab's view of the lock.
struct Tab {
    written: RefCell<Option<BackupFile>>,
    number: u32,
    holder: Rc<Cell<Option<u32>>>,
    slept_ms: RefCell<Vec<u32>>,
    derived: RefCell<Vec<(u32, u32)>>,
    cannot_draw: Cell<bool>,
}

impl Host for Tab {
    type File = BackupFile;

    async fn create_backup(&self, _name: &str) -> io::Result<BackupFile> {
        let file = BackupFile::default();
        *self.written.borrow_mut() = Some(file.clone());
        Ok(file)
    }

    async fn remove_backups(&self) {
        self.written.take();
    }

    async fn prepare_photo(
        &self,
        mut file: BackupFile,
        _keeps_original: bool,
    ) -> Result<PreparedPhoto, PhotoError> {
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)
            .map_err(|_| PhotoError::Unreadable)?;
        if !bytes.starts_with(b"\xff\xd8\xff") {
            return Err(PhotoError::Unreadable);
        }
        Ok(PreparedPhoto {
            media_type: "image/jpeg".into(),
            preview: bytes[..3].to_vec(),
            bytes,
            size_px: (4, 3),
            preview_type: "image/jpeg".into(),
        })
    }

    async fn draw_small(&self, bytes: &[u8]) -> Result<Picture, PhotoError> {
        if self.cannot_draw.get() || !bytes.starts_with(b"\xff\xd8\xff") {
            return Err(PhotoError::Unreadable);
        }
        Ok(Picture {
            media_type: "image/jpeg".into(),
            bytes: bytes[..3].to_vec(),
        })
    }

    type Sink = export::TabSink;
    type Press = export::TabPress;

    async fn open_export(
        &self,
        picked: Option<BackupFile>,
        _media_type: &'static str,
    ) -> io::Result<export::TabSink> {
        Ok(export::TabSink::new(picked))
    }

    async fn open_press(&self, about: &BookAbout) -> Result<export::TabPress, ExportFailure> {
        Ok(export::TabPress::new(about))
    }

    fn forget_export(&self) {}

    fn progress(&self, _done: u64, _total: u64) {}

    fn derivation(&self, done: u32, total: u32) {
        self.derived.borrow_mut().push((done, total));
    }

    async fn try_acquire(&self) -> Result<bool, HostError> {
        let holder = self.holder.get().unwrap_or(self.number);
        self.holder.set(Some(holder));
        Ok(holder == self.number)
    }

    async fn is_held_elsewhere(&self) -> Result<bool, HostError> {
        Ok(self
            .holder
            .get()
            .is_some_and(|holder| holder != self.number))
    }

    async fn take_over(&self) -> Result<(), HostError> {
        self.holder.set(Some(self.number));
        Ok(())
    }

    fn release(&self) {
        if self.holder.get() == Some(self.number) {
            self.holder.set(None);
        }
    }

    async fn sleep_ms(&self, duration_ms: u32) {
        self.slept_ms.borrow_mut().push(duration_ms);
    }
}

/// A clock that stands still, and bytes that never repeat.
#[derive(Clone, Default)]
struct TestEnvironment {
    state: Rc<Cell<u64>>,
}

impl Clock for TestEnvironment {
    fn now(&self) -> Timestamp {
        Timestamp {
            unix_ms: 1_795_390_200_000,
            utc_offset_minutes: 60,
        }
    }
}

impl Entropy for TestEnvironment {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        for byte in bytes {
            // Knuth's MMIX generator; its high bits vary enough to tell records apart.
            let next = self.state.get().wrapping_mul(6_364_136_223_846_793_005);
            self.state.set(next.wrapping_add(1_442_695_040_888_963_407));
            *byte = (self.state.get() >> 56) as u8;
        }
        Ok(())
    }
}

/// A tab and what it answers.
struct Journal {
    service: Service<Rc<MemoryStore>, TestEnvironment, Tab>,
    tab: Rc<Tab>,
}

impl Journal {
    fn in_tab(browser: &Browser, number: u32) -> Self {
        let tab = Rc::new(Tab {
            written: RefCell::default(),
            number,
            holder: Rc::clone(&browser.holder),
            slept_ms: RefCell::default(),
            derived: RefCell::default(),
            cannot_draw: Cell::default(),
        });
        // Tabs draw different bytes.
        let environment = TestEnvironment::default();
        environment.state.set(u64::from(number) << 32);
        let service = Service::new(Rc::clone(&browser.store), environment, Rc::clone(&tab));
        Self { service, tab }
    }

    fn created(browser: &Browser) -> Self {
        let mut journal = Self::in_tab(browser, 1);
        let created = journal.ask(Request::Create(passphrase(PASSPHRASE)));
        assert!(matches!(created, Response::Unlocked(_)), "{created:?}");
        journal
    }

    fn ask(&mut self, request: Request) -> Response {
        block_on(self.service.answer(request))
    }

    fn failure(&mut self, request: Request) -> FailureKind {
        match self.ask(request) {
            Response::Failed(failure) => failure.kind,
            response => panic!("{response:?}"),
        }
    }

    fn presence(&mut self) -> Presence {
        match self.ask(Request::Presence) {
            Response::Presence(presence) => presence,
            response => panic!("{response:?}"),
        }
    }

    fn unlock(&mut self) -> Unlocked {
        match self.ask(Request::Unlock(passphrase(PASSPHRASE))) {
            Response::Unlocked(unlocked) => unlocked,
            response => panic!("{response:?}"),
        }
    }

    fn draft(&mut self, content: &str) -> Draft {
        match self.ask(Request::OpenDraft(None)) {
            Response::Draft(draft) => Draft {
                content: content.to_owned(),
                ..draft
            },
            response => panic!("{response:?}"),
        }
    }
}

fn passphrase(typed: &str) -> Passphrase {
    Passphrase::new(typed.to_owned())
}

#[test]
fn what_is_written_is_there_after_locking_and_unlocking() {
    let browser = Browser::default();
    let mut journal = Journal::in_tab(&browser, 1);
    assert_eq!(journal.presence(), Presence::Absent);
    let mut journal = Journal::created(&browser);
    assert_eq!(journal.presence(), Presence::Unlocked);

    let entry = journal.draft("# Rain\n\nIt rained **all** day.");
    let Response::Saved(saved) = journal.ask(Request::SaveEntry(entry)) else {
        panic!("not saved");
    };
    let unsaved = journal.draft("half a sent");
    assert_eq!(journal.ask(Request::StoreDraft(unsaved)), Response::Done);
    let settings = Settings {
        idle_lock_minutes: 3,
        ..Settings::default()
    };
    let written = journal.ask(Request::WriteSettings(settings.clone()));
    assert_eq!(written, Response::Done);
    assert_eq!(journal.ask(Request::Lock), Response::Done);

    assert_eq!(journal.presence(), Presence::Locked);
    assert_eq!(journal.failure(Request::ListEntries), FailureKind::Locked);
    let found = journal.unlock();
    assert_eq!(found.entries, std::slice::from_ref(&saved));
    assert_eq!(found.drafts.len(), 1);
    assert_eq!(found.drafts[0].content, "half a sent");
    assert_eq!(found.settings, settings);
    assert_eq!(found.problems, []);
    let Response::Entry(Reading { entry, html, .. }) = journal.ask(Request::ReadEntry(saved.id))
    else {
        panic!("not read");
    };
    assert_eq!(entry.content, "# Rain\n\nIt rained **all** day.");
    assert!(html.contains("<strong>all</strong>"), "{html}");
}

#[test]
fn nothing_is_done_without_keys() {
    let browser = Browser::default();
    let mut owner = Journal::created(&browser);
    let draft = owner.draft("secret");
    let id = draft.entry_id;
    owner.ask(Request::Lock);
    for request in [
        Request::ListEntries,
        Request::ReadEntry(id),
        Request::SaveEntry(draft.clone()),
        Request::DeleteEntry(id),
        Request::UndoDelete(id),
        Request::OpenDraft(None),
        Request::StoreDraft(draft),
        Request::DiscardDraft(id),
        Request::ListDrafts,
        Request::ReadSettings,
        Request::WriteSettings(Settings::default()),
    ] {
        assert_eq!(owner.failure(request), FailureKind::Locked);
    }
}

#[test]
fn guessing_is_slowed_and_the_right_passphrase_never() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    for _ in 0..4 {
        let guess = Request::Unlock(passphrase("mossy kettle under ten lamps"));
        assert_eq!(journal.failure(guess), FailureKind::WrongPassphrase);
        // A tab that failed to unlock keeps nobody out.
        assert_eq!(browser.holder.get(), None);
    }
    assert_eq!(*journal.tab.slept_ms.borrow(), [0, 0, 500, 1_000]);
    journal.unlock();
    assert_eq!(journal.tab.slept_ms.borrow().len(), 4);
}

#[test]
fn a_weak_passphrase_and_a_second_creation_are_refused() {
    let browser = Browser::default();
    let mut journal = Journal::in_tab(&browser, 1);
    let weak = journal.failure(Request::Create(passphrase("password1")));
    assert_eq!(weak, FailureKind::WeakPassphrase);
    assert_eq!(journal.presence(), Presence::Absent);
    let Response::Strength(strength) =
        journal.ask(Request::EstimateStrength(passphrase("password1")))
    else {
        panic!("no estimate");
    };
    assert!(!strength.acceptable && strength.warning.is_some());

    let mut journal = Journal::created(&browser);
    journal.ask(Request::Lock);
    let again = journal.failure(Request::Create(passphrase(PASSPHRASE)));
    assert_eq!(again, FailureKind::AlreadyExists);
    journal.unlock();
}

#[test]
fn a_second_tab_waits_until_the_first_hands_over() {
    let browser = Browser::default();
    let mut first = Journal::created(&browser);
    let mut second = Journal::in_tab(&browser, 2);
    assert_eq!(second.presence(), Presence::OtherTab);
    let early = second.failure(Request::Unlock(passphrase(PASSPHRASE)));
    assert_eq!(early, FailureKind::TakenOver);
    // Asking in vain has changed nothing for the first.
    assert_eq!(first.presence(), Presence::Unlocked);

    let draft = first.draft("on its way to the other tab");
    first.ask(Request::StoreDraft(draft));
    assert_eq!(first.ask(Request::HandOver), Response::Done);
    let found = second.unlock();
    assert_eq!(found.drafts[0].content, "on its way to the other tab");
    assert_eq!(first.presence(), Presence::OtherTab);
}

#[test]
fn a_tab_that_was_robbed_without_noticing_overwrites_nothing() {
    let browser = Browser::default();
    let mut robbed = Journal::created(&browser);
    let late = robbed.draft("from the robbed tab");
    let mut thief = Journal::in_tab(&browser, 2);
    let taken = thief.ask(Request::TakeOver);
    assert_eq!(taken, Response::Presence(Presence::Locked));
    thief.unlock();
    let entry = thief.draft("from the new writer");
    assert!(matches!(
        thief.ask(Request::SaveEntry(entry)),
        Response::Saved(_)
    ));

    let refused = robbed.failure(Request::SaveEntry(late));
    assert_eq!(refused, FailureKind::TakenOver);
    // Its keys are gone, and the lock of the new writer is not.
    assert_eq!(robbed.presence(), Presence::OtherTab);
    assert_eq!(robbed.failure(Request::ListEntries), FailureKind::Locked);
    let Response::Entries(entries) = thief.ask(Request::ListEntries) else {
        panic!("no entries");
    };
    assert_eq!(entries.len(), 1);
    assert_eq!(entries[0].title, "from the new writer");
}

const NEW: &str = "a harbour in the fog of May";

fn change(old: &str, new: &str, kdf: Kdf) -> Request {
    Request::ChangePassphrase {
        old: passphrase(old),
        new: passphrase(new),
        kdf,
    }
}

impl Journal {
    fn ways_in(&mut self) -> WaysIn {
        match self.ask(Request::ReadWaysIn) {
            Response::WaysIn(ways) => ways,
            response => panic!("{response:?}"),
        }
    }

    fn shown_recovery_key(&mut self) -> RecoveryKey {
        match self.ask(Request::CreateRecoveryKey(passphrase(PASSPHRASE))) {
            Response::RecoveryKey(key) => key,
            response => panic!("{response:?}"),
        }
    }
}

#[test]
fn a_passphrase_is_changed_by_who_knows_it() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    for _ in 0..3 {
        let refused = journal.failure(change(NEW, NEW, Kdf::Argon2id));
        assert_eq!(refused, FailureKind::WrongPassphrase);
    }
    assert_eq!(*journal.tab.slept_ms.borrow(), [0, 0, 500]);
    let weak = journal.failure(change(PASSPHRASE, "password1", Kdf::Argon2id));
    assert_eq!(weak, FailureKind::WeakPassphrase);
    assert_eq!(journal.ways_in().kdf, Kdf::Pbkdf2);

    let changed = journal.ask(change(PASSPHRASE, NEW, Kdf::Argon2id));
    assert_eq!(changed, Response::Done);
    assert_eq!(journal.ways_in().kdf, Kdf::Argon2id);
    // It stays open, and opens again.
    let draft = journal.draft("after the change");
    assert!(matches!(
        journal.ask(Request::SaveEntry(draft)),
        Response::Saved(_)
    ));
    journal.ask(Request::Lock);
    assert_eq!(
        journal.failure(Request::Unlock(passphrase(PASSPHRASE))),
        FailureKind::WrongPassphrase
    );
    assert!(matches!(
        journal.ask(Request::Unlock(passphrase(NEW))),
        Response::Unlocked(unlocked) if unlocked.entries.len() == 1
    ));
}

#[test]
fn a_recovery_key_opens_once_it_is_activated_and_sets_a_passphrase() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    let draft = journal.draft("kept");
    journal.ask(Request::SaveEntry(draft));
    assert_eq!(
        journal.failure(Request::ActivateRecoveryKey),
        FailureKind::RecoveryKeyOutdated
    );
    let key = journal.shown_recovery_key();
    assert_eq!(format!("{key:?}"), "RecoveryKey(…)");
    assert!(!journal.ways_in().has_recovery_key);
    assert_eq!(
        journal.failure(Request::CheckRecoveryKey(key.clone())),
        FailureKind::NoRecoveryKey
    );
    assert_eq!(journal.ask(Request::ActivateRecoveryKey), Response::Done);
    assert!(journal.ways_in().has_recovery_key);
    journal.ask(Request::Lock);

    // From another tab, while nobody has the journal open.
    let mut journal = Journal::in_tab(&browser, 2);
    let mut other = Journal::in_tab(&Browser::default(), 3);
    other.ask(Request::Create(passphrase(PASSPHRASE)));
    let foreign = other.shown_recovery_key();
    for _ in 0..3 {
        assert_eq!(
            journal.failure(Request::CheckRecoveryKey(foreign.clone())),
            FailureKind::WrongRecoveryKey
        );
    }
    assert_eq!(*journal.tab.slept_ms.borrow(), [0, 0, 500]);
    let mistyped = RecoveryKey::new(key.expose().replacen(|c| c != '-', "", 1));
    assert_eq!(
        journal.failure(Request::CheckRecoveryKey(mistyped)),
        FailureKind::RecoveryKeyLength
    );
    let check = journal.ask(Request::CheckRecoveryKey(key.clone()));
    assert_eq!(check, Response::Done);
    let recover = |new: &str| Request::Recover {
        key: key.clone(),
        new: passphrase(new),
    };
    assert_eq!(
        journal.failure(recover("password1")),
        FailureKind::WeakPassphrase
    );
    assert_eq!(journal.presence(), Presence::Locked);
    assert!(matches!(
        journal.ask(recover(NEW)),
        Response::Unlocked(unlocked)
            if unlocked.entries.len() == 1 && unlocked.problems.is_empty()
    ));
    assert_eq!(journal.ask(Request::RemoveRecoveryKey), Response::Done);
    journal.ask(Request::Lock);
    assert_eq!(
        journal.failure(recover(PASSPHRASE)),
        FailureKind::NoRecoveryKey
    );
    assert!(matches!(
        journal.ask(Request::Unlock(passphrase(NEW))),
        Response::Unlocked(_)
    ));
}

#[test]
fn a_key_that_was_shown_is_forgotten_by_locking() {
    let browser = Browser::default();
    let mut journal = Journal::created(&browser);
    journal.shown_recovery_key();
    journal.ask(Request::Lock);
    journal.unlock();
    assert_eq!(
        journal.failure(Request::ActivateRecoveryKey),
        FailureKind::RecoveryKeyOutdated
    );
}

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

mod activity {
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
}

#[test]
fn a_derivation_tells_how_far_it_is_and_costs_are_measured() {
    let mut journal = Journal::created(&Browser::default());
    let told = journal.tab.derived.take();
    assert!(told.len() > 10 && told.is_sorted(), "{told:?}");
    assert!(told.last().is_some_and(|(done, total)| done == total));
    for kdf in [Kdf::Pbkdf2, Kdf::Argon2id] {
        let cost = journal.ask(Request::Device(device::Request::Measure(kdf)));
        assert!(
            matches!(cost, Response::Device(device::Response::Measured(_))),
            "{cost:?}"
        );
        assert!(!journal.tab.derived.take().is_empty());
    }
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
