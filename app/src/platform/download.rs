//! Handing a finished file to the person, without ever holding it in memory.

use companion_protocol::backup::DIRECTORY;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, File, FileSystemDirectoryHandle, FileSystemFileHandle, HtmlAnchorElement, Url,
};

/// Lets the browser save a file of the private file system under its own name. The browser
/// reads it from there while it saves: the returned address, and the file, must stay a while.
///
/// # Errors
/// What the browser throws when the file is not there.
pub(crate) async fn save_backup(name: &str) -> Result<String, JsValue> {
    let storage = leptos::prelude::window().navigator().storage();
    let root: FileSystemDirectoryHandle = wait(storage.get_directory()).await?;
    let directory: FileSystemDirectoryHandle = wait(root.get_directory_handle(DIRECTORY)).await?;
    let handle: FileSystemFileHandle = wait(directory.get_file_handle(name)).await?;
    let file: File = wait(handle.get_file()).await?;
    offer(&file, name)
}

/// Lets the browser save a file that is in memory. The returned address must stay a while.
///
/// # Errors
/// What the browser throws.
pub(crate) fn offer(blob: &Blob, name: &str) -> Result<String, JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    follow(&address, name)?;
    Ok(address)
}

/// Lets the browser save what lies at an address.
///
/// # Errors
/// What the browser throws.
pub(crate) fn follow(address: &str, name: &str) -> Result<(), JsValue> {
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(address);
    link.set_download(name);
    link.click();
    Ok(())
}

/// Lets go of an address of [`save_backup`] or [`offer`].
pub(crate) fn forget(address: &str) {
    // An address that is not known any more is let go already.
    let _ = Url::revoke_object_url(address);
}

async fn wait<T: JsCast>(promise: js_sys::Promise) -> Result<T, JsValue> {
    Ok(JsFuture::from(promise).await?.unchecked_into())
}
