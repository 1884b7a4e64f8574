//! Heads: small linear layers that label a text or each of its tokens.

use super::Span;
use super::config::EncoderConfig;
use crate::ModelError;
use crate::exponential::{sigmoid, softmax};
use crate::gguf::Header;
use crate::numeric::dot;
use crate::tensors::Shape;

/// Most heads of a file.
const MAX_HEADS: usize = 32;
/// Most labels of a head.
const MAX_LABELS: usize = 512;
/// Longest name of a head or a label, in bytes.
const MAX_NAME_BYTES: usize = 100;

/// A head of an encoder.
pub struct Head {
    /// Its name, such as "emotion".
    pub name: String,
    /// What it labels.
    pub kind: HeadKind,
    /// Its labels, in the order of its scores.
    pub labels: Vec<String>,
    /// What its scores are.
    pub scale: Scale,
    /// A layer before the labels, with the hyperbolic tangent after it.
    pub(super) dense: Option<Plane>,
    pub(super) output: Plane,
}

/// What a head labels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadKind {
    /// Each token.
    Tokens,
    /// The text, by the vector of its first token `[CLS]`.
    First,
    /// The text, by the mean of its tokens' vectors.
    Mean,
}

/// What the scores of a head are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scale {
    /// One label holds: probabilities whose sum is 1.
    One,
    /// Each label holds or not: a probability for each.
    Each,
    /// Numbers as they come, such as an estimate.
    Value,
}

/// What a head says.
#[derive(Debug, Clone, PartialEq)]
pub enum HeadOutput {
    /// Scores of the text, one per label.
    Text(Vec<f32>),
    /// Scores of each token that stands for text, one per label.
    Tokens(Vec<Span>),
}

/// A dense matrix with a bias. Heads are small: theirs are held as plain numbers.
pub(super) struct Plane {
    pub(super) weight: Vec<f32>,
    pub(super) bias: Vec<f32>,
}

impl Plane {
    fn apply(&self, input: &[f32]) -> Vec<f32> {
        let rows = self.weight.chunks_exact(input.len());
        rows.zip(&self.bias)
            .map(|(row, bias)| dot(row, input) + bias)
            .collect()
    }
}

impl Head {
    /// The scores of one vector.
    pub(super) fn score(&self, input: &[f32]) -> Vec<f32> {
        let mut scores = match &self.dense {
            Some(dense) => {
                let mut inner = dense.apply(input);
                inner.iter_mut().for_each(|value| *value = value.tanh());
                self.output.apply(&inner)
            }
            None => self.output.apply(input),
        };
        match self.scale {
            Scale::One => softmax(&mut scores),
            Scale::Each => scores.iter_mut().for_each(|score| *score = sigmoid(*score)),
            Scale::Value => {}
        }
        scores
    }
}

/// A head as the file's properties describe it.
pub(super) struct Description {
    pub(super) name: String,
    pub(super) kind: HeadKind,
    pub(super) labels: Vec<String>,
    pub(super) scale: Scale,
    pub(super) has_dense: bool,
}

impl Description {
    /// Names and shapes of the head's tensors, as rows and columns.
    pub(super) fn tensors(&self, config: &EncoderConfig) -> Vec<Shape> {
        let (name, hidden, labels) = (&self.name, config.hidden, self.labels.len());
        let mut tensors = vec![
            Shape::new(format!("head.{name}.weight"), labels, hidden),
            Shape::new(format!("head.{name}.bias"), 1, labels),
        ];
        if self.has_dense {
            tensors.push(Shape::new(
                format!("head.{name}.dense.weight"),
                hidden,
                hidden,
            ));
            tensors.push(Shape::new(format!("head.{name}.dense.bias"), 1, hidden));
        }
        tensors
    }
}

/// The heads that a file describes; none is fine.
pub(super) fn describe(header: &Header) -> Result<Vec<Description>, ModelError> {
    let names = match header.array("companion.heads") {
        Err(ModelError::MissingProperty { .. }) => return Ok(Vec::new()),
        names => header_strings(names?, MAX_HEADS)?,
    };
    let mut heads: Vec<Description> = Vec::new();
    for name in names {
        if heads.iter().any(|head| head.name == name) {
            return Err(ModelError::damaged("two of its heads have one name"));
        }
        let property = |part: &str| format!("companion.head.{name}.{part}");
        let kind = match header.string(&property("kind"))? {
            "tokens" => HeadKind::Tokens,
            "first" => HeadKind::First,
            "mean" => HeadKind::Mean,
            _ => return Err(ModelError::damaged("a head of it has an unknown kind")),
        };
        let scale = match header.string(&property("scale"))? {
            "one" => Scale::One,
            "each" => Scale::Each,
            "value" => Scale::Value,
            _ => return Err(ModelError::damaged("a head of it has an unknown scale")),
        };
        let labels = header_strings(header.array(&property("labels"))?, MAX_LABELS)?;
        if labels.is_empty() {
            return Err(ModelError::damaged("a head of it has no labels"));
        }
        heads.push(Description {
            has_dense: header.has_tensor(&format!("head.{name}.dense.weight")),
            name,
            kind,
            labels,
            scale,
        });
    }
    Ok(heads)
}

fn header_strings(
    values: &[candle_core::quantized::gguf_file::Value],
    limit: usize,
) -> Result<Vec<String>, ModelError> {
    use candle_core::quantized::gguf_file::Value;
    if values.len() > limit {
        return Err(ModelError::damaged("a list of names in it is too long"));
    }
    values
        .iter()
        .map(|value| match value {
            Value::String(name) if name.len() <= MAX_NAME_BYTES => Ok(name.clone()),
            _ => Err(ModelError::damaged("a name in it is none")),
        })
        .collect()
}
