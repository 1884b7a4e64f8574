//! A folder that the person has picked: written into, read back, tidied. Any directory handle
//! will do. web-sys has the picker and permissions behind an unstable flag only.

use companion_protocol::backup::DIRECTORY;
use js_sys::{Function, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    File, FileSystemDirectoryHandle, FileSystemFileHandle, FileSystemGetFileOptions,
    FileSystemWritableFileStream,
};

/// How much is compared at once, in bytes.
const PIECE_BYTES: f64 = 1_048_576.0;

/// Whether Companion may write into a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permission {
    /// It may.
    Granted,
    /// The browser wants to be asked, from a click.
    Ask,
    /// It may not.
    Denied,
}

/// Why writing did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The folder is not there.
    Gone,
    /// There is no room.
    Full,
    /// The browser refuses.
    Refused,
    /// What was read back is not what was written.
    Differs,
    /// Anything else.
    Unknown,
}

/// Whether this browser has folders.
pub(crate) fn is_supported() -> bool {
    Reflect::has(&window(), &"showDirectoryPicker".into()).unwrap_or(false)
}

/// Lets the person pick a folder, from a click. `None` if they think better of it.
pub(crate) async fn pick() -> Result<Option<FileSystemDirectoryHandle>, Fault> {
    let options = Object::new();
    for (key, value) in [
        ("id", "companion-backups"),
        ("mode", "readwrite"),
        ("startIn", "documents"),
    ] {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&options, &key.into(), &value.into());
    }
    match call(&window(), "showDirectoryPicker", &options).await {
        Ok(handle) => Ok(Some(handle.unchecked_into())),
        Err(thrown) if name_of(&thrown).as_deref() == Some("AbortError") => Ok(None),
        Err(thrown) => Err(fault(&thrown)),
    }
}

/// Whether Companion may write there now.
pub(crate) async fn permission(folder: &FileSystemDirectoryHandle) -> Permission {
    ask(folder, "queryPermission").await
}

/// Asks for permission, from a click.
pub(crate) async fn request_permission(folder: &FileSystemDirectoryHandle) -> Permission {
    ask(folder, "requestPermission").await
}

/// Copies a written backup into the folder under `name` and compares it byte for byte. A file
/// of that name stays as it was until the new one is complete.
pub(crate) async fn copy_backup(
    backup: &str,
    folder: &FileSystemDirectoryHandle,
    name: &str,
) -> Result<(), Fault> {
    let copy = async {
        let source = written_backup(backup).await?;
        let options = FileSystemGetFileOptions::new();
        options.set_create(true);
        let target: FileSystemFileHandle =
            wait(folder.get_file_handle_with_options(name, &options)).await?;
        let stream: FileSystemWritableFileStream = wait(target.create_writable()).await?;
        let written = JsFuture::from(stream.write_with_blob(&source)?).await;
        if let Err(thrown) = written {
            // What was begun is thrown away by the browser in any case.
            let _ = JsFuture::from(stream.abort()).await;
            return Err(thrown);
        }
        JsFuture::from(stream.close()).await?;
        let copied: File = wait(target.get_file()).await?;
        is_same(&source, &copied).await
    };
    match copy.await {
        Ok(true) => Ok(()),
        Ok(false) => Err(Fault::Differs),
        Err(thrown) => Err(fault(&thrown)),
    }
}

/// The names of everything in the folder.
pub(crate) async fn names(folder: &FileSystemDirectoryHandle) -> Result<Vec<String>, Fault> {
    let list = async {
        let keys = folder.keys();
        let mut names = Vec::new();
        loop {
            let step = JsFuture::from(keys.next()?).await?;
            if Reflect::get(&step, &"done".into())?.is_truthy() {
                return Ok(names);
            }
            names.extend(Reflect::get(&step, &"value".into())?.as_string());
        }
    };
    list.await.map_err(|thrown: JsValue| fault(&thrown))
}

/// Removes a file from the folder.
pub(crate) async fn remove(folder: &FileSystemDirectoryHandle, name: &str) -> Result<(), Fault> {
    let removed = JsFuture::from(folder.remove_entry(name)).await;
    removed.map(drop).map_err(|thrown| fault(&thrown))
}

/// The backup as it waits in the private file system.
async fn written_backup(name: &str) -> Result<File, JsValue> {
    let storage = window().navigator().storage();
    let root: FileSystemDirectoryHandle = wait(storage.get_directory()).await?;
    let directory: FileSystemDirectoryHandle = wait(root.get_directory_handle(DIRECTORY)).await?;
    let handle: FileSystemFileHandle = wait(directory.get_file_handle(name)).await?;
    wait(handle.get_file()).await
}

async fn is_same(one: &File, other: &File) -> Result<bool, JsValue> {
    if one.size() != other.size() {
        return Ok(false);
    }
    let mut at = 0.0;
    while at < one.size() {
        if piece(one, at).await? != piece(other, at).await? {
            return Ok(false);
        }
        at += PIECE_BYTES;
    }
    Ok(true)
}

async fn piece(file: &File, at: f64) -> Result<Vec<u8>, JsValue> {
    let slice = file.slice_with_f64_and_f64(at, at + PIECE_BYTES)?;
    let buffer = JsFuture::from(slice.array_buffer()).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

async fn ask(folder: &FileSystemDirectoryHandle, method: &str) -> Permission {
    let options = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&options, &"mode".into(), &"readwrite".into());
    match call(folder, method, &options).await {
        Ok(answer) if answer == "granted" => Permission::Granted,
        Ok(answer) if answer == "prompt" => Permission::Ask,
        _ => Permission::Denied,
    }
}

/// Calls a method that web-sys does not know and waits for its promise.
async fn call(object: &JsValue, method: &str, argument: &JsValue) -> Result<JsValue, JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let promise: Promise = method.call1(object, argument)?.dyn_into()?;
    JsFuture::from(promise).await
}

async fn wait<T: JsCast>(promise: Promise) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise).await?.unchecked_into())
}

fn fault(thrown: &JsValue) -> Fault {
    match name_of(thrown).as_deref() {
        Some("NotFoundError") => Fault::Gone,
        Some("QuotaExceededError") => Fault::Full,
        Some("NotAllowedError" | "SecurityError" | "NoModificationAllowedError") => Fault::Refused,
        _ => Fault::Unknown,
    }
}

fn name_of(thrown: &JsValue) -> Option<String> {
    Reflect::get(thrown, &"name".into()).ok()?.as_string()
}
