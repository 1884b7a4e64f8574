//! Zip archives, guarded against those that are made to burst.

use std::io::{BufReader, Read, Seek};

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::{Member, Tree};
use crate::import::error::ImportError;
use crate::import::limits::{MAX_MEMBERS, MAX_RATIO, RATIO_FLOOR_BYTES};
use crate::when::Written;

/// Read at a time: small files come together.
const BUFFER_BYTES: usize = 64 << 10;

/// What a zip begins with: a file, or the end of one that is empty.
#[must_use]
pub(crate) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// An opened zip.
pub(crate) struct Zip<R> {
    archive: ZipArchive<BufReader<R>>,
    members: Vec<Member>,
    /// Number of each member in the archive, which lists folders too.
    numbers: Vec<usize>,
}

impl<R: Read + Seek> Zip<R> {
    /// Reads the directory of a zip that has `length_bytes`.
    ///
    /// # Errors
    /// [`ImportError::Damaged`], [`ImportError::TooLarge`] for one that holds far more than it
    /// measures, or what reading reports.
    pub(crate) fn open(source: R, length_bytes: u64) -> Result<Self, ImportError> {
        let archive =
            ZipArchive::new(BufReader::with_capacity(BUFFER_BYTES, source)).map_err(damaged)?;
        if archive.len() > MAX_MEMBERS {
            return Err(TOO_MANY);
        }
        let mut members = Vec::new();
        let mut numbers = Vec::new();
        let mut total_bytes = 0_u64;
        for number in 0..archive.len() {
            let data = archive.by_index_data(number).map_err(damaged)?;
            if !data.is_file() {
                continue;
            }
            let Ok(path) = data.name() else { continue };
            let length_bytes = data.size();
            if bursts(length_bytes, data.compressed_size()) {
                return Err(BURSTS);
            }
            total_bytes = total_bytes.saturating_add(length_bytes);
            members.push(Member {
                path: path.replace('\\', "/"),
                length_bytes,
                modified_ms: data.last_modified().and_then(modified_ms),
            });
            numbers.push(number);
        }
        // Files that share their bytes would add up to more than each of them shows.
        if bursts(total_bytes, length_bytes) {
            return Err(BURSTS);
        }
        Ok(Self {
            archive,
            members,
            numbers,
        })
    }
}

impl<R: Read + Seek> Tree for Zip<R> {
    fn members(&self) -> &[Member] {
        &self.members
    }

    fn read(&mut self, number: usize, max_bytes: u64) -> Result<Vec<u8>, ImportError> {
        let gone = || ImportError::Damaged("the zip has no such file".into());
        let number = *self.numbers.get(number).ok_or_else(gone)?;
        let file = self.archive.by_index(number).map_err(damaged)?;
        let said_bytes = file.size();
        if said_bytes > max_bytes {
            return Err(TOO_LARGE);
        }
        let mut bytes = Vec::new();
        // The directory may have lied: one byte more than it said is too many.
        file.take(said_bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(|_| ImportError::Damaged("a file in the zip is damaged".into()))?;
        if bytes.len() as u64 != said_bytes {
            return Err(ImportError::Damaged(
                "a file in the zip has another length than the zip says".into(),
            ));
        }
        Ok(bytes)
    }
}

const TOO_MANY: ImportError = ImportError::TooLarge("the zip holds more files than are read");
const TOO_LARGE: ImportError = ImportError::TooLarge("a file in the zip is larger than is read");
const BURSTS: ImportError =
    ImportError::TooLarge("the zip holds far more than it measures, as no journal does");

const fn bursts(length_bytes: u64, compressed_bytes: u64) -> bool {
    length_bytes > RATIO_FLOOR_BYTES && length_bytes / MAX_RATIO > compressed_bytes
}

/// The wall clock of whoever packed it, read as UTC: a few hours matter to nobody where nothing
/// but a file's date is left.
fn modified_ms(at: ::zip::DateTime) -> Option<i64> {
    let day = Written::of_day(at.year().into(), at.month(), at.day())?;
    let moment = day.at(at.hour(), at.minute(), at.second(), 0)?;
    Some(moment.moment(None, &|_, _| Some(0)).unix_ms)
}

fn damaged(error: ZipError) -> ImportError {
    match error {
        ZipError::Io(error) => ImportError::File(error),
        ZipError::UnsupportedArchive(what) if what.contains("assword") => {
            ImportError::UnknownEncryption("a zip with a password".into())
        }
        // What exactly is amiss in its directory helps nobody who has another copy of it.
        _ => ImportError::Damaged("the zip is damaged, or only a part of it is here".into()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use ::zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer
                .start_file(*name, SimpleFileOptions::default())
                .unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn open(bytes: Vec<u8>) -> Result<Zip<Cursor<Vec<u8>>>, ImportError> {
        let length = bytes.len() as u64;
        Zip::open(Cursor::new(bytes), length)
    }

    #[test]
    fn files_are_read_by_their_number() {
        let bytes = packed(&[("a/one.md", b"One"), ("two.txt", b"")]);
        assert!(is_zip(&bytes));
        let mut zip = open(bytes).unwrap();
        let paths: Vec<&str> = zip.members().iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["a/one.md", "two.txt"]);
        assert_eq!(zip.read(0, 3).unwrap(), b"One");
        assert!(matches!(zip.read(0, 2), Err(ImportError::TooLarge(_))));
        assert!(matches!(zip.read(9, 2), Err(ImportError::Damaged(_))));
    }

    #[test]
    fn a_zip_that_would_burst_is_refused() {
        let bytes = packed(&[("zeros.json", &vec![0; 8 << 20])]);
        assert!(bytes.len() < 20_000, "{}", bytes.len());
        assert!(matches!(open(bytes), Err(ImportError::TooLarge(_))));
    }

    #[test]
    fn a_damaged_zip_is_an_error() {
        let sound = packed(&[
            ("one.md", b"One two three four five six seven"),
            ("two.md", b"x"),
        ]);
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x41;
            if let Ok(mut zip) = open(bytes) {
                for number in 0..zip.members().len() {
                    let _ = zip.read(number, 1_000);
                }
            }
        }
        for length in 0..sound.len() {
            let _ = open(sound[..length].to_vec());
        }
    }
}
