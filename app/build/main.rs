//! Makes the functions of `words::…` from the languages: `languages/<id>/*.ftl`, one folder a
//! language, one file a topic, written in Fluent (the format translators' tools know). Nothing of
//! Fluent is left at run time: the page carries tables, and the browser knows the plurals.
//!
//! English decides what exists. What another language lacks is said in English there, is warned of
//! here, and fails a test of the page (`text::language`); a mistake in English stops the build.

#![allow(
    clippy::disallowed_methods,
    reason = "a build script runs where it compiles, also when it compiles for a browser"
)]

mod read;
mod write;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use read::Language;

/// The language that decides which words there are.
const FIRST: &str = "en";

#[allow(
    clippy::print_stdout,
    reason = "how a build script talks to the builder"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new("languages");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build");
    let languages = languages(folder)?;
    let written = write::words(&languages)?;
    for fault in &written.faults {
        println!("cargo::warning={fault}");
    }
    let target = PathBuf::from(env::var("OUT_DIR")?).join("words.rs");
    fs::write(target, written.source)?;
    Ok(())
}

/// Every language, the first one first and the others by their ids.
fn languages(folder: &Path) -> Result<Vec<Language>, Box<dyn Error>> {
    let mut ids = names(folder)?;
    ids.retain(|id| id != FIRST && folder.join(id).is_dir());
    ids.insert(0, FIRST.to_owned());
    ids.iter()
        .map(|id| read::language(id, &folder.join(id)))
        .collect()
}

/// What is in a folder, by name.
fn names(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
