//! The module that makes PDFs, and the fonts that it needs, fetched from the app's own origin when
//! somebody wants a PDF and kept from then on.

use js_sys::{Promise, Reflect, Uint8Array};
use minicbor::{Decode, Encode};
use sha2::{Digest, Sha256};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Cache, CacheStorage, Response, WorkerGlobalScope};

use super::{ExportFailure, Press};
use crate::book::{BookAbout, BookEntry, BookFont, BookLetters};

/// The app's folder, as the worker's script sees it.
const APP: &str = "../";
/// The list of fonts, among the files that are kept for offline use.
const LIST: &str = "fonts/print.tsv";
/// Where fetched fonts are kept. Nothing of the journal is in it.
const KEPT: &str = "companion print fonts";

#[wasm_bindgen]
extern "C" {
    /// Loads the module; `worker/loaders/vault.js` has it.
    #[wasm_bindgen(catch, js_name = companionLoadPdf)]
    fn load_module() -> Result<Promise, JsValue>;

    /// The module's `Press`.
    type JsPress;
    #[wasm_bindgen(method, catch)]
    fn look(this: &JsPress, entry: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn letters(this: &JsPress) -> Result<Vec<u8>, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn add_font(this: &JsPress, path: &str, bytes: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn begin(this: &JsPress) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn add(this: &JsPress, entry: &[u8]) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn finish(this: &JsPress) -> Result<Vec<u8>, JsValue>;
    #[wasm_bindgen(method)]
    fn free(this: &JsPress);
}

/// A PDF under way in the module.
pub struct BrowserPress {
    press: JsPress,
    is_spent: bool,
    /// Whether fonts that are fetched are kept for the next time.
    keeps_fonts: bool,
}

impl BrowserPress {
    /// Loads the module and begins.
    ///
    /// # Errors
    /// [`ExportFailure::Pdf`] when it cannot be loaded.
    pub(crate) async fn open(about: &BookAbout, keeps_fonts: bool) -> Result<Self, ExportFailure> {
        let list = fetch(LIST).await.map_err(|thrown| failure(&thrown))?;
        let list = String::from_utf8_lossy(&list).into_owned();
        let open = async {
            let module = JsFuture::from(load_module()?).await?;
            let class: js_sys::Function = Reflect::get(&module, &"Press".into())?.dyn_into()?;
            let about = Uint8Array::from(bytes_of(about).as_slice());
            Reflect::construct(&class, &js_sys::Array::of2(&list.into(), &about))
        };
        let press = open.await.map_err(|thrown| failure(&thrown))?;
        Ok(Self {
            press: press.unchecked_into(),
            is_spent: false,
            keeps_fonts,
        })
    }
}

impl Press for BrowserPress {
    fn look(&mut self, entry: &BookEntry) -> Result<(), ExportFailure> {
        let looked = self.press.look(&bytes_of(entry));
        looked.map_err(|thrown| failure(&thrown))
    }

    async fn fetch_fonts(&mut self) -> Result<String, ExportFailure> {
        let letters = self.press.letters().map_err(|thrown| failure(&thrown))?;
        let letters: BookLetters = read(&letters)?;
        let cache = match self.keeps_fonts {
            true => open_cache().await,
            false => None,
        };
        let mut missing_bytes = 0;
        for font in &letters.fonts {
            match font_bytes(cache.as_ref(), font).await {
                Some(bytes) => {
                    let added = self.press.add_font(&font.path, &bytes);
                    added.map_err(|thrown| failure(&thrown))?;
                }
                None => missing_bytes += font.size_bytes,
            }
        }
        if missing_bytes > 0 {
            return Err(ExportFailure::Fonts(missing_bytes));
        }
        self.press.begin().map_err(|thrown| failure(&thrown))?;
        Ok(letters.without_font)
    }

    fn add(&mut self, entry: &BookEntry) -> Result<(), ExportFailure> {
        let added = self.press.add(&bytes_of(entry));
        added.map_err(|thrown| failure(&thrown))
    }

    fn finish(mut self) -> Result<Vec<u8>, ExportFailure> {
        self.is_spent = true;
        self.press.finish().map_err(|thrown| failure(&thrown))
    }
}

impl Drop for BrowserPress {
    fn drop(&mut self) {
        if !self.is_spent {
            // Its memory is wiped with it.
            self.press.free();
        }
    }
}

/// A font that is the right one: kept, or fetched and kept from now on.
async fn font_bytes(cache: Option<&Cache>, font: &BookFont) -> Option<Vec<u8>> {
    let is_right = |bytes: &Vec<u8>| sha256_hex(bytes) == font.sha256;
    // Named by its sum: another version of a font is another font.
    let key = format!("{APP}{}?{}", font.path, font.sha256);
    if let Some(cache) = cache
        && let Some(bytes) = kept(cache, &key).await.filter(is_right)
    {
        return Some(bytes);
    }
    let bytes = fetch(&font.path).await.ok().filter(is_right)?;
    if let Some(cache) = cache {
        let body = Uint8Array::from(bytes.as_slice());
        if let Ok(response) = Response::new_with_opt_js_u8_array(Some(&body)) {
            // Not kept, it is fetched again next time.
            let _ = JsFuture::from(cache.put_with_str(&key, &response)).await;
        }
    }
    Some(bytes)
}

fn sha256_hex(bytes: &[u8]) -> String {
    let sum = Sha256::digest(bytes);
    sum.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn open_cache() -> Option<Cache> {
    let caches: CacheStorage = scope().caches().ok()?;
    let opened = JsFuture::from(caches.open(KEPT)).await.ok()?;
    opened.dyn_into().ok()
}

async fn kept(cache: &Cache, key: &str) -> Option<Vec<u8>> {
    let found = JsFuture::from(cache.match_with_str(key)).await.ok()?;
    body(&found.dyn_into().ok()?).await.ok()
}

/// A file of the app.
async fn fetch(path: &str) -> Result<Vec<u8>, JsValue> {
    let address = format!("{APP}{path}");
    let response: Response = JsFuture::from(scope().fetch_with_str(&address))
        .await?
        .dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_str(&format!("{path}: {}", response.status())));
    }
    body(&response).await
}

async fn body(response: &Response) -> Result<Vec<u8>, JsValue> {
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn scope() -> WorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn bytes_of(value: &impl Encode<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to a `Vec` is infallible, and the derived encoders have no error of their own.
    let Ok(()) = minicbor::encode(value, &mut bytes) else {
        return Vec::new();
    };
    bytes
}

fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, ExportFailure> {
    minicbor::decode(bytes).map_err(|error| ExportFailure::Pdf(error.to_string()))
}

fn failure(thrown: &JsValue) -> ExportFailure {
    let message = Reflect::get(thrown, &"message".into()).ok();
    let message = message.and_then(|message| message.as_string());
    ExportFailure::Pdf(message.or_else(|| thrown.as_string()).unwrap_or_default())
}
