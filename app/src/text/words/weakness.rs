//! What is weak about a passphrase.

use companion_core::Weakness;

pub(crate) use super::from_languages::weakness::*;

/// One weakness, or one way out of it, as a sentence.
pub(crate) fn sentence(weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::TooShort => too_short(),
        Weakness::TooLong => too_long(),
        Weakness::Guessable => guessable(),
        Weakness::KeyRows => key_rows(),
        Weakness::KeyPatterns => key_patterns(),
        Weakness::RepeatedLetter => repeated_letter(),
        Weakness::RepeatedGroup => repeated_group(),
        Weakness::TopTen => top_ten(),
        Weakness::TopHundred => top_hundred(),
        Weakness::Common => common(),
        Weakness::LikeACommonOne => like_a_common_one(),
        Weakness::Sequence => sequence(),
        Weakness::RecentYear => recent_year(),
        Weakness::SingleWord => single_word(),
        Weakness::Date => date(),
        Weakness::NamesAlone => names_alone(),
        Weakness::CommonNames => common_names(),
        Weakness::UseSeveralWords => use_several_words(),
        Weakness::NoSignsNeeded => no_signs_needed(),
        Weakness::AddWords => add_words(),
        Weakness::CapitalsHelpLittle => capitals_help_little(),
        Weakness::AllCapitalsHelpLittle => all_capitals_help_little(),
        Weakness::ReversedHelpsLittle => reversed_helps_little(),
        Weakness::ReplacedLettersHelpLittle => replaced_letters_help_little(),
        Weakness::LongerKeyPattern => longer_key_pattern(),
        Weakness::NoRepeats => no_repeats(),
        Weakness::NoSequences => no_sequences(),
        Weakness::NoRecentYears => no_recent_years(),
        Weakness::NoOwnYears => no_own_years(),
        Weakness::NoOwnDates => no_own_dates(),
    }
}
