//! One layer: attention and feed-forward network, each added to the residual stream.

use companion_kernels::Activations;

use crate::ModelError;
use crate::attention::{attend, rotate};
use crate::config::Config;
use crate::kv_cache::KvCache;
use crate::matrix::{Matrix, Operand};
use crate::numeric::{add, rms_norm, swiglu};

use super::Model;

/// Weights of one layer.
pub(crate) struct Layer {
    pub(super) attention_norm: Vec<f32>,
    pub(super) query: Projection,
    pub(super) key: Projection,
    pub(super) value: Projection,
    pub(super) attention_output: Matrix,
    pub(super) feed_forward_norm: Vec<f32>,
    pub(super) gate: Matrix,
    pub(super) up: Matrix,
    pub(super) down: Matrix,
}

/// A matrix with a bias, as Qwen2 has them before attention.
pub(super) struct Projection {
    pub(super) weight: Matrix,
    pub(super) bias: Vec<f32>,
}

impl Projection {
    fn apply(&self, input: Operand<'_>, output: &mut [f32]) -> Result<(), ModelError> {
        self.weight.multiply(input, output)?;
        for row in output.chunks_exact_mut(self.weight.rows()) {
            add(row, &self.bias);
        }
        Ok(())
    }
}

/// Activations of a chunk of tokens, allocated once per sequence.
pub(crate) struct Workspace {
    /// The residual stream, one row per token of the chunk.
    pub(crate) hidden: Vec<f32>,
    normed: Vec<f32>,
    rounded: Activations,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    attended: Vec<f32>,
    projected: Vec<f32>,
    gate: Vec<f32>,
    up: Vec<f32>,
    scores: Vec<f32>,
}

impl Workspace {
    pub(crate) fn new(config: &Config, chunk_tokens: usize) -> Self {
        let rows = |width: usize| vec![0.0; chunk_tokens * width];
        Self {
            hidden: rows(config.hidden),
            normed: rows(config.hidden),
            rounded: Activations::default(),
            query: rows(config.hidden),
            key: rows(config.kv_width()),
            value: rows(config.kv_width()),
            attended: rows(config.hidden),
            projected: rows(config.hidden),
            gate: rows(config.feed_forward),
            up: rows(config.feed_forward),
            scores: Vec::new(),
        }
    }
}

impl Model {
    /// Passes `tokens` rows of the workspace, the first at `position`, through layer `index`.
    pub(crate) fn forward(
        &self,
        index: usize,
        position: usize,
        tokens: usize,
        work: &mut Workspace,
        cache: &mut KvCache,
    ) -> Result<(), ModelError> {
        let config = &self.config;
        let layer = &self.layers[index];
        let (wide, narrow) = (tokens * config.hidden, tokens * config.kv_width());
        let inner = tokens * config.feed_forward;

        let hidden = &mut work.hidden[..wide];
        let normed = &mut work.normed[..wide];
        rms_norm(hidden, &layer.attention_norm, config.rms_epsilon, normed);

        let (query, key) = (&mut work.query[..wide], &mut work.key[..narrow]);
        let value = &mut work.value[..narrow];
        let input = Operand::new(normed, config.hidden, &mut work.rounded);
        layer.query.apply(input, query)?;
        layer.key.apply(input, key)?;
        layer.value.apply(input, value)?;
        rotate(query, config.hidden, &self.rotary, position);
        rotate(key, config.kv_width(), &self.rotary, position);
        let pairs = key
            .chunks_exact(config.kv_width())
            .zip(value.chunks_exact(config.kv_width()));
        for (offset, (key, value)) in pairs.enumerate() {
            cache.store(index, position + offset, key, value);
        }
        let attended = &mut work.attended[..wide];
        attend(
            config,
            cache,
            index,
            position,
            query,
            &mut work.scores,
            attended,
        );
        let projected = &mut work.projected[..wide];
        let input = Operand::new(attended, config.hidden, &mut work.rounded);
        layer.attention_output.multiply(input, projected)?;
        add(hidden, projected);

        rms_norm(hidden, &layer.feed_forward_norm, config.rms_epsilon, normed);
        let (gate, up) = (&mut work.gate[..inner], &mut work.up[..inner]);
        let input = Operand::new(normed, config.hidden, &mut work.rounded);
        layer.gate.multiply(input, gate)?;
        layer.up.multiply(input, up)?;
        swiglu(gate, up);
        let input = Operand::new(gate, config.feed_forward, &mut work.rounded);
        layer.down.multiply(input, projected)?;
        add(hidden, projected);
        Ok(())
    }
}
