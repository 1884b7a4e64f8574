//! A model from a file that the writer picked.

use companion_protocol::inference::{Failure, FailureKind};
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, File};

use super::failure::{cancelled, failure};
use super::opfs::{Directory, Holds};
use super::pace::Pace;
use super::record::{self, Record};
use super::transfer::Transfer;

/// Bytes taken from the file at once.
const SLICE_BYTES: f64 = (4 << 20) as f64;
/// Bytes written and summed at once: about 10 ms, after which a cancel is seen.
const PIECE_BYTES: usize = 1 << 20;
const MAGIC: &[u8] = b"GGUF";

/// Copies `source` into the free model file and verifies it.
pub(super) async fn import(
    directory: &Directory,
    current: Option<&Record>,
    source: &File,
    pace: &Pace<'_>,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Record, Failure> {
    let size = source.size();
    if read_slice(source, 0.0, 4.0).await? != MAGIC {
        return Err(failure(
            FailureKind::UnusableFile,
            match directory.holds() {
                Holds::Models => {
                    "This is not a GGUF model file. Companion needs a Qwen2.5 model whose name \
                     ends in .gguf."
                }
                Holds::Encoders => {
                    "This is not a GGUF file. Companion needs a text encoder whose name ends in \
                     .gguf."
                }
                Holds::Speech => {
                    "This is not a GGUF file. Companion needs a speech model whose name ends in \
                     .gguf."
                }
            },
        ));
    }
    // Remains of a download would be overwritten, and its room is needed.
    record::clean(directory, current, None).await;

    let file_name = record::free_file(current);
    let mut file = directory.open_file(file_name).await?;
    file.truncate(0)?;
    let mut transfer = Transfer::new(file, directory.holds(), pace, is_cancelled);
    // A file's size is a whole number below 2^53.
    transfer.expect(size as u64).await?;
    let mut offset = 0.0;
    while offset < size {
        if is_cancelled() {
            return Err(cancelled());
        }
        let end = (offset + SLICE_BYTES).min(size);
        let bytes = read_slice(source, offset, end).await?;
        for piece in bytes.chunks(PIECE_BYTES) {
            transfer.receive(piece).await?;
        }
        offset = end;
    }
    transfer.finish(file_name, name_of(source), None)
}

/// The picked file's name without its ending: what the writer knows it by.
fn name_of(source: &File) -> Option<String> {
    let name = source.name();
    let stem = name.strip_suffix(".gguf").unwrap_or(&name).trim();
    (!stem.is_empty()).then(|| stem.chars().take(120).collect())
}

async fn read_slice(source: &Blob, start: f64, end: f64) -> Result<Vec<u8>, Failure> {
    let unreadable = |_| {
        failure(
            FailureKind::Storage,
            "The picked file could not be read. It may have been moved or changed; pick it again.",
        )
    };
    let slice = source
        .slice_with_f64_and_f64(start, end)
        .map_err(unreadable)?;
    let buffer: ArrayBuffer = JsFuture::from(slice.array_buffer())
        .await
        .map_err(unreadable)?
        .unchecked_into();
    Ok(Uint8Array::new(&buffer).to_vec())
}
