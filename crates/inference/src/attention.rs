//! Rotary position encoding and grouped-query attention.

use companion_kernels::pool as threads;

use crate::config::Config;
use crate::exponential::softmax;
use crate::kv_cache::KvCache;
use crate::numeric::{add_scaled, dot};
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
) {
    let head = config.head;
    let group = config.heads / config.kv_heads;
    let scale = 1.0 / (head as f32).sqrt();
    let products = 2 * output.len() * (span.slot + span.tokens);
    // Head after head, and token after token.
    threads::for_each_chunk(output, head, products, &|number, out| {
        let query = &queries[number * head..][..head];
        let (offset, index) = (number / config.heads, number % config.heads);
        let own = span.slot..span.slot + offset + 1;
        let visible = || {
            cache
                .rows(layer, index / group, 0..span.prefix)
                .chain(cache.rows(layer, index / group, own.clone()))
        };
        let mut scores = Vec::with_capacity(span.prefix + own.len());
        for (keys, _) in visible() {
            scores.extend(keys.chunks_exact(head).map(|key| dot(query, key) * scale));
        }
        softmax(&mut scores);
        out.fill(0.0);
        let mut weights = scores.iter();
        for (_, values) in visible() {
            for (value, weight) in values.chunks_exact(head).zip(&mut weights) {
                add_scaled(out, *weight, value);
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Family;

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
    fn attention_over_page_borders_equals_the_plain_definition() {
        let config = config();
        let mut cache = KvCache::new(&config);
        let length = 600;
        let key = |at: usize| (0..4).map(move |i| ((at * 7 + i * 3) % 11) as f32 / 11.0 - 0.5);
        let value = |at: usize| (0..4).map(move |i| ((at * 5 + i) % 13) as f32);
        for at in 0..length {
            cache.store(
                0,
                at,
                &key(at).collect::<Vec<_>>(),
                &value(at).collect::<Vec<_>>(),
            );
        }
        let query: Vec<f32> = (0..16).map(|i| (i % 5) as f32 - 2.0).collect();
        let mut output = vec![0.0; 16];
        // A chunk of two tokens at the end.
        attend(
            &config,
            &cache,
            0,
            &Span::behind(0, length - 2, 2),
            &query,
            &mut output,
        );

        for row in 0..2 {
            for head in 0..4 {
                let q = &query[row * 8 + head * 2..][..2];
                let kv = head / 2 * 2;
                let weights: Vec<f64> = (0..length - 1 + row)
                    .map(|at| {
                        let k: Vec<f32> = key(at).collect();
                        f64::from((q[0] * k[kv] + q[1] * k[kv + 1]) / 2_f32.sqrt()).exp()
                    })
                    .collect();
                let sum: f64 = weights.iter().sum();
                for i in 0..2 {
                    let expected: f64 = weights
                        .iter()
                        .enumerate()
                        .map(|(at, w)| w / sum * f64::from(value(at).nth(kv + i).unwrap()))
                        .sum();
                    let got = output[row * 8 + head * 2 + i];
                    assert!((f64::from(got) - expected).abs() < 1e-4, "{got} {expected}");
                }
            }
        }
    }
}
