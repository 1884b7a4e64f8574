//! Files in the origin private file system: the model in the directory `models`, each encoder and
//! the speech model in one of its own.

use std::io::{self, Read, Seek, SeekFrom};

use companion_protocol::inference::{Failure, FailureKind};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetDirectoryOptions,
    FileSystemGetFileOptions, FileSystemReadWriteOptions, FileSystemSyncAccessHandle,
    StorageEstimate, StorageManager, WorkerGlobalScope,
};

use super::failure::{failure, name_of, storage};
use crate::timer::sleep_ms;

const DIRECTORY: &str = "models";
/// How long a file that another tab has open is waited for: loading takes a few seconds.
const LOCKED_RETRIES: u32 = 40;
const LOCKED_WAIT_MS: u32 = 250;

/// A directory of model files.
pub(super) struct Directory {
    handle: FileSystemDirectoryHandle,
    holds: Holds,
}

/// What the files of a directory must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Language models.
    Models,
    /// Encoders.
    Encoders,
    /// Speech models.
    Speech,
}

impl Directory {
    /// Opens the directory of the model, creating it at first use.
    pub(super) async fn open() -> Result<Self, Failure> {
        Self::named(DIRECTORY, Holds::Models).await
    }

    /// Opens a directory, creating it at first use.
    pub(super) async fn named(name: &str, holds: Holds) -> Result<Self, Failure> {
        let options = FileSystemGetDirectoryOptions::new();
        options.set_create(true);
        let open = async {
            let root: FileSystemDirectoryHandle = wait(manager().get_directory()).await?;
            wait(root.get_directory_handle_with_options(name, &options)).await
        };
        match open.await {
            Ok(handle) => Ok(Self { handle, holds }),
            Err(error) => Err(storage("opening it", &error)),
        }
    }

    /// What its files must be.
    pub(super) const fn holds(&self) -> Holds {
        self.holds
    }

    /// Opens a file for reading and writing by this worker alone, waiting a while if another
    /// tab has it.
    pub(super) async fn open_file(&self, name: &str) -> Result<AccessFile, Failure> {
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let handle: FileSystemFileHandle =
            wait(self.handle.get_file_handle_with_options(name, &options))
                .await
                .map_err(|error| storage("opening a file", &error))?;
        let mut tries = 0;
        loop {
            match wait(handle.create_sync_access_handle()).await {
                Ok(handle) => return Ok(AccessFile::new(handle)),
                Err(error) if is_locked(&error) && tries < LOCKED_RETRIES => {
                    tries += 1;
                    sleep_ms(LOCKED_WAIT_MS).await;
                }
                Err(error) => return Err(storage("opening a file", &error)),
            }
        }
    }

    /// The size of a file, `None` if it does not exist. Works while another tab has it open.
    pub(super) async fn size_of(&self, name: &str) -> Option<u64> {
        let handle: FileSystemFileHandle = wait(self.handle.get_file_handle(name)).await.ok()?;
        let file: web_sys::File = wait(handle.get_file()).await.ok()?;
        // Sizes of files are whole numbers below 2^53.
        Some(file.size() as u64)
    }

    /// Deletes a file; that it does not exist is fine.
    pub(super) async fn remove(&self, name: &str) -> Result<(), Failure> {
        match JsFuture::from(self.handle.remove_entry(name)).await {
            Ok(_) => Ok(()),
            Err(error) if name_of(&error) == "NotFoundError" => Ok(()),
            Err(error) => Err(storage("deleting a file", &error)),
        }
    }

    /// Deletes all files but `keep`, as far as no other tab uses them.
    pub(super) async fn clean(&self, keep: &[&str]) {
        let names = self.handle.keys();
        let mut leftovers = Vec::new();
        while let Ok(next) = names.next() {
            let Ok(item) = JsFuture::from(next).await else {
                break;
            };
            let item: js_sys::IteratorNext = item.unchecked_into();
            if item.done() {
                break;
            }
            leftovers.extend(item.value().as_string());
        }
        for name in leftovers
            .iter()
            .filter(|name| !keep.contains(&name.as_str()))
        {
            // A file that is in use is no leftover.
            let _ = self.remove(name).await;
        }
    }
}

