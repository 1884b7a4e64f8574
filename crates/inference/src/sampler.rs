//! Choosing the next token.

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};

use crate::exponential::softmax;

/// How far back repetition is looked for.
const REPETITION_WINDOW_TOKENS: usize = 128;

/// How a token is chosen from the logits.
#[derive(Debug, Clone, PartialEq)]
pub struct Sampling {
    /// 0 always takes the likeliest token; 1 samples from the model's own distribution.
    pub temperature: f32,
    /// Only this many of the likeliest tokens are considered; 0 means all.
    pub top_k: usize,
    /// Only the likeliest tokens that together reach this probability are considered; 1 means
    /// all.
    pub top_p: f32,
    /// Divides the logits of recent tokens (multiplies negative ones), as in CTRL
    /// (Keskar et al. 2019); 1 changes nothing.
    pub repetition_penalty: f32,
    /// The same seed, prompt and model give the same text.
    pub seed: u64,
}

impl Sampling {
    /// Always the likeliest token.
    #[must_use]
    pub const fn greedy() -> Self {
        Self {
            temperature: 0.0,
            top_k: 0,
            top_p: 1.0,
            repetition_penalty: 1.0,
            seed: 0,
        }
    }
}

/// Draws tokens. Deterministic for a seed, on every platform with the same floating point.
pub struct Sampler {
    sampling: Sampling,
    random: Pcg64Mcg,
}

impl Sampler {
    /// A sampler at the beginning of its seed's sequence.
    #[must_use]
    pub fn new(sampling: Sampling) -> Self {
        let random = Pcg64Mcg::seed_from_u64(sampling.seed);
        Self { sampling, random }
    }

    /// The token that [`Sampler::choose`] would choose, if that is the likeliest one whatever is
    /// drawn; the logits stay as they are.
    pub(crate) fn likeliest(&self, logits: &[f32], recent: &[u32]) -> Option<u32> {
        if self.sampling.temperature > 0.0 {
            return None;
        }
        if self.sampling.repetition_penalty == 1.0 {
            return likeliest(logits);
        }
        let mut logits = logits.to_vec();
        self.penalize(&mut logits, recent);
        likeliest(&logits)
    }

    /// Chooses the next token. `recent` are the tokens before it; tokens with a logit that is
    /// not a number are never chosen. `None` only when no logit is usable.
    pub fn choose(&mut self, logits: &mut [f32], recent: &[u32]) -> Option<u32> {
        self.penalize(logits, recent);
        if self.sampling.temperature <= 0.0 {
            return likeliest(logits);
        }
        let mut candidates: Vec<(u32, f32)> = (0..)
            .zip(logits.iter().copied())
            .filter(|(_, logit)| logit.is_finite())
            .collect();
        self.keep_top_k(&mut candidates);
        candidates.sort_unstable_by(by_logit);

        let mut probabilities: Vec<f32> = candidates
            .iter()
            .map(|(_, logit)| logit / self.sampling.temperature)
            .collect();
        softmax(&mut probabilities);
        let kept = nucleus(&probabilities, self.sampling.top_p);
        let total: f32 = probabilities[..kept].iter().sum();

        let mut point = self.uniform() * total;
        let drawn = probabilities[..kept].iter().position(|probability| {
            point -= probability;
            point < 0.0
        });
        // Rounding can leave `point` at zero after the last candidate.
        let index = drawn.unwrap_or(kept.saturating_sub(1));
        candidates.get(index).map(|(token, _)| *token)
    }

    fn penalize(&self, logits: &mut [f32], recent: &[u32]) {
        let penalty = self.sampling.repetition_penalty;
        if penalty == 1.0 {
            return;
        }
        let start = recent.len().saturating_sub(REPETITION_WINDOW_TOKENS);
        let mut tokens = recent[start..].to_vec();
        tokens.sort_unstable();
        tokens.dedup();
        for token in tokens {
            if let Some(logit) = logits.get_mut(token as usize) {
                *logit = if *logit > 0.0 {
                    *logit / penalty
                } else {
                    *logit * penalty
                };
            }
        }
    }

