//! Attention of every token to every token of the same text, or of every moment of a recording to
//! every other.

use std::sync::OnceLock;

use companion_kernels::{Floats, ShapeError, pool as threads};

use crate::ModelError;
use crate::attention::transpose;
use crate::exponential::softmax;

/// Tokens whose queries one thread works on, head after head.
const BLOCK: usize = 64;
/// Tokens whose keys lie together: with heads of 64 channels half of a processor's nearest cache.
const PAGE: usize = 64;

/// Scratch memory of [`attend`].
#[derive(Default)]
pub(crate) struct Scratch {
    /// Keys with the factor that their products with queries would get: of each head page after page,
    /// in each a line of tokens per channel. Filled up with zeros to whole pages.
    keys: Vec<f32>,
    /// Values: of each head a line of channels per token.
    values: Vec<f32>,
}

/// Attends within one text: `queries`, `keys`, `values` and `output` have one row of `width` per
/// token, cut into heads of `head` values.
///
/// # Errors
/// Never, if the shapes are as said.
pub(crate) fn attend(
    (width, head): (usize, usize),
    queries: &[f32],
    keys: &[f32],
    values: &[f32],
    scratch: &mut Scratch,
    output: &mut [f32],
) -> Result<(), ModelError> {
    let tokens = queries.len() / width;
    scratch.fill((width, head), keys, values);
    let text = Text {
        tokens,
        width,
        head,
        queries,
        scratch,
    };
    let failure = OnceLock::new();
    let block = |first: usize, out: &mut [f32]| {
        if let Err(error) = text.attend(first, out) {
            failure.get_or_init(|| error);
        }
    };
    let (whole, rest) = output.split_at_mut(tokens / BLOCK * BLOCK * width);
    let products = 2 * whole.len() * tokens;
    threads::for_each_chunk(whole, BLOCK * width, products, &|number, out| {
        block(number * BLOCK, out);
    });
    block(tokens / BLOCK * BLOCK, rest);
    failure
        .into_inner()
        .map_or(Ok(()), |error| Err(ModelError::from(error)))
}

impl Scratch {
    fn fill(&mut self, (width, head): (usize, usize), keys: &[f32], values: &[f32]) {
        let tokens = keys.len() / width;
        let scale = 1.0 / (head as f32).sqrt();
        let padded_tokens = tokens.next_multiple_of(PAGE);
        self.keys.clear();
        self.keys
            .resize(padded_tokens * width + Floats::PADDING, 0.0);
        self.values.clear();
        for start in (0..width).step_by(head) {
            let own = &mut self.keys[start * padded_tokens..];
            for (token, row) in keys.chunks_exact(width).enumerate() {
                let page = &mut own[token / PAGE * PAGE * head..];
                let lines = page.chunks_exact_mut(PAGE);
                for (key, line) in row[start..start + head].iter().zip(lines) {
                    line[token % PAGE] = key * scale;
                }
            }
            for row in values.chunks_exact(width) {
                self.values.extend_from_slice(&row[start..start + head]);
            }
        }
        self.values.resize(tokens * width + Floats::PADDING, 0.0);
    }
}

/// A text of which every token can look at every other.
struct Text<'a> {
    tokens: usize,
    width: usize,
    head: usize,
    queries: &'a [f32],
    scratch: &'a Scratch,
}

impl Text<'_> {
    /// Fills the rows of `output`, which belong to the tokens from `first` on.
    fn attend(&self, first: usize, output: &mut [f32]) -> Result<(), ShapeError> {
        let &Self {
            tokens,
            width,
            head,
            queries,
            scratch,
        } = self;
        let floats = Floats::best();
        let padded_tokens = tokens.next_multiple_of(PAGE);
        let mut lines = vec![0.0; head * Floats::MAX_ROWS];
        let mut scores = vec![0.0; tokens * Floats::MAX_ROWS];
        let mut weights = vec![0.0; tokens * Floats::MAX_ROWS];
        let mut together = vec![0.0; head * Floats::MAX_ROWS];
        for start in (0..width).step_by(head) {
            let values = &scratch.values[start * tokens..];
            let queries = queries[first * width..].chunks(width * Floats::MAX_ROWS);
            for (queries, output) in queries.zip(output.chunks_mut(width * Floats::MAX_ROWS)) {
                let rows = output.len() / width;
                for (query, row) in queries
                    .chunks_exact(width)
                    .zip(together.chunks_exact_mut(head))
                {
                    row.copy_from_slice(&query[start..start + head]);
                }
                let lines = &mut lines[..head * rows];
                transpose(&together[..head * rows], head, lines);
                let scores = &mut scores[..tokens * rows];
                scores.fill(0.0);
                for page in 0..tokens.div_ceil(PAGE) {
                    let columns = PAGE.min(tokens - page * PAGE);
                    let keys = &scratch.keys[start * padded_tokens + page * PAGE * head..];
                    let sums = &mut scores[page * PAGE..];
                    floats.add_products(lines, rows, (keys, PAGE), columns, (sums, tokens))?;
                }
                scores.chunks_exact_mut(tokens).for_each(softmax);
                let weights = &mut weights[..tokens * rows];
                transpose(scores, tokens, weights);
                let out = &mut together[..head * rows];
                out.fill(0.0);
                floats.add_products(weights, rows, (values, head), head, (out, head))?;
                for (row, out) in output.chunks_exact_mut(width).zip(out.chunks_exact(head)) {
                    row[start..start + head].copy_from_slice(out);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn attention_equals_its_definition() {
        for (width, head, tokens) in [
            (12, 4, 7),
            (64, 32, 1),
            (24, 12, 9),
            (32, 16, 64),
            (48, 8, 150),
        ] {
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
        )
        .unwrap();

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
