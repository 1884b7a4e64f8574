//! Reads a model file of CTranslate2: names, shapes and numbers of half precision.
//!
//! Format: `model_spec.py` of <https://github.com/OpenNMT/CTranslate2>, version 6.

use std::collections::BTreeMap;

use crate::gguf::{Tensor, half_value};
use crate::tool::Failure;

/// The version of the format, of the kind of model, and that kind's name.
const BINARY_VERSION: u32 = 6;
const KIND: &[u8] = b"WhisperSpec\0";
/// The number of the type of half precision.
const HALF: u8 = 4;

/// All tensors of half precision, by name; the others are settings.
pub(super) fn read(content: &[u8]) -> Result<BTreeMap<String, Tensor>, Failure> {
    let mut rest = Rest(content);
    if rest.number()? != BINARY_VERSION || rest.text()? != KIND {
        return Err(Failure::new("this is not the speech model of CTranslate2"));
    }
    let _revision = rest.number()?;
    let mut tensors = BTreeMap::new();
    for _ in 0..rest.number()? {
        let name = rest.text()?;
        let name = String::from_utf8_lossy(name.strip_suffix(b"\0").unwrap_or(name)).into_owned();
        let dimensions = rest.take(1)?[0];
        let shape = (0..dimensions)
            .map(|_| rest.number().map(|size| size as usize))
            .collect::<Result<Vec<_>, _>>()?;
        let kind = rest.take(1)?[0];
        let size_bytes = rest.number()? as usize;
        let bytes = rest.take(size_bytes)?;
        if kind == HALF {
            let values = bytes.as_chunks::<2>().0.iter().map(|bytes| value(*bytes));
            let values: Vec<f32> = values.collect();
            if values.len() != shape.iter().product::<usize>() {
                return Err(Failure::new(format!(
                    "{name} has another size than its shape"
                )));
            }
            tensors.insert(name, Tensor { shape, values });
        }
    }
    Ok(tensors)
}

fn value(bytes: [u8; 2]) -> f32 {
    let bits = u16::from_le_bytes(bytes);
    let size = half_value(bits & 0x7fff);
    if bits >> 15 == 0 { size } else { -size }
}

/// What is still to be read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Failure> {
        let (taken, rest) = self
            .0
            .split_at_checked(count)
            .ok_or_else(|| Failure::new("the speech model's file ends too early"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self) -> Result<u32, Failure> {
        let bytes = self.take(4)?;
        Ok(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// A text with its length before it, and a zero behind it.
    fn text(&mut self) -> Result<&'a [u8], Failure> {
        let bytes = self.take(2)?;
        self.take(usize::from(u16::from_le_bytes([bytes[0], bytes[1]])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_have_a_sign() {
        assert_eq!(value([0x00, 0x3c]), 1.0);
        assert_eq!(value([0x00, 0xc0]), -2.0);
    }

    #[test]
    fn a_file_is_read_and_a_short_one_refused() {
        let mut file = Vec::new();
        file.extend(6_u32.to_le_bytes());
        file.extend(12_u16.to_le_bytes());
        file.extend(KIND);
        file.extend(3_u32.to_le_bytes());
        file.extend(1_u32.to_le_bytes());
        file.extend(2_u16.to_le_bytes());
        file.extend(b"a\0");
        file.push(1);
        file.extend(2_u32.to_le_bytes());
        file.push(HALF);
        file.extend(4_u32.to_le_bytes());
        file.extend([0x00, 0x3c, 0x00, 0xc0]);
        let tensors = read(&file).unwrap();
        assert_eq!(tensors["a"].values, [1.0, -2.0]);
        for end in 0..file.len() {
            assert!(read(&file[..end]).is_err());
        }
    }
}
