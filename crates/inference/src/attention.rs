//! Rotary position encoding and grouped-query attention.

use std::sync::OnceLock;

use companion_kernels::{Halves, ShapeError, pool as threads};

use crate::ModelError;
use crate::config::Config;
use crate::exponential::softmax;
use crate::kv_cache::{KvCache, Rows};
use crate::span::Span;

/// Rotates pairs `(i, i + head/2)` of every head of `rows` ("NeoX" order), the first row being
/// at `position`. `frequencies` holds `head / 2` angles per position.
pub(crate) fn rotate(rows: &mut [f32], width: usize, frequencies: &[f32], position: usize) {
    let half = frequencies.len();
    for (offset, row) in rows.chunks_exact_mut(width).enumerate() {
        let at = (position + offset) as f32;
        for head in row.chunks_exact_mut(2 * half) {
            let (low, high) = head.split_at_mut(half);
            for ((a, b), frequency) in low.iter_mut().zip(high).zip(frequencies) {
                let (sin, cos) = (at * frequency).sin_cos();
                (*a, *b) = (*a * cos - *b * sin, *b * cos + *a * sin);
            }
        }
    }
}

/// Angles per position of the rotary encoding: `base^(-2i/head)`.
pub(crate) fn rotary_frequencies(config: &Config) -> Vec<f32> {
    (0..config.head / 2)
        .map(|i| config.rope_base.powf(-2.0 * i as f32 / config.head as f32))
        .collect()
}

/// Causal attention of the tokens of `span`, whose keys and values are already in the cache.
/// `queries` and `output` have one row of all heads per token.
pub(crate) fn attend(
    config: &Config,
    cache: &KvCache,
    layer: usize,
    span: &Span,
    queries: &[f32],
    output: &mut [f32],
) -> Result<(), ModelError> {
    let group = config.heads / config.kv_heads;
    let shape = Shape {
        rows: rows_together(group),
        head: config.head,
    };
    let width = shape.rows * shape.head;
    // Queries of the same KV head lie side by side, token after token.
    let pieces_per_token = config.heads / shape.rows;
    let pieces_per_kv_head = group / shape.rows;
    let products = 2 * output.len() * (span.slot + span.tokens);
    let failure = OnceLock::new();
    threads::for_each_chunk(output, width, products, &|number, out| {
        let (offset, piece) = (number / pieces_per_token, number % pieces_per_token);
        let own = span.slot..span.slot + offset + 1;
        let visible = || {
            let kv_head = piece / pieces_per_kv_head;
            cache.rows(layer, kv_head, 0..span.prefix).chain(cache.rows(
                layer,
                kv_head,
                own.clone(),
            ))
        };
        let queries = &queries[number * width..][..width];
        if let Err(error) = shape.attend(queries, span.prefix + own.len(), visible, out) {
            failure.get_or_init(|| error);
        }
    });
    failure
        .into_inner()
        .map_or(Ok(()), |error| Err(ModelError::from(error)))
}

/// Queries that share their keys and values, and are worked on together.
#[derive(Clone, Copy)]
struct Shape {
    rows: usize,
    head: usize,
}

impl Shape {
    /// Attends with `queries` to all `tokens` that are `visible`, page by page.
    fn attend<'a, R: Iterator<Item = Rows<'a>>>(
        self,
        queries: &[f32],
        tokens: usize,
        visible: impl Fn() -> R,
        output: &mut [f32],
    ) -> Result<(), ShapeError> {
        let Self { rows, head } = self;
        let mut lines = vec![0.0; head * rows];
        transpose(queries, head, &mut lines);
        let mut scores = vec![0.0; rows * tokens];
        let mut at = 0;
        for page in visible() {
            page.add_scores(&lines, rows, &mut scores[at..], tokens)?;
            at += page.slots();
        }
        scores.chunks_exact_mut(tokens).for_each(softmax);
        let mut weights = vec![0.0; rows * tokens];
        transpose(&scores, tokens, &mut weights);
        output.fill(0.0);
        let mut rest = weights.as_slice();
        for page in visible() {
            let (weights, behind) = rest.split_at(page.slots() * rows);
            page.add_values(weights, rows, output)?;
            rest = behind;
        }
        Ok(())
    }
}