    fn keep_top_k(&self, candidates: &mut Vec<(u32, f32)>) {
        let k = self.sampling.top_k;
        if k > 0 && k < candidates.len() {
            candidates.select_nth_unstable_by(k - 1, by_logit);
            candidates.truncate(k);
        }
    }

    /// Uniform in [0, 1) with 24 bits, all that an `f32` holds.
    fn uniform(&mut self) -> f32 {
        (self.random.next_u32() >> 8) as f32 / (1 << 24) as f32
    }
}

/// Descending by logit; equal logits by token, so that the order never depends on chance.
fn by_logit(a: &(u32, f32), b: &(u32, f32)) -> core::cmp::Ordering {
    b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
}

fn likeliest(logits: &[f32]) -> Option<u32> {
    (0..)
        .zip(logits.iter().copied())
        .filter(|(_, logit)| logit.is_finite())
        .min_by(by_logit)
        .map(|(token, _)| token)
}

/// How many of the descending `probabilities` reach `top_p` together; at least one.
fn nucleus(probabilities: &[f32], top_p: f32) -> usize {
    let mut sum = 0.0;
    probabilities
        .iter()
        .position(|probability| {
            sum += probability;
            sum >= top_p
        })
        .map_or(probabilities.len(), |index| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sampling(temperature: f32, top_k: usize, top_p: f32) -> Sampling {
        Sampling {
            temperature,
            top_k,
            top_p,
            repetition_penalty: 1.0,
            seed: 7,
        }
    }

    fn draws(sampling: Sampling, logits: &[f32], count: usize) -> Vec<u32> {
        let mut sampler = Sampler::new(sampling);
        (0..count)
            .map(|_| sampler.choose(&mut logits.to_vec(), &[]).unwrap())
            .collect()
    }

    #[test]
    fn greedy_takes_the_first_of_the_likeliest_and_skips_nan() {
        let logits = [0.0, f32::NAN, 2.0, 2.0, f32::NEG_INFINITY];
        assert_eq!(draws(Sampling::greedy(), &logits, 1), [2]);
        assert_eq!(
            Sampler::new(Sampling::greedy()).choose(&mut [f32::NAN], &[]),
            None
        );
    }

    #[test]
    fn the_same_seed_gives_the_same_tokens() {
        let logits: Vec<f32> = (0..50).map(|i| (i % 7) as f32).collect();
        let first = draws(sampling(1.0, 0, 1.0), &logits, 40);
        assert_eq!(first, draws(sampling(1.0, 0, 1.0), &logits, 40));
        let other = Sampling {
            seed: 8,
            ..sampling(1.0, 0, 1.0)
        };
        assert_ne!(first, draws(other, &logits, 40));
    }

    #[test]
    fn frequencies_follow_the_distribution() {
        // Probabilities 0.1, 0.2, 0.3, 0.4.
        let logits = [0.1_f32, 0.2, 0.3, 0.4].map(f32::ln);
        let drawn = draws(sampling(1.0, 0, 1.0), &logits, 20_000);
        for (token, expected) in (0..).zip([0.1, 0.2, 0.3, 0.4]) {
            let share = drawn.iter().filter(|&&t| t == token).count() as f64 / 20_000.0;
            assert!((share - expected).abs() < 0.015, "{token}: {share}");
        }
    }

    #[test]
    fn top_k_and_top_p_cut_the_tail() {
        let logits = [0.1_f32, 0.2, 0.3, 0.4].map(f32::ln);
        assert!(
            draws(sampling(1.0, 2, 1.0), &logits, 500)
                .iter()
                .all(|&t| t >= 2)
        );
        // 0.4 alone does not reach 0.5, 0.4 + 0.3 does.
        let drawn = draws(sampling(1.0, 0, 0.5), &logits, 500);
        assert!(drawn.iter().all(|&t| t >= 2) && drawn.contains(&2));
    }

    #[test]
    fn repetition_is_penalized_on_both_sides_of_zero() {
        let mut sampler = Sampler::new(Sampling {
            repetition_penalty: 2.0,
            ..Sampling::greedy()
        });
        let mut logits = [3.0, 2.0, -1.0];
        assert_eq!(sampler.choose(&mut logits, &[0, 0, 2]), Some(1));
        assert_eq!(logits, [1.5, 2.0, -2.0]);
    }
}
