//! Which token may come next, and which does.
//!
//! The rules are Whisper's (`whisper/decoding.py`): signs of time come in pairs and never go back,
//! the first comes first and soon, and where time is likelier than any one word it is taken.

use super::vocabulary::{TIME_STEP_MS, Vocabulary};
use crate::exponential::softmax;

/// Latest begin of the first words.
const LATEST_BEGIN_MS: u32 = 1000;
/// Longest stretch of tokens whose repetitions are looked for.
const LONGEST_PERIOD: usize = 32;
/// Repetitions in a row, and tokens of all of them, that nobody says: the model goes in circles.
const MOST_REPETITIONS: usize = 4;
const LEAST_REPEATED: usize = 16;

/// How a token is chosen among those that may come.
#[derive(Clone, Copy)]
pub(super) struct Draw {
    /// How much chance there is: at 0 the likeliest is taken.
    pub(super) temperature: f32,
    /// Chance, from 0 to below 1.
    pub(super) chance: f32,
}

/// A token behind `written` that the rules allow, with the logarithm of its probability among
/// those. `scores` is used up.
pub(super) fn next(
    vocabulary: &Vocabulary,
    written: &[u32],
    scores: &mut [f32],
    draw: Draw,
) -> (u32, f32) {
    let (end, times) = (vocabulary.end as usize, vocabulary.first_time as usize);
    for &token in &vocabulary.never {
        forbid(&mut scores[token as usize..=token as usize]);
    }
    // Signs that steer, that of the end apart.
    forbid(&mut scores[end + 1..times]);
    let is_time = |token: &u32| *token >= vocabulary.first_time;
    match written {
        [] => {
            for &token in &vocabulary.not_first {
                forbid(&mut scores[token as usize..=token as usize]);
            }
            forbid(&mut scores[..times]);
            forbid(&mut scores[times + (LATEST_BEGIN_MS / TIME_STEP_MS) as usize + 1..]);
        }
        [.., last] if is_time(last) => {
            let is_begin = written.len() < 2 || is_time(&written[written.len() - 2]);
            if is_begin {
                forbid(&mut scores[times..]);
            } else {
                // A begin, not before this end, or the end of all.
                forbid(&mut scores[..end]);
                forbid(&mut scores[times..*last as usize]);
            }
        }
        _ => {
            if let Some(last) = written.iter().rev().find(|token| is_time(token)) {
                forbid(&mut scores[times..=*last as usize]);
            }
        }
    }
    softmax(scores);
    let (words, moments) = scores.split_at_mut(times);
    let all_moments: f32 = moments.iter().sum();
    if words.iter().all(|word| *word < all_moments) {
        words.fill(0.0);
    }
    let sum: f32 = scores.iter().sum();
    let (token, chance) = choose(scores, draw).unwrap_or((vocabulary.end, 0.0));
    (token, (chance / sum).max(f32::MIN_POSITIVE).ln())
}

/// A token with its chance out of `chances`. None if there is not a single one.
fn choose(chances: &[f32], draw: Draw) -> Option<(u32, f32)> {
    let all = || (0_u32..).zip(chances.iter().copied());
    let likeliest = all().filter(|(_, chance)| *chance > 0.0);
    let likeliest = likeliest.max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    if draw.temperature <= 0.0 {
        return Some(likeliest);
    }
    let weight = |chance: f32| (chance / likeliest.1).powf(draw.temperature.recip());
    let mut left = draw.chance * chances.iter().map(|chance| weight(*chance)).sum::<f32>();
    let drawn = all().find(|(_, chance)| {
        left -= weight(*chance);
        left < 0.0
    });
    // Rounding can leave something over at the end.
    Some(drawn.unwrap_or(likeliest))
}

fn forbid(scores: &mut [f32]) {
    scores.fill(f32::NEG_INFINITY);
}

/// How many of `written` are left when its words go in circles: one round. `None` if they do not.
pub(super) fn circle(vocabulary: &Vocabulary, written: &[u32]) -> Option<usize> {
    let is_word = |(_, token): &(usize, u32)| *token < vocabulary.first_time;
    let (places, words): (Vec<usize>, Vec<u32>) =
        written.iter().copied().enumerate().filter(is_word).unzip();
    round(&words).and_then(|words| places.get(words).copied())
}

/// How many of `words` are left when the last go in circles.
fn round(words: &[u32]) -> Option<usize> {
    (1..=LONGEST_PERIOD).find_map(|period| {
        let repetitions = MOST_REPETITIONS.max(LEAST_REPEATED.div_ceil(period));
        let begin = words.len().checked_sub(period * repetitions)?;
        let tail = &words[begin..];
        let is_circle = tail[period..].iter().zip(tail).all(|(a, b)| a == b);
        is_circle.then_some(begin + period)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_follows_the_chances_as_far_as_it_is_let() {
        let chances = [0.1, 0.0, 0.6, 0.3];
        let draw = |temperature, chance| {
            let draw = Draw {
                temperature,
                chance,
            };
            choose(&chances, draw).map(|(token, _)| token)
        };
        assert_eq!(draw(0.0, 0.0), Some(2));
        for (chance, token) in [
            (0.0, 0),
            (0.09, 0),
            (0.11, 2),
            (0.69, 2),
            (0.71, 3),
            (0.999, 3),
        ] {
            assert_eq!(draw(1.0, chance), Some(token), "{chance}");
        }
        // The colder, the more falls to the likeliest: here 36 of 46 parts.
        for (chance, token) in [(0.01, 0), (0.03, 2), (0.79, 2), (0.81, 3)] {
            assert_eq!(draw(0.5, chance), Some(token), "{chance}");
        }
        assert_eq!(
            choose(
                &[0.0, f32::NAN],
                Draw {
                    temperature: 0.4,
                    chance: 0.5
                }
            ),
            None
        );
    }

    #[test]
    fn circles_are_cut_to_one_round() {
        let mut written = vec![9, 8, 7];
        for _ in 0..5 {
            written.extend([1, 2, 3, 4]);
        }
        assert_eq!(round(&written), Some(3 + 4 + 4));
        assert_eq!(round(&[1, 2, 3, 4].repeat(3)), None);
        assert_eq!(round(&[5; 16]), Some(1));
        assert_eq!(round(&[5; 8]), None);
        assert_eq!(round(&[]), None);
    }
}
