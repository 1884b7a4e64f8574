//! Sums of model files, and the memory of having checked them.
//!
//! Beside `NAME.gguf` lie `NAME.gguf.sha256`, in the form of `sha256sum`, which the local server
//! reads too, and `NAME.gguf.verified`, the size and time of change at which the sum was right.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sha2::{Digest, Sha256};

use crate::tool::{self, Context, Failure, say};

/// Read at once while summing.
const CHUNK_BYTES: usize = 1 << 20;

/// Whether `file` has the sum that is known, or else the one recorded beside it.
pub(crate) fn is_intact(file: &Path, known_sum: Option<&str>) -> Result<bool, Failure> {
    let recorded = fs::read_to_string(beside(file, "sha256")).ok();
    let recorded = recorded
        .as_deref()
        .and_then(|text| text.split_whitespace().next());
    let Some(expected) = known_sum.or(recorded) else {
        return Ok(false);
    };
    let is_remembered = recorded == Some(expected)
        && fs::read_to_string(beside(file, "verified")).ok().as_deref() == Some(&state(file)?);
    if is_remembered {
        return Ok(true);
    }
    say(&format!("Verifying {}", file.display()));
    if sum(file)? != expected {
        say("Its sum is wrong: it will be fetched again.");
        return Ok(false);
    }
    remember(file, expected)?;
    Ok(true)
}

/// Verifies a file that has just arrived as `part`, and gives it its name.
pub(crate) fn accept(part: &Path, file: &Path, expected: &str) -> Result<(), Failure> {
    say("Verifying");
    let found = sum(part)?;
    if found != expected {
        fs::remove_file(part).context("deleting a damaged download")?;
        return Err(Failure::new(format!(
            "what arrived has the sum {found} instead of {expected}; it was deleted"
        )));
    }
    fs::rename(part, file).context("naming the verified model")?;
    remember(file, expected)?;
    say(&format!("Model: {}, verified", file.display()));
    Ok(())
}

fn remember(file: &Path, sum: &str) -> Result<(), Failure> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    tool::write(
        &beside(file, "sha256"),
        format!("{sum}  {name}\n").as_bytes(),
    )?;
    tool::write(&beside(file, "verified"), state(file)?.as_bytes())
}

/// Size and time of change: what differs when a file was touched.
fn state(file: &Path) -> Result<String, Failure> {
    let doing = format!("looking at {}", file.display());
    let data = fs::metadata(file).context(&doing)?;
    let changed = data.modified().context(&doing)?;
    let since_epoch = changed.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(format!("{} {}\n", data.len(), since_epoch.as_nanos()))
}

fn sum(file: &Path) -> Result<String, Failure> {
    let doing = format!("reading {}", file.display());
    let mut source = File::open(file).context(&doing)?;
    let mut hash = Sha256::new();
    let mut chunk = vec![0; CHUNK_BYTES];
    loop {
        match source.read(&mut chunk).context(&doing)? {
            0 => return Ok(tool::hex(&hash.finalize())),
            length => hash.update(chunk.get(..length).unwrap_or_default()),
        }
    }
}

fn beside(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_is_noticed() {
        let folder = std::env::temp_dir().join(format!("xtask-verified-{}", std::process::id()));
        let part = folder.join("m.gguf.part");
        let file = folder.join("m.gguf");
        tool::write(&part, b"GGUF").unwrap();
        let expected = tool::sha256_hex(b"GGUF");

        accept(&part, &file, &expected).unwrap();
        assert!(is_intact(&file, None).unwrap());
        tool::write(&file, b"GGUF, but not the same").unwrap();
        assert!(!is_intact(&file, None).unwrap());
        assert!(!is_intact(&file, Some(&expected)).unwrap());

        tool::write(&part, b"something else").unwrap();
        assert!(accept(&part, &file, &expected).is_err());
        assert!(!part.exists());
        tool::remove_folder(&folder).unwrap();
    }
}
