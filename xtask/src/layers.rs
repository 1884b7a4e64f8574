//! `cargo xtask layers`: dependencies point one way, and the browser is known only at the edges.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::tool::{self, Failure, say};

/// What each package may use, and through it what that may use. A package that is not named here
/// has no room in the design: name it, and say in ARCHITECTURE.md what it is for.
const MAY_USE: [(&str, &[&str]); 17] = [
    ("companion-core", &[]),
    ("companion-crypto", &["companion-core"]),
    ("companion-store", &["companion-core"]),
    ("companion-store-indexeddb", &["companion-store"]),
    ("companion-store-sqlite", &["companion-store"]),
    ("companion-exchange", &["companion-core"]),
    ("companion-strength", &["companion-core"]),
    ("companion-typeset", &["companion-exchange"]),
    (
        "companion-vault",
        &["companion-crypto", "companion-exchange", "companion-store"],
    ),
    ("companion-kernels", &[]),
    (
        "companion-inference",
        &["companion-core", "companion-kernels"],
    ),
    (
        "companion-insight",
        &["companion-core", "companion-inference"],
    ),
    ("companion-protocol", &["companion-core"]),
    ("companion-app", &["companion-protocol"]),
    (
        "companion-worker",
        &[
            "companion-insight",
            "companion-protocol",
            "companion-store-indexeddb",
            "companion-strength",
            "companion-typeset",
            "companion-vault",
        ],
    ),
    (
        "companion-native",
        &[
            "companion-insight",
            "companion-store-sqlite",
            "companion-strength",
            "companion-typeset",
            "companion-vault",
        ],
    ),
    ("xtask", &[]),
];

/// Tests and benchmarks may use anything, and know what they run on; nothing may use them.
const FREE: [&str; 2] = ["companion-bench-", "companion-tests-"];

/// Packages that may know what they run on.
const PLATFORM_ROOMS: [&str; 7] = [
    "companion-app",
    "companion-kernels",
    "companion-native",
    "companion-store-indexeddb",
    "companion-store-sqlite",
    "companion-worker",
    "xtask",
];

/// Crates that are the browser.
const BROWSER_CRATES: [&str; 6] = [
    "gloo-timers",
    "js-sys",
    "rexie",
    "wasm-bindgen",
    "wasm-bindgen-futures",
    "web-sys",
];

/// Ways to ask in source what one runs on.
const PLATFORM_QUESTIONS: [&str; 4] = ["target_arch", "target_family", "target_os", "cfg(unix)"];

/// Runs the task.
pub(crate) fn check() -> Result<(), Failure> {
    say("Checking the direction of dependencies");
    let mut complaints = Vec::new();
    let packages = packages()?;
    let bound = packages
        .iter()
        .filter(|package| !FREE.iter().any(|prefix| package.name.starts_with(prefix)));
    for package in bound {
        complaints.extend(direction_complaints(package));
        if !PLATFORM_ROOMS.contains(&package.name.as_str()) {
            complaints.extend(platform_complaints(package)?);
        }
    }
    if complaints.is_empty() {
        return Ok(());
    }
    Err(Failure::new(complaints.join("\n  ")))
}

/// A package of the workspace.
struct Package {
    name: String,
    folder: std::path::PathBuf,
    /// Names of the packages it is built with; those of its tests are free.
    uses: BTreeSet<String>,
}

fn packages() -> Result<Vec<Package>, Failure> {
    Ok(tool::workspace()?.iter().map(package).collect())
}

fn package(value: &Value) -> Package {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let dependencies = value["dependencies"].as_array().into_iter().flatten();
    let manifest = std::path::PathBuf::from(text(&value["manifest_path"]));
    Package {
        name: text(&value["name"]),
        folder: manifest.parent().unwrap_or(&manifest).to_path_buf(),
        uses: dependencies
            .filter(|dependency| dependency["kind"] != "dev")
            .map(|dependency| text(&dependency["name"]))
            .collect(),
    }
}

fn direction_complaints(package: &Package) -> Vec<String> {
    let name = &package.name;
    let Some(allowed) = allowed(name) else {
        return vec![format!("{name} is not in the table of xtask/src/layers.rs")];
    };
    let ours = package
        .uses
        .iter()
        .filter(|used| used.starts_with("companion-"));
    ours.filter(|used| !allowed.contains(used.as_str()))
        .map(|used| format!("{name} may not use {used}"))
        .collect()
}

/// Everything a package may reach; `None` for one that is not in the table.
fn allowed(name: &str) -> Option<BTreeSet<&'static str>> {
    let table: BTreeMap<_, _> = MAY_USE.into_iter().collect();
    let mut open = table.get(name)?.to_vec();
    let mut reached = BTreeSet::new();
    while let Some(name) = open.pop() {
        if reached.insert(name) {
            open.extend(table.get(name).copied().unwrap_or_default());
        }
    }
    Some(reached)
}

fn platform_complaints(package: &Package) -> Result<Vec<String>, Failure> {
    let name = &package.name;
    let browser = BROWSER_CRATES
        .into_iter()
        .filter(|browser| package.uses.contains(*browser))
        .map(|browser| format!("{name} may not use {browser}: only the edges know the browser"));
    let mut complaints: Vec<String> = browser.collect();
    for file in tool::files_below(&package.folder.join("src"))? {
        let source = tool::read_text(&file)?;
        for (number, line) in source.lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment
                && PLATFORM_QUESTIONS
                    .iter()
                    .any(|question| line.contains(question))
            {
                complaints.push(format!(
                    "{}:{}: only the edges may ask what they run on",
                    file.display(),
                    number + 1
                ));
            }
        }
    }
    Ok(complaints)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, uses: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            folder: std::path::PathBuf::new(),
            uses: uses.iter().map(|used| (*used).to_owned()).collect(),
        }
    }

    #[test]
    fn what_is_reached_through_others_is_allowed() {
        assert!(
            direction_complaints(&package("companion-vault", &["companion-core", "sha2"]))
                .is_empty()
        );
    }

    #[test]
    fn arrows_do_not_turn_round() {
        assert_eq!(
            direction_complaints(&package("companion-core", &["companion-vault"])),
            ["companion-core may not use companion-vault"]
        );
        assert_eq!(
            direction_complaints(&package("companion-app", &["companion-vault"])).len(),
            1
        );
        assert_eq!(
            direction_complaints(&package("companion-new", &[])).len(),
            1
        );
    }
}
