//! Backup files in a browser: written in the private file system, read from wherever the
//! person picked them. Both are read in pieces, never as a whole.

use std::cell::Cell;
use std::io::{self, Read, Seek, SeekFrom, Write};

use companion_protocol::backup::DIRECTORY;
use js_sys::{ArrayBuffer, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, FileReaderSync, FileSystemDirectoryHandle, FileSystemFileHandle,
    FileSystemGetDirectoryOptions, FileSystemGetFileOptions, FileSystemReadWriteOptions,
    FileSystemRemoveOptions, FileSystemSyncAccessHandle, WorkerGlobalScope,
};

use super::attachments::{PhotoError, PreparedPhoto};

/// A file that is read or written at a position. Closed when dropped.
pub struct BackupFile {
    medium: Medium,
    position: u64,
}

enum Medium {
    /// In the private file system.
    Private(FileSystemSyncAccessHandle),
    /// Picked by the person.
    Picked(Blob, FileReaderSync),
    /// Picked by the person to be written into, as a whole and elsewhere.
    Destination(FileSystemFileHandle),
    /// A picked photo that was made ready already, or why it could not be.
    Photo(Cell<Option<Ready>>),
}

/// What became of a photo that was made ready.
type Ready = Result<PreparedPhoto, PhotoError>;

impl BackupFile {
    /// Creates an empty file in the private file system.
    ///
    /// # Errors
    /// What the browser reports.
    pub async fn create(name: &str) -> io::Result<Self> {
        let create = async {
            let options = FileSystemGetDirectoryOptions::new();
            options.set_create(true);
            let root = root().await?;
            let directory = root.get_directory_handle_with_options(DIRECTORY, &options);
            let directory: FileSystemDirectoryHandle = wait(directory).await?;
            let options = FileSystemGetFileOptions::new();
            options.set_create(true);
            let file = directory.get_file_handle_with_options(name, &options);
            let file: FileSystemFileHandle = wait(file).await?;
            let handle: FileSystemSyncAccessHandle = wait(file.create_sync_access_handle()).await?;
            handle.truncate_with_f64(0.0)?;
            Ok(handle)
        };
        let handle = create.await.map_err(|error| io_error(&error))?;
        Ok(Self {
            medium: Medium::Private(handle),
            position: 0,
        })
    }

    /// The file that travelled beside a request, if one did.
    #[must_use]
    pub fn picked(value: JsValue) -> Option<Self> {
        let value = match value.dyn_into::<FileSystemFileHandle>() {
            Ok(handle) => {
                return Some(Self {
                    medium: Medium::Destination(handle),
                    position: 0,
                });
            }
            Err(value) => value,
        };
        let blob: Blob = value.dyn_into().ok()?;
        Some(Self {
            medium: Medium::Picked(blob, FileReaderSync::new().ok()?),
            position: 0,
        })
    }

    /// What the person picked; `None` of a file in the private file system.
    pub(super) fn blob(&self) -> Option<&Blob> {
        match &self.medium {
            Medium::Picked(blob, _) => Some(blob),
            Medium::Private(_) | Medium::Destination(_) | Medium::Photo(_) => None,
        }
    }

    /// A photo that was made ready before the service has seen it.
    pub(super) const fn photo(photo: Ready) -> Self {
        Self {
            medium: Medium::Photo(Cell::new(Some(photo))),
            position: 0,
        }
    }

    /// What [`Self::photo`] was given, once.
    pub(super) fn take_photo(&self) -> Option<Ready> {
        match &self.medium {
            Medium::Photo(photo) => photo.take(),
            _ => None,
        }
    }

    /// The file that the person picked to be written into.
    pub(super) fn destination(&self) -> Option<&FileSystemFileHandle> {
        match &self.medium {
            Medium::Destination(handle) => Some(handle),
            Medium::Picked(..) | Medium::Private(_) | Medium::Photo(_) => None,
        }
    }

    /// Removes all written backups. One that is in use stays.
    pub async fn remove_all() {
        let options = FileSystemRemoveOptions::new();
        options.set_recursive(true);
        if let Ok(root) = root().await {
            // Mostly there is nothing to remove, which is an error too.
            let _ = JsFuture::from(root.remove_entry_with_options(DIRECTORY, &options)).await;
        }
    }

    fn size_bytes(&self) -> io::Result<u64> {
        let size = match &self.medium {
            Medium::Private(handle) => handle.get_size().map_err(|error| io_error(&error))?,
            Medium::Picked(blob, _) => blob.size(),
            Medium::Destination(_) | Medium::Photo(_) => {
                return Err(io::ErrorKind::Unsupported.into());
            }
        };
        // Sizes of files are whole numbers below 2^53.
        Ok(size as u64)
    }
}

impl Read for BackupFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &self.medium {
            Medium::Private(handle) => handle
                .read_with_u8_array_and_options(buffer, &at(self.position))
                .map_err(|error| io_error(&error))? as usize,
            Medium::Destination(_) | Medium::Photo(_) => {
                return Err(io::ErrorKind::Unsupported.into());
            }
            Medium::Picked(blob, reader) => {
                let read = || -> Result<ArrayBuffer, JsValue> {
                    let end = self.position as f64 + buffer.len() as f64;
                    let slice = blob.slice_with_f64_and_f64(self.position as f64, end)?;
                    reader.read_as_array_buffer(&slice)
                };
                let bytes: JsValue = read().map_err(|error| io_error(&error))?.into();
                let bytes = Uint8Array::new(&bytes);
                let count = (bytes.length() as usize).min(buffer.len());
                bytes
                    .subarray(0, bytes.length())
                    .copy_to(&mut buffer[..count]);
                count
            }
        };
        self.position += count as u64;
        Ok(count)
    }
}

impl Write for BackupFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let Medium::Private(handle) = &self.medium else {
            return Err(io::ErrorKind::PermissionDenied.into());
        };
        let written = handle.write_with_u8_array_and_options(bytes, &at(self.position));
        let count = written.map_err(|error| io_error(&error))? as usize;
        if count == 0 && !bytes.is_empty() {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.position += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &self.medium {
            Medium::Private(handle) => handle.flush().map_err(|error| io_error(&error)),
            Medium::Picked(..) | Medium::Destination(_) | Medium::Photo(_) => Ok(()),
        }
    }
}

impl Seek for BackupFile {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        let position = match target {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
            SeekFrom::End(offset) => self.size_bytes()?.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

impl Drop for BackupFile {
    fn drop(&mut self) {
        if let Medium::Private(handle) = &self.medium {
            handle.close();
        }
    }
}

async fn root() -> Result<FileSystemDirectoryHandle, JsValue> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    wait(scope.navigator().storage().get_directory()).await
}

fn at(position: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at_f64(position as f64);
    options
}

async fn wait<T: JsCast>(promise: Promise) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

pub(super) fn io_error(thrown: &JsValue) -> io::Error {
    let name = Reflect::get(thrown, &"name".into())
        .ok()
        .and_then(|name| name.as_string());
    match name.as_deref() {
        Some("QuotaExceededError") => io::ErrorKind::StorageFull.into(),
        Some(name) => io::Error::other(name.to_owned()),
        None => io::Error::other("the browser did not say why"),
    }
}
