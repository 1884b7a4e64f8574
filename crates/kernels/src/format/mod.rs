//! Weight formats: how GGUF stores them, what they mean, and how their tiles are laid out.
#![allow(
    unsafe_code,
    reason = "declares the unpacking that reads tiles through pointers"
)]

mod q4_k;
mod q5_0;
mod q6_k;
mod q8_0;

pub(crate) use q4_k::Q4K;
pub(crate) use q5_0::Q5_0;
pub(crate) use q6_k::Q6K;
pub(crate) use q8_0::Q8_0;

use crate::lanes::Lanes;

/// A weight format of GGUF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// 32 weights of five bits with one scale.
    Q5_0,
    /// 32 weights of eight bits with one scale.
    Q8_0,
    /// 256 weights of four bits with eight scales and offsets of six bits.
    Q4K,
    /// 256 weights of six bits with sixteen scales of eight bits.
    Q6K,
}

impl Format {
    /// Weights in a block.
    #[must_use]
    pub const fn block_len(self) -> usize {
        match self {
            Self::Q5_0 => Q5_0::BLOCK_LEN,
            Self::Q8_0 => Q8_0::BLOCK_LEN,
            Self::Q4K => Q4K::BLOCK_LEN,
            Self::Q6K => Q6K::BLOCK_LEN,
        }
    }

    /// Bytes of a block.
    #[must_use]
    pub const fn block_bytes(self) -> usize {
        match self {
            Self::Q5_0 => Q5_0::BLOCK_BYTES,
            Self::Q8_0 => Q8_0::BLOCK_BYTES,
            Self::Q4K => Q4K::BLOCK_BYTES,
            Self::Q6K => Q6K::BLOCK_BYTES,
        }
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

/// What a format must say of itself. A tile block is a block of each of `L::ROWS` rows, in
/// exactly as many bytes as the file has for them.
pub(crate) trait TileFormat {
    /// Weights in a block, a multiple of 32.
    const BLOCK_LEN: usize;
    /// Bytes of a block of one row.
    const BLOCK_BYTES: usize;
    /// Both halves of 32 weights have the same scale and offset.
    const UNIFORM: bool;
    /// How many groups of four products fit in 16 bits when summed, with activations of at most
    /// 127: the number of pairwise sums between widenings. 0: not even one does.
    const GROUPS_PER_WIDENING: usize;

    /// Puts a block of one row, in the file's layout, into its places in a tile block.
    fn repack(block: &[u8], place: Place, tile: &mut [u8]);

    /// Unpacks weights `32 * part ..` of a tile block.
    ///
    /// # Safety
    /// `tile` must be valid for reads of `BLOCK_BYTES * L::ROWS` bytes, `part` less than
    /// `BLOCK_LEN / 32`, and the processor must have the instructions of `L`.
    unsafe fn unpack<L: Lanes>(tile: *const u8, part: usize) -> Unpacked<L>;
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
