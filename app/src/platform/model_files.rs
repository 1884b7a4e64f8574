//! Whether a model has ever been put on this device, without waking the worker that would know.

use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::FileSystemDirectoryHandle;

/// The folder of model files in the private file system: the inference worker makes it.
const DIRECTORY: &str = "models";

/// Whether the folder of models is there. Where the browser does not say, it counts as there.
pub(crate) async fn may_be_there() -> bool {
    let root = JsFuture::from(window().navigator().storage().get_directory()).await;
    let Some(root) = root
        .ok()
        .and_then(|root| root.dyn_into::<FileSystemDirectoryHandle>().ok())
    else {
        return true;
    };
    JsFuture::from(root.get_directory_handle(DIRECTORY))
        .await
        .is_ok()
}