/// How many of `group` queries are worked on together: as many as the kernels can, of equal shares.
fn rows_together(group: usize) -> usize {
    let fits = |rows: &usize| group.is_multiple_of(*rows);
    (1..=Halves::MAX_ROWS).rev().find(fits).unwrap_or(1)
}

/// Makes rows of `width` numbers columns.
pub(crate) fn transpose(rows: &[f32], width: usize, columns: &mut [f32]) {
    let count = rows.len() / width;
    for (row, numbers) in rows.chunks_exact(width).enumerate() {
        for (number, line) in numbers.iter().zip(columns.chunks_exact_mut(count)) {
            line[row] = *number;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Family;
    use crate::numeric::dot;

    fn config() -> Config {
        Config {
            family: Family::Qwen2,
            layers: 1,
            hidden: 8,
            feed_forward: 8,
            heads: 4,
            kv_heads: 2,
            head: 2,
            vocabulary: 1,
            context_tokens: 1024,
            rope_base: 10_000.0,
            rms_epsilon: 0.0,
        }
    }

    #[test]
    fn rotation_keeps_lengths_and_depends_on_distance_only() {
        let frequencies = [1.0, 0.1];
        let score = |query_at: usize, key_at: usize| {
            let (mut query, mut key) = (vec![1.0, 2.0, 3.0, 4.0], vec![-1.0, 0.5, 2.0, 1.0]);
            rotate(&mut query, 4, &frequencies, query_at);
            rotate(&mut key, 4, &frequencies, key_at);
            (dot(&query, &key), dot(&query, &query))
        };
        let ((near, norm), (far, _)) = (score(7, 3), score(107, 103));
        assert!((near - far).abs() < 1e-3, "{near} {far}");
        assert!((norm - 30.0).abs() < 1e-4);
    }

    #[test]
    fn attention_equals_its_definition() {
        for (heads, kv_heads, head, length) in [
            (4, 2, 4, 600),
            (4, 2, 1, 39),
            (14, 2, 64, 97),
            (3, 3, 16, 33),
            (10, 1, 16, 70),
            (22, 2, 4, 32),
        ] {
            let config = Config {
                heads,
                kv_heads,
                head,
                ..config()
            };
            equals_its_definition(&config, length);
        }
    }

    fn equals_its_definition(config: &Config, length: usize) {
        let (width, kv_width) = (config.query_width(), config.kv_width());
        let (head, group) = (config.head, config.heads / config.kv_heads);
        // Numbers that are halves, also divided by a head's root, so that nothing is rounded.
        let numbers = |seed: usize, count: usize| -> Vec<f32> {
            (0..count)
                .map(|i| ((i * 37 + seed * 101) % 67) as f32 / 32.0 - 1.0)
                .collect()
        };
        let (keys, values) = (numbers(1, length * kv_width), numbers(2, length * kv_width));
        let mut cache = KvCache::new(config);
        let pairs = keys.chunks(kv_width).zip(values.chunks(kv_width));
        for (slot, (key, value)) in pairs.enumerate() {
            cache.store(0, slot, key, value);
        }
        // A chunk of two tokens at the end.
        let queries = numbers(3, 2 * width);
        let mut output = vec![f32::NAN; 2 * width];
        let span = Span::behind(0, length - 2, 2);
        attend(config, &cache, 0, &span, &queries, &mut output).unwrap();

        for (row, (query, output)) in queries.chunks(head).zip(output.chunks(head)).enumerate() {
            let (offset, kv_head) = (row / config.heads, row % config.heads / group);
            let of = |numbers: &[f32], slot: usize, i: usize| {
                f64::from(numbers[slot * kv_width + kv_head * head + i])
            };
            let weights: Vec<f64> = (0..length - 1 + offset)
                .map(|slot| {
                    let products = (0..head).map(|i| f64::from(query[i]) * of(&keys, slot, i));
                    (products.sum::<f64>() / (head as f64).sqrt()).exp()
                })
                .collect();
            let sum: f64 = weights.iter().sum();
            for (i, got) in output.iter().enumerate() {
                let terms = weights.iter().enumerate();
                let expected: f64 = terms.map(|(slot, w)| w / sum * of(&values, slot, i)).sum();
                assert!(
                    (f64::from(*got) - expected).abs() < 1e-5,
                    "{got} {expected}"
                );
            }
        }
    }
}
