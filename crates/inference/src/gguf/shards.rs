//! A model in several files, named as llama.cpp's `gguf-split` names them.

use std::io::{self, Read, Seek, SeekFrom};

/// Most files of one model: the largest Qwen has about 40.
const MAX_SHARDS: u32 = 128;

/// Several files, one behind another, read as if they were one.
pub struct Shards<R> {
    parts: Vec<Part<R>>,
    position: u64,
}

struct Part<R> {
    file: R,
    start: u64,
    size_bytes: u64,
}

impl<R: Read + Seek> Shards<R> {
    /// Takes the files in their order.
    ///
    /// # Errors
    /// When a file's size cannot be found out.
    pub fn new(files: impl IntoIterator<Item = R>) -> io::Result<Self> {
        let (mut parts, mut start) = (Vec::new(), 0);
        for mut file in files {
            let size_bytes = file.seek(SeekFrom::End(0))?;
            parts.push(Part {
                file,
                start,
                size_bytes,
            });
            start += size_bytes;
        }
        Ok(Self { parts, position: 0 })
    }

    /// Where each file begins, and its size.
    pub(super) fn extents(&self) -> Vec<(u64, u64)> {
        let extents = self.parts.iter().map(|part| (part.start, part.size_bytes));
        extents.collect()
    }

    /// Bytes of all files together.
    #[must_use]
    pub fn size_bytes(&self) -> u64 {
        self.parts
            .last()
            .map_or(0, |part| part.start + part.size_bytes)
    }
}

impl<R: Read + Seek> Read for Shards<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let position = self.position;
        let holds =
            |part: &&mut Part<R>| (part.start..part.start + part.size_bytes).contains(&position);
        let Some(part) = self.parts.iter_mut().find(holds) else {
            return Ok(0);
        };
        let inside = position - part.start;
        part.file.seek(SeekFrom::Start(inside))?;
        let left = usize::try_from(part.size_bytes - inside).unwrap_or(usize::MAX);
        let wanted = left.min(buffer.len());
        let count = part.file.read(&mut buffer[..wanted])?;
        self.position += count as u64;
        Ok(count)
    }
}

impl<R: Read + Seek> Seek for Shards<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (from, by) = match to {
            SeekFrom::Start(position) => (position, 0),
            SeekFrom::Current(by) => (self.position, by),
            SeekFrom::End(by) => (self.size_bytes(), by),
        };
        self.position = from
            .checked_add_signed(by)
            .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.position)
    }
}

/// The names of all files of a model when `name` is that of one of them
/// (`…-00001-of-00003.gguf`); `None` for any other name.
#[must_use]
pub fn shard_names(name: &str) -> Option<Vec<String>> {
    let (rest, count) = name.strip_suffix(".gguf")?.rsplit_once("-of-")?;
    let (stem, number) = rest.rsplit_once('-')?;
    let parse = |digits: &str| {
        let is_number = digits.len() == 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let (number, count) = (parse(number)?, parse(count)?);
    ((1..=count).contains(&number) && count <= MAX_SHARDS).then(|| {
        (1..=count)
            .map(|number| format!("{stem}-{number:05}-of-{count:05}.gguf"))
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn files_read_as_one() {
        let mut shards = Shards::new([&b"abc"[..], b"", b"defg", b"h"].map(Cursor::new)).unwrap();
        let mut text = String::new();
        shards.read_to_string(&mut text).unwrap();
        assert_eq!(text, "abcdefgh");
        assert_eq!(shards.seek(SeekFrom::End(-6)).unwrap(), 2);
        let mut bytes = [0; 5];
        shards.read_exact(&mut bytes).unwrap();
        assert_eq!(&bytes, b"cdefg");
        assert!(shards.seek(SeekFrom::Current(-9)).is_err());
        assert_eq!(shards.read(&mut bytes).unwrap(), 1);
    }

    #[test]
    fn names_are_those_of_gguf_split() {
        assert_eq!(
            shard_names("m-q4-00002-of-00003.gguf").unwrap(),
            [
                "m-q4-00001-of-00003.gguf",
                "m-q4-00002-of-00003.gguf",
                "m-q4-00003-of-00003.gguf"
            ]
        );
        for other in [
            "m.gguf",
            "m-00001-of-00003.bin",
            "m-00004-of-00003.gguf",
            "m-00000-of-00003.gguf",
            "m-1-of-3.gguf",
            "m-00001-of-99999.gguf",
            "m-+0001-of-00003.gguf",
        ] {
            assert_eq!(shard_names(other), None, "{other}");
        }
    }
}
