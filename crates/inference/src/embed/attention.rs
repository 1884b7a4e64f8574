//! Attention of every token to every token of the same text.

use crate::exponential::softmax;

/// Queries that pass over keys and values together.
const ROWS: usize = 4;
/// Columns of a product whose sums stay in registers.
const COLUMNS: usize = 8;

/// Scratch memory of [`attend`].
#[derive(Default)]
pub(crate) struct Scratch {
    /// Keys of one head, a column per token: the first factor's partner in the scores.
    keys: Vec<f32>,
    /// Values of one head, a row per token.
    values: Vec<f32>,
    /// Scores of [`ROWS`] queries.
    scores: Vec<f32>,
}

/// Attends within one text: `queries`, `keys`, `values` and `output` have one row of `width` per
/// token, cut into heads of `head` values.
pub(crate) fn attend(
    (width, head): (usize, usize),
    queries: &[f32],
    keys: &[f32],
    values: &[f32],
    scratch: &mut Scratch,
    output: &mut [f32],
) {
    let tokens = queries.len() / width;
    let scale = 1.0 / (head as f32).sqrt();
    // Filled up with zeros to whole products.
    let (padded_tokens, padded_head) = (
        tokens.next_multiple_of(COLUMNS),
        head.next_multiple_of(COLUMNS),
    );
    scratch.keys.clear();
    scratch.keys.resize(head * padded_tokens, 0.0);
    scratch.values.clear();
    scratch.values.resize(tokens * padded_head, 0.0);
    scratch.scores.resize(ROWS * padded_tokens, 0.0);
    for start in (0..width).step_by(head) {
        let own = start..start + head;
        for (token, row) in keys.chunks_exact(width).enumerate() {
            for (i, key) in row[own.clone()].iter().enumerate() {
                scratch.keys[i * padded_tokens + token] = key * scale;
            }
        }
        let rows = scratch.values.chunks_exact_mut(padded_head);
        for (to, row) in rows.zip(values.chunks_exact(width)) {
            to[..head].copy_from_slice(&row[own.clone()]);
        }
        for first in (0..tokens).step_by(ROWS) {
            // Where the text ends, the last query stands in for those that are missing.
            let query: [&[f32]; ROWS] = core::array::from_fn(|row| {
                &queries[(first + row).min(tokens - 1) * width..][own.clone()]
            });
            for column in (0..padded_tokens).step_by(COLUMNS) {
                let sums = product(query, &scratch.keys, padded_tokens, column);
                for (row, sums) in sums.iter().enumerate() {
                    scratch.scores[row * padded_tokens + column..][..COLUMNS].copy_from_slice(sums);
                }
            }
            for scores in scratch.scores.chunks_exact_mut(padded_tokens) {
                softmax(&mut scores[..tokens]);
            }
            let weights: [&[f32]; ROWS] =
                core::array::from_fn(|row| &scratch.scores[row * padded_tokens..][..tokens]);
            for column in (0..padded_head).step_by(COLUMNS) {
                let sums = product(weights, &scratch.values, padded_head, column);
                let kept = COLUMNS.min(head - column);
                for (row, sums) in sums.iter().enumerate().take(tokens - first) {
                    output[(first + row) * width + start + column..][..kept]
                        .copy_from_slice(&sums[..kept]);
                }
            }
        }
    }
}

/// [`COLUMNS`] columns, from `column` on, of the product of `rows` with a matrix of `width` columns
/// whose rows are as many as the former are long.
#[inline(always)]
fn product(
    rows: [&[f32]; ROWS],
    matrix: &[f32],
    width: usize,
    column: usize,
) -> [[f32; COLUMNS]; ROWS] {
    let mut sums = [[0.0; COLUMNS]; ROWS];
    for (k, line) in matrix.chunks_exact(width).enumerate() {
        let Some(values) = line[column..].first_chunk::<COLUMNS>() else {
            break;
        };
        for (sums, row) in sums.iter_mut().zip(rows) {
            let factor = row[k];
            for (sum, value) in sums.iter_mut().zip(values) {
                *sum += factor * value;
            }
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attention_equals_its_definition() {
        for (width, head, tokens) in [(12, 4, 7), (64, 32, 1), (24, 12, 9)] {
            equals_its_definition(width, head, tokens);
        }
    }

    fn equals_its_definition(width: usize, head: usize, tokens: usize) {
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
