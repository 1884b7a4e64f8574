//! A schema as a machine that takes an answer byte by byte.
//!
//! Schemas do not refer to themselves, so that a node of the machine and one count per array
//! that is open say all about a state. Of every state it is known in how many tokens the answer
//! can be over, which is what keeps an answer within its limit.

use super::number::{Number, Range};
use super::schema::{Schema, unusable};
use super::text::{Text, TextStep};
use super::trie::TokenTrie;
use crate::ModelError;

/// Arrays that may be open at the same time.
const MAX_OPEN_ARRAYS: usize = 4;
/// Most nodes; a schema for a small model has about 30.
const MAX_NODES: usize = 4_096;

/// What an answer may be: made from a [`Schema`] or a list of choices, for one vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Grammar {
    nodes: Vec<Node>,
    start: State,
}

#[derive(Debug, Clone, PartialEq)]
struct Node {
    kind: Kind,
    /// The node behind this one.
    next: u16,
    /// Fewest tokens from there to the end, when all open arrays have enough items.
    after: u32,
    /// The array that this node is inside of.
    array: Option<u16>,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// These bytes.
    Literal(Spelled),
    /// A space, or none.
    Gap,
    /// The inside of a string and its closing mark.
    Text { max_chars: u32, ascii: bool },
    /// One of several byte strings, which are sorted.
    Choice(Vec<Spelled>),
    /// A number.
    Number(Range),
    /// Behind the opening bracket: the closing one, or an item.
    Array(Array),
    /// Behind an item: the closing bracket, or a comma and another item.
    More { array: u16 },
    /// Nothing more.
    End,
}

#[derive(Debug, Clone, PartialEq)]
struct Array {
    item: u16,
    /// Where the next item begins behind its comma.
    gap: u16,
    min: u16,
    max: u16,
    /// Fewest tokens of an item.
    item_tokens: u32,
    /// Which count of a [`State`] is its own.
    depth: usize,
}

/// Bytes, and for each suffix the fewest tokens that spell it.
#[derive(Debug, Clone, PartialEq)]
struct Spelled {
    bytes: Box<[u8]>,
    tokens: Box<[u32]>,
}

/// Where in an answer the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct State {
    node: u16,
    /// Items begun of each open array.
    items: [u16; MAX_OPEN_ARRAYS],
    inside: Inside,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Inside {
    Nothing,
    /// Bytes of a literal.
    Literal(u16),
    /// The choices that are still possible, and their bytes so far.
    Choice {
        first: u16,
        end: u16,
        at: u16,
    },
    Text(Text),
    Number(Number),
}

/// What a node did with a byte.
enum Taken {
    Stays(Inside),
    Leaves,
    /// The node is over without the byte, which belongs to the next one.
    Passes,
    /// The byte begins an item of this array.
    Item(u16),
    /// The byte is the comma before one.
    Comma(u16),
    Refused,
}

impl Grammar {
    /// An answer in JSON.
    pub(crate) fn json(schema: &Schema, trie: &TokenTrie) -> Result<Self, ModelError> {
        Compiler::new(trie).finish(|compiler, end| compiler.value(schema, end, 0))
    }

    /// An answer that is one of `choices`, as it stands.
    pub(crate) fn choices(choices: &[&str], trie: &TokenTrie) -> Result<Self, ModelError> {
        Compiler::new(trie).finish(|compiler, end| {
            compiler.choice(choices.iter().map(|text| (*text).to_owned()), end)
        })
    }

    /// Fewest tokens of an answer.
    #[must_use]
    pub fn fewest_tokens(&self) -> u32 {
        self.missing_tokens(self.start)
    }

    pub(crate) const fn start(&self) -> State {
        self.start
    }

