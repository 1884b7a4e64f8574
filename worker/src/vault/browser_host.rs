//! The tab as the vault service sees it: the writer's lock, and talk between tabs about it.

use std::cell::{Cell, OnceCell};
use std::io;
use std::rc::Rc;

use companion_protocol::attachments::Picture;
use futures_channel::mpsc::UnboundedSender;
use js_sys::Date;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use super::attachments::{self, PhotoError, PreparedPhoto};
use super::export::{BrowserPress, BrowserSink, ExportFailure};
use super::files::BackupFile;
use super::host::{Host, HostError};
use super::web_lock::WebLock;
use super::zones;
use crate::book::BookAbout;
use crate::timer::sleep_ms;

/// What a tab says when it wants the journal.
const HAND_OVER: &str = "hand over";
/// How long the other tab has to put its text in safety, in milliseconds. A save takes tens of
/// them; a tab that needs longer than this is frozen.
const POLITE_MS: f64 = 3_000.0;
/// How often the page is told how far a derivation is, in milliseconds.
const TELL_MS: f64 = 100.0;
/// How often a waiting tab looks whether the lock is free, in milliseconds.
const LOOK_MS: u32 = 50;

/// The writer's lock of one journal, in a browser.
pub struct BrowserHost {
    lock: Rc<WebLock>,
    tabs: BroadcastChannel,
    on_progress: Box<dyn Fn(u64, u64)>,
    on_derivation: Box<dyn Fn(u32, u32)>,
    is_awaited: OnceCell<Box<dyn Fn() -> bool>>,
    derivation_told_ms: Cell<f64>,
    /// Whether files and caches may be written.
    may_keep: bool,
}

impl BrowserHost {
    /// The host for the journal `name`. `on_request` is called each time that another tab asks
    /// for the journal while this one holds it; `on_lost` hears when one has taken it by force,
    /// and `on_progress` how far a backup is.
    ///
    /// # Errors
    /// When the browser has no locks or no channel between tabs.
    pub fn open(
        name: &str,
        on_lost: UnboundedSender<()>,
        mut on_request: impl FnMut() + 'static,
        on_progress: impl Fn(u64, u64) + 'static,
    ) -> Result<Self, HostError> {
        let lock = Rc::new(WebLock::new(name, on_lost)?);
        let tabs =
            BroadcastChannel::new(name).map_err(|thrown| HostError(format!("{thrown:?}")))?;
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new({
            let lock = Rc::clone(&lock);
            move |message: MessageEvent| {
                if lock.is_held() && message.data() == HAND_OVER {
                    on_request();
                }
            }
        });
        tabs.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        // The handler lives as long as the worker.
        on_message.forget();
        Ok(Self {
            lock,
            tabs,
            on_progress: Box::new(on_progress),
            on_derivation: Box::new(|_, _| {}),
            is_awaited: OnceCell::new(),
            derivation_told_ms: Cell::new(0.0),
            may_keep: true,
        })
    }

    /// The same, with somebody who hears how far the derivation of a key is.
    #[must_use]
    pub fn telling_derivations(mut self, tell: impl Fn(u32, u32) + 'static) -> Self {
        self.on_derivation = Box::new(tell);
        self
    }

    /// Says who knows whether somebody waits. To be called once.
    pub(super) fn give_way(&self, is_awaited: impl Fn() -> bool + 'static) {
        // The first one stays.
        let _ = self.is_awaited.set(Box::new(is_awaited));
    }

    /// The same for the sample journal, which leaves neither a file nor a cache behind.
    #[must_use]
    pub const fn keeping_nothing(mut self) -> Self {
        self.may_keep = false;
        self
    }
}

impl Host for BrowserHost {
    type File = BackupFile;

    async fn create_backup(&self, name: &str) -> io::Result<BackupFile> {
        if !self.may_keep {
            return Err(io::ErrorKind::Unsupported.into());
        }
        BackupFile::create(name).await
    }

    async fn remove_backups(&self) {
        BackupFile::remove_all().await;
    }

    async fn prepare_photo(
        &self,
        file: BackupFile,
        keeps_original: bool,
    ) -> Result<PreparedPhoto, PhotoError> {
        if let Some(photo) = file.take_photo() {
            return photo;
        }
        let blob = file.blob().ok_or(PhotoError::Unreadable)?;
        attachments::prepare(blob, keeps_original).await
    }

    async fn draw_small(&self, bytes: &[u8]) -> Result<Picture, PhotoError> {
        attachments::draw_small(bytes).await
    }

    type Sink = BrowserSink;
    type Press = BrowserPress;

    async fn open_export(
        &self,
        picked: Option<BackupFile>,
        media_type: &'static str,
    ) -> io::Result<BrowserSink> {
        match picked.as_ref().and_then(BackupFile::destination) {
            Some(handle) => BrowserSink::into_file(handle).await,
            None => Ok(BrowserSink::to_page(media_type)),
        }
    }

    async fn open_press(&self, about: &BookAbout) -> Result<BrowserPress, ExportFailure> {
        BrowserPress::open(about, self.may_keep).await
    }

    fn forget_export(&self) {
        BrowserSink::forget();
    }

    fn progress(&self, done: u64, total: u64) {
        (self.on_progress)(done, total);
    }

    fn derivation(&self, done: u32, total: u32) {
        // A clock that is set back must not silence it.
        let since_ms = (Date::now() - self.derivation_told_ms.get()).abs();
        if done == total || since_ms >= TELL_MS {
            self.derivation_told_ms.set(Date::now());
            (self.on_derivation)(done, total);
        }
    }

    async fn try_acquire(&self) -> Result<bool, HostError> {
        self.lock.try_acquire().await
    }

    async fn is_held_elsewhere(&self) -> Result<bool, HostError> {
        Ok(!self.lock.is_held() && self.lock.is_held_by_anybody().await?)
    }

    async fn take_over(&self) -> Result<(), HostError> {
        // Unsaid, it costs the other tab its three seconds of grace and nothing else.
        let _ = self.tabs.post_message(&HAND_OVER.into());
        let give_up_at_ms = Date::now() + POLITE_MS;
        while !self.lock.try_acquire().await? {
            if Date::now() > give_up_at_ms {
                self.lock.steal().await?;
                return Ok(());
            }
            sleep_ms(LOOK_MS).await;
        }
        Ok(())
    }

    fn release(&self) {
        self.lock.release();
    }

    fn offset_minutes(&self, zone: Option<&str>, unix_ms: i64) -> Option<i16> {
        zones::offset_minutes(zone, unix_ms)
    }

    fn is_awaited(&self) -> bool {
        self.is_awaited.get().is_some_and(|is_awaited| is_awaited())
    }

    async fn sleep_ms(&self, duration_ms: u32) {
        sleep_ms(duration_ms).await;
    }
}
