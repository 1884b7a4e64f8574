//! What the vault service needs of the tab it lives in.

use std::io::{self, Read, Seek, Write};

use companion_protocol::attachments::Picture;

use super::attachments::{PhotoError, PreparedPhoto};
use super::export::{ExportFailure, Press, Sink};
use crate::book::BookAbout;

/// The lock that lets one tab at a time write, and time.
///
/// The lock is the first guard against two writers. The second is the vault's own: every batch
/// expects the head that it last wrote.
#[allow(async_fn_in_trait, reason = "a worker has one thread")]
pub trait Host {
    /// A backup's file.
    type File: Read + Write + Seek + 'static;

    /// Creates an empty file for a backup, to be given to the person.
    ///
    /// # Errors
    /// What the browser reports.
    async fn create_backup(&self, name: &str) -> io::Result<Self::File>;

    /// Removes what [`Self::create_backup`] has created. Files in use stay.
    async fn remove_backups(&self);

    /// Makes a photo ready to be kept: turned as the camera was held, and, unless its writer
    /// `keeps_original`, made smaller and with nothing in it but the picture.
    ///
    /// # Errors
    /// Why it cannot be kept.
    async fn prepare_photo(
        &self,
        file: Self::File,
        keeps_original: bool,
    ) -> Result<PreparedPhoto, PhotoError>;

    /// Draws a photo small, turned as the camera was held.
    ///
    /// # Errors
    /// [`PhotoError::Unreadable`] where this browser cannot show it.
    async fn draw_small(&self, bytes: &[u8]) -> Result<Picture, PhotoError>;

    /// Where an export goes.
    type Sink: Sink;
    /// Who sets a PDF.
    type Press: Press;

    /// Opens the way of an export: into the file that was picked, else to the page.
    ///
    /// # Errors
    /// What the browser reports.
    async fn open_export(
        &self,
        picked: Option<Self::File>,
        media_type: &'static str,
    ) -> io::Result<Self::Sink>;

    /// Opens what sets a PDF.
    ///
    /// # Errors
    /// When it cannot be loaded.
    async fn open_press(&self, about: &BookAbout) -> Result<Self::Press, ExportFailure>;

    /// Lets go of the export that was finished last, if it went to the page.
    fn forget_export(&self);

    /// Tells how many records of how many a backup has come to.
    fn progress(&self, done: u64, total: u64);

    /// Tells how many steps of how many the derivation of a key has come to.
    fn derivation(&self, done: u32, total: u32);

    /// Takes the writer's lock if no other tab holds it; says whether this tab holds it now.
    ///
    /// # Errors
    /// When the browser has no locks.
    async fn try_acquire(&self) -> Result<bool, HostError>;

    /// Whether another tab holds the writer's lock.
    ///
    /// # Errors
    /// When the browser has no locks.
    async fn is_held_elsewhere(&self) -> Result<bool, HostError>;

    /// Asks the tab that holds the lock to let go, waits, and takes the lock by force if it
    /// does not. This tab holds it afterwards.
    ///
    /// # Errors
    /// When the browser has no locks.
    async fn take_over(&self) -> Result<(), HostError>;

    /// Lets go of the lock, if this tab holds it.
    fn release(&self);

    /// The offset from UTC in minutes east that was in force in a zone (by its IANA name; `None` is the
    /// writer's own) at a moment in milliseconds since 1970; `None` where nobody knows.
    fn offset_minutes(&self, zone: Option<&str>, unix_ms: i64) -> Option<i16> {
        let _ = (zone, unix_ms);
        None
    }

    /// Whether somebody waits for an answer: work that nobody waits for is then put off.
    fn is_awaited(&self) -> bool {
        false
    }

    /// Waits.
    async fn sleep_ms(&self, duration_ms: u32);
}

/// The browser lacks something that a journal needs.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("this browser cannot keep two tabs from writing at once: {0}")]
pub struct HostError(pub String);
