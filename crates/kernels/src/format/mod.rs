//! Weight formats: how GGUF stores them, what they mean, and how their tiles are laid out.
#![expect(
    unsafe_code,
    reason = "declares the unpacking that reads tiles through pointers"
)]

mod bits4;
mod bits5;
mod floats;
mod k_scales;
mod q2_k;
mod q3_k;
mod q4_0;
mod q4_1;
mod q4_k;
mod q5_0;
mod q5_1;
mod q5_k;
mod q6_k;
mod q8_0;

pub(crate) use floats::{Bf16, F16, F32};
pub(crate) use q2_k::Q2K;
pub(crate) use q3_k::Q3K;
pub(crate) use q4_0::Q4_0;
pub(crate) use q4_1::Q4_1;
pub(crate) use q4_k::Q4K;
pub(crate) use q5_0::Q5_0;
pub(crate) use q5_1::Q5_1;
pub(crate) use q5_k::Q5K;
pub(crate) use q6_k::Q6K;
pub(crate) use q8_0::Q8_0;

use crate::lanes::Lanes;

/// A weight format of GGUF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// Single precision.
    F32,
    /// Half precision.
    F16,
    /// The upper half of single precision.
    Bf16,
    /// 32 weights of four bits with one scale.
    Q4_0,
    /// 32 weights of four bits with one scale and one minimum.
    Q4_1,
    /// 32 weights of five bits with one scale.
    Q5_0,
    /// 32 weights of five bits with one scale and one minimum.
    Q5_1,
    /// 32 weights of eight bits with one scale.
    Q8_0,
    /// 256 weights of two bits with sixteen scales and offsets of four bits.
    Q2K,
    /// 256 weights of three bits with sixteen scales of six bits.
    Q3K,
    /// 256 weights of four bits with eight scales and offsets of six bits.
    Q4K,
    /// 256 weights of five bits with eight scales and offsets of six bits.
    Q5K,
    /// 256 weights of six bits with sixteen scales of eight bits.
    Q6K,
}

/// Evaluates an expression with the type that a [`Format`] is laid out by: one for a
/// [`TileFormat`], and one for a [`FloatFormat`].
macro_rules! for_format {
    (@ $format:expr, $Quants:ident => $of_quants:expr, [$($quants:ident)*],
        $Floats:ident => $of_floats:expr, [$($floats:ident)*]) => {
        match $format {
            $($crate::format::Format::$quants => {
                type $Quants = $crate::format::$quants;
                $of_quants
            })*
            $($crate::format::Format::$floats => {
                type $Floats = $crate::format::$floats;
                $of_floats
            })*
        }
    };
    ($format:expr, quants $Quants:ident => $of_quants:expr, floats $Floats:ident => $of_floats:expr) => {
        for_format!(@ $format,
            $Quants => $of_quants, [Q4_0 Q4_1 Q5_0 Q5_1 Q8_0 Q2K Q3K Q4K Q5K Q6K],
            $Floats => $of_floats, [F32 F16 Bf16])
    };
}
pub(crate) use for_format;

impl Format {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::F32,
        Self::F16,
        Self::Bf16,
        Self::Q4_0,
        Self::Q4_1,
        Self::Q5_0,
        Self::Q5_1,
        Self::Q8_0,
        Self::Q2K,
        Self::Q3K,
        Self::Q4K,
        Self::Q5K,
        Self::Q6K,
    ];

    /// Weights in a block.
    #[must_use]
    pub const fn block_len(self) -> usize {
        for_format!(self, quants F => F::BLOCK_LEN, floats F => F::BLOCK_LEN)
    }

    /// Bytes of a block.
    #[must_use]
    pub const fn block_bytes(self) -> usize {
        for_format!(self, quants F => F::BLOCK_BYTES, floats F => F::BLOCK_BYTES)
    }
}

/// Four-weight groups in 32 weights.
pub(crate) const GROUPS: usize = 8;

/// 32 weights of each row of a tile, unpacked: weight = `scale * quant - offset`, with one
/// scale and offset for each 16 weights.
pub(crate) struct Unpacked<L: Lanes> {
    /// Unsigned quants; vector `g` holds weights `4g..4g + 4` of every row.
    pub(crate) quants: [L::Bytes; GROUPS],
    /// Scales of the first and the second 16 weights.
    pub(crate) scales: [L::Floats; 2],
    /// Offsets of the first and the second 16 weights.
    pub(crate) offsets: [L::Floats; 2],
}

/// How a format's tiles are laid out. A tile block is a block of each of `L::ROWS` rows, in
/// exactly as many bytes as the file has for them.
pub(crate) trait Layout {
    /// Weights in a block.
    const BLOCK_LEN: usize;
    /// Bytes of a block of one row.
    const BLOCK_BYTES: usize;

    /// Puts a block of one row, in the file's layout, into its places in a tile block.
    fn repack(block: &[u8], place: Place, tile: &mut [u8]);
}

/// A format of quants with scales, in blocks of a multiple of 32, whose products are computed in
/// whole numbers.
pub(crate) trait TileFormat: Layout {
    /// Both halves of 32 weights have the same scale and offset.
    const UNIFORM: bool;
    /// How many groups of four products fit in 16 bits when summed, with activations of at most
    /// 127: the number of pairwise sums between widenings. 0: not even one does.
    const GROUPS_PER_WIDENING: usize;

    /// Unpacks weights `32 * part ..` of a tile block.
    ///
    /// # Safety
    /// `tile` must be valid for reads of `BLOCK_BYTES * L::ROWS` bytes, `part` less than
    /// `BLOCK_LEN / 32`, and the processor must have the instructions of `L`.
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L>;
}

/// A format of plain numbers, in blocks of one, whose products are computed in single precision.
pub(crate) trait FloatFormat: Layout {
    /// The numbers of a tile block.
    ///
    /// # Safety
    /// `tile` must be valid for reads of `BLOCK_BYTES * L::ROWS` bytes, and the processor must have
    /// the instructions of `L`.
    unsafe fn load<L: Lanes>(tile: *const u8) -> L::Floats;
}

/// A row's place in a tile.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    /// Which of the tile's rows it is.
    pub(crate) row: usize,
    /// Rows of the tile.
    pub(crate) rows: usize,
}

impl Place {
    /// Writes `value` into entry `index` of an array of values, of which each row has its own, that
    /// begins at `start` for every row of the tile.
    fn put<const N: usize>(self, tile: &mut [u8], start: usize, index: usize, value: [u8; N]) {
        let at = self.rows * (start + index * N) + self.row * N;
        tile[at..at + N].copy_from_slice(&value);
    }

    /// Writes the four bytes that the row has in vector `vector` of those that begin at `start`.
    fn put_word(self, tile: &mut [u8], start: usize, vector: usize, word: u32) {
        self.put(tile, start, vector, word.to_le_bytes());
    }
}

/// Four weights' bytes at once: those of group `group`, from `at` on.
fn word(bytes: &[u8], at: usize, group: usize) -> u32 {
    let at = at + 4 * group;
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// The same byte in each of a word's four.
const fn each(byte: u8) -> u32 {
    u32::from_ne_bytes([byte; 4])
}
