//! Two tabs, what they share, and what they answer.

use std::cell::{Cell, RefCell};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use companion_core::{
    Clock, Draft, Entropy, EntropyError, EstimatorError, Strength, StrengthEstimator, Timestamp,
};
use companion_protocol::attachments::Picture;
use companion_protocol::vault::{FailureKind, Passphrase, Presence, Request, Response, Unlocked};
use companion_store::MemoryStore;
use companion_worker::book::BookAbout;
use companion_worker::vault::{ExportFailure, Host, HostError, PhotoError, PreparedPhoto, Service};
use pollster::block_on;

use crate::export;

pub(crate) const PASSPHRASE: &str = "mossy kettle under nine lamps";

/// What all tabs share.
#[derive(Clone, Default)]
pub(crate) struct Browser {
    pub(crate) store: Rc<MemoryStore>,
    pub(crate) holder: Rc<Cell<Option<u32>>>,
    /// Whether the module that judges passphrases cannot be fetched.
    pub(crate) lacks_estimator: Rc<Cell<bool>>,
}

/// A file that can be read while it is still in the tab's hands.
#[derive(Clone, Default)]
pub(crate) struct BackupFile {
    pub(crate) bytes: Rc<RefCell<Vec<u8>>>,
    pub(crate) position: u64,
}

impl BackupFile {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        Self {
            bytes: Rc::new(RefCell::new(bytes.to_vec())),
            position: 0,
        }
    }

    pub(crate) fn at<T>(&mut self, act: impl FnOnce(&mut Cursor<&mut Vec<u8>>) -> T) -> T {
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
pub(crate) struct Tab {
    pub(crate) written: RefCell<Option<BackupFile>>,
    pub(crate) number: u32,
    pub(crate) holder: Rc<Cell<Option<u32>>>,
    pub(crate) slept_ms: RefCell<Vec<u32>>,
    pub(crate) derived: RefCell<Vec<(u32, u32)>>,
    pub(crate) cannot_draw: Cell<bool>,
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
pub(crate) struct TestEnvironment {
    pub(crate) state: Rc<Cell<u64>>,
    lacks_estimator: Rc<Cell<bool>>,
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

impl StrengthEstimator for TestEnvironment {
    async fn estimate(&self, passphrase: &str) -> Result<Strength, EstimatorError> {
        if self.lacks_estimator.get() {
            return Err(EstimatorError);
        }
        Ok(companion_strength::estimate(passphrase))
    }
}

/// A tab and what it answers.
pub(crate) struct Journal {
    pub(crate) service: Service<Rc<MemoryStore>, TestEnvironment, Tab>,
    pub(crate) tab: Rc<Tab>,
}

impl Journal {
    pub(crate) fn in_tab(browser: &Browser, number: u32) -> Self {
        let tab = Rc::new(Tab {
            written: RefCell::default(),
            number,
            holder: Rc::clone(&browser.holder),
            slept_ms: RefCell::default(),
            derived: RefCell::default(),
            cannot_draw: Cell::default(),
        });
        // Tabs draw different bytes.
        let environment = TestEnvironment {
            lacks_estimator: Rc::clone(&browser.lacks_estimator),
            ..TestEnvironment::default()
        };
        environment.state.set(u64::from(number) << 32);
        let service = Service::new(Rc::clone(&browser.store), environment, Rc::clone(&tab));
        Self { service, tab }
    }

    pub(crate) fn created(browser: &Browser) -> Self {
        let mut journal = Self::in_tab(browser, 1);
        let created = journal.ask(Request::Create(passphrase(PASSPHRASE)));
        assert!(matches!(created, Response::Unlocked(_)), "{created:?}");
        journal
    }

    pub(crate) fn ask(&mut self, request: Request) -> Response {
        block_on(self.service.answer(request))
    }

    pub(crate) fn failure(&mut self, request: Request) -> FailureKind {
        match self.ask(request) {
            Response::Failed(failure) => failure.kind,
            response => panic!("{response:?}"),
        }
    }

    pub(crate) fn presence(&mut self) -> Presence {
        match self.ask(Request::Presence) {
            Response::Presence(presence) => presence,
            response => panic!("{response:?}"),
        }
    }

    pub(crate) fn unlock(&mut self) -> Unlocked {
        match self.ask(Request::Unlock(passphrase(PASSPHRASE))) {
            Response::Unlocked(unlocked) => unlocked,
            response => panic!("{response:?}"),
        }
    }

    pub(crate) fn draft(&mut self, content: &str) -> Draft {
        match self.ask(Request::OpenDraft(None)) {
            Response::Draft(draft) => Draft {
                content: content.to_owned(),
                ..draft
            },
            response => panic!("{response:?}"),
        }
    }
}

pub(crate) fn passphrase(typed: &str) -> Passphrase {
    Passphrase::new(typed.to_owned())
}
