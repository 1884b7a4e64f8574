//! What is weak about a passphrase, as kinds: each place says them in its own language.

use core::fmt;

use minicbor::{Decode, Encode};

/// Something that makes a passphrase weak, or would make it stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Weakness {
    /// It is too short.
    #[n(0)]
    TooShort,
    /// It is too long.
    #[n(1)]
    TooLong,
    /// This passphrase is too easy to guess.
    #[n(2)]
    Guessable,
    /// Straight rows of keys are easy to guess.
    #[n(3)]
    KeyRows,
    /// Short keyboard patterns are easy to guess.
    #[n(4)]
    KeyPatterns,
    /// Repeats like “aaa” are easy to guess.
    #[n(5)]
    RepeatedLetter,
    /// Repeats like “abcabcabc” are only slightly harder to guess than “abc”.
    #[n(6)]
    RepeatedGroup,
    /// This is one of the ten most common passwords.
    #[n(7)]
    TopTen,
    /// This is one of the hundred most common passwords.
    #[n(8)]
    TopHundred,
    /// This is a very common password.
    #[n(9)]
    Common,
    /// This is similar to a common password.
    #[n(10)]
    LikeACommonOne,
    /// Sequences like abc or 6543 are easy to guess.
    #[n(11)]
    Sequence,
    /// Recent years are easy to guess.
    #[n(12)]
    RecentYear,
    /// A word by itself is easy to guess.
    #[n(13)]
    SingleWord,
    /// Dates are often easy to guess.
    #[n(14)]
    Date,
    /// Names by themselves are easy to guess.
    #[n(15)]
    NamesAlone,
    /// Common names are easy to guess.
    #[n(16)]
    CommonNames,
    /// Use a few words, and no common phrases.
    #[n(17)]
    UseSeveralWords,
    /// Signs, digits and capitals are not needed.
    #[n(18)]
    NoSignsNeeded,
    /// Add another word or two. Uncommon words are better.
    #[n(19)]
    AddWords,
    /// Capitals do not help very much.
    #[n(20)]
    CapitalsHelpLittle,
    /// All capitals are almost as easy to guess as none.
    #[n(21)]
    AllCapitalsHelpLittle,
    /// Reversed words are not much harder to guess.
    #[n(22)]
    ReversedHelpsLittle,
    /// Replaced letters such as “@” for “a” do not help very much.
    #[n(23)]
    ReplacedLettersHelpLittle,
    /// Use a longer keyboard pattern with more turns.
    #[n(24)]
    LongerKeyPattern,
    /// Avoid repeated words and characters.
    #[n(25)]
    NoRepeats,
    /// Avoid sequences.
    #[n(26)]
    NoSequences,
    /// Avoid recent years.
    #[n(27)]
    NoRecentYears,
    /// Avoid years that have to do with you.
    #[n(28)]
    NoOwnYears,
    /// Avoid dates and years that have to do with you.
    #[n(29)]
    NoOwnDates,
}

impl fmt::Display for Weakness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooShort => "It is too short.",
            Self::TooLong => "It is too long.",
            Self::Guessable => "This passphrase is too easy to guess.",
            Self::KeyRows => "Straight rows of keys are easy to guess.",
            Self::KeyPatterns => "Short keyboard patterns are easy to guess.",
            Self::RepeatedLetter => "Repeats like “aaa” are easy to guess.",
            Self::RepeatedGroup => {
                "Repeats like “abcabcabc” are only slightly harder to guess than “abc”."
            }
            Self::TopTen => "This is one of the ten most common passwords.",
            Self::TopHundred => "This is one of the hundred most common passwords.",
            Self::Common => "This is a very common password.",
            Self::LikeACommonOne => "This is similar to a common password.",
            Self::Sequence => "Sequences like abc or 6543 are easy to guess.",
            Self::RecentYear => "Recent years are easy to guess.",
            Self::SingleWord => "A word by itself is easy to guess.",
            Self::Date => "Dates are often easy to guess.",
            Self::NamesAlone => "Names by themselves are easy to guess.",
            Self::CommonNames => "Common names are easy to guess.",
            Self::UseSeveralWords => "Use a few words, and no common phrases.",
            Self::NoSignsNeeded => "Signs, digits and capitals are not needed.",
            Self::AddWords => "Add another word or two. Uncommon words are better.",
            Self::CapitalsHelpLittle => "Capitals do not help very much.",
            Self::AllCapitalsHelpLittle => "All capitals are almost as easy to guess as none.",
            Self::ReversedHelpsLittle => "Reversed words are not much harder to guess.",
            Self::ReplacedLettersHelpLittle => {
                "Replaced letters such as “@” for “a” do not help very much."
            }
            Self::LongerKeyPattern => "Use a longer keyboard pattern with more turns.",
            Self::NoRepeats => "Avoid repeated words and characters.",
            Self::NoSequences => "Avoid sequences.",
            Self::NoRecentYears => "Avoid recent years.",
            Self::NoOwnYears => "Avoid years that have to do with you.",
            Self::NoOwnDates => "Avoid dates and years that have to do with you.",
        })
    }
}
