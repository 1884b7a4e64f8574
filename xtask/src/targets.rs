//! `cargo xtask targets PART`: arguments for `cargo test` that choose one part's tests.
//!
//! Every part names the same packages, so that cargo builds each dependency once, with one set of
//! features, whatever part runs first.

use crate::tool::{self, Failure};

/// Everything but what only a browser can run. The vault worker's service is tested natively.
const PACKAGES: [&str; 3] = [
    "--workspace",
    "--exclude=companion-tests-wasm",
    "--features=companion-worker/vault",
];

/// What only a browser can run.
const BROWSER_PACKAGE: &str = "companion-tests-wasm";

/// Packages whose integration tests are about attacks: damaged, swapped and replayed records,
/// refused parameters, foreign hosts.
const SECURITY_PACKAGES: [&str; 3] = [
    "companion-crypto",
    "companion-tests-security",
    "companion-vault",
];

/// Prints the arguments.
pub(crate) fn print(part: &str) -> Result<(), Failure> {
    let mut arguments: Vec<String> = PACKAGES.map(str::to_owned).into();
    match part {
        "all" => {}
        "unit" => arguments.extend(["--lib", "--bins"].map(str::to_owned)),
        "integration" | "security" => {
            let wants_security = part == "security";
            let tests = integration_tests()?;
            let chosen: Vec<String> = tests
                .into_iter()
                .filter(|(package, name)| is_security(package, name) == wants_security)
                .map(|(_, name)| format!("--test={name}"))
                .collect();
            if chosen.is_empty() {
                return Err(Failure::new(format!("there are no {part} tests")));
            }
            arguments.extend(chosen);
        }
        // Any test of companion-native: cargo builds the program beside it.
        "server" => arguments.push("--test=app_files".to_owned()),
        _ => {
            return Err(Failure::new(
                "choose all, unit, integration, security or server",
            ));
        }
    }
    println!("{}", arguments.join(" "));
    Ok(())
}

fn is_security(package: &str, test: &str) -> bool {
    SECURITY_PACKAGES.contains(&package) || test.starts_with("security")
}

/// Package and name of every integration test of the workspace that runs natively.
fn integration_tests() -> Result<Vec<(String, String)>, Failure> {
    let mut found = Vec::new();
    for package in tool::workspace()? {
        if package["name"] == BROWSER_PACKAGE {
            continue;
        }
        for target in package["targets"].as_array().into_iter().flatten() {
            let is_test = target["kind"]
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|kind| kind == "test"));
            if let (true, Some(package), Some(name)) =
                (is_test, package["name"].as_str(), target["name"].as_str())
            {
                found.push((package.to_owned(), name.to_owned()));
            }
        }
    }
    Ok(found)
}
