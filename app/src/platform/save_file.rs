//! Where to save something, picked by the person before it is made. web-sys has the picker behind
//! an unstable flag only.

use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::FileSystemFileHandle;

/// What the person did.
pub(crate) enum Picked {
    /// Named a file.
    File(FileSystemFileHandle),
    /// Thought better of it.
    Nothing,
    /// This browser lets nobody pick: it saves what it is given in its own way.
    Unsupported,
}

/// Asks where to save a file. To be called at once after a click: the browser allows it only then.
pub(crate) async fn pick(name: &str, media_type: &str) -> Picked {
    let Ok(picker) = Reflect::get(&window(), &"showSaveFilePicker".into()) else {
        return Picked::Unsupported;
    };
    let Ok(picker) = picker.dyn_into::<Function>() else {
        return Picked::Unsupported;
    };
    let asked = picker.call1(&window(), &options(name, media_type));
    let Ok(promise) = asked.and_then(JsCast::dyn_into::<Promise>) else {
        return Picked::Unsupported;
    };
    match JsFuture::from(promise).await {
        Ok(handle) => handle.dyn_into().map_or(Picked::Unsupported, Picked::File),
        Err(thrown) if name_of(&thrown).as_deref() == Some("AbortError") => Picked::Nothing,
        // A policy forbids it: the browser's own way of saving is left.
        Err(_) => Picked::Unsupported,
    }
}

fn options(name: &str, media_type: &str) -> Object {
    let extension = name.rsplit('.').next().unwrap_or_default();
    let accept = object(&[(
        media_type,
        Array::of1(&format!(".{extension}").into()).into(),
    )]);
    let kind = object(&[("accept", accept.into())]);
    object(&[
        ("suggestedName", name.into()),
        ("types", Array::of1(&kind).into()),
    ])
}

fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (key, value) in members {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object
}

fn name_of(thrown: &JsValue) -> Option<String> {
    Reflect::get(thrown, &"name".into()).ok()?.as_string()
}
