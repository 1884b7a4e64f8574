//! The tensors of small models, which are read in one go.

use std::collections::HashMap;
use std::io::{Read, Seek, SeekFrom};

use crate::ModelError;
use crate::gguf::Header;
use crate::linear::{Linear, Norm};
use crate::matrix::{Matrix, MatrixBuilder};

/// Bytes read at once.
const BUFFER_BYTES: usize = 1 << 20;

/// A tensor's name, and the rows and columns that it must have.
pub(crate) struct Shape {
    name: String,
    rows: usize,
    columns: usize,
}

impl Shape {
    pub(crate) fn new(name: impl Into<String>, rows: usize, columns: usize) -> Self {
        Self {
            name: name.into(),
            rows,
            columns,
        }
    }
}

/// Tensors in memory, waiting for their places.
pub(crate) struct Tensors(HashMap<String, Matrix>);

impl Tensors {
    /// Whether the file has all of them in their shapes.
    pub(crate) fn check(header: &Header, shapes: &[Shape]) -> Result<(), ModelError> {
        for Shape {
            name,
            rows,
            columns,
        } in shapes
        {
            let dims = header.tensor(name)?.shape.dims();
            let fits = match dims {
                [only] => *rows == 1 && only == columns,
                [first, second] => first == rows && second == columns,
                _ => false,
            };
            if !fits {
                return Err(ModelError::damaged(format!(
                    "tensor \"{name}\" has the shape {dims:?} instead of {rows} × {columns}"
                )));
            }
        }
        Ok(())
    }

    /// Checks and reads them.
    pub(crate) fn read<R: Read + Seek>(
        header: Header,
        shapes: Vec<Shape>,
        file: &mut R,
    ) -> Result<Self, ModelError> {
        Self::check(&header, &shapes)?;
        // The vocabulary is held once more in the properties: free it before weights come.
        let header = header.without_properties();
        let mut buffer = vec![0; BUFFER_BYTES];
        let mut loaded = HashMap::new();
        for shape in shapes {
            let extent = header.extent(&shape.name)?;
            let kind = header.tensor(&shape.name)?.ggml_dtype;
            let mut matrix = MatrixBuilder::new(kind, shape.rows, shape.columns)?;
            file.seek(SeekFrom::Start(extent.offset))?;
            let mut left_bytes = extent.size_bytes;
            while left_bytes > 0 {
                let count = left_bytes.min(buffer.len());
                file.read_exact(&mut buffer[..count])?;
                matrix.push(&buffer[..count])?;
                left_bytes -= count;
            }
            loaded.insert(shape.name, matrix.finish()?);
        }
        Ok(Self(loaded))
    }

    pub(crate) fn matrix(&mut self, name: &str) -> Result<Matrix, ModelError> {
        self.0
            .remove(name)
            .ok_or_else(|| ModelError::MissingTensor { name: name.into() })
    }

    pub(crate) fn floats(&mut self, name: &str) -> Result<Vec<f32>, ModelError> {
        self.matrix(name)?.to_floats()
    }

    pub(crate) fn norm(&mut self, name: &str) -> Result<Norm, ModelError> {
        Ok(Norm {
            weight: self.floats(&format!("{name}.weight"))?,
            bias: self.floats(&format!("{name}.bias"))?,
        })
    }

    pub(crate) fn linear(&mut self, name: &str) -> Result<Linear, ModelError> {
        Ok(Linear {
            weight: self.matrix(&format!("{name}.weight"))?,
            bias: self.floats(&format!("{name}.bias"))?,
        })
    }
}
