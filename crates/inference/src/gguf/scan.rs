//! One pass over the head of a GGUF file that keeps nothing and trusts nothing.
//!
//! Format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>, versions 2 and 3.

use std::collections::HashSet;
use std::io::{BufReader, ErrorKind, Read};

use crate::ModelError;

/// `GGUF`, as it stands in the file.
const MAGIC: [u8; 4] = *b"GGUF";
/// Longest head that is read. The heads of Qwen models, vocabulary included, have 6 MiB.
const MAX_HEAD_BYTES: u64 = 64 << 20;
/// Most values in all arrays together. Qwen's vocabulary, token types and merges are 455,000;
/// a value costs 24 to 32 bytes while the head is held.
const MAX_ARRAY_VALUES: u64 = 2 << 20;
/// Most properties and most tensors; the largest Qwen models have about 40 and 1,000.
const MAX_ENTRIES: u64 = 1 << 16;
/// Longest name of a property or tensor.
const MAX_NAME_BYTES: u64 = 1 << 10;
/// Most dimensions of a tensor, as in ggml.
const MAX_DIMENSIONS: u32 = 4;

/// Checks the head and returns its length in bytes.
pub(super) fn scan<R: Read>(file: &mut R, file_size_bytes: u64) -> Result<usize, ModelError> {
    let mut cursor = Cursor {
        reader: BufReader::with_capacity(1 << 18, file),
        position: 0,
        limit: file_size_bytes.min(MAX_HEAD_BYTES),
        file_size_bytes,
        array_values: 0,
    };
    let length = cursor.head()?;
    usize::try_from(length).map_err(|_| ModelError::damaged("its head is too long"))
}

struct Cursor<R> {
    reader: BufReader<R>,
    position: u64,
    limit: u64,
    file_size_bytes: u64,
    array_values: u64,
}

impl<R: Read> Cursor<R> {
    fn head(&mut self) -> Result<u64, ModelError> {
        if self.file_size_bytes < 8 || self.bytes::<4>()? != MAGIC {
            return Err(ModelError::NotGguf);
        }
        match self.u32()? {
            2 | 3 => {}
            version @ 0..2 => return Err(ModelError::OldVersion { version }),
            version => return Err(ModelError::NewerVersion { version }),
        }
        let tensor_count = self.u64()?;
        let property_count = self.u64()?;
        if tensor_count.max(property_count) > MAX_ENTRIES {
            return Err(ModelError::damaged(
                "it announces an absurd number of parts",
            ));
        }
        for _ in 0..property_count {
            self.property()?;
        }
        let mut names = HashSet::new();
        for _ in 0..tensor_count {
            let name = self.tensor()?;
            if let Some(twice) = names.replace(name) {
                return Err(ModelError::damaged(format!(
                    "two tensors are named \"{twice}\""
                )));
            }
        }
        Ok(self.position)
    }

    fn property(&mut self) -> Result<(), ModelError> {
        let key = self.name()?;
        let kind = self.u32()?;
        if key == "general.alignment" {
            // candle divides by this value.
            let alignment = if kind == 4 { self.u32()? } else { 0 };
            if !alignment.is_power_of_two() || alignment > 1 << 16 {
                return Err(ModelError::damaged("its alignment is no power of two"));
            }
            return Ok(());
        }
        match kind {
            9 => self.array(&key),
            _ => self.value(kind, &key),
        }
    }

    fn array(&mut self, key: &str) -> Result<(), ModelError> {
        let kind = self.u32()?;
        let count = self.u64()?;
        self.array_values = self.array_values.saturating_add(count);
        if self.array_values > MAX_ARRAY_VALUES {
            return Err(ModelError::damaged(format!(
                "the list \"{key}\" is too long"
            )));
        }
        for _ in 0..count {
            self.value(kind, key)?;
        }
        Ok(())
    }

