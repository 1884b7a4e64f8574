//! Whether anything has changed since the last build: a hash of every source that goes into it.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::Profile;
use crate::tool::{self, Failure};

/// Folders and files that decide what a build gives.
const SOURCES: [&str; 12] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "app",
    "crates",
    "package-lock.json",
    "rust-toolchain.toml",
    "static",
    "worker",
    "xtask/src",
    "xtask/versions.sh",
];

/// A hash of the profile and of the names and contents of all sources.
pub(super) fn of_sources(root: &Path, profile: Profile) -> Result<String, Failure> {
    let mut hash = Sha256::new();
    hash.update(profile.name());
    for source in SOURCES.map(|source| root.join(source)) {
        let files = if source.is_dir() {
            tool::files_below(&source)?
        } else {
            vec![source]
        };
        for file in files {
            let content = tool::read(&file)?;
            // Names and lengths keep two different trees from hashing alike.
            hash.update(format!(
                "\n{} {}\n",
                tool::relative(&file, root),
                content.len()
            ));
            hash.update(&content);
        }
    }
    Ok(tool::hex(&hash.finalize()))
}
