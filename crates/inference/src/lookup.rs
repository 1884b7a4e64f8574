//! Prompt lookup: where the last few tokens have occurred before, what followed them may follow
//! again. Proposals are read together with the last token, which costs less than reading them one
//! by one; those that the model would have chosen itself are kept.
//!
//! Saxena 2023, "Prompt Lookup Decoding".

/// Longest and shortest run of tokens that is looked for.
const RUN_TOKENS: core::ops::RangeInclusive<usize> = 2..=3;
/// Most tokens proposed at once.
pub(crate) const MAX_PROPOSED: usize = 6;
/// Weight of the latest measurement in running averages.
const NEW: f64 = 0.2;
/// Proposals that are let pass after they have been found not to pay, before they are tried again.
const PAUSE: u32 = 24;

/// Proposes tokens as long as that pays on this machine with this text.
#[derive(Debug)]
pub(crate) struct Lookup {
    /// Milliseconds of a step without proposals.
    plain_ms: Option<f64>,
    /// Milliseconds of a step with them.
    drafted_ms: Option<f64>,
    /// Tokens that such a step brings.
    drafted_tokens: f64,
    pause: u32,
}

impl Default for Lookup {
    fn default() -> Self {
        Self {
            plain_ms: None,
            drafted_ms: None,
            // As good as it can get: to be found out.
            drafted_tokens: MAX_PROPOSED as f64,
            pause: 0,
        }
    }
}

impl Lookup {
    /// What may follow `tokens`; at most `most` tokens.
    pub(crate) fn propose(&mut self, tokens: &[u32], most: usize) -> Vec<u32> {
        // Without a plain step to compare with, no proposal can be judged.
        if self.plain_ms.is_none() || most == 0 {
            return Vec::new();
        }
        let Some(proposed) = continuation(tokens, most.min(MAX_PROPOSED)) else {
            return Vec::new();
        };
        if self.pause > 0 {
            self.pause -= 1;
            return Vec::new();
        }
        proposed.to_vec()
    }

    /// Learns from a step of `step_ms` that read `proposed` proposals and brought `tokens` tokens.
    pub(crate) fn learn(&mut self, proposed: usize, tokens: usize, step_ms: f64) {
        if proposed == 0 {
            self.plain_ms = Some(mix(self.plain_ms, step_ms));
            return;
        }
        self.drafted_ms = Some(mix(self.drafted_ms, step_ms));
        self.drafted_tokens = mix(Some(self.drafted_tokens), tokens as f64);
        if let (Some(plain_ms), Some(drafted_ms)) = (self.plain_ms, self.drafted_ms)
            && self.drafted_tokens * plain_ms < drafted_ms
        {
            // Afterwards it is given the benefit of the doubt once.
            self.pause = PAUSE;
            self.drafted_tokens = drafted_ms / plain_ms;
        }
    }
}

fn mix(average: Option<f64>, latest: f64) -> f64 {
    average.map_or(latest, |average| average + NEW * (latest - average))
}

/// What followed the latest earlier occurrence of the last tokens: of three, else of two.
fn continuation(tokens: &[u32], most: usize) -> Option<&[u32]> {
    RUN_TOKENS.rev().find_map(|length| {
        let (earlier, run) = tokens.split_at_checked(tokens.len().checked_sub(length)?)?;
        // An occurrence may overlap the end: text that repeats itself.
        let start = (0..earlier.len())
            .rev()
            .find(|&start| tokens[start..start + length] == *run)?;
        let from = start + length;
        Some(&tokens[from..(from + most).min(tokens.len())])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_and_latest_occurrence_is_continued() {
        assert_eq!(
            continuation(&[1, 2, 3, 9, 2, 3, 8, 1, 2, 3], 2),
            Some(&[9, 2][..])
        );
        assert_eq!(
            continuation(&[2, 3, 9, 2, 3, 8, 7, 2, 3], 6),
            Some(&[8, 7, 2, 3][..])
        );
        assert_eq!(continuation(&[5, 5, 5, 5], 6), Some(&[5][..]));
        assert_eq!(continuation(&[1, 2, 3], 6), None);
        assert_eq!(continuation(&[1], 6), None);
    }

    #[test]
    fn what_does_not_pay_is_left_and_tried_again() {
        let text = [1, 2, 3, 1, 2];
        let mut lookup = Lookup::default();
        assert!(
            lookup.propose(&text, 6).is_empty(),
            "nothing to compare with"
        );
        lookup.learn(0, 1, 10.0);
        for _ in 0..20 {
            if lookup.propose(&text, 6).is_empty() {
                break;
            }
            // One token of a step three times as long.
            lookup.learn(3, 1, 30.0);
        }
        let pauses = (0..100)
            .take_while(|_| lookup.propose(&text, 6).is_empty())
            .count();
        assert_eq!(pauses, PAUSE as usize - 1);
        for _ in 0..20 {
            assert!(!lookup.propose(&text, 6).is_empty());
            // Four tokens of it.
            lookup.learn(3, 4, 30.0);
        }
    }
}
