//! Writes GGUF files of version 3.
//!
//! Format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>.

const VERSION: u32 = 3;
/// Tensors begin at multiples of this, the format's default.
const ALIGNMENT: usize = 32;
/// Weights that share a scale in Q8_0.
const BLOCK_LEN: usize = 32;

/// Numbers of the value types that are used here.
mod kind {
    pub(crate) const U32: u32 = 4;
    pub(crate) const I32: u32 = 5;
    pub(crate) const F32: u32 = 6;
    pub(crate) const BOOL: u32 = 7;
    pub(crate) const STRING: u32 = 8;
    pub(crate) const ARRAY: u32 = 9;
}

/// Numbers with their shape.
pub(crate) struct Tensor {
    /// The innermost dimension last.
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f32>,
}

/// How a tensor is stored, with ggml's number of the type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    /// As it is.
    Float = 0,
    /// Blocks of 32 weights: a scale of half precision, then signed bytes.
    Q8 = 8,
}

/// A file being put together.
#[derive(Default)]
pub(crate) struct Gguf {
    properties: Vec<u8>,
    property_count: u64,
    infos: Vec<u8>,
    tensor_count: u64,
    data: Vec<u8>,
}

impl Gguf {
    pub(crate) fn text(&mut self, key: &str, value: &str) {
        self.key(key, kind::STRING);
        string(&mut self.properties, value);
    }

    pub(crate) fn number(&mut self, key: &str, value: u32) {
        self.key(key, kind::U32);
        self.properties.extend(value.to_le_bytes());
    }

    pub(crate) fn float(&mut self, key: &str, value: f32) {
        self.key(key, kind::F32);
        self.properties.extend(value.to_le_bytes());
    }

    pub(crate) fn flag(&mut self, key: &str, value: bool) {
        self.key(key, kind::BOOL);
        self.properties.push(u8::from(value));
    }

    pub(crate) fn texts<'a>(&mut self, key: &str, values: impl ExactSizeIterator<Item = &'a str>) {
        self.array(key, kind::STRING, values.len());
        values.for_each(|value| string(&mut self.properties, value));
    }

    pub(crate) fn integers(&mut self, key: &str, values: &[i32]) {
        self.array(key, kind::I32, values.len());
        let bytes = values.iter().flat_map(|value| value.to_le_bytes());
        self.properties.extend(bytes);
    }

    /// Adds a tensor. Rows of quantized ones must be whole blocks.
    pub(crate) fn tensor(&mut self, name: &str, tensor: &Tensor, storage: Storage) {
        self.data
            .resize(self.data.len().next_multiple_of(ALIGNMENT), 0);
        string(&mut self.infos, name);
        // A tensor has at most four dimensions; the innermost comes first.
        self.infos.extend((tensor.shape.len() as u32).to_le_bytes());
        for &size in tensor.shape.iter().rev() {
            self.infos.extend((size as u64).to_le_bytes());
        }
        self.infos.extend((storage as u32).to_le_bytes());
        self.infos.extend((self.data.len() as u64).to_le_bytes());
        self.tensor_count += 1;
        match storage {
            Storage::Float => {
                let bytes = tensor.values.iter().flat_map(|value| value.to_le_bytes());
                self.data.extend(bytes);
            }
            Storage::Q8 => tensor
                .values
                .chunks(BLOCK_LEN)
                .for_each(|block| quantize(block, &mut self.data)),
        }
    }

    /// The file.
    pub(crate) fn finish(self) -> Vec<u8> {
        let mut file = b"GGUF".to_vec();
        file.extend(VERSION.to_le_bytes());
        file.extend(self.tensor_count.to_le_bytes());
        file.extend(self.property_count.to_le_bytes());
        file.extend(self.properties);
        file.extend(self.infos);
        file.resize(file.len().next_multiple_of(ALIGNMENT), 0);
        file.extend(self.data);
        file
    }

    fn key(&mut self, key: &str, kind: u32) {
        self.property_count += 1;
        string(&mut self.properties, key);
        self.properties.extend(kind.to_le_bytes());
    }

    fn array(&mut self, key: &str, kind: u32, length: usize) {
        self.key(key, kind::ARRAY);
        self.properties.extend(kind.to_le_bytes());
        self.properties.extend((length as u64).to_le_bytes());
    }
}

fn string(out: &mut Vec<u8>, value: &str) {
    out.extend((value.len() as u64).to_le_bytes());
    out.extend(value.as_bytes());
}

/// A block of Q8_0. The quants are rounded for the scale as it is stored.
fn quantize(block: &[f32], out: &mut Vec<u8>) {
    let largest = block
        .iter()
        .fold(0.0_f32, |max, value| max.max(value.abs()));
    let bits = half_bits(largest / 127.0);
    let scale = half_value(bits);
    let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
    out.extend(bits.to_le_bytes());
    for value in block {
        let quant = (value * inverse).round_ties_even().clamp(-127.0, 127.0);
        out.extend((quant as i8).to_le_bytes());
    }
}

/// The half-precision number nearest to `value`, which must be positive and at most 65,504.
fn half_bits(value: f32) -> u16 {
    // In the scale of halves, denormal ones included, the bits of a float are a number that
    // grows with it: rounding away the 13 bits too many, ties to even, gives the nearest half.
    let scaled = value * f32::from_bits((127 - 112) << 23);
    let bits = scaled.to_bits();
    let odd = bits >> 13 & 1;
    ((bits + 0xfff + odd) >> 13) as u16
}

/// The value of a positive, finite half-precision number.
pub(crate) fn half_value(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 13) * f32::from_bits((127 + 112) << 23)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_the_nearest() {
        for (value, bits) in [
            (0.0, 0),
            (1.0, 0x3c00),
            (65_504.0, 0x7bff),
            (6.103_515_6e-5, 0x0400),
            (5.960_464_5e-8, 0x0001),
            // Half-way between 1 and the next half: to the even one.
            (1.000_488_3, 0x3c00),
            (1.001_464_8, 0x3c02),
            (1.000_6, 0x3c01),
        ] {
            assert_eq!(half_bits(value), bits, "{value}");
        }
        for bits in 0..0x7c00 {
            assert_eq!(half_bits(half_value(bits)), bits);
        }
    }

    #[test]
    fn a_block_is_within_half_a_step() {
        let block: Vec<f32> = (0..32).map(|i| (i as f32 - 11.0) * 0.013).collect();
        let mut bytes = Vec::new();
        quantize(&block, &mut bytes);
        assert_eq!(bytes.len(), 34);
        let scale = half_value(u16::from_le_bytes([bytes[0], bytes[1]]));
        for (value, &quant) in block.iter().zip(&bytes[2..]) {
            let restored = f32::from(quant as i8) * scale;
            assert!(
                (restored - value).abs() <= scale * 0.6,
                "{value} {restored}"
            );
        }
    }
}
