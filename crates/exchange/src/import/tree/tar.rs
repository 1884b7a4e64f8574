//! Tar archives (POSIX ustar, and GNU's long names): the form of a Joplin export, and the form in
//! which the page hands over a folder without reading it.
//!
//! A reader of our own because the headers are a few fixed fields, because files are read by
//! their place, and because what a header may ask for has to be bounded here.

use std::io::{BufReader, Read, Seek, SeekFrom};

use super::{Member, Tree};
use crate::import::error::ImportError;
use crate::import::limits::MAX_MEMBERS;

const BLOCK: u64 = 512;
/// Read at a time: small files come together.
const BUFFER_BYTES: usize = 64 << 10;
/// Longest path in bytes, as in most systems.
const MAX_PATH_BYTES: u64 = 4_096;
/// Longest list of further attributes that is stepped over.
const MAX_ATTRIBUTES_BYTES: u64 = 1 << 20;

/// Whether a file begins with a tar header.
#[must_use]
pub(crate) fn is_tar(head: &[u8]) -> bool {
    head.first_chunk().is_some_and(is_header)
}

type Header = [u8; BLOCK as usize];

/// An opened tar.
pub(crate) struct Tar<R> {
    source: BufReader<R>,
    members: Vec<Member>,
    /// Where the bytes of each member begin.
    offsets: Vec<u64>,
}

impl<R: Read + Seek> Tar<R> {
    /// Walks through the headers of a tar that has `length_bytes`.
    ///
    /// # Errors
    /// [`ImportError::Damaged`], [`ImportError::TooLarge`], or what reading reports.
    pub(crate) fn open(source: R, length_bytes: u64) -> Result<Self, ImportError> {
        let mut tar = Self {
            source: BufReader::with_capacity(BUFFER_BYTES, source),
            members: Vec::new(),
            offsets: Vec::new(),
        };
        tar.source.seek(SeekFrom::Start(0))?;
        let mut at = 0_u64;
        let mut long_path = None;
        let mut header: Header = [0; BLOCK as usize];
        while at + BLOCK <= length_bytes {
            tar.source.read_exact(&mut header)?;
            if header.iter().all(|&byte| byte == 0) {
                break;
            }
            if !is_header(&header) {
                return Err(damaged("its list of files is not sound"));
            }
            let length = octal(&header[124..136]).ok_or_else(|| damaged("a file has no length"))?;
            let start = at + BLOCK;
            let end = start.checked_add(length).filter(|end| *end <= length_bytes);
            let end = end.ok_or_else(|| damaged("its end is missing"))?;
            match header[156] {
                b'0' | 0 => {
                    let path = long_path.take().unwrap_or_else(|| path_of(&header));
                    if tar.members.len() == MAX_MEMBERS {
                        return Err(ImportError::TooLarge(
                            "the archive holds more files than are read",
                        ));
                    }
                    tar.members.push(Member {
                        path,
                        length_bytes: length,
                        modified_ms: modified_ms(&header),
                    });
                    tar.offsets.push(start);
                }
                // GNU: the path of the next file, where it is longer than the header holds.
                b'L' => long_path = Some(tar.text(length, MAX_PATH_BYTES)?),
                // POSIX: attributes of the next file, its path perhaps among them.
                b'x' => {
                    let attributes = tar.text(length, MAX_ATTRIBUTES_BYTES)?;
                    long_path = attribute(&attributes, "path").or(long_path);
                }
                // Folders, links, attributes of all files: nothing to be read.
                _ => long_path = None,
            }
            at = end.next_multiple_of(BLOCK);
            tar.step_to(at)?;
        }
        Ok(tar)
    }

    /// Goes on to a place, within what is buffered if it can be.
    fn step_to(&mut self, at: u64) -> Result<(), ImportError> {
        let here = self.source.stream_position()?;
        // Both lie inside a file, whose length fits into 63 bits.
        let step = at as i64 - here as i64;
        Ok(self.source.seek_relative(step)?)
    }

    fn text(&mut self, length: u64, max_bytes: u64) -> Result<String, ImportError> {
        if length > max_bytes {
            return Err(damaged("a name is too long"));
        }
        let mut bytes = Vec::new();
        self.source.by_ref().take(length).read_to_end(&mut bytes)?;
        Ok(text_of(&bytes))
    }
}

impl<R: Read + Seek> Tree for Tar<R> {
    fn members(&self) -> &[Member] {
        &self.members
    }

    fn read(&mut self, number: usize, max_bytes: u64) -> Result<Vec<u8>, ImportError> {
        let length = self.members.get(number).map(|member| member.length_bytes);
        let (Some(length), Some(&offset)) = (length, self.offsets.get(number)) else {
            return Err(damaged("there is no such file in it"));
        };
        if length > max_bytes {
            return Err(ImportError::TooLarge(
                "a file in the archive is larger than is read",
            ));
        }
        self.step_to(offset)?;
        let mut bytes = Vec::new();
        let read = self.source.by_ref().take(length).read_to_end(&mut bytes)?;
        if read as u64 == length {
            Ok(bytes)
        } else {
            Err(damaged("its end is missing"))
        }
    }
}

