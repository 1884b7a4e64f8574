//! One layer: attention and feed-forward network, each added to the residual stream.

use companion_kernels::Activations;

use crate::ModelError;
use crate::attention::{attend, rotate};
use crate::config::Config;
use crate::exponential::swiglu;
use crate::kv_cache::KvCache;
use crate::matrix::{Matrix, Operand};
use crate::numeric::{add, rms_norm, rms_norm_in_place};
use crate::span::{Span, with_rows};

use super::Model;

/// Weights of one layer.
pub(crate) struct Layer {
    pub(super) attention_norm: Vec<f32>,
    pub(super) query: Projection,
    pub(super) key: Projection,
    /// Weights of the norm of every query head and of every key head: Qwen3.
    pub(super) head_norms: Option<HeadNorms>,
    pub(super) value: Projection,
    pub(super) attention_output: Matrix,
    pub(super) feed_forward_norm: Vec<f32>,
    pub(super) gate: Matrix,
    pub(super) up: Matrix,
    pub(super) down: Matrix,
}

/// A matrix before attention, in Qwen2 with a bias.
pub(super) struct Projection {
    pub(super) weight: Matrix,
    pub(super) bias: Option<Vec<f32>>,
}

/// Weights of RMSNorms that go over one head each.
pub(super) struct HeadNorms {
    pub(super) query: Vec<f32>,
    pub(super) key: Vec<f32>,
}

impl Projection {
    fn apply(&self, input: Operand<'_>, output: &mut [f32]) -> Result<(), ModelError> {
        self.weight.multiply(input, output)?;
        if let Some(bias) = &self.bias {
            for row in output.chunks_exact_mut(self.weight.rows()) {
                add(row, bias);
            }
        }
        Ok(())
    }
}

/// Activations of the tokens that are passed through the layers together.
pub(crate) struct Workspace {
    /// The residual stream, one row per token.
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
}

impl Workspace {
    pub(crate) fn new(config: &Config, chunk_tokens: usize) -> Self {
        let rows = |width: usize| vec![0.0; chunk_tokens * width];
        Self {
            hidden: rows(config.hidden),
            normed: rows(config.hidden),
            rounded: Activations::default(),
            query: rows(config.query_width()),
            key: rows(config.kv_width()),
            value: rows(config.kv_width()),
            attended: rows(config.query_width()),
            projected: rows(config.hidden),
            gate: rows(config.feed_forward),
            up: rows(config.feed_forward),
        }
    }
}

impl Model {
    /// Passes the tokens of `spans`, whose rows lie one behind another in the workspace, through
    /// layer `index`.
    pub(crate) fn forward(
        &self,
        index: usize,
        spans: &[Span],
        work: &mut Workspace,
        caches: &mut [&mut KvCache],
    ) -> Result<(), ModelError> {
        let config = &self.config;
        let layer = &self.layers[index];
        let tokens: usize = spans.iter().map(|span| span.tokens).sum();
        let (query_width, kv_width) = (config.query_width(), config.kv_width());

        let hidden = &mut work.hidden[..tokens * config.hidden];
        let normed = &mut work.normed[..tokens * config.hidden];
        rms_norm(hidden, &layer.attention_norm, config.rms_epsilon, normed);

        let query = &mut work.query[..tokens * query_width];
        let key = &mut work.key[..tokens * kv_width];
        let value = &mut work.value[..tokens * kv_width];
        let input = Operand::new(normed, config.hidden, &mut work.rounded);
        layer.query.apply(input, query)?;
        layer.key.apply(input, key)?;
        layer.value.apply(input, value)?;
        if let Some(norms) = &layer.head_norms {
            rms_norm_in_place(query, &norms.query, config.rms_epsilon);
            rms_norm_in_place(key, &norms.key, config.rms_epsilon);
        }
        for (span, rows) in with_rows(spans) {
            let query = &mut query[rows.start * query_width..rows.end * query_width];
            let key = &mut key[rows.start * kv_width..rows.end * kv_width];
            let value = &value[rows.start * kv_width..rows.end * kv_width];
            rotate(query, query_width, &self.rotary, span.prefix);
            rotate(key, kv_width, &self.rotary, span.prefix);
            let pairs = key.chunks_exact(kv_width).zip(value.chunks_exact(kv_width));
            for (slot, (key, value)) in (span.slot..).zip(pairs) {
                caches[span.cache].store(index, slot, key, value);
            }
        }
        let attended = &mut work.attended[..tokens * query_width];
        for (span, rows) in with_rows(spans) {
            let rows = rows.start * query_width..rows.end * query_width;
            attend(
                config,
                caches[span.cache],
                index,
                span,
                &query[rows.clone()],
                &mut attended[rows],
            )?;
        }
        let projected = &mut work.projected[..tokens * config.hidden];
        let input = Operand::new(attended, query_width, &mut work.rounded);
        layer.attention_output.multiply(input, projected)?;
        add(hidden, projected);

        rms_norm(hidden, &layer.feed_forward_norm, config.rms_epsilon, normed);
        let gate = &mut work.gate[..tokens * config.feed_forward];
        let up = &mut work.up[..tokens * config.feed_forward];
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
