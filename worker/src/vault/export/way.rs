//! What an export needs of the tab it is made in: somewhere to go, and somebody to set it.

use std::io;

use companion_exchange::export::ExportError;

use crate::book::BookEntry;

/// Where an export goes. One that is dropped before it was finished leaves nothing.
#[allow(async_fn_in_trait, reason = "a worker has one thread")]
pub trait Sink {
    /// Adds bytes at the end.
    ///
    /// # Errors
    /// What the browser reports.
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// Makes the file whole. The address under which the page finds it, unless it is where its
    /// writer wanted it.
    ///
    /// # Errors
    /// What the browser reports.
    async fn finish(self) -> io::Result<Option<String>>;
}

/// Who sets a PDF: looks at every entry, fetches the fonts, sets every entry.
#[allow(async_fn_in_trait, reason = "a worker has one thread")]
pub trait Press {
    /// Takes note of an entry's letters.
    ///
    /// # Errors
    /// [`ExportFailure::Pdf`]; so for all of these.
    fn look(&mut self, entry: &BookEntry) -> Result<(), ExportFailure>;

    /// Fetches what the letters need. Those that no font has.
    ///
    /// # Errors
    /// [`ExportFailure::Fonts`] when they are not here and cannot be fetched.
    async fn fetch_fonts(&mut self) -> Result<String, ExportFailure>;

    /// Sets an entry.
    ///
    /// # Errors
    /// [`ExportFailure::Pdf`].
    fn add(&mut self, entry: &BookEntry) -> Result<(), ExportFailure>;

    /// The file.
    ///
    /// # Errors
    /// [`ExportFailure::Pdf`].
    fn finish(self) -> Result<Vec<u8>, ExportFailure>;
}

/// Why an export does not go on. Nothing of it stays.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailure {
    /// None is under way.
    #[error("no export is under way")]
    Nothing,
    /// The file cannot be written.
    #[error("the file could not be written: {0}")]
    File(#[source] io::Error),
    /// An entry or an archive cannot be written.
    #[error(transparent)]
    Format(#[from] ExportError),
    /// Fonts that are not on this device could not be fetched: so many bytes.
    #[error("{0}")]
    Fonts(u64),
    /// The module that makes PDFs is not there, or has failed.
    #[error("the PDF could not be made: {0}")]
    Pdf(String),
}