/// Makes sure that `needed_bytes` more can be stored.
pub(super) async fn check_space(needed_bytes: u64) -> Result<(), Failure> {
    let Ok(promise) = manager().estimate() else {
        return Ok(());
    };
    let Ok(estimate) = wait::<StorageEstimate>(promise).await else {
        return Ok(());
    };
    let (Some(quota), Some(usage)) = (estimate.get_quota(), estimate.get_usage()) else {
        return Ok(());
    };
    let free_bytes = (quota - usage).max(0.0) as u64;
    if needed_bytes <= free_bytes {
        return Ok(());
    }
    Err(no_space(needed_bytes, Some(free_bytes)))
}

fn no_space(needed_bytes: u64, free_bytes: Option<u64>) -> Failure {
    let offer = free_bytes.map_or_else(
        || "does not give Companion that much".to_owned(),
        |free| format!("has {} free for Companion", megabytes(free)),
    );
    failure(
        FailureKind::NoSpace,
        format!(
            "The model needs {} more on this device, and the browser {offer}. Free some space or \
             choose a smaller model.",
            megabytes(needed_bytes)
        ),
    )
}

/// "491 MB".
pub(super) fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

/// An open file. Closed when dropped, so that another tab can open it.
pub(super) struct AccessFile {
    handle: FileSystemSyncAccessHandle,
    position: u64,
}

impl AccessFile {
    fn new(handle: FileSystemSyncAccessHandle) -> Self {
        Self {
            handle,
            position: 0,
        }
    }

    /// Size of the file.
    pub(super) fn size_bytes(&self) -> Result<u64, Failure> {
        match self.handle.get_size() {
            Ok(size) => Ok(size as u64),
            Err(error) => Err(storage("reading a file", &error)),
        }
    }

    /// Appends bytes at the position.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let options = at(self.position);
            let written =
                self.handle
                    .write_with_u8_array_and_options(rest, &options)
                    .map_err(|error| storage("writing a file", &error))? as usize;
            if written == 0 {
                return Err(failure(
                    FailureKind::NoSpace,
                    "There is no room left on this device. Free some space and try again.",
                ));
            }
            self.position += written as u64;
            rest = &rest[written.min(rest.len())..];
        }
        Ok(())
    }

    /// Cuts the file and continues at its end.
    pub(super) fn truncate(&mut self, size_bytes: u64) -> Result<(), Failure> {
        self.position = size_bytes;
        self.handle
            .truncate_with_f64(size_bytes as f64)
            .map_err(|error| storage("writing a file", &error))
    }

    /// Makes sure that the file can grow to `size_bytes`, by letting it for a moment: estimates
    /// of free space are deliberately vague in some browsers.
    pub(super) fn reserve(&mut self, size_bytes: u64) -> Result<(), Failure> {
        let present_bytes = self.size_bytes()?;
        if size_bytes <= present_bytes {
            return Ok(());
        }
        let grown = self.handle.truncate_with_f64(size_bytes as f64);
        self.handle
            .truncate_with_f64(present_bytes as f64)
            .map_err(|error| storage("writing a file", &error))?;
        grown.map_err(|_| no_space(size_bytes - present_bytes, None))
    }

    /// Makes what was written durable.
    pub(super) fn flush(&self) -> Result<(), Failure> {
        self.handle
            .flush()
            .map_err(|error| storage("writing a file", &error))
    }
}

impl Read for AccessFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self
            .handle
            .read_with_u8_array_and_options(buffer, &at(self.position))
            .map_err(|error| io::Error::other(name_of(&error)))? as usize;
        self.position += count as u64;
        Ok(count)
    }
}

impl Seek for AccessFile {
    fn seek(&mut self, target: SeekFrom) -> io::Result<u64> {
        let position = match target {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
            SeekFrom::End(offset) => self
                .size_bytes()
                .map_err(|failure| io::Error::other(failure.message))?
                .checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

impl Drop for AccessFile {
    fn drop(&mut self) {
        self.handle.close();
    }
}

fn manager() -> StorageManager {
    js_sys::global()
        .unchecked_into::<WorkerGlobalScope>()
        .navigator()
        .storage()
}

fn at(position: u64) -> FileSystemReadWriteOptions {
    let options = FileSystemReadWriteOptions::new();
    options.set_at_f64(position as f64);
    options
}

fn is_locked(error: &JsValue) -> bool {
    matches!(
        name_of(error).as_str(),
        "NoModificationAllowedError" | "InvalidStateError"
    )
}

async fn wait<T: JsCast>(promise: js_sys::Promise) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise).await?.unchecked_into())
}
