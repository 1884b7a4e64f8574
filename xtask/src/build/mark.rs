//! Of which build the page and its workers are: both know it, so that neither talks to one of another build.

use std::path::Path;

use super::precache::fill;
use crate::tool::{self, Failure};

/// Where the page says it.
const UNMARKED: &str = "data-build=\"unbuilt\"";
/// The scripts that compare it.
const LOADERS: [&str; 1] = ["workers/vault.js"];
/// Digits of the mark: enough to tell any two builds apart.
const DIGITS: usize = 12;

/// Writes into the page in `folder`, and into what starts its workers, what all programs in it give.
pub(super) fn write(folder: &Path) -> Result<(), Failure> {
    let mut sums = String::new();
    for file in tool::files_below(folder)? {
        let name = tool::relative(&file, folder);
        if name.ends_with(".js") || name.ends_with(".wasm") {
            sums += &format!("{name} {}\n", tool::sha256_hex(&tool::read(&file)?));
        }
    }
    let sum = tool::sha256_hex(sums.as_bytes());
    let mark: String = sum.chars().take(DIGITS).collect();

    let index = folder.join("index.html");
    let page = tool::read_text(&index)?;
    if !page.contains(UNMARKED) {
        return Err(Failure::new("index.html has no place for the build's mark"));
    }
    let marked = page.replacen(UNMARKED, &format!("data-build=\"{mark}\""), 1);
    tool::write(&index, marked.as_bytes())?;
    for loader in LOADERS.map(|name| folder.join(name)) {
        let script = tool::read_text(&loader)?;
        let marked = fill(&script, "const BUILD = ", &format!("\"{mark}\";"))
            .ok_or_else(|| Failure::new("a loader lacks the line for the build's mark"))?;
        tool::write(&loader, marked.as_bytes())?;
    }
    Ok(())
}
