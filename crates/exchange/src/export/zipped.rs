//! A zip archive that is written from front to back, file by file.

use core::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use companion_core::{CivilDay, Timestamp};
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::ExportError;

/// An archive under way. What is finished of it lies in a buffer until it is taken.
pub(super) struct Zipped {
    writer: ZipWriter<StreamWriter<Buffer>>,
    buffer: Buffer,
}

/// Bytes that the archive's writer and its owner share.
#[derive(Clone, Default)]
struct Buffer(Rc<RefCell<Vec<u8>>>);

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Buffer {
    fn take_into(&self, out: &mut Vec<u8>) {
        out.append(&mut self.0.borrow_mut());
    }
}

impl Zipped {
    /// An empty archive.
    pub(super) fn new() -> Self {
        let buffer = Buffer::default();
        Self {
            writer: ZipWriter::new_stream(buffer.clone()),
            buffer,
        }
    }

    /// Adds a text, which is packed.
    pub(super) fn text(
        &mut self,
        name: &str,
        text: &[u8],
        at: Timestamp,
    ) -> Result<(), ExportError> {
        self.file(name, text, at, CompressionMethod::Deflated)
    }

    /// Adds something that is packed already, as pictures and recordings are.
    pub(super) fn packed(
        &mut self,
        name: &str,
        bytes: &[u8],
        at: Timestamp,
    ) -> Result<(), ExportError> {
        self.file(name, bytes, at, CompressionMethod::Stored)
    }

    fn file(
        &mut self,
        name: &str,
        bytes: &[u8],
        at: Timestamp,
        method: CompressionMethod,
    ) -> Result<(), ExportError> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(clock(at));
        self.writer.start_file(name, options)?;
        self.writer
            .write_all(bytes)
            .map_err(zip::result::ZipError::from)?;
        Ok(())
    }

    /// Moves what is written so far to `out`.
    pub(super) fn take_into(&self, out: &mut Vec<u8>) {
        self.buffer.take_into(out);
    }

    /// Writes the archive's directory, and moves all that is left to `out`.
    pub(super) fn finish(self, out: &mut Vec<u8>) -> Result<(), ExportError> {
        self.writer.finish()?;
        self.buffer.take_into(out);
        Ok(())
    }
}

/// A moment as zip has it: the writer's clock, from 1980 on.
fn clock(at: Timestamp) -> DateTime {
    let minute = at.local_minute_of_day();
    let clock = at
        .local_day()
        .civil()
        .and_then(|CivilDay { year, month, day }| {
            let year = u16::try_from(year).ok()?;
            // Below 24 and 60: parts of a day in minutes.
            let (hour, minute) = ((minute / 60) as u8, (minute % 60) as u8);
            DateTime::from_date_and_time(year, month, day, hour, minute, 0).ok()
        });
    clock.unwrap_or_default()
}
