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

/// The likeliest token behind `written` that the rules allow, with the logarithm of its
/// probability among those. `scores` is used up.
pub(super) fn next(vocabulary: &Vocabulary, written: &[u32], scores: &mut [f32]) -> (u32, f32) {
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
    let (token, chance) =
        (0_u32..)
            .zip(scores.iter())
            .fold((vocabulary.end, 0.0_f32), |best, (token, chance)| {
                if *chance > best.1 {
                    (token, *chance)
                } else {
                    best
                }
            });
    (token, (chance / sum).max(f32::MIN_POSITIVE).ln())
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
