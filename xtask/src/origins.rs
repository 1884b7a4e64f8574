//! `cargo xtask origins`: nothing that reaches a browser names a foreign address, and no lock file
//! names a registry.

use std::path::Path;

use crate::tool::{self, Failure, say};

/// Everything that ends up in `dist/`.
const SHIPPED: [&str; 4] = ["app", "crates", "static", "worker"];

/// Files that can name an address the browser would contact.
const KINDS: [&str; 8] = [
    "css",
    "ftl",
    "html",
    "js",
    "json",
    "rs",
    "svg",
    "webmanifest",
];

/// What looks like an address and is contacted by nobody: XML namespaces, and schemes alone.
const NAMES_ONLY: [&str; 3] = ["http://www.w3.org/", "\"https://\"", "\"http://\""];

const LOCK_FILES: [&str; 2] = ["package-lock.json", "tests/e2e/package-lock.json"];

/// Runs the task.
pub(crate) fn check() -> Result<(), Failure> {
    say("Checking that no foreign address is named");
    let root = tool::root();
    let mut complaints = Vec::new();
    for folder in SHIPPED.map(|folder| root.join(folder)) {
        for file in tool::files_below(&folder)? {
            if is_checked(&file) {
                let text = tool::read_text(&file)?;
                let lines = addresses(&text).map(|line| format!("{}:{line}", file.display()));
                complaints.extend(lines);
            }
        }
    }
    for lock_file in LOCK_FILES {
        let file = root.join(lock_file);
        if file.is_file() && tool::read_text(&file)?.contains("\"resolved\"") {
            complaints.push(format!("{lock_file} names a registry's addresses"));
        }
    }
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "foreign addresses:\n  {}",
        complaints.join("\n  ")
    )))
}

fn is_checked(file: &Path) -> bool {
    let is_test = file.components().any(|part| part.as_os_str() == "tests")
        || file.file_stem().is_some_and(|stem| stem == "tests");
    let extension = file.extension().unwrap_or_default().to_string_lossy();
    !is_test && KINDS.contains(&extension.as_ref())
}

/// Lines of `text`, from its start to its unit tests, that hold an address outside a comment.
fn addresses(text: &str) -> impl Iterator<Item = String> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
        .filter(|(_, line)| {
            let mut rest = line.trim_start().to_owned();
            for name in NAMES_ONLY {
                rest = rest.replace(name, "");
            }
            let is_comment = rest.starts_with("//") || rest.starts_with('*');
            !is_comment && (rest.contains("https://") || rest.contains("http://"))
        })
        .map(|(number, line)| format!("{}: {}", number + 1, line.trim()))
}

#[cfg(test)]
mod tests {
    use super::addresses;

    #[test]
    fn comments_and_namespaces_are_no_addresses() {
        let text = "// see https://a.example\n<svg xmlns=\"http://www.w3.org/2000/svg\">\nis(\"https://\");\nlet x = \"https://b.example\";\n";
        let found: Vec<String> = addresses(text).collect();
        assert_eq!(found, ["4: let x = \"https://b.example\";"]);
    }
}
