//! The head of a GGUF file: properties and the list of tensors.
//!
//! The reader is candle's. Before it runs, [`scan`] walks the head once without keeping
//! anything, so that a damaged or hostile file can neither make candle allocate more than the
//! head's own size times a small factor nor make it panic, and every fault has its own message.

mod scan;
mod shards;

use std::collections::HashMap;
use std::io::{Cursor, Read, Seek, SeekFrom};

use candle_core::quantized::gguf_file::{Content, TensorInfo, Value};

use crate::ModelError;

pub use shards::{Shards, shard_names};

/// A checked head. All tensors lie inside the file.
#[derive(Debug)]
pub struct Header {
    properties: HashMap<String, Value>,
    /// With offsets from the beginning of the file, or of the first of several.
    tensors: HashMap<String, TensorInfo>,
}

/// Where a tensor lies and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Extent {
    pub(crate) offset: u64,
    pub(crate) size_bytes: usize,
}

impl Header {
    /// Reads and checks the head of a file, which must be complete.
    ///
    /// # Errors
    /// When the file is no GGUF file of version 2 or 3, is damaged or truncated, is one of several
    /// parts, or uses a quantization that cannot be computed with.
    pub fn read<R: Read + Seek>(file: &mut R) -> Result<Self, ModelError> {
        let size_bytes = file.seek(SeekFrom::End(0))?;
        let header = Self::read_part(file, 0, size_bytes)?;
        match header.count("split.count") {
            Ok(parts) if parts > 1 => Err(ModelError::MissingParts { parts }),
            _ => Ok(header),
        }
    }

    /// Reads and checks the heads of all files of a model, of which the first says what it is.
    ///
    /// # Errors
    /// As [`Header::read`], and when the files are not all the parts of one model in their order.
    pub fn read_shards<R: Read + Seek>(files: &mut Shards<R>) -> Result<Self, ModelError> {
        let mut whole: Option<Self> = None;
        let extents = files.extents();
        for (number, &(start, size_bytes)) in extents.iter().enumerate() {
            let part = Self::read_part(files, start, size_bytes)?;
            let parts = part.count("split.count")?;
            if parts != extents.len() || part.count("split.no")? != number {
                return Err(ModelError::MissingParts { parts });
            }
            match &mut whole {
                None => whole = Some(part),
                Some(whole) => {
                    for (name, tensor) in part.tensors {
                        if whole.tensors.contains_key(&name) {
                            return Err(ModelError::damaged(format!(
                                "two of its parts hold the tensor \"{name}\""
                            )));
                        }
                        whole.tensors.insert(name, tensor);
                    }
                }
            }
        }
        let whole = whole.ok_or(ModelError::NotGguf)?;
        if whole.count("split.tensors.count")? == whole.tensors.len() {
            Ok(whole)
        } else {
            Err(ModelError::damaged("its parts are not of the same model"))
        }
    }

    /// Reads the head that begins at `start` and belongs to a file of `size_bytes`.
    fn read_part<R: Read + Seek>(
        file: &mut R,
        start: u64,
        size_bytes: u64,
    ) -> Result<Self, ModelError> {
        file.seek(SeekFrom::Start(start))?;
        let head_bytes = scan::scan(file, size_bytes)?;

        file.seek(SeekFrom::Start(start))?;
        // `scan` has bounded the head by MAX_HEAD_BYTES and by the file's size.
        let mut head = vec![0; head_bytes];
        file.read_exact(&mut head)?;
        let content = Content::read(&mut Cursor::new(head))
            .map_err(|error| ModelError::damaged(error.to_string()))?;

        let mut header = Self {
            properties: content.metadata,
            tensors: content.tensor_infos,
        };
        header.check_extents(content.tensor_data_offset, size_bytes)?;
        for tensor in header.tensors.values_mut() {
            // Inside the file, as has just been checked, and files are shorter than 2^63.
            tensor.offset += start + content.tensor_data_offset;
        }
        Ok(header)
    }

    /// Bytes of all tensors together.
    #[must_use]
    pub fn tensor_bytes(&self) -> u64 {
        self.tensors
            .values()
            .filter_map(size_bytes)
            .fold(0, u64::saturating_add)
    }

