//! From a schema, or a list of choices, to the machine that takes such an answer.

use super::grammar::{Array, Grammar, Kind, MAX_OPEN_ARRAYS, Node, Spelled};
use super::number::Range;
use super::schema::{Schema, unusable};
use super::trie::TokenTrie;
use crate::ModelError;

/// Most nodes; a schema for a small model has about 30.
const MAX_NODES: usize = 4_096;

/// Builds a machine from its end.
pub(super) struct Compiler<'a> {
    trie: &'a TokenTrie,
    nodes: Vec<Node>,
    array: Option<u16>,
}

/// An entry of a part, and the fewest tokens of that part.
pub(super) struct Part {
    entry: u16,
    tokens: u32,
}

impl<'a> Compiler<'a> {
    pub(super) const fn new(trie: &'a TokenTrie) -> Self {
        Self {
            trie,
            nodes: Vec::new(),
            array: None,
        }
    }

    /// The machine of what `compile` puts in front of the end.
    pub(super) fn finish(
        mut self,
        compile: impl FnOnce(&mut Self, u16) -> Result<Part, ModelError>,
    ) -> Result<Grammar, ModelError> {
        let end = self.push(Kind::End, 0)?;
        // The end is behind itself.
        let entry = compile(&mut self, end)?.entry;
        Ok(Grammar::new(self.nodes, entry))
    }

    /// Compiles a value in front of `next`.
    pub(super) fn value(
        &mut self,
        schema: &Schema,
        next: u16,
        depth: usize,
    ) -> Result<Part, ModelError> {
        match schema {
            Schema::Object(fields) => self.object(fields, next, depth),
            Schema::Array {
                items,
                min_items,
                max_items,
            } => self.array(items, (*min_items, *max_items), next, depth),
            Schema::Text { max_chars } => {
                let can_continue = (0x80..=0xBF).all(|byte| self.trie.contains(&[byte]));
                self.spell(b"\"")?;
                let kind = Kind::Text {
                    max_chars: *max_chars,
                    ascii: !can_continue,
                };
                let inside = self.push(kind, next)?;
                let open = self.literal(b"\"", inside)?;
                Ok(Part {
                    tokens: open.tokens + 1,
                    ..open
                })
            }
            Schema::OneOf(texts) => self.choice(
                texts.iter().map(|text| serde_json::json!(text).to_string()),
                next,
            ),
            Schema::Boolean => self.choice(["false".to_owned(), "true".to_owned()], next),
            Schema::Number { min, max, decimals } => {
                let range = Range::new(*min, *max, *decimals)
                    .ok_or_else(|| unusable("no number lies between its limits"))?;
                self.spell(b"-.0123456789")?;
                Ok(Part {
                    entry: self.push(Kind::Number(range), next)?,
                    tokens: range.missing(Range::start()),
                })
            }
        }
    }

    fn object(
        &mut self,
        fields: &[(String, Schema)],
        next: u16,
        depth: usize,
    ) -> Result<Part, ModelError> {
        if fields.is_empty() {
            return self.literal(b"{}", next);
        }
        let mut part = self.literal(b"}", next)?;
        for (index, (key, schema)) in fields.iter().enumerate().rev() {
            let value = self.value(schema, part.entry, depth)?;
            let gap = self.push(Kind::Gap, value.entry)?;
            let opening = if index == 0 { "{" } else { "" };
            let name = format!("{opening}{}:", serde_json::json!(key));
            let name = self.literal(name.as_bytes(), gap)?;
            part.tokens += value.tokens + name.tokens;
            part.entry = name.entry;
            if index > 0 {
                let gap = self.push(Kind::Gap, part.entry)?;
                let comma = self.literal(b",", gap)?;
                part.tokens += comma.tokens;
                part.entry = comma.entry;
            }
        }
        Ok(part)
    }

