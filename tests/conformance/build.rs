//! Finds the golden files: each journal (`NAME.vault.txt`) and backup (`NAME.companion`) that has
//! a `NAME.expected.json` beside it becomes part of the tests, wherever they run.

#![allow(
    clippy::disallowed_methods,
    reason = "runs where the tests are built, not in a browser"
)]

use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let fixtures = Path::new(&env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default())
        .join("../fixtures/vault")
        .canonicalize()?;
    println!("cargo::rerun-if-changed={}", fixtures.display());
    let mut names = Vec::new();
    for item in fs::read_dir(&fixtures)? {
        names.push(item?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let list = |ending: &str, reads: &str| -> String {
        let found = names.iter().filter_map(|name| name.strip_suffix(ending));
        let items = found.map(|name| {
            let include = |ending: &str| format!("{:?}", fixtures.join(format!("{name}{ending}")));
            format!(
                "Golden {{ name: {name:?}, stored: {reads}!({}), expected: include_str!({}) }},\n",
                include(ending),
                include(".expected.json")
            )
        });
        items.collect()
    };
    let source = format!(
        "const JOURNALS: &[Golden<str>] = &[\n{}];\nconst BACKUPS: &[Golden<[u8]>] = &[\n{}];\n",
        list(".vault.txt", "include_str"),
        list(".companion", "include_bytes")
    );
    let out = env::var_os("OUT_DIR").unwrap_or_default();
    fs::write(Path::new(&out).join("golden.rs"), source)
}