    /// The state behind one more byte, if an answer may go on with it.
    pub(crate) fn step(&self, mut state: State, byte: u8) -> Option<State> {
        // Each round passes to a later node: nodes that can be empty never form a circle.
        loop {
            let node = &self.nodes[usize::from(state.node)];
            match self.take(&node.kind, &state, byte) {
                Taken::Refused => return None,
                Taken::Stays(inside) => return Some(State { inside, ..state }),
                Taken::Leaves => return Some(self.enter(state, node.next)),
                Taken::Passes => state = self.enter(state, node.next),
                Taken::Item(array) => {
                    let array = self.array(array)?;
                    state.items[array.depth] = 1;
                    state = self.enter(state, array.item);
                }
                Taken::Comma(array) => {
                    let array = self.array(array)?;
                    state.items[array.depth] += 1;
                    return Some(self.enter(state, array.gap));
                }
            }
        }
    }

    /// Whether the answer may end here.
    pub(crate) fn may_end(&self, mut state: State) -> bool {
        loop {
            let node = &self.nodes[usize::from(state.node)];
            if node.kind == Kind::End {
                return true;
            }
            if !can_pass(&node.kind, state.inside) {
                return false;
            }
            state = self.enter(state, node.next);
        }
    }

    /// Whether nothing can follow.
    pub(crate) fn is_over(&self, state: State) -> bool {
        self.nodes[usize::from(state.node)].kind == Kind::End
    }

    /// In how many tokens the answer can be over; an upper bound that one of the allowed tokens
    /// always brings down.
    pub(crate) fn missing_tokens(&self, state: State) -> u32 {
        let node = &self.nodes[usize::from(state.node)];
        let own = match (&node.kind, state.inside) {
            (Kind::Literal(text), Inside::Literal(at)) => text.tokens[usize::from(at)],
            (Kind::Choice(options), Inside::Choice { first, end, at }) => options
                [usize::from(first)..usize::from(end)]
                .iter()
                .map(|option| option.tokens[usize::from(at)])
                .min()
                .unwrap_or(0),
            (Kind::Text { .. }, Inside::Text(text)) => text.missing(),
            (Kind::Number(range), Inside::Number(number)) => range.missing(number),
            (Kind::Array(array), _) => array.missing_tokens(0, true),
            (Kind::More { array }, _) => self.array(*array).map_or(0, |array| {
                array.missing_tokens(state.items[array.depth], false)
            }),
            _ => 0,
        };
        let mut missing = own + node.after;
        let mut outer = node.array;
        while let Some((array, node)) =
            outer.and_then(|at| Some((self.array(at)?, &self.nodes[usize::from(at)])))
        {
            // `after` counts the closing bracket alone.
            missing += array.missing_tokens(state.items[array.depth], false) - 1;
            outer = node.array;
        }
        missing
    }

    fn array(&self, at: u16) -> Option<&Array> {
        match &self.nodes[usize::from(at)].kind {
            Kind::Array(array) => Some(array),
            _ => None,
        }
    }

    fn enter(&self, state: State, node: u16) -> State {
        let inside = match &self.nodes[usize::from(node)].kind {
            Kind::Literal(_) => Inside::Literal(0),
            Kind::Choice(options) => Inside::Choice {
                first: 0,
                // The compiler bounds the number of options.
                end: options.len() as u16,
                at: 0,
            },
            Kind::Text { max_chars, .. } => Inside::Text(Text::new(*max_chars)),
            Kind::Number(_) => Inside::Number(Range::start()),
            Kind::Gap | Kind::Array(_) | Kind::More { .. } | Kind::End => Inside::Nothing,
        };
        State {
            node,
            inside,
            ..state
        }
    }

