//! What this site offers to fetch: models, encoders, the speech model.

use companion_protocol::inference::Download;
use js_sys::{Array, JSON, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

/// One line of the catalogue.
pub(super) struct Line(JsValue);

impl Line {
    /// A text of the line.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.field(name)?.as_string()
    }

    /// Whether something is so.
    pub(super) fn flag(&self, name: &str) -> Option<bool> {
        self.field(name)?.as_bool()
    }

    /// What a download needs; `None` if the line lacks some of it.
    pub(super) fn download(&self) -> Option<Download> {
        let size = self.field("size_bytes").and_then(|size| size.as_f64());
        Some(Download {
            path: self.text("path")?,
            name: self.text("name")?,
            // Sizes are whole numbers far inside the 53 bits of a double.
            size_bytes: size.map(|size| size as u64),
            sha256: self.text("sha256"),
        })
    }

    fn field(&self, name: &str) -> Option<JsValue> {
        Reflect::get(&self.0, &name.into()).ok()
    }
}

/// The lines of a list, such as "models"; `None` where this site has no such list.
pub(super) async fn catalogue(list: &str) -> Option<Vec<Line>> {
    let fetching = window().fetch_with_str("./models/catalogue.json");
    let response: Response = JsFuture::from(fetching).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let text = JsFuture::from(response.text().ok()?)
        .await
        .ok()?
        .as_string()?;
    let catalogue = JSON::parse(&text).ok()?;
    let lines: Array = Reflect::get(&catalogue, &list.into())
        .ok()?
        .dyn_into()
        .ok()?;
    Some(lines.iter().map(Line).collect())
}
