//! Where passphrases come from: typed unseen, or a file for scripts; never an argument or a
//! variable of the environment, which other programs can read.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use clap::Args;
use companion_core::limits::MAX_PASSPHRASE_BYTES;
use zeroize::Zeroizing;

use crate::CommandError;
use crate::print::notice;

/// Longest line that is read: the longest passphrase and the line's end.
const MAX_LINE_BYTES: usize = MAX_PASSPHRASE_BYTES + 2;

/// Where the passphrase comes from.
#[derive(Args)]
pub(crate) struct PassphraseOptions {
    /// Read the passphrase from the first line of this file, `-` for standard input; it is asked
    /// for otherwise.
    #[arg(long, value_name = "FILE", env = "COMPANION_PASSPHRASE_FILE")]
    passphrase_file: Option<PathBuf>,
}

impl PassphraseOptions {
    /// The passphrase of what is there; `question` is asked if there is somebody to ask.
    pub(crate) fn read(&self, question: &str) -> Result<Zeroizing<String>, CommandError> {
        read(self.passphrase_file.as_deref(), question)
    }

    /// The passphrase for something new: judged, and typed twice.
    pub(crate) fn read_new(&self) -> Result<Zeroizing<String>, CommandError> {
        if self.passphrase_file.is_some() {
            return self.read("");
        }
        let passphrase = loop {
            let typed = ask("Choose a passphrase: ")?;
            let strength = companion_strength::estimate(&typed);
            if strength.acceptable {
                break typed;
            }
            let weaknesses = strength.warning.into_iter().chain(strength.suggestions);
            let advice = weaknesses.map(|weakness| weakness.to_string());
            let advice: Vec<String> = advice.collect();
            notice(&format!("That is too easy to guess. {}", advice.join(" ")));
        };
        if ask("And once more: ")? == passphrase {
            Ok(passphrase)
        } else {
            Err(CommandError::PassphrasesDiffer)
        }
    }
}

/// The first line of `file`, or what is typed.
pub(crate) fn read(file: Option<&Path>, question: &str) -> Result<Zeroizing<String>, CommandError> {
    match file {
        None => ask(question),
        // Standard input is shared: what follows the line is still there for others.
        Some(path) if path == Path::new("-") => first_line(io::stdin().lock()),
        Some(path) => File::open(path)
            .map_err(CommandError::file(path))
            // Whatever is read lies in the line alone: nothing is read ahead.
            .and_then(|file| first_line(BufReader::with_capacity(1, file))),
    }
}

fn ask(question: &str) -> Result<Zeroizing<String>, CommandError> {
    rpassword::prompt_password(question)
        .map(Zeroizing::new)
        .map_err(CommandError::Passphrase)
}

fn first_line(source: impl BufRead) -> Result<Zeroizing<String>, CommandError> {
    // Never grows, so that no copy is left behind.
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE_BYTES));
    source
        .take(MAX_LINE_BYTES as u64)
        .read_until(b'\n', &mut line)
        .map_err(CommandError::Passphrase)?;
    let ending = line
        .iter()
        .rev()
        .take_while(|&&byte| matches!(byte, b'\n' | b'\r'));
    let length = line.len() - ending.count();
    let text = core::str::from_utf8(&line[..length])
        .map_err(|_| CommandError::Passphrase(io::ErrorKind::InvalidData.into()))?;
    if text.is_empty() {
        return Err(CommandError::Passphrase(
            io::ErrorKind::UnexpectedEof.into(),
        ));
    }
    Ok(Zeroizing::new(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn the_first_line_is_the_passphrase() {
        for (bytes, expected) in [
            ("mossy kettle\nand the text", Some("mossy kettle")),
            ("mossy kettle\r\n", Some("mossy kettle")),
            (" spaces belong to it ", Some(" spaces belong to it ")),
            ("", None),
            ("\nsecond", None),
        ] {
            let read = first_line(bytes.as_bytes()).ok();
            assert_eq!(read.as_deref().map(String::as_str), expected, "{bytes:?}");
        }
        assert!(first_line(&[0xff, 0xfe][..]).is_err());
    }

    #[test]
    fn what_follows_the_line_is_left() {
        let mut source = io::Cursor::new("mossy kettle\nthe text");
        let _ = first_line(&mut source).unwrap();
        let mut rest = String::new();
        source.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "the text");
    }
}