    /// Passes over one value. Lists of lists are in no model that can be used here.
    fn value(&mut self, kind: u32, key: &str) -> Result<(), ModelError> {
        match kind {
            0 | 1 => self.skip(1),
            7 => match self.bytes::<1>()? {
                [0 | 1] => Ok(()),
                _ => Err(ModelError::damaged(format!(
                    "\"{key}\" is neither true nor false"
                ))),
            },
            2 | 3 => self.skip(2),
            4..=6 => self.skip(4),
            10..=12 => self.skip(8),
            8 => {
                let length = self.u64()?;
                self.skip(length)
            }
            _ => Err(ModelError::damaged(format!(
                "\"{key}\" has an unknown type"
            ))),
        }
    }

    fn tensor(&mut self) -> Result<String, ModelError> {
        let name = self.name()?;
        let dimensions = self.u32()?;
        if !(1..=MAX_DIMENSIONS).contains(&dimensions) {
            return Err(ModelError::damaged(format!(
                "tensor \"{name}\" has {dimensions} dimensions"
            )));
        }
        let mut elements: u64 = 1;
        for _ in 0..dimensions {
            let size = self.u64()?;
            // Beyond 2^31 elements nothing fits a 32-bit memory, and candle would cut the number.
            elements = elements
                .checked_mul(size)
                .filter(|&product| product > 0 && product < 1 << 31)
                .ok_or_else(|| {
                    ModelError::damaged(format!("the size of tensor \"{name}\" is absurd"))
                })?;
        }
        let kind = self.u32()?;
        if !is_supported(kind) {
            return Err(ModelError::UnsupportedQuantization {
                tensor: name,
                quantization: quantization_name(kind),
            });
        }
        self.u64()?;
        Ok(name)
    }

    fn name(&mut self) -> Result<String, ModelError> {
        let length = self.u64()?;
        if length > MAX_NAME_BYTES {
            return Err(ModelError::damaged("a name in it is too long"));
        }
        // At most MAX_NAME_BYTES, so the conversion is exact.
        let mut bytes = vec![0; length as usize];
        self.take(length)?;
        self.reader.read_exact(&mut bytes)?;
        String::from_utf8(bytes).map_err(|_| ModelError::damaged("a name in it is not text"))
    }

    fn u32(&mut self) -> Result<u32, ModelError> {
        self.bytes().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, ModelError> {
        self.bytes().map(u64::from_le_bytes)
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], ModelError> {
        self.take(N as u64)?;
        let mut bytes = [0; N];
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn skip(&mut self, count: u64) -> Result<(), ModelError> {
        self.take(count)?;
        let copied = std::io::copy(&mut (&mut self.reader).take(count), &mut std::io::sink())?;
        if copied < count {
            return Err(std::io::Error::from(ErrorKind::UnexpectedEof).into());
        }
        Ok(())
    }

    /// Accounts for bytes about to be read.
    fn take(&mut self, count: u64) -> Result<(), ModelError> {
        let end = self.position.saturating_add(count);
        if end > self.file_size_bytes && self.file_size_bytes < MAX_HEAD_BYTES {
            // A length beyond any head is damage; otherwise the file has been cut.
            return Err(if count > MAX_HEAD_BYTES {
                ModelError::damaged("a length in it is absurd")
            } else {
                ModelError::Truncated {
                    missing_bytes: end - self.file_size_bytes,
                }
            });
        }
        if end > self.limit {
            return Err(ModelError::damaged("its head is too long"));
        }
        self.position = end;
        Ok(())
    }
}

/// Types of ggml that the kernels multiply.
const fn is_supported(kind: u32) -> bool {
    matches!(kind, 0..=3 | 6..=8 | 10..=14 | 30)
}

/// Names of the other types of ggml (`enum ggml_type` in ggml.h) that files in circulation use.
fn quantization_name(kind: u32) -> String {
    match kind {
        9 => "Q8_1".into(),
        15 => "Q8_K".into(),
        16 => "IQ2_XXS".into(),
        17 => "IQ2_XS".into(),
        18 => "IQ3_XXS".into(),
        19 => "IQ1_S".into(),
        20 => "IQ4_NL".into(),
        21 => "IQ3_S".into(),
        22 => "IQ2_S".into(),
        23 => "IQ4_XS".into(),
        29 => "IQ1_M".into(),
        34 => "TQ1_0".into(),
        35 => "TQ2_0".into(),
        39 => "MXFP4".into(),
        other => format!("number {other}"),
    }
}
