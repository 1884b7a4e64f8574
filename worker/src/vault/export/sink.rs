//! Where an export goes in a browser: into a file that was picked, or to the page as a blob.

use core::cell::RefCell;
use std::io;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, FileSystemFileHandle, FileSystemWritableFileStream, Url};

use super::Sink;
use crate::vault::files::io_error;

thread_local! {
    /// The address of the blob that was finished last.
    static FINISHED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// An export in a browser.
pub struct BrowserSink(Way);

enum Way {
    /// Into a picked file. The browser writes beside it, and puts it in its place at the end.
    File(Option<FileSystemWritableFileStream>),
    /// Pieces of a blob.
    Blob(Array, &'static str),
}

impl BrowserSink {
    /// Into a file that the person picked.
    ///
    /// # Errors
    /// What the browser reports.
    pub(crate) async fn into_file(handle: &FileSystemFileHandle) -> io::Result<Self> {
        let stream = JsFuture::from(handle.create_writable()).await;
        let stream = stream.map_err(|thrown| io_error(&thrown))?;
        Ok(Self(Way::File(Some(stream.into()))))
    }

    /// To the page.
    pub(crate) fn to_page(media_type: &'static str) -> Self {
        Self(Way::Blob(Array::new(), media_type))
    }

    /// Lets go of the blob that was finished last.
    pub(crate) fn forget() {
        if let Some(address) = FINISHED.take() {
            // An address that is not known any more is let go already.
            let _ = Url::revoke_object_url(&address);
        }
    }
}

impl Sink for BrowserSink {
    async fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        // A copy, which stays as it is while the browser writes.
        let piece = Uint8Array::from(bytes);
        match &mut self.0 {
            Way::File(Some(stream)) => {
                let written = stream.write_with_js_u8_array(&piece);
                wait(written.map_err(|thrown| io_error(&thrown))?).await
            }
            Way::File(None) => Err(io::ErrorKind::BrokenPipe.into()),
            Way::Blob(pieces, _) => {
                // Bytes in a blob are the browser's, which may put them where there is room.
                let parts = Array::of1(&piece);
                let blob = Blob::new_with_u8_array_sequence(&parts);
                let blob = blob.map_err(|thrown| io_error(&thrown))?;
                pieces.push(&blob);
                Ok(())
            }
        }
    }

    async fn finish(mut self) -> io::Result<Option<String>> {
        match &mut self.0 {
            Way::File(stream) => {
                let stream = stream.take().ok_or(io::ErrorKind::BrokenPipe)?;
                wait(stream.close()).await?;
                Ok(None)
            }
            Way::Blob(pieces, media_type) => {
                let options = BlobPropertyBag::new();
                options.set_type(media_type);
                let blob = Blob::new_with_blob_sequence_and_options(pieces, &options);
                let blob = blob.map_err(|thrown| io_error(&thrown))?;
                let address = Url::create_object_url_with_blob(&blob);
                let address = address.map_err(|thrown| io_error(&thrown))?;
                Self::forget();
                FINISHED.set(Some(address.clone()));
                Ok(Some(address))
            }
        }
    }
}

impl Drop for BrowserSink {
    fn drop(&mut self) {
        if let Way::File(Some(stream)) = &self.0 {
            // Nobody waits for it: what was written beside the file goes.
            let _ = stream.abort();
        }
    }
}

async fn wait(promise: js_sys::Promise) -> io::Result<()> {
    let done: Result<JsValue, JsValue> = JsFuture::from(promise).await;
    done.map(drop).map_err(|thrown| io_error(&thrown))
}
