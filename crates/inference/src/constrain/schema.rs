//! What an answer may look like: a small part of JSON Schema.

use serde_json::Value;

use super::number::MAX_DECIMALS;
use crate::ModelError;

/// Longest string where a schema names no `maxLength`.
const DEFAULT_MAX_CHARS: u32 = 200;
/// Most items where a schema names no `maxItems`.
const DEFAULT_MAX_ITEMS: u16 = 8;
/// Decimals of a `number` without `multipleOf`.
const DEFAULT_DECIMALS: u32 = 2;
/// Limits of a number where a schema names none.
const DEFAULT_LIMIT: f64 = 1e9;
/// How deep arrays and objects may be nested.
const MAX_DEPTH: usize = 8;

/// The shape of a JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Schema {
    /// An object with exactly these keys, in this order.
    Object(Vec<(String, Schema)>),
    /// A list of as many items.
    Array {
        /// What each item is.
        items: Box<Schema>,
        /// Fewest items.
        min_items: u16,
        /// Most items.
        max_items: u16,
    },
    /// Text.
    Text {
        /// Most characters (Unicode scalar values).
        max_chars: u32,
    },
    /// One of these strings.
    OneOf(Vec<String>),
    /// A number between limits, both included.
    Number {
        /// Smallest.
        min: f64,
        /// Largest.
        max: f64,
        /// Most digits after the point, at most 6; 0 makes it a whole number.
        decimals: u32,
    },
    /// `true` or `false`.
    Boolean,
}

impl Schema {
    /// Reads a JSON Schema made of `object` (whose `required` keys are written, in that order, and
    /// no others), `array` (`items`, `minItems`, `maxItems`), `string` (`maxLength`, or `enum`),
    /// `number` and `integer` (`minimum`, `maximum`, and for numbers `multipleOf` 1, 0.1, 0.01 …), and
    /// `boolean`. Other words describe and restrict nothing here.
    ///
    /// # Errors
    /// When the text is no JSON, or asks for something else.
    pub fn from_json(text: &str) -> Result<Self, ModelError> {
        let value: Value = serde_json::from_str(text)
            .map_err(|error| ModelError::UnusableSchema(error.to_string()))?;
        read(&value, MAX_DEPTH)
    }
}

fn read(schema: &Value, depth: usize) -> Result<Schema, ModelError> {
    if depth == 0 {
        return Err(unusable("it is nested too deeply"));
    }
    if let Some(options) = schema.get("enum") {
        return strings(options).map(Schema::OneOf);
    }
    let count = |key: &str, default: u32| match schema.get(key) {
        None => Ok(default),
        Some(value) => value
            .as_u64()
            .and_then(|count| u32::try_from(count).ok())
            .ok_or_else(|| unusable(format!("\"{key}\" is no count"))),
    };
    let items = |key, default: u16| {
        u16::try_from(count(key, default.into())?)
            .map_err(|_| unusable(format!("\"{key}\" is too large")))
    };
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => object(schema, depth),
        Some("array") => Ok(Schema::Array {
            items: Box::new(read(&schema["items"], depth - 1)?),
            min_items: items("minItems", 0)?,
            max_items: items("maxItems", DEFAULT_MAX_ITEMS)?,
        }),
        Some("string") => Ok(Schema::Text {
            max_chars: count("maxLength", DEFAULT_MAX_CHARS)?,
        }),
        Some("integer") => number(schema, 0),
        Some("number") => {
            let decimals = match schema.get("multipleOf").and_then(Value::as_f64) {
                None => DEFAULT_DECIMALS,
                Some(unit) => (0..=MAX_DECIMALS)
                    .find(|&decimals| {
                        unit == 0.1_f64.powi(decimals as i32)
                            || unit.recip() == 10_f64.powi(decimals as i32)
                    })
                    .ok_or_else(|| unusable("\"multipleOf\" is no power of ten"))?,
            };
            number(schema, decimals)
        }
        Some("boolean") => Ok(Schema::Boolean),
        _ => Err(unusable(
            "a \"type\" is missing or is none that can be asked for",
        )),
    }
}

fn object(schema: &Value, depth: usize) -> Result<Schema, ModelError> {
    let keys = schema.get("required").map_or(Ok(Vec::new()), strings)?;
    keys.into_iter()
        .map(|key| {
            let property = schema
                .get("properties")
                .and_then(|properties| properties.get(&key))
                .ok_or_else(|| unusable(format!("\"{key}\" is required and not described")))?;
            Ok((key, read(property, depth - 1)?))
        })
        .collect::<Result<_, _>>()
        .map(Schema::Object)
}

fn number(schema: &Value, decimals: u32) -> Result<Schema, ModelError> {
    let limit = |key: &str, default: f64| match schema.get(key) {
        None => Ok(default),
        Some(value) => value
            .as_f64()
            .ok_or_else(|| unusable(format!("\"{key}\" is no number"))),
    };
    Ok(Schema::Number {
        min: limit("minimum", -DEFAULT_LIMIT)?,
        max: limit("maximum", DEFAULT_LIMIT)?,
        decimals,
    })
}

fn strings(value: &Value) -> Result<Vec<String>, ModelError> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| item.as_str().map(str::to_owned))
        .collect::<Option<Vec<_>>>()
        .filter(|_| value.is_array())
        .ok_or_else(|| unusable("a list of strings is missing"))
}

pub(super) fn unusable(what: impl Into<String>) -> ModelError {
    ModelError::UnusableSchema(what.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_schema_is_understood() {
        let schema = Schema::from_json(
            r#"{"type": "object", "required": ["mood", "themes", "score"], "properties": {
                "score": {"type": "number", "minimum": -1, "maximum": 1, "multipleOf": 0.1},
                "note": {"type": "string"},
                "mood": {"enum": ["good", "bad"]},
                "themes": {"type": "array", "maxItems": 3, "items": {"type": "string", "maxLength": 20}}
            }}"#,
        );
        let text = Schema::Text { max_chars: 20 };
        let expected = Schema::Object(vec![
            (
                "mood".into(),
                Schema::OneOf(vec!["good".into(), "bad".into()]),
            ),
            (
                "themes".into(),
                Schema::Array {
                    items: Box::new(text),
                    min_items: 0,
                    max_items: 3,
                },
            ),
            (
                "score".into(),
                Schema::Number {
                    min: -1.0,
                    max: 1.0,
                    decimals: 1,
                },
            ),
        ]);
        assert_eq!(schema.unwrap(), expected);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        for (schema, fault) in [
            ("{", "EOF"),
            ("{}", "type"),
            (r#"{"type": "null"}"#, "type"),
            (r#"{"enum": "x"}"#, "list"),
            (r#"{"type": "object", "required": ["x"]}"#, "\"x\""),
            (r#"{"type": "string", "maxLength": -1}"#, "maxLength"),
            (r#"{"type": "number", "multipleOf": 0.3}"#, "multipleOf"),
            (r#"{"type": "integer", "minimum": "0"}"#, "minimum"),
        ] {
            let message = Schema::from_json(schema).unwrap_err().to_string();
            assert!(message.contains(fault), "{schema}: {message}");
        }
        let deep = (0..9).fold(r#"{"type": "boolean"}"#.to_owned(), |inner, _| {
            format!(r#"{{"type": "array", "items": {inner}}}"#)
        });
        assert!(Schema::from_json(&deep).is_err());
    }
}
