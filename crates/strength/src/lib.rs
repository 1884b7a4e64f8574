//! How hard a passphrase is to guess, by zxcvbn, and whether that is enough for a journal.

use companion_core::limits::{MAX_PASSPHRASE_BYTES, MIN_PASSPHRASE_CHARS};
use companion_core::{Strength, Weakness};
use zxcvbn::Score;
use zxcvbn::feedback::{Suggestion, Warning};

/// The lowest acceptable estimate: 3 of 4, at least 10^8 guesses. With key derivation at about
/// a millisecond of dedicated hardware a guess, that is days of an attacker's time at the very
/// least, while a lower bar would fall in minutes.
const MIN_SCORE: Score = Score::Three;

/// Estimates the strength of a passphrase as typed.
#[must_use]
pub fn estimate(passphrase: &str) -> Strength {
    if passphrase.len() > MAX_PASSPHRASE_BYTES {
        return refused(0, Weakness::TooLong);
    }
    let entropy = zxcvbn::zxcvbn(passphrase, &["companion", "journal", "diary"]);
    let score = u8::from(entropy.score());
    if passphrase.chars().count() < MIN_PASSPHRASE_CHARS {
        return refused(score.min(1), Weakness::TooShort);
    }
    let feedback = entropy.feedback();
    let acceptable = entropy.score() >= MIN_SCORE;
    let warning = feedback
        .and_then(|feedback| feedback.warning())
        .map(warned)
        .or_else(|| (!acceptable).then_some(Weakness::Guessable));
    Strength {
        score,
        acceptable,
        warning,
        suggestions: feedback
            .map(|feedback| feedback.suggestions())
            .unwrap_or_default()
            .iter()
            .map(|suggestion| suggested(*suggestion))
            .collect(),
    }
}

const fn refused(score: u8, warning: Weakness) -> Strength {
    Strength {
        score,
        acceptable: false,
        warning: Some(warning),
        suggestions: Vec::new(),
    }
}

/// The estimator's warnings as kinds of ours.
const fn warned(warning: Warning) -> Weakness {
    match warning {
        Warning::StraightRowsOfKeysAreEasyToGuess => Weakness::KeyRows,
        Warning::ShortKeyboardPatternsAreEasyToGuess => Weakness::KeyPatterns,
        Warning::RepeatsLikeAaaAreEasyToGuess => Weakness::RepeatedLetter,
        Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Weakness::RepeatedGroup,
        Warning::ThisIsATop10Password => Weakness::TopTen,
        Warning::ThisIsATop100Password => Weakness::TopHundred,
        Warning::ThisIsACommonPassword => Weakness::Common,
        Warning::ThisIsSimilarToACommonlyUsedPassword => Weakness::LikeACommonOne,
        Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Sequence,
        Warning::RecentYearsAreEasyToGuess => Weakness::RecentYear,
        Warning::AWordByItselfIsEasyToGuess => Weakness::SingleWord,
        Warning::DatesAreOftenEasyToGuess => Weakness::Date,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess => Weakness::NamesAlone,
        Warning::CommonNamesAndSurnamesAreEasyToGuess => Weakness::CommonNames,
    }
}

/// The estimator's suggestions as kinds of ours.
const fn suggested(suggestion: Suggestion) -> Weakness {
    match suggestion {
        Suggestion::UseAFewWordsAvoidCommonPhrases => Weakness::UseSeveralWords,
        Suggestion::NoNeedForSymbolsDigitsOrUppercaseLetters => Weakness::NoSignsNeeded,
        Suggestion::AddAnotherWordOrTwo => Weakness::AddWords,
        Suggestion::CapitalizationDoesntHelpVeryMuch => Weakness::CapitalsHelpLittle,
        Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            Weakness::AllCapitalsHelpLittle
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => Weakness::ReversedHelpsLittle,
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Weakness::ReplacedLettersHelpLittle,
        Suggestion::UseALongerKeyboardPatternWithMoreTurns => Weakness::LongerKeyPattern,
        Suggestion::AvoidRepeatedWordsAndCharacters => Weakness::NoRepeats,
        Suggestion::AvoidSequences => Weakness::NoSequences,
        Suggestion::AvoidRecentYears => Weakness::NoRecentYears,
        Suggestion::AvoidYearsThatAreAssociatedWithYou => Weakness::NoOwnYears,
        Suggestion::AvoidDatesAndYearsThatAreAssociatedWithYou => Weakness::NoOwnDates,
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