    fn take(&self, kind: &Kind, state: &State, byte: u8) -> Taken {
        match (kind, state.inside) {
            (Kind::Text { ascii, .. }, Inside::Text(text)) => match text.step(byte, *ascii) {
                TextStep::Goes(text) => Taken::Stays(Inside::Text(text)),
                TextStep::Ends => Taken::Leaves,
                TextStep::Refused => Taken::Refused,
            },
            (Kind::Literal(text), Inside::Literal(at)) => {
                if text.bytes[usize::from(at)] != byte {
                    Taken::Refused
                } else if usize::from(at) + 1 == text.bytes.len() {
                    Taken::Leaves
                } else {
                    Taken::Stays(Inside::Literal(at + 1))
                }
            }
            (Kind::Choice(options), Inside::Choice { first, end, at }) => {
                match narrow(options, first, end, at, byte) {
                    Some((only, end))
                        if only + 1 == end
                            && options[usize::from(only)].bytes.len() == usize::from(at) + 1 =>
                    {
                        Taken::Leaves
                    }
                    Some((first, end)) => Taken::Stays(Inside::Choice {
                        first,
                        end,
                        at: at + 1,
                    }),
                    None if can_pass(kind, state.inside) => Taken::Passes,
                    None => Taken::Refused,
                }
            }
            (Kind::Number(range), Inside::Number(number)) => match range.step(number, byte) {
                Some(number) => Taken::Stays(Inside::Number(number)),
                None if range.is_complete(number) => Taken::Passes,
                None => Taken::Refused,
            },
            (Kind::Gap, _) if byte == b' ' => Taken::Leaves,
            (Kind::Gap, _) => Taken::Passes,
            (Kind::Array(array), _) => match byte {
                b']' if array.min == 0 => Taken::Leaves,
                _ if array.max == 0 => Taken::Refused,
                _ => Taken::Item(state.node),
            },
            (Kind::More { array }, _) => match (self.array(*array), byte) {
                (Some(known), b']') if state.items[known.depth] >= known.min => Taken::Leaves,
                (Some(known), b',') if state.items[known.depth] < known.max => Taken::Comma(*array),
                _ => Taken::Refused,
            },
            _ => Taken::Refused,
        }
    }
}

impl Array {
    /// Fewest tokens until its closing bracket, which counts too, when `begun` items have been
    /// begun. Where none has, the first item needs no comma.
    fn missing_tokens(&self, begun: u16, is_first: bool) -> u32 {
        let missing = u32::from(self.min.saturating_sub(begun));
        let commas = missing - u32::from(is_first && missing > 0);
        missing * self.item_tokens + commas + 1
    }
}

/// Whether a node may be over without another byte.
fn can_pass(kind: &Kind, inside: Inside) -> bool {
    match (kind, inside) {
        (Kind::Gap, _) => true,
        (Kind::Number(range), Inside::Number(number)) => range.is_complete(number),
        // Sorted, the shortest of those with a common beginning comes first.
        (Kind::Choice(options), Inside::Choice { first, at, .. }) => {
            options[usize::from(first)].bytes.len() == usize::from(at)
        }
        _ => false,
    }
}

/// The options from `first` to `end` whose byte `at` is `byte`; they lie together, being sorted.
fn narrow(options: &[Spelled], first: u16, end: u16, at: u16, byte: u8) -> Option<(u16, u16)> {
    let has = |index: &u16| options[usize::from(*index)].bytes.get(usize::from(at)) == Some(&byte);
    let start = (first..end).find(has)?;
    let count = (start..end).take_while(has).count();
    // Not more than `end - first`.
    Some((start, start + count as u16))
}

/// Builds a machine from its end.
struct Compiler<'a> {
    trie: &'a TokenTrie,
    nodes: Vec<Node>,
    array: Option<u16>,
}

/// An entry of a part, and the fewest tokens of that part.
struct Part {
    entry: u16,
    tokens: u32,
}

impl<'a> Compiler<'a> {
    const fn new(trie: &'a TokenTrie) -> Self {
        Self {
            trie,
            nodes: Vec::new(),
            array: None,
        }
    }

    fn finish(
        mut self,
        compile: impl FnOnce(&mut Self, u16) -> Result<Part, ModelError>,
    ) -> Result<Grammar, ModelError> {
        let end = self.push(Kind::End, 0)?;
        // The end is behind itself.
        let entry = compile(&mut self, end)?.entry;
        let mut grammar = Grammar {
            nodes: self.nodes,
            start: State {
                node: entry,
                items: [0; MAX_OPEN_ARRAYS],
                inside: Inside::Nothing,
            },
        };
        grammar.start = grammar.enter(grammar.start, entry);
        Ok(grammar)
    }

    /// Compiles a value in front of `next`.
    fn value(&mut self, schema: &Schema, next: u16, depth: usize) -> Result<Part, ModelError> {
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

    fn choice(
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
