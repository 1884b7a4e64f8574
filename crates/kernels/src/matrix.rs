//! A weight matrix in tiles.

use crate::Operand;
use crate::format::{Format, Layout, Place, for_format};
use crate::lanes::Backend;
use crate::product;

/// A shape that does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// A row must be a whole number of blocks.
    #[error("{columns} weights in a row are no multiple of the format's {block_len}")]
    RowLength {
        /// Weights in a row.
        columns: usize,
        /// Weights in a block.
        block_len: usize,
    },
    /// The matrix is larger than memory can be.
    #[error("a matrix of {rows} × {columns} is too large")]
    TooLarge {
        /// Rows.
        rows: usize,
        /// Weights in a row.
        columns: usize,
    },
    /// More or fewer bytes than the shape needs.
    #[error("{given} bytes of weights where {needed} are needed")]
    Bytes {
        /// Bytes given.
        given: usize,
        /// Bytes needed.
        needed: usize,
    },
    /// The factors of a product do not fit each other, or the output does not fit them.
    #[error("the shapes of a product do not fit")]
    Product,
    /// This machine lacks the instructions.
    #[error("this machine cannot run the {0:?} kernels")]
    Unavailable(Backend),
    /// Memory for the weights could not be had.
    #[error("there is no memory for {bytes} bytes of weights")]
    OutOfMemory {
        /// Bytes wanted.
        bytes: usize,
    },
}

/// Weights of `rows` × `columns`, laid out for one [`Backend`].
#[derive(Debug)]
pub struct Matrix {
    format: Format,
    backend: Backend,
    rows: usize,
    columns: usize,
    /// Tiles one after another; the last is filled up with rows of zeros.
    tiles: Vec<u8>,
}

/// A [`Matrix`] being filled from a file, so that the file need not be in memory.
#[derive(Debug)]
pub struct MatrixBuilder {
    matrix: Matrix,
    /// Rows that do not fill a tile yet.
    pending: Vec<u8>,
    given_bytes: usize,
}

impl MatrixBuilder {
    /// Takes the memory for a matrix of weights in `format`, laid out for `backend`.
    ///
    /// # Errors
    /// When the machine lacks the backend, the shape does not suit the format, or there is not
    /// enough memory.
    pub fn new(
        format: Format,
        rows: usize,
        columns: usize,
        backend: Backend,
    ) -> Result<Self, ShapeError> {
        if !Backend::available().contains(&backend) {
            return Err(ShapeError::Unavailable(backend));
        }
        let block_len = format.block_len();
        if !columns.is_multiple_of(block_len) {
            return Err(ShapeError::RowLength { columns, block_len });
        }
        let bytes = rows
            .checked_next_multiple_of(backend.tile_rows())
            .and_then(|rows| rows.checked_mul(columns / block_len * format.block_bytes()))
            .ok_or(ShapeError::TooLarge { rows, columns })?;
        let mut tiles = Vec::new();
        tiles
            .try_reserve_exact(bytes)
            .map_err(|_| ShapeError::OutOfMemory { bytes })?;
        Ok(Self {
            matrix: Matrix {
                format,
                backend,
                rows,
                columns,
                tiles,
            },
            pending: Vec::new(),
            given_bytes: 0,
        })
    }

    /// Takes the next bytes of the file, any number of them.
    ///
    /// # Errors
    /// When there are more than the matrix has.
    pub fn push(&mut self, mut bytes: &[u8]) -> Result<(), ShapeError> {
        let needed = self.matrix.rows * self.matrix.row_bytes();
        self.given_bytes += bytes.len();
        if self.given_bytes > needed {
            return Err(ShapeError::Bytes {
                given: self.given_bytes,
                needed,
            });
        }
        let tile_bytes = self.matrix.tile_bytes();
        if !self.pending.is_empty() {
            let taken = bytes.len().min(tile_bytes - self.pending.len());
            self.pending.extend_from_slice(&bytes[..taken]);
            bytes = &bytes[taken..];
            if self.pending.len() == tile_bytes {
                self.matrix.repack_tile(&self.pending);
                self.pending.clear();
            }
        }
        let mut tiles = bytes.chunks_exact(tile_bytes);
        for tile in &mut tiles {
            self.matrix.repack_tile(tile);
        }
        self.pending.extend_from_slice(tiles.remainder());
        Ok(())
    }

