//! What events are told with: ways in, tasks of a model and what became of them.

use core::fmt;

use minicbor::{Decode, Encode};

/// Longest name of a model in the log, in characters: with it, every record of the log has
/// the same size.
const MAX_MODEL_NAME_CHARS: usize = 48;

/// By what the journal was unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum WayIn {
    /// The passphrase.
    #[n(0)]
    Passphrase,
    /// The recovery key.
    #[n(1)]
    RecoveryKey,
}

/// How the passphrase is made costly to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum PassphraseDerivation {
    /// PBKDF2.
    #[n(0)]
    Pbkdf2,
    /// Argon2id.
    #[n(1)]
    Argon2id,
}

/// What a model was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum AiTask {
    /// A question in the margin.
    #[n(0)]
    Question,
    /// The mood of an entry.
    #[n(1)]
    Sentiment,
    /// The themes of an entry.
    #[n(2)]
    Themes,
    /// A summary.
    #[n(3)]
    Summary,
    /// Patterns over many entries.
    #[n(4)]
    Patterns,
    /// The meaning of a text as numbers, for search.
    #[n(5)]
    Embedding,
    /// Looking for things that should not be there.
    #[n(6)]
    Detection,
}

/// How an operation of a model ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum AiOutcome {
    /// With an answer.
    #[n(0)]
    Finished,
    /// Stopped by the writer or a limit.
    #[n(1)]
    Stopped,
    /// Without one.
    #[n(2)]
    Failed,
}

/// What a detector looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Detection {
    /// Details that identify a person.
    #[n(0)]
    PersonalDetails,
    /// Text that gives orders to a model.
    #[n(1)]
    PromptInjection,
    /// Text that is meant to mislead later answers.
    #[n(2)]
    DataPoisoning,
}

/// A model's name in the log: at most 48 letters, digits, dots, hyphens and underscores.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct ModelName(#[n(0)] String);

impl ModelName {
    /// What may stand in the log of `name`: other characters become hyphens, and it is cut.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let plain = |c: char| {
            if c.is_ascii_alphanumeric() || matches!(c, '.' | '_') {
                c
            } else {
                '-'
            }
        };
        Self(name.chars().take(MAX_MODEL_NAME_CHARS).map(plain).collect())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PassphraseDerivation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pbkdf2 => "PBKDF2",
            Self::Argon2id => "Argon2id",
        })
    }
}

impl fmt::Display for AiTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Question => "A question",
            Self::Sentiment => "Mood of an entry",
            Self::Themes => "Themes of an entry",
            Self::Summary => "A summary",
            Self::Patterns => "Patterns over entries",
            Self::Embedding => "Preparing for search",
            Self::Detection => "A check of a text",
        })
    }
}

/// What is added to a line; nothing where all went well.
impl fmt::Display for AiOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Finished => "",
            Self::Stopped => ", stopped",
            Self::Failed => ", failed",
        })
    }
}

impl fmt::Display for Detection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::PersonalDetails => "Personal details",
            Self::PromptInjection => "Orders to a model",
            Self::DataPoisoning => "Misleading text",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_models_name_is_short_and_plain() {
        let name = ModelName::new("Qwen2.5/0.5B instruct\n<b>é");
        assert_eq!(name.as_str(), "Qwen2.5-0.5B-instruct--b--");
        assert_eq!(ModelName::new(&"é".repeat(99)).as_str().len(), 48);
    }
}
