//! Compressed siblings (`.br`, `.gz`) for hosts that serve them as they lie.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;

use super::Profile;
use crate::tool::{self, Context, Failure};

/// Kinds of files that shrink; pictures and fonts are compressed already.
const COMPRESSIBLE: [&str; 8] = [
    "css",
    "html",
    "js",
    "json",
    "svg",
    "txt",
    "wasm",
    "webmanifest",
];

/// Files smaller than a network packet gain nothing.
const MIN_BYTES: usize = 1_400;

/// Brotli's window, as a power of two: its largest ordinary one.
const WINDOW_BITS: u32 = 22;

/// Compresses every file below `folder` that gains by it.
pub(super) fn all(folder: &Path, profile: Profile) -> Result<(), Failure> {
    let files: Vec<PathBuf> = tool::files_below(folder)?
        .into_iter()
        .filter(|file| {
            let extension = file.extension().unwrap_or_default().to_string_lossy();
            COMPRESSIBLE.contains(&extension.as_ref())
        })
        .collect();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let tasks: Vec<_> = (0..workers)
            .map(|first| {
                let files = &files;
                scope.spawn(move || {
                    let mut share = files.iter().skip(first).step_by(workers);
                    share.try_for_each(|file| one(file, profile))
                })
            })
            .collect();
        tasks.into_iter().try_for_each(|task| {
            task.join()
                .unwrap_or_else(|_| Err(Failure::new("a compressing thread broke down")))
        })
    })
}

fn one(file: &Path, profile: Profile) -> Result<(), Failure> {
    let content = tool::read(file)?;
    if content.len() < MIN_BYTES {
        return Ok(());
    }
    let (brotli_quality, gzip_level) = match profile {
        Profile::Release => (11, flate2::Compression::best()),
        Profile::Quick => (4, flate2::Compression::fast()),
    };
    let doing = format!("compressing {}", file.display());

    let mut brotli =
        brotli::CompressorWriter::new(Vec::new(), content.len(), brotli_quality, WINDOW_BITS);
    brotli.write_all(&content).context(&doing)?;
    tool::write(&sibling(file, "br"), &brotli.into_inner())?;

    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), gzip_level);
    gzip.write_all(&content).context(&doing)?;
    tool::write(&sibling(file, "gz"), &gzip.finish().context(&doing)?)
}

fn sibling(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}
