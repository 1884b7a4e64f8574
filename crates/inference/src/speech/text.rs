//! The half that writes: token by token, looking back at its own and over at what was heard.

use companion_kernels::Activations;

use super::audio::{EPSILON, POSITIONS};
use super::config::SpeechConfig;
use crate::ModelError;
use crate::embed::math::gelu;
use crate::exponential::softmax;
use crate::linear::{Linear, Norm};
use crate::matrix::{Matrix, Operand};
use crate::numeric::{add, add_scaled, dot};

/// Weights of the half that writes.
pub(super) struct Text {
    /// One row per token: its vector going in, and what its score is computed with coming out.
    pub(super) tokens: Matrix,
    /// One row per position.
    pub(super) positions: Vec<f32>,
    pub(super) layers: Vec<TextLayer>,
    pub(super) norm: Norm,
}

/// Weights of one layer.
pub(super) struct TextLayer {
    pub(super) attention_norm: Norm,
    pub(super) query: Linear,
    pub(super) key: Linear,
    pub(super) value: Linear,
    pub(super) attention_output: Linear,
    pub(super) cross_norm: Norm,
    pub(super) cross_query: Linear,
    pub(super) cross_key: Linear,
    pub(super) cross_value: Linear,
    pub(super) cross_output: Linear,
    pub(super) feed_forward_norm: Norm,
    pub(super) up: Linear,
    pub(super) down: Linear,
}

/// What a layer keeps of one window.
#[derive(Default)]
struct Memory {
    /// Rows of the tokens so far.
    keys: Vec<f32>,
    values: Vec<f32>,
    /// Rows of the positions heard.
    heard_keys: Vec<f32>,
    heard_values: Vec<f32>,
}

/// A text being written about one window.
#[derive(Default)]
pub(super) struct Writing {
    layers: Vec<Memory>,
    written: usize,
    rounded: Activations,
    scores: Vec<f32>,
    inner: Vec<f32>,
}

impl Writing {
    /// Tokens so far.
    pub(super) const fn len(&self) -> usize {
        self.written
    }

    /// Forgets all tokens but the first `kept`.
    pub(super) fn cut(&mut self, kept: usize) {
        for memory in &mut self.layers {
            for rows in [&mut memory.keys, &mut memory.values] {
                rows.truncate(rows.len() / self.written.max(1) * kept);
            }
        }
        self.written = self.written.min(kept);
    }
}

impl Text {
    /// Begins on what was heard: a row of `hidden` per position. One layer at a time; `false`
    /// after the last.
    pub(super) fn hear(
        &self,
        config: &SpeechConfig,
        hidden: &[f32],
        writing: &mut Writing,
    ) -> Result<bool, ModelError> {
        let Some(layer) = self.layers.get(writing.layers.len()) else {
            return Ok(false);
        };
        let mut memory = Memory {
            heard_keys: vec![0.0; POSITIONS * config.width],
            heard_values: vec![0.0; POSITIONS * config.width],
            ..Memory::default()
        };
        let input = Operand::new(hidden, config.width, &mut writing.rounded);
        layer.cross_key.apply(input, &mut memory.heard_keys)?;
        layer.cross_value.apply(input, &mut memory.heard_values)?;
        writing.layers.push(memory);
        Ok(writing.layers.len() < self.layers.len())
    }

    /// Adds a token, for which there must be room, and returns the scores of the next.
    pub(super) fn write(
        &self,
        config: &SpeechConfig,
        token: u32,
        writing: &mut Writing,
    ) -> Result<Vec<f32>, ModelError> {
        let width = config.width;
        let mut hidden = vec![0.0; width];
        self.tokens.row(token, &mut hidden)?;
        add(
            &mut hidden,
            &self.positions[writing.written * width..][..width],
        );
        writing.inner.resize(config.feed_forward, 0.0);
        let mut query = vec![0.0; width];
        let mut attended = vec![0.0; width];
        for (layer, memory) in self.layers.iter().zip(&mut writing.layers) {
            let mut normed = hidden.clone();
            layer.attention_norm.apply(&mut normed, EPSILON);
            let input = Operand::new(&normed, width, &mut writing.rounded);
            let end = memory.keys.len();
            memory.keys.resize(end + width, 0.0);
            memory.values.resize(end + width, 0.0);
            layer.query.apply(input, &mut query)?;
            layer.key.apply(input, &mut memory.keys[end..])?;
            layer.value.apply(input, &mut memory.values[end..])?;
            let own = (memory.keys.as_slice(), memory.values.as_slice());
            attend(config, &query, own, &mut writing.scores, &mut attended);
            let input = Operand::new(&attended, width, &mut writing.rounded);
            layer.attention_output.apply(input, &mut query)?;
            add(&mut hidden, &query);

            normed.copy_from_slice(&hidden);
            layer.cross_norm.apply(&mut normed, EPSILON);
            let input = Operand::new(&normed, width, &mut writing.rounded);
            layer.cross_query.apply(input, &mut query)?;
            let heard = (memory.heard_keys.as_slice(), memory.heard_values.as_slice());
            attend(config, &query, heard, &mut writing.scores, &mut attended);
            let input = Operand::new(&attended, width, &mut writing.rounded);
            layer.cross_output.apply(input, &mut query)?;
            add(&mut hidden, &query);

            normed.copy_from_slice(&hidden);
            layer.feed_forward_norm.apply(&mut normed, EPSILON);
            let input = Operand::new(&normed, width, &mut writing.rounded);
            layer.up.apply(input, &mut writing.inner)?;
            gelu(&mut writing.inner);
            let input = Operand::new(&writing.inner, config.feed_forward, &mut writing.rounded);
            layer.down.apply(input, &mut query)?;
            add(&mut hidden, &query);
        }
        writing.written += 1;
        self.norm.apply(&mut hidden, EPSILON);
        let mut scores = vec![0.0; self.tokens.rows()];
        let input = Operand::new(&hidden, width, &mut writing.rounded);
        self.tokens.multiply(input, &mut scores)?;
        Ok(scores)
    }
}

/// One query over rows of keys and values, head by head.
fn attend(
    config: &SpeechConfig,
    query: &[f32],
    (keys, values): (&[f32], &[f32]),
    scores: &mut Vec<f32>,
    output: &mut [f32],
) {
    let scale = 1.0 / (config.head() as f32).sqrt();
    output.fill(0.0);
    for start in (0..config.width).step_by(config.head()) {
        let own = start..start + config.head();
        let rows = keys.chunks_exact(config.width);
        scores.clear();
        scores.extend(rows.map(|key| dot(&query[own.clone()], &key[own.clone()]) * scale));
        softmax(scores);
        let rows = values.chunks_exact(config.width);
        for (weight, value) in scores.iter().zip(rows) {
            add_scaled(&mut output[own.clone()], *weight, &value[own.clone()]);
        }
    }
}
