//! Products of quantized weight matrices with activations: what a language model spends its
//! time on.
//!
//! A [`Matrix`] holds weights as the file has them, bit for bit, but rearranged once at load into
//! tiles made for the vector unit at hand: as many rows as it has 32-bit lanes, interleaved so
//! that one load brings four consecutive weights of every row. What they are multiplied with, an
//! [`Operand`], is rounded to eight bits in blocks of 32, except where weights are plain numbers.
//! [`Matrix::multiply`] then serves decoding (one column) and prefill (many) alike.
//!
//! There is one algorithm, written once over the trait `Lanes`; an instruction set is one small
//! implementation of that trait, and unsafe code stands only there and in the loops that call it.
//! The scalar implementation is the definition that the others are tested against.

mod activations;
mod floats;
mod format;
mod half;
mod halves;
mod lanes;
mod matrix;
mod name;
mod operand;
pub mod pool;
mod product;
mod table;

pub use activations::{Activations, BLOCK_LEN};
pub use floats::Floats;
pub use format::Format;
pub use halves::Halves;
pub use lanes::Backend;
pub use matrix::{Matrix, MatrixBuilder, ShapeError};
pub use operand::Operand;