    fn array(
        &mut self,
        items: &Schema,
        (min, max): (u16, u16),
        next: u16,
        depth: usize,
    ) -> Result<Part, ModelError> {
        if min > max || depth == MAX_OPEN_ARRAYS {
            return Err(unusable(
                "its arrays are nested too deeply or can have no length",
            ));
        }
        self.spell(b"],")?;
        let mut array = Array {
            item: 0,
            gap: 0,
            min,
            max,
            item_tokens: 0,
            depth,
        };
        // Both are needed before the item that lies between them is known.
        let list = self.push(Kind::Array(array.clone()), next)?;
        let more = self.push(Kind::More { array: list }, next)?;
        let outer = self.array.replace(list);
        // Seen from an item, its closing bracket follows.
        self.nodes[usize::from(more)].after += 1;
        let item = self.value(items, more, depth + 1)?;
        self.nodes[usize::from(more)].after -= 1;
        (array.item, array.item_tokens) = (item.entry, item.tokens);
        array.gap = self.push(Kind::Gap, item.entry)?;
        self.array = outer;
        let tokens = array.missing_tokens(0, true);
        self.nodes[usize::from(list)].kind = Kind::Array(array);
        let open = self.literal(b"[", list)?;
        Ok(Part {
            tokens: open.tokens + tokens,
            ..open
        })
    }

    /// Compiles a list of texts in front of `next`.
    pub(super) fn choice(
        &mut self,
        texts: impl IntoIterator<Item = String>,
        next: u16,
    ) -> Result<Part, ModelError> {
        let mut texts: Vec<String> = texts.into_iter().collect();
        texts.sort_unstable();
        texts.dedup();
        if texts.iter().any(String::is_empty) || texts.is_empty() || texts.len() > MAX_NODES {
            return Err(unusable(
                "a list of choices is empty, too long, or has an empty one",
            ));
        }
        let options = texts
            .iter()
            .map(|text| self.spell(text.as_bytes()))
            .collect::<Result<Vec<_>, _>>()?;
        let tokens = options.iter().map(|option| option.tokens[0]).min();
        Ok(Part {
            entry: self.push(Kind::Choice(options), next)?,
            tokens: tokens.unwrap_or(0),
        })
    }

    fn literal(&mut self, bytes: &[u8], next: u16) -> Result<Part, ModelError> {
        let text = self.spell(bytes)?;
        let tokens = text.tokens[0];
        Ok(Part {
            entry: self.push(Kind::Literal(text), next)?,
            tokens,
        })
    }

    fn spell(&self, bytes: &[u8]) -> Result<Spelled, ModelError> {
        let tokens = self
            .trie
            .fewest_tokens(bytes)
            .filter(|_| bytes.len() < usize::from(u16::MAX))
            .ok_or_else(|| unusable("the model's vocabulary cannot spell a word of it"))?;
        Ok(Spelled {
            bytes: bytes.into(),
            tokens,
        })
    }

    fn push(&mut self, kind: Kind, next: u16) -> Result<u16, ModelError> {
        let after = self.nodes.get(usize::from(next)).map_or(0, |node| {
            node.after
                + match &node.kind {
                    Kind::Literal(text) => text.tokens[0],
                    Kind::Choice(options) => options
                        .iter()
                        .map(|option| option.tokens[0])
                        .min()
                        .unwrap_or(0),
                    Kind::Text { .. } => 1,
                    Kind::Number(range) => range.missing(Range::start()),
                    Kind::Array(array) => array.missing_tokens(0, true),
                    // The closing bracket of an array whose items are being compiled is in its
                    // `after` already.
                    Kind::Gap | Kind::More { .. } | Kind::End => 0,
                }
        });
        if self.nodes.len() == MAX_NODES {
            return Err(unusable("it is too large"));
        }
        self.nodes.push(Node {
            kind,
            next,
            after,
            array: self.array,
        });
        // Below MAX_NODES.
        Ok((self.nodes.len() - 1) as u16)
    }
}
