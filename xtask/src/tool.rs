//! What every task needs: failures that say what to do, paths, files and programs.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use sha2::{Digest, Sha256};

/// A step that failed, in words for the person who ran it.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Adds what was being done to an error.
pub(crate) trait Context<T> {
    fn context(self, doing: &str) -> Result<T, Failure>;
}

impl<T, E: fmt::Display> Context<T> for Result<T, E> {
    fn context(self, doing: &str) -> Result<T, Failure> {
        self.map_err(|error| Failure::new(format!("{doing}: {error}")))
    }
}

/// Says what is being done.
pub(crate) fn say(text: &str) {
    println!("==> {text}");
}

/// The checkout's root: the parent of this package's folder, as `cargo run` names it.
pub(crate) fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().unwrap_or(&package).to_path_buf()
}

/// What cargo says of the workspace's packages.
pub(crate) fn workspace() -> Result<Vec<Value>, Failure> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(root())
        .args(["metadata", "--no-deps", "--format-version", "1"]);
    let answer = output(&mut cargo)?;
    if !answer.status.success() {
        return Err(Failure::new(String::from_utf8_lossy(&answer.stderr)));
    }
    let metadata: Value =
        serde_json::from_slice(&answer.stdout).context("reading what cargo says")?;
    let packages = metadata["packages"].as_array();
    Ok(packages.cloned().unwrap_or_default())
}

/// Runs a program with its output shown. `advice` says what to do when it fails.
pub(crate) fn run(command: &mut Command, advice: &str) -> Result<(), Failure> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .context(&format!("{:?} cannot be started", command.get_program()))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!(
        "{:?} ended with {status}. {advice}",
        command.get_program()
    )))
}

/// Runs a program and returns what it printed, whether it succeeded or not.
pub(crate) fn output(command: &mut Command) -> Result<Output, Failure> {
    command
        .stdin(Stdio::null())
        .output()
        .context(&format!("{:?} cannot be started", command.get_program()))
}

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).context(&format!("reading {}", path.display()))
}

pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).context(&format!("reading {}", path.display()))
}

pub(crate) fn write(path: &Path, content: &[u8]) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).context(&format!("creating {}", folder.display()))?;
    }
    fs::write(path, content).context(&format!("writing {}", path.display()))
}

/// Deletes a folder and all in it; one that is not there is fine.
pub(crate) fn remove_folder(path: &Path) -> Result<(), Failure> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context(&format!("deleting {}", path.display()))
        }
        _ => Ok(()),
    }
}

/// All files below `folder`, sorted; hidden ones and folders that hold build output left out.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    const NOT_ENTERED: [&str; 2] = ["node_modules", "target"];
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let doing = format!("listing {}", folder.display());
        for entry in fs::read_dir(&folder).context(&doing)? {
            let path = entry.context(&doing)?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with('.') || NOT_ENTERED.contains(&name.as_ref()) {
                continue;
            }
            if path.is_dir() {
                open.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copies all files below `from` into `to`, with their folders.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    for file in files_below(from)? {
        write(&to.join(relative(&file, from)), &read(&file)?)?;
    }
    Ok(())
}

/// The path of `file` inside `folder`, with forward slashes.
pub(crate) fn relative(file: &Path, folder: &Path) -> String {
    file.strip_prefix(folder)
        .unwrap_or(file)
        .to_string_lossy()
        .replace('\\', "/")
}

/// SHA-256 as 64 hexadecimal digits.
pub(crate) fn sha256_hex(content: &[u8]) -> String {
    hex(&Sha256::digest(content))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
