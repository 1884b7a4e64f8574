//! How well a window was written down, and whether it is tried once more.
//!
//! The limits and the temperatures are Whisper's (`whisper/transcribe.py`): the likeliest token each
//! time, and where that goes wrong tokens drawn by chance, with more of it from try to try.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::rules;
use super::vocabulary::Vocabulary;

/// How much chance each try has.
pub(super) const TEMPERATURES: [f32; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
/// From this probability of silence on, words that the model itself doubts are not taken.
const SILENCE: f32 = 0.6;
/// From this one on a smaller doubt is enough: of noise, hum and wind Whisper base thinks 0.75 to 0.92, and
/// makes words up with a mean of -0.75 and less; of clear speech 0.1 at most. These two are ours.
const SURE_SILENCE: f32 = 0.8;
const SMALL_DOUBT: f32 = -0.5;
/// Mean logarithm of the tokens' probabilities below which the model doubts its words.
const DOUBT: f32 = -1.0;
/// Text that zlib makes shorter than by this goes in circles.
const REPETITION: f32 = 2.4;

/// A window as it was written down once.
pub(super) struct Attempt {
    /// Text and signs of time.
    pub(super) tokens: Vec<u32>,
    /// Mean logarithm of their probabilities, that of the end included.
    mean: f32,
    /// Whether the same comes again and again.
    is_repeated: bool,
}

/// What is to be done with an attempt.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nobody speaks.
    Silence,
    /// It is taken.
    Taken,
    /// Another may be better.
    Doubted,
}

impl Attempt {
    /// `certainty` is the sum of the logarithms. Of what goes in circles one round is left.
    pub(super) fn new(vocabulary: &Vocabulary, mut tokens: Vec<u32>, certainty: f32) -> Self {
        let mean = certainty / (tokens.len() + 1) as f32;
        let circle = rules::circle(vocabulary, &tokens);
        if let Some(once) = circle {
            tokens.truncate(once);
        }
        let text = vocabulary.text(&tokens);
        Self {
            mean,
            is_repeated: circle.is_some() || compression(text.trim()) > REPETITION,
            tokens,
        }
    }

    /// What is to be done with it, where the model takes the window for silent with the
    /// probability `silence`.
    pub(super) fn verdict(&self, silence: f32) -> Verdict {
        let is_silent = silence > SILENCE && self.mean < DOUBT;
        if is_silent || silence > SURE_SILENCE && self.mean < SMALL_DOUBT {
            Verdict::Silence
        } else if self.is_repeated || self.mean < DOUBT {
            Verdict::Doubted
        } else {
            Verdict::Taken
        }
    }

    /// Whether it is the better of two that are doubted.
    pub(super) fn beats(&self, other: &Self) -> bool {
        match (self.is_repeated, other.is_repeated) {
            (false, true) => true,
            (true, false) => false,
            _ => self.mean > other.mean,
        }
    }
}

/// How many times as long a text is as what zlib makes of it.
fn compression(text: &str) -> f32 {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    let shortened = zlib
        .write_all(text.as_bytes())
        .and_then(|()| zlib.finish())
        // Writing into memory does not fail.
        .map_or(text.len(), |bytes| bytes.len());
    text.len() as f32 / shortened.max(1) as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(mean: f32, is_repeated: bool) -> Attempt {
        Attempt {
            tokens: Vec::new(),
            mean,
            is_repeated,
        }
    }

    /// Whisper has 1.35 for the first and 7.84 for the second, whose zlib looks for longer.
    #[test]
    fn what_repeats_is_much_longer_than_what_zlib_makes_of_it() {
        let speech = "And so, my fellow Americans, ask not what your country can do for you, ask \
                      what you can do for your country.";
        assert!((compression(speech) - 1.35).abs() < 0.03);
        let circle = "Thank you very much. ".repeat(12);
        let ratio = compression(circle.trim());
        assert!(ratio > 2.0 * REPETITION, "{ratio}");
        assert!(compression("") < 1.0);
    }

    #[test]
    fn silence_needs_both_signs_and_doubt_either() {
        assert_eq!(attempt(-1.2, false).verdict(0.7), Verdict::Silence);
        assert_eq!(attempt(-0.8, false).verdict(0.7), Verdict::Taken);
        assert_eq!(attempt(-0.8, false).verdict(0.85), Verdict::Silence);
        assert_eq!(attempt(-0.4, false).verdict(0.85), Verdict::Taken);
        assert_eq!(attempt(-1.2, false).verdict(0.5), Verdict::Doubted);
        assert_eq!(attempt(-0.4, true).verdict(0.1), Verdict::Doubted);
        assert_eq!(attempt(-0.4, false).verdict(0.1), Verdict::Taken);
    }

    #[test]
    fn of_doubtful_ones_the_most_certain_that_does_not_repeat_itself_is_kept() {
        assert!(attempt(-1.4, false).beats(&attempt(-0.1, true)));
        assert!(!attempt(-0.1, true).beats(&attempt(-1.4, false)));
        assert!(attempt(-1.1, false).beats(&attempt(-1.4, false)));
        assert!(attempt(-0.1, true).beats(&attempt(-0.2, true)));
    }
}