fn damaged(what: &str) -> ImportError {
    ImportError::Damaged(format!("the archive is damaged: {what}"))
}

/// Whether the sum of the bytes is the one that the header names, its own field counted as spaces.
fn is_header(header: &Header) -> bool {
    let plain = |at: usize| !(148..156).contains(&at);
    let bytes = header.iter().enumerate();
    let sum: u64 = bytes
        .map(|(at, &byte)| u64::from(if plain(at) { byte } else { b' ' }))
        .sum();
    &header[257..262] == b"ustar" && octal(&header[148..156]) == Some(sum)
}

/// A number in octal digits, ended by a space or a zero.
fn octal(field: &[u8]) -> Option<u64> {
    let text = core::str::from_utf8(field).ok()?;
    let digits = text.trim_matches(['\0', ' ']);
    u64::from_str_radix(digits, 8).ok()
}

fn path_of(header: &Header) -> String {
    let (name, prefix) = (text_of(&header[..100]), text_of(&header[345..500]));
    // GNU uses the place of the prefix for other things, and says so.
    if prefix.is_empty() || &header[257..265] == b"ustar  \0" {
        name
    } else {
        format!("{prefix}/{name}")
    }
}

fn modified_ms(header: &Header) -> Option<i64> {
    let seconds = octal(&header[136..148]).filter(|seconds| *seconds > 0)?;
    i64::try_from(seconds).ok()?.checked_mul(1_000)
}

/// Text up to the first zero byte.
fn text_of(bytes: &[u8]) -> String {
    let text = bytes.split(|&byte| byte == 0).next().unwrap_or_default();
    String::from_utf8_lossy(text).into_owned()
}

/// The value of one of the attributes `LENGTH NAME=VALUE\n`.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    attributes.lines().find_map(|line| {
        let (_, pair) = line.split_once(' ')?;
        let (key, value) = pair.split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    /// A header and the bytes that follow it, as `tar` writes them.
    pub(super) fn entry(name: &str, kind: u8, bytes: &[u8]) -> Vec<u8> {
        let mut header = [0_u8; 512];
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        let length = format!("{:011o}", bytes.len());
        header[124..135].copy_from_slice(length.as_bytes());
        header[136..147].copy_from_slice(b"14000000000");
        header[156] = kind;
        header[257..263].copy_from_slice(b"ustar\0");
        header[148..156].copy_from_slice(b"        ");
        let sum: u64 = header.iter().map(|&byte| u64::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let mut entry = header.to_vec();
        entry.extend_from_slice(bytes);
        entry.resize(entry.len().next_multiple_of(512), 0);
        entry
    }

    fn open(bytes: Vec<u8>) -> Result<Tar<Cursor<Vec<u8>>>, ImportError> {
        let length = bytes.len() as u64;
        Tar::open(Cursor::new(bytes), length)
    }

    #[test]
    fn files_are_read_by_their_number() {
        let long = format!("{}/end.md", "folder/".repeat(20));
        let mut bytes = entry("one.md", b'0', b"One");
        bytes.extend(entry("folder/", b'5', b""));
        bytes.extend(entry("././@LongLink", b'L', format!("{long}\0").as_bytes()));
        bytes.extend(entry("cut", b'0', &[b'x'; 600]));
        bytes.extend(entry(
            "attributes",
            b'x',
            b"20 path=gr\xc3\xbc\xc3\x9fe.md\n",
        ));
        bytes.extend(entry("gruesse.md", b'0', b""));
        bytes.extend([0; 1024]);
        assert!(is_tar(&bytes) && !is_tar(&bytes[1..]) && !is_tar(b"ustar"));
        let mut tar = open(bytes).unwrap();
        let paths: Vec<&str> = tar.members().iter().map(|it| it.path.as_str()).collect();
        assert_eq!(paths, ["one.md", long.as_str(), "grüße.md"]);
        assert_eq!(tar.members()[0].modified_ms, Some(0o14000000000 * 1_000));
        assert_eq!(tar.read(0, 3).unwrap(), b"One");
        assert_eq!(tar.read(1, 600).unwrap(), [b'x'; 600]);
        assert!(matches!(tar.read(1, 599), Err(ImportError::TooLarge(_))));
        assert!(matches!(tar.read(3, 1), Err(ImportError::Damaged(_))));
    }

    #[test]
    fn a_tar_that_is_cut_or_changed_is_an_error_or_whole() {
        let mut sound = entry("one.md", b'0', b"One");
        sound.extend(entry("././@LongLink", b'L', b"two.md\0"));
        sound.extend(entry("two.md", b'0', &[7; 700]));
        sound.extend([0; 1024]);
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x55;
            if let Ok(mut tar) = open(bytes) {
                for number in 0..tar.members().len() {
                    let _ = tar.read(number, 1_000);
                }
            }
            let _ = open(sound[..at].to_vec());
        }
        let mut huge = entry("one.md", b'0', b"One");
        huge[124..136].copy_from_slice(b"777777777777");
        assert!(open(huge).is_err());
    }
}
