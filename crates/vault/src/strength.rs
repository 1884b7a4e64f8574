//! Whether a passphrase may protect a journal.

use companion_core::limits::{MAX_PASSPHRASE_BYTES, MIN_PASSPHRASE_CHARS};
use zxcvbn::Score;

use crate::VaultError;

/// The lowest acceptable estimate: 3 of 4, at least 10^8 guesses. With key derivation at about
/// a millisecond of dedicated hardware a guess, that is days of an attacker's time at the very
/// least, while a lower bar would fall in minutes.
const MIN_SCORE: Score = Score::Three;

/// An estimate of how hard a passphrase is to guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// 0 (guessed at once) to 4 (very strong).
    pub score: u8,
    /// Whether a journal may be created with it.
    pub acceptable: bool,
    /// Why it is weak, in a sentence.
    pub warning: Option<String>,
    /// What would make it stronger.
    pub suggestions: Vec<String>,
}

/// Estimates the strength of a passphrase as typed.
#[must_use]
pub fn estimate(passphrase: &str) -> Strength {
    if passphrase.len() > MAX_PASSPHRASE_BYTES {
        return refused(
            0,
            format!("A passphrase holds at most {MAX_PASSPHRASE_BYTES} bytes."),
        );
    }
    let entropy = zxcvbn::zxcvbn(passphrase, &["companion", "journal", "diary"]);
    let score = u8::from(entropy.score());
    if passphrase.chars().count() < MIN_PASSPHRASE_CHARS {
        return refused(
            score.min(1),
            format!("A passphrase has at least {MIN_PASSPHRASE_CHARS} characters."),
        );
    }
    let feedback = entropy.feedback();
    let acceptable = entropy.score() >= MIN_SCORE;
    let warning = feedback
        .and_then(|feedback| feedback.warning())
        .map(|warning| warning.to_string())
        .or_else(|| (!acceptable).then(|| "This passphrase is too easy to guess.".into()));
    Strength {
        score,
        acceptable,
        warning,
        suggestions: feedback
            .map(|feedback| feedback.suggestions())
            .unwrap_or_default()
            .iter()
            .map(|suggestion| suggestion.to_string())
            .collect(),
    }
}

/// Refuses what is not acceptable, with the reason.
pub(crate) fn require(passphrase: &str) -> Result<(), VaultError> {
    let strength = estimate(passphrase);
    if strength.acceptable {
        return Ok(());
    }
    let words: Vec<String> = strength
        .warning
        .into_iter()
        .chain(strength.suggestions)
        .collect();
    Err(VaultError::WeakPassphrase(words.join(" ")))
}

fn refused(score: u8, warning: String) -> Strength {
    Strength {
        score,
        acceptable: false,
        warning: Some(warning),
        suggestions: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_guessable_passphrases_are_refused_with_a_reason() {
        for weak in [
            "",
            "aB3$xY7",
            "password1",
            "12345678",
            "qwertyuiop",
            "aaaaaaaaaaaa",
        ] {
            let strength = estimate(weak);
            assert!(!strength.acceptable, "{weak}");
            assert!(strength.warning.is_some(), "{weak}");
        }
        assert!(
            matches!(require("password1"), Err(VaultError::WeakPassphrase(why)) if !why.is_empty())
        );
    }

    #[test]
    fn a_few_uncommon_words_are_accepted() {
        for good in [
            "mossy kettle under nine lamps",
            "Übergänge schmecken nach Regen",
            "хорошая длинная фраза",
        ] {
            assert!(estimate(good).acceptable, "{good}: {:?}", estimate(good));
        }
    }

    #[test]
    fn endless_passphrases_are_refused_before_any_work() {
        assert!(!estimate(&"correct horse battery ".repeat(1_000)).acceptable);
    }
}
