//! Several files as one, without reading any of them: a tar archive (POSIX ustar, GNU's long names) made of
//! headers and references. So a folder that somebody picks reaches the vault worker like any file, and its
//! texts never pass through the page.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, File, FileList};

const BLOCK: usize = 512;
/// Longest path that a header holds.
const SHORT_PATH: usize = 100;
/// The most files that are packed: the worker takes no more.
const MAX_FILES: u32 = 200_000;

/// Packs the files of a list; nothing if there are none.
///
/// # Errors
/// What the browser throws when there is no room.
pub(crate) fn pack(files: &FileList) -> Result<Option<Blob>, JsValue> {
    let parts = Array::new();
    for number in 0..files.length().min(MAX_FILES) {
        if let Some(file) = files.get(number) {
            add(&parts, &file);
        }
    }
    if parts.length() == 0 {
        return Ok(None);
    }
    push(&parts, &[0; 2 * BLOCK]);
    Blob::new_with_blob_sequence(&parts).map(Some)
}

/// The folder that the files of a list were picked as, by its name.
pub(crate) fn folder_name(files: &FileList) -> Option<String> {
    let path = path_of(&files.get(0)?);
    let (folder, _) = path.split_once('/')?;
    Some(folder.to_owned())
}

fn add(parts: &Array, file: &File) {
    let path = path_of(file);
    if path.len() > SHORT_PATH {
        let mut name = path.clone().into_bytes();
        name.push(0);
        push(parts, &header("././@LongLink", name.len() as u64, 0, b'L'));
        let filled = name.len().next_multiple_of(BLOCK);
        name.resize(filled, 0);
        push(parts, &name);
    }
    // Sizes and times of files are whole numbers below 2^53.
    let (size, modified) = (file.size() as u64, file.last_modified() as u64 / 1_000);
    let short: String = path
        .chars()
        .scan(0, |length, c| {
            *length += c.len_utf8();
            (*length <= SHORT_PATH).then_some(c)
        })
        .collect();
    push(parts, &header(&short, size, modified, b'0'));
    parts.push(file);
    let rest = (BLOCK as u64 - size % BLOCK as u64) % BLOCK as u64;
    push(parts, &vec![0; rest as usize]);
}

/// The path below the picked folder, its name included; of a file that was picked alone, its name.
fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok();
    let path = path.and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty())
        .unwrap_or_else(|| file.name())
}

fn header(path: &str, size: u64, modified_s: u64, kind: u8) -> [u8; BLOCK] {
    let mut header = [0; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| header[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, path.as_bytes());
    put(100, b"0000644");
    put(124, format!("{size:011o}").as_bytes());
    put(136, format!("{modified_s:011o}").as_bytes());
    put(148, b"        ");
    put(156, &[kind]);
    put(257, b"ustar\x0000");
    let sum: u64 = header.iter().map(|&byte| u64::from(byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    header
}

fn push(parts: &Array, bytes: &[u8]) {
    if !bytes.is_empty() {
        parts.push(&Uint8Array::from(bytes));
    }
}
