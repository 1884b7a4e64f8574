//! Attention of every token to every token of the same text.

use crate::exponential::softmax;
use crate::numeric::add_scaled;

/// Scratch memory of [`attend`].
#[derive(Default)]
pub(super) struct Scratch {
    /// Keys of one head, one column per token, so that scores of neighbouring tokens are
    /// computed together.
    keys: Vec<f32>,
    scores: Vec<f32>,
}

/// Attends within one text: `queries`, `keys`, `values` and `output` have one row of `width` per
/// token, cut into heads of `head` values.
pub(super) fn attend(
    (width, head): (usize, usize),
    queries: &[f32],
    keys: &[f32],
    values: &[f32],
    scratch: &mut Scratch,
    output: &mut [f32],
) {
    let tokens = queries.len() / width;
    let scale = 1.0 / (head as f32).sqrt();
    scratch.keys.resize(head * tokens, 0.0);
    scratch.scores.resize(tokens, 0.0);
    for start in (0..width).step_by(head) {
        for (token, row) in keys.chunks_exact(width).enumerate() {
            for (i, key) in row[start..start + head].iter().enumerate() {
                scratch.keys[i * tokens + token] = key * scale;
            }
        }
        let rows = queries
            .chunks_exact(width)
            .zip(output.chunks_exact_mut(width));
        for (query, out) in rows {
            scratch.scores.fill(0.0);
            let query = &query[start..start + head];
            for (q, keys) in query.iter().zip(scratch.keys.chunks_exact(tokens)) {
                add_scaled(&mut scratch.scores, *q, keys);
            }
            softmax(&mut scratch.scores);
            let out = &mut out[start..start + head];
            out.fill(0.0);
            for (weight, value) in scratch.scores.iter().zip(values.chunks_exact(width)) {
                add_scaled(out, *weight, &value[start..start + head]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_equals_its_definition() {
        let (width, head, tokens) = (12, 4, 7);
        let numbers = |seed: usize| -> Vec<f32> {
            (0..tokens * width)
                .map(|i| ((i * 37 + seed * 11) % 23) as f32 / 11.0 - 1.0)
                .collect()
        };
        let (queries, keys, values) = (numbers(1), numbers(2), numbers(3));
        let mut output = vec![f32::NAN; tokens * width];
        attend(
            (width, head),
            &queries,
            &keys,
            &values,
            &mut Scratch::default(),
            &mut output,
        );

        for token in 0..tokens {
            for i in 0..width {
                let first = i / head * head;
                let weights: Vec<f64> = (0..tokens)
                    .map(|other| {
                        let score: f32 = (first..first + head)
                            .map(|at| queries[token * width + at] * keys[other * width + at])
                            .sum();
                        (f64::from(score) / (head as f64).sqrt()).exp()
                    })
                    .collect();
                let total: f64 = weights.iter().sum();
                let expected: f64 = weights
                    .iter()
                    .enumerate()
                    .map(|(other, weight)| weight / total * f64::from(values[other * width + i]))
                    .sum();
                let got = f64::from(output[token * width + i]);
                assert!((got - expected).abs() < 1e-5, "{got} {expected}");
            }
        }
    }
}
