//! The head of a GGUF file, written.
//!
//! Format: <https://github.com/ggml-org/ggml/blob/master/docs/gguf.md>, version 3.

use std::collections::HashMap;

use candle_core::quantized::gguf_file::Value;

use super::Planned;
use super::kind::type_number;
use crate::ModelError;

/// What begins every tensor: the alignment of a file that does not name another.
pub(super) const ALIGNMENT: u64 = 32;

/// The properties and the list of tensors, up to the first tensor's bytes.
pub(super) fn write(
    properties: &HashMap<String, Value>,
    tensors: &[Planned],
) -> Result<Vec<u8>, ModelError> {
    let mut head = b"GGUF".to_vec();
    head.extend(3_u32.to_le_bytes());
    head.extend((tensors.len() as u64).to_le_bytes());
    head.extend((properties.len() as u64).to_le_bytes());
    let mut properties: Vec<_> = properties.iter().collect();
    properties.sort_by_key(|(key, _)| key.as_str());
    for (key, value) in properties {
        put_text(&mut head, key);
        head.extend(value_kind(value).to_le_bytes());
        put_value(&mut head, value)?;
    }
    for tensor in tensors {
        put_text(&mut head, &tensor.name);
        // At most four.
        head.extend((tensor.dims.len() as u32).to_le_bytes());
        for &dim in tensor.dims.iter().rev() {
            head.extend((dim as u64).to_le_bytes());
        }
        head.extend(type_number(tensor.to).to_le_bytes());
        head.extend(tensor.offset.to_le_bytes());
    }
    head.resize(head.len().next_multiple_of(ALIGNMENT as usize), 0);
    Ok(head)
}

fn put_text(head: &mut Vec<u8>, text: &str) {
    head.extend((text.len() as u64).to_le_bytes());
    head.extend(text.as_bytes());
}

fn put_value(head: &mut Vec<u8>, value: &Value) -> Result<(), ModelError> {
    match value {
        Value::U8(value) => head.extend(value.to_le_bytes()),
        Value::I8(value) => head.extend(value.to_le_bytes()),
        Value::U16(value) => head.extend(value.to_le_bytes()),
        Value::I16(value) => head.extend(value.to_le_bytes()),
        Value::U32(value) => head.extend(value.to_le_bytes()),
        Value::I32(value) => head.extend(value.to_le_bytes()),
        Value::U64(value) => head.extend(value.to_le_bytes()),
        Value::I64(value) => head.extend(value.to_le_bytes()),
        Value::F32(value) => head.extend(value.to_le_bytes()),
        Value::F64(value) => head.extend(value.to_le_bytes()),
        Value::Bool(value) => head.push(u8::from(*value)),
        Value::String(text) => put_text(head, text),
        Value::Array(values) => {
            // An empty list has lost the kind of its values: any will do.
            let kind = values.first().map_or(4, value_kind);
            head.extend(kind.to_le_bytes());
            head.extend((values.len() as u64).to_le_bytes());
            for value in values {
                if value_kind(value) != kind {
                    return Err(ModelError::damaged("a list in it mixes kinds of values"));
                }
                put_value(head, value)?;
            }
        }
    }
    Ok(())
}

/// The number of a kind of values: `enum gguf_metadata_value_type`.
const fn value_kind(value: &Value) -> u32 {
    match value {
        Value::U8(_) => 0,
        Value::I8(_) => 1,
        Value::U16(_) => 2,
        Value::I16(_) => 3,
        Value::U32(_) => 4,
        Value::I32(_) => 5,
        Value::F32(_) => 6,
        Value::Bool(_) => 7,
        Value::String(_) => 8,
        Value::Array(_) => 9,
        Value::U64(_) => 10,
        Value::I64(_) => 11,
        Value::F64(_) => 12,
    }
}
