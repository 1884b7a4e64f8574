//! From the private file system into memory.

use std::sync::Arc;

use companion_inference::gguf::Header;
use companion_inference::{Loader, Model};
use companion_protocol::inference::{Failure, FailureKind, Progress, Stage};
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::failure::{cancelled, failure, model};
use super::opfs::{Directory, megabytes};
use super::pace::Pace;
use super::record::Record;

/// Memory that a model takes, as a multiple of its file's size: measured at 1.16, with a context
/// of 4,096 tokens, and the encoder and the speech model may be loaded beside it.
const MEMORY_FACTOR: f64 = 1.3;
/// What 32-bit WebAssembly can address.
const ADDRESSABLE_BYTES: f64 = (1_u64 << 32) as f64;

/// Loads the model that `record` names. The file is free for other tabs afterwards.
pub(super) async fn load(
    directory: &Directory,
    record: &Record,
    pace: &Pace<'_>,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Arc<Model>, Failure> {
    check_memory(record.size_bytes)?;
    let mut file = directory.open_file(&record.file).await?;
    if file.size_bytes()? != record.size_bytes {
        return Err(failure(
            FailureKind::UnusableFile,
            "The stored model has changed its size. Remove it and get it again.",
        ));
    }
    let header = Header::read(&mut file).map_err(|error| model(&error))?;
    pace.breathe().await;
    let mut loader = Loader::new(header).map_err(|error| model(&error))?;
    loop {
        let more = loader.step(&mut file).map_err(|error| model(&error))?;
        pace.progress(Progress {
            stage: Stage::Load,
            done: loader.done_bytes(),
            total: loader.total_bytes(),
        });
        pace.breathe().await;
        if is_cancelled() {
            return Err(cancelled());
        }
        if !more {
            break;
        }
    }
    let model = loader.finish().map_err(|error| model(&error))?;
    Ok(Arc::new(model))
}

/// Refuses what this device cannot hold, before anything is taken.
fn check_memory(file_bytes: u64) -> Result<(), Failure> {
    let needed = file_bytes as f64 * MEMORY_FACTOR;
    let available =
        device_memory_bytes().map_or(ADDRESSABLE_BYTES, |device| device.min(ADDRESSABLE_BYTES));
    if needed <= available {
        return Ok(());
    }
    Err(failure(
        FailureKind::NoMemory,
        format!(
            "This model needs {} of memory and this browser can give at most {}. Choose a smaller \
             model.",
            megabytes(needed as u64),
            megabytes(available as u64)
        ),
    ))
}

/// The device's memory as far as the browser tells it (rounded, and at most 8 GiB).
fn device_memory_bytes() -> Option<f64> {
    let member = |object: &JsValue, name| Reflect::get(object, &JsValue::from_str(name)).ok();
    let navigator = member(&js_sys::global(), "navigator")?;
    let gibibytes = member(&navigator, "deviceMemory")?.as_f64()?;
    Some(gibibytes * (1_u64 << 30) as f64)
}
