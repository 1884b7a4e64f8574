//! Which model file counts, and which download can go on.
//!
//! A model file becomes the model only when its verified record is written. The two files take
//! turns, so that the old model stays until then.

use std::io::Read;

use companion_protocol::inference::Failure;
use minicbor::{Decode, Encode};

use super::opfs::Directory;

/// Record of the model in use.
const CURRENT: &str = "current";
/// Record of an unfinished download.
const PARTIAL: &str = "partial";
/// Beginnings of prompts that the model has read.
pub(super) const PREFIXES: &str = "prefixes";
/// The two places of a model file.
const FILES: [&str; 2] = ["model-0.gguf", "model-1.gguf"];
/// Records have a few hundred bytes; a longer one is damaged.
const MAX_RECORD_BYTES: u64 = 8 << 10;

/// A stored and verified model.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Record {
    /// Its file.
    #[n(0)]
    pub(super) file: String,
    /// Name shown to people.
    #[n(1)]
    pub(super) name: String,
    /// Its size.
    #[n(2)]
    pub(super) size_bytes: u64,
    /// Its SHA-256 in hexadecimal digits.
    #[n(3)]
    pub(super) sha256: String,
}

/// A download that may be resumed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Partial {
    /// Where its bytes are.
    #[n(0)]
    pub(super) file: String,
    /// Where it came from.
    #[n(1)]
    pub(super) path: String,
    /// The sum that it must have.
    #[n(2)]
    pub(super) sha256: String,
    /// The server's name for this version of the file, as sent.
    #[n(3)]
    pub(super) etag: Option<String>,
}

/// What a record file holds.
#[derive(Debug)]
pub(super) enum Stored<T> {
    /// Nothing.
    None,
    /// A record.
    Some(T),
    /// Bytes that are no record.
    Damaged,
}

/// The record of the model in use.
pub(super) async fn current(directory: &Directory) -> Result<Stored<Record>, Failure> {
    read(directory, CURRENT).await
}

/// The record of an unfinished download; a damaged one is none.
pub(super) async fn partial(directory: &Directory) -> Option<Partial> {
    match read(directory, PARTIAL).await {
        Ok(Stored::Some(partial)) => Some(partial),
        _ => None,
    }
}

/// Notes an unfinished download.
pub(super) async fn write_partial(directory: &Directory, partial: &Partial) -> Result<(), Failure> {
    write(directory, PARTIAL, partial).await
}

/// Makes `record` the model in use and deletes every other file.
pub(super) async fn switch(directory: &Directory, record: &Record) -> Result<(), Failure> {
    write(directory, CURRENT, record).await?;
    clean(directory, Some(record), None).await;
    Ok(())
}

/// Deletes the model and everything else.
pub(super) async fn remove(directory: &Directory) -> Result<(), Failure> {
    directory.remove(CURRENT).await?;
    clean(directory, None, None).await;
    Ok(())
}

/// Deletes files that belong to neither record.
pub(super) async fn clean(
    directory: &Directory,
    current: Option<&Record>,
    partial: Option<&Partial>,
) {
    let mut keep = Vec::new();
    if let Some(record) = current {
        keep.extend([CURRENT, PREFIXES, record.file.as_str()]);
    }
    if let Some(partial) = partial {
        keep.extend([PARTIAL, partial.file.as_str()]);
    }
    directory.clean(&keep).await;
}

/// The file that is not in use.
pub(super) fn free_file(current: Option<&Record>) -> &'static str {
    let [first, second] = FILES;
    if current.is_some_and(|record| record.file == first) {
        second
    } else {
        first
    }
}

async fn read<T>(directory: &Directory, name: &str) -> Result<Stored<T>, Failure>
where
    T: for<'b> Decode<'b, ()>,
{
    if directory.size_of(name).await.is_none() {
        return Ok(Stored::None);
    }
    let file = directory.open_file(name).await?;
    let mut bytes = Vec::new();
    if file.take(MAX_RECORD_BYTES).read_to_end(&mut bytes).is_err() {
        return Ok(Stored::Damaged);
    }
    Ok(match minicbor::decode(&bytes) {
        Ok(record) => Stored::Some(record),
        Err(_) => Stored::Damaged,
    })
}

async fn write<T: Encode<()>>(
    directory: &Directory,
    name: &str,
    record: &T,
) -> Result<(), Failure> {
    let mut bytes = Vec::new();
    // Writing to a `Vec` is infallible, and the derived encoders have no error of their own.
    let Ok(()) = minicbor::encode(record, &mut bytes) else {
        return Ok(());
    };
    let mut file = directory.open_file(name).await?;
    // Written over the old record before that is cut: a few bytes in one write arrive whole or
    // not at all, and a reader stops at the record's own end.
    file.write(&bytes)?;
    file.truncate(bytes.len() as u64)?;
    file.flush()
}
