//! Reads safetensors: eight bytes with the length of a JSON head, the head, and the tensors.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::gguf::Tensor;
use crate::tool::{Context, Failure};

/// All tensors of single precision in a file, by name; others, such as lists of positions, are
/// left out.
pub(super) fn read(content: &[u8]) -> Result<BTreeMap<String, Tensor>, Failure> {
    let damaged = || Failure::new("the safetensors file is damaged");
    let (length, rest) = content.split_first_chunk::<8>().ok_or_else(damaged)?;
    let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| damaged())?;
    let (head, data) = rest.split_at_checked(length).ok_or_else(damaged)?;
    let head: BTreeMap<String, Value> =
        serde_json::from_slice(head).context("reading the head of the safetensors file")?;
    let number = |value: &Value| value.as_u64().and_then(|value| usize::try_from(value).ok());
    head.into_iter()
        .filter(|(_, entry)| entry["dtype"] == "F32")
        .map(|(name, entry)| {
            let shape: Option<Vec<usize>> = entry["shape"]
                .as_array()
                .and_then(|dims| dims.iter().map(number).collect());
            let start = number(&entry["data_offsets"][0]).ok_or_else(damaged)?;
            let end = number(&entry["data_offsets"][1]).ok_or_else(damaged)?;
            let bytes = data.get(start..end).ok_or_else(damaged)?;
            let values = bytes
                .as_chunks::<4>()
                .0
                .iter()
                .map(|bytes| f32::from_le_bytes(*bytes))
                .collect();
            let shape = shape.ok_or_else(damaged)?;
            Ok((name, Tensor { shape, values }))
        })
        .collect()
}