    /// The filled matrix.
    ///
    /// # Errors
    /// When bytes are missing.
    pub fn finish(mut self) -> Result<Matrix, ShapeError> {
        let needed = self.matrix.rows * self.matrix.row_bytes();
        if self.given_bytes != needed {
            return Err(ShapeError::Bytes {
                given: self.given_bytes,
                needed,
            });
        }
        if !self.pending.is_empty() {
            self.pending.resize(self.matrix.tile_bytes(), 0);
            self.matrix.repack_tile(&self.pending);
        }
        Ok(self.matrix)
    }
}

impl Matrix {
    /// Number of rows: outputs of a product.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// Weights in a row: inputs of a product.
    #[must_use]
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Bytes of memory that the weights take.
    #[must_use]
    pub const fn size_bytes(&self) -> usize {
        self.tiles.len()
    }

    /// Tiles in the matrix: the units by which work is split.
    #[must_use]
    pub const fn tile_count(&self) -> usize {
        self.rows.div_ceil(self.backend.tile_rows())
    }

    /// Multiplies with every vector of `input`. `output` gets for each of them the `rows` results
    /// one after another.
    ///
    /// # Errors
    /// When the shapes do not fit.
    pub fn multiply(&self, input: Operand<'_>, output: &mut [f32]) -> Result<(), ShapeError> {
        let fits = input.width() == self.columns && output.len() == input.columns() * self.rows;
        if !fits {
            return Err(ShapeError::Product);
        }
        product::multiply(self, input, output);
        Ok(())
    }

    /// Writes the weights of one row as numbers: for looking up an embedding.
    ///
    /// # Errors
    /// When there is no such row or `output` has another length than a row.
    pub fn dequantize_row(&self, row: usize, output: &mut [f32]) -> Result<(), ShapeError> {
        if row >= self.rows || output.len() != self.columns {
            return Err(ShapeError::Product);
        }
        product::dequantize_row(self, row, output);
        Ok(())
    }

    pub(crate) const fn format(&self) -> Format {
        self.format
    }

    pub(crate) const fn backend(&self) -> Backend {
        self.backend
    }

    pub(crate) fn tiles(&self) -> &[u8] {
        &self.tiles
    }

    const fn row_bytes(&self) -> usize {
        self.columns / self.format.block_len() * self.format.block_bytes()
    }

    /// Bytes of one tile: all blocks of its rows.
    pub(crate) const fn tile_bytes(&self) -> usize {
        self.row_bytes() * self.backend.tile_rows()
    }

    fn repack_tile(&mut self, rows: &[u8]) {
        for_format!(self.format,
            quants F => self.repack_tile_as::<F>(rows),
            floats F => self.repack_tile_as::<F>(rows));
    }

    fn repack_tile_as<F: Layout>(&mut self, rows: &[u8]) {
        let tile_rows = self.backend.tile_rows();
        let row_bytes = self.row_bytes();
        let start = self.tiles.len();
        self.tiles.resize(start + self.tile_bytes(), 0);
        let tile = &mut self.tiles[start..];
        for (row, blocks) in rows.chunks_exact(row_bytes).enumerate() {
            let place = Place {
                row,
                rows: tile_rows,
            };
            let tile_blocks = tile.chunks_exact_mut(F::BLOCK_BYTES * tile_rows);
            for (block, tile_block) in blocks.chunks_exact(F::BLOCK_BYTES).zip(tile_blocks) {
                F::repack(block, place, tile_block);
            }
        }
    }
}
