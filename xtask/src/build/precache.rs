//! The service worker, with the list of files it keeps and a version that follows from them.

use std::path::Path;

use crate::tool::{self, Failure};

/// Not kept for offline use: the worker itself, pictures that only an app store shows, and what is
/// kept elsewhere once somebody wants it.
const NOT_KEPT: [&str; 4] = ["sw.js", "screenshots/", "models/", "fonts/print/"];

/// Digits of the version: enough to tell any two builds apart.
const VERSION_DIGITS: usize = 16;

/// Fills in the lines of `template` that hold the version and the list, and writes it as `sw.js`.
pub(super) fn write_service_worker(template: &Path, folder: &Path) -> Result<(), Failure> {
    let mut sums = serde_json::Map::new();
    for file in tool::files_below(folder)? {
        let name = tool::relative(&file, folder);
        if !NOT_KEPT.iter().any(|prefix| name.starts_with(prefix)) {
            sums.insert(name, tool::sha256_hex(&tool::read(&file)?).into());
        }
    }
    let list = serde_json::Value::Object(sums).to_string();
    let version: String = tool::sha256_hex(list.as_bytes())
        .chars()
        .take(VERSION_DIGITS)
        .collect();
    let template = tool::read_text(template)?;
    let filled = fill(&template, "const VERSION = ", &format!("\"{version}\";"))
        .and_then(|text| fill(&text, "const PRECACHE = ", &format!("{list};")))
        .ok_or_else(|| Failure::new("static/sw.js lacks a line for its version or its list"))?;
    tool::write(&folder.join("sw.js"), filled.as_bytes())
}

/// Replaces what follows `start` in the one line that begins with it.
pub(super) fn fill(text: &str, start: &str, value: &str) -> Option<String> {
    let line = text.lines().find(|line| line.starts_with(start))?;
    Some(text.replacen(line, &format!("{start}{value}"), 1))
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn only_the_named_line_is_filled() {
        let text = "// const X = 1\nconst X = 0;\nrest\n";
        assert_eq!(
            fill(text, "const X = ", "7;").unwrap(),
            "// const X = 1\nconst X = 7;\nrest\n"
        );
        assert_eq!(fill(text, "const Y = ", "7;"), None);
    }
}
