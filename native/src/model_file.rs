//! A language model in a file of this computer, or in the several files of one model.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use companion_inference::gguf::{Header, Shards, shard_names};
use companion_inference::{Loader, Model};

use crate::CommandError;
use crate::progress::Progress;

/// Opens the model in `path`, which may be any one of its files, and reads its head.
pub(crate) fn open(path: &Path) -> Result<(Header, Shards<File>), CommandError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let parts =
        shard_names(&name).map(|names| names.into_iter().map(|name| path.with_file_name(name)));
    let paths: Vec<_> = match parts {
        Some(parts) => parts.collect(),
        None => vec![path.to_owned()],
    };
    let files = paths
        .iter()
        .map(|path| File::open(path).map_err(CommandError::file(path)))
        .collect::<Result<Vec<_>, _>>()?;
    let is_one = files.len() == 1;
    let mut files = Shards::new(files).map_err(CommandError::file(path))?;
    let header = if is_one {
        Header::read(&mut files)?
    } else {
        Header::read_shards(&mut files)?
    };
    Ok((header, files))
}

/// Brings a model into memory.
pub(crate) fn load(path: &Path) -> Result<Arc<Model>, CommandError> {
    let (header, mut files) = open(path)?;
    let mut progress = Progress::begin("Waking the model");
    let mut loader = Loader::new(header)?;
    while loader.step(&mut files)? {
        progress.tell(loader.done_bytes(), loader.total_bytes());
    }
    Ok(Arc::new(loader.finish()?))
}
