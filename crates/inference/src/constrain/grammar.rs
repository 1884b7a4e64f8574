//! A schema as a machine that takes an answer byte by byte.
//!
//! Schemas do not refer to themselves, so that a node of the machine and one count per array
//! that is open say all about a state. Of every state it is known in how many tokens the answer
//! can be over, which is what keeps an answer within its limit.

use super::compiler::Compiler;
use super::number::{Number, Range};
use super::schema::Schema;
use super::text::{Text, TextStep};
use super::trie::TokenTrie;
use crate::ModelError;

/// Arrays that may be open at the same time.
pub(super) const MAX_OPEN_ARRAYS: usize = 4;

/// What an answer may be: made from a [`Schema`] or a list of choices, for one vocabulary.
#[derive(Debug, Clone, PartialEq)]
pub struct Grammar {
    nodes: Vec<Node>,
    start: State,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// The node behind this one.
    pub(super) next: u16,
    /// Fewest tokens from there to the end, when all open arrays have enough items.
    pub(super) after: u32,
    /// The array that this node is inside of.
    pub(super) array: Option<u16>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
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
pub(super) struct Array {
    pub(super) item: u16,
    /// Where the next item begins behind its comma.
    pub(super) gap: u16,
    pub(super) min: u16,
    pub(super) max: u16,
    /// Fewest tokens of an item.
    pub(super) item_tokens: u32,
    /// Which count of a [`State`] is its own.
    pub(super) depth: usize,
}

/// Bytes, and for each suffix the fewest tokens that spell it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Spelled {
    pub(super) bytes: Box<[u8]>,
    pub(super) tokens: Box<[u32]>,
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

    /// The machine of `nodes`, which begins with the one numbered `entry`.
    pub(super) fn new(nodes: Vec<Node>, entry: u16) -> Self {
        let mut grammar = Self {
            nodes,
            start: State {
                node: entry,
                items: [0; MAX_OPEN_ARRAYS],
                inside: Inside::Nothing,
            },
        };
        grammar.start = grammar.enter(grammar.start, entry);
        grammar
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
    pub(super) fn missing_tokens(&self, begun: u16, is_first: bool) -> u32 {
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