    /// The name that the model's author gave it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.string("general.name").ok()
    }

    /// The model's architecture, such as "qwen2".
    ///
    /// # Errors
    /// When the file does not say.
    pub fn architecture(&self) -> Result<&str, ModelError> {
        self.string("general.architecture")
    }

    /// The list of tensors alone.
    pub(crate) fn without_properties(self) -> Self {
        Self {
            properties: HashMap::new(),
            ..self
        }
    }

    pub(crate) fn property(&self, key: &str) -> Result<&Value, ModelError> {
        self.properties
            .get(key)
            .ok_or_else(|| ModelError::MissingProperty { key: key.into() })
    }

    pub(crate) fn string(&self, key: &str) -> Result<&str, ModelError> {
        match self.property(key)? {
            Value::String(text) => Ok(text),
            _ => Err(wrong_kind(key)),
        }
    }

    pub(crate) fn count(&self, key: &str) -> Result<usize, ModelError> {
        let value = match self.property(key)? {
            Value::U16(value) => u64::from(*value),
            Value::U32(value) => u64::from(*value),
            Value::U64(value) => *value,
            Value::I32(value) => u64::try_from(*value).map_err(|_| wrong_kind(key))?,
            _ => return Err(wrong_kind(key)),
        };
        usize::try_from(value).map_err(|_| wrong_kind(key))
    }

    pub(crate) fn float(&self, key: &str) -> Result<f32, ModelError> {
        match self.property(key)? {
            Value::F32(value) if value.is_finite() => Ok(*value),
            _ => Err(wrong_kind(key)),
        }
    }

    pub(crate) fn array(&self, key: &str) -> Result<&[Value], ModelError> {
        match self.property(key)? {
            Value::Array(values) => Ok(values),
            _ => Err(wrong_kind(key)),
        }
    }

    /// All properties, by their names.
    pub(crate) const fn properties(&self) -> &HashMap<String, Value> {
        &self.properties
    }

    /// All tensors, by their names.
    pub(crate) const fn tensors(&self) -> &HashMap<String, TensorInfo> {
        &self.tensors
    }

    pub(crate) fn has_tensor(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    pub(crate) fn tensor(&self, name: &str) -> Result<&TensorInfo, ModelError> {
        self.tensors
            .get(name)
            .ok_or_else(|| ModelError::MissingTensor { name: name.into() })
    }

    /// Where in the file a tensor's blocks are.
    pub(crate) fn extent(&self, name: &str) -> Result<Extent, ModelError> {
        let info = self.tensor(name)?;
        let bytes = size_bytes(info).and_then(|bytes| usize::try_from(bytes).ok());
        Ok(Extent {
            offset: info.offset,
            size_bytes: bytes.ok_or_else(|| ModelError::damaged("a tensor is too large"))?,
        })
    }

    /// Every tensor whole, inside the file, and no byte used twice over.
    fn check_extents(&self, data_offset: u64, file_size_bytes: u64) -> Result<(), ModelError> {
        let mut end_of_data = data_offset;
        let mut total_bytes: u64 = 0;
        for (name, info) in &self.tensors {
            let broken = || ModelError::damaged(format!("the size of tensor \"{name}\" is wrong"));
            let row = info.shape.dims().last().copied().unwrap_or(0);
            if row == 0 || !row.is_multiple_of(info.ggml_dtype.block_size()) {
                return Err(broken());
            }
            let bytes = size_bytes(info).ok_or_else(broken)?;
            let end = data_offset
                .checked_add(info.offset)
                .and_then(|start| start.checked_add(bytes))
                .ok_or_else(broken)?;
            end_of_data = end_of_data.max(end);
            total_bytes = total_bytes.checked_add(bytes).ok_or_else(broken)?;
        }
        if end_of_data > file_size_bytes {
            return Err(ModelError::Truncated {
                missing_bytes: end_of_data - file_size_bytes,
            });
        }
        if total_bytes > file_size_bytes {
            return Err(ModelError::damaged("its tensors overlap"));
        }
        Ok(())
    }
}

/// A tensor's size, or `None` when it exceeds what can be counted.
fn size_bytes(info: &TensorInfo) -> Option<u64> {
    let elements = info
        .shape
        .dims()
        .iter()
        .try_fold(1_u64, |product, &dim| product.checked_mul(dim as u64))?;
    (elements / info.ggml_dtype.block_size() as u64).checked_mul(info.ggml_dtype.type_size() as u64)
}

fn wrong_kind(key: &str) -> ModelError {
    ModelError::damaged(format!("the property \"{key}\" has an unexpected value"))
}
