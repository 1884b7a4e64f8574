//! What the page asks about prompts and templates: of the vault worker, which knows what was
//! on the writer's mind, and of the inference worker, which knows only what it is told.

use companion_core::{Template, TemplateId};
use minicbor::{Decode, Encode};

/// A request to the vault worker about prompts and templates. Languages are tags of BCP 47; what
/// is not there in a language is there in English.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// All templates: those of Companion in a language, then the writer's own. Answer:
    /// [`Response::Templates`].
    #[n(0)]
    Templates(#[n(0)] String),
    /// Store a template of the writer's own. Answer: [`Response::Template`].
    #[n(1)]
    WriteTemplate(#[n(0)] NewTemplate),
    /// Remove a template of the writer's own. Answer: [`Response::Done`].
    #[n(2)]
    DeleteTemplate(#[n(0)] TemplateId),
    /// Choose a written prompt that has not been shown lately, if there is one, and note that it is
    /// shown. Answer: [`Response::Prompt`].
    #[n(3)]
    Prompt {
        /// When it comes.
        #[n(0)]
        moment: Moment,
        /// In which language.
        #[n(1)]
        language: String,
    },
    /// What was on the writer's mind lately, in a few words. Answer: [`Response::Digest`].
    #[n(4)]
    Digest,
}

/// An answer of the vault worker about prompts and templates.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// See [`Request::Templates`].
    #[n(0)]
    Templates(#[n(0)] Templates),
    /// The template as it is stored.
    #[n(1)]
    Template(#[n(0)] Template),
    /// It is done, and durable.
    #[n(2)]
    Done,
    /// See [`Request::Prompt`].
    #[n(3)]
    Prompt(#[n(0)] Option<Prompt>),
    /// See [`Request::Digest`].
    #[n(4)]
    Digest(#[n(0)] Digest),
}

/// When a prompt comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Moment {
    /// On an empty page.
    #[n(0)]
    Opening,
    /// After a pause in writing.
    #[n(1)]
    GoingOn,
}

/// A prompt written by people.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Prompt {
    /// Its number, the same in every language.
    #[n(0)]
    pub number: u16,
    /// The question itself.
    #[n(1)]
    pub text: String,
}

/// What was on the writer's mind lately.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Digest {
    /// Minutes since the writer's midnight.
    #[n(0)]
    pub minute_of_day: u16,
    /// First lines of the last entries, newest first, at most [`Digest::MAX_LINES`].
    #[n(1)]
    pub titles: Vec<String>,
    /// Tags that came up most, at most [`Digest::MAX_LINES`].
    #[n(2)]
    pub tags: Vec<String>,
    /// Moods set by hand, newest first, 1 (low) to 5 (high), at most [`Digest::MAX_LINES`].
    #[n(3)]
    pub moods: Vec<u8>,
}

impl Digest {
    /// Most lines of each sort.
    pub const MAX_LINES: usize = 5;
}

/// All templates.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Templates {
    /// Those of Companion.
    #[n(0)]
    pub given: Vec<GivenTemplate>,
    /// The writer's own, by name.
    #[n(1)]
    pub own: Vec<Template>,
}

/// A template of Companion.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct GivenTemplate {
    /// What it is called.
    #[n(0)]
    pub name: String,
    /// What it is for, in a sentence.
    #[n(1)]
    pub lead: String,
    /// The text that a page begins with.
    #[n(2)]
    pub content: String,
}

/// A template to be stored.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct NewTemplate {
    /// The one it replaces; a new one otherwise.
    #[n(0)]
    pub id: Option<TemplateId>,
    /// What it is called; cut if it is too long, and the text's first line if it is empty.
    #[n(1)]
    pub name: String,
    /// The text that a page begins with.
    #[n(2)]
    pub content: String,
}

/// What the inference worker is asked for: one short question for the margin.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AskPrompt {
    /// About what.
    #[n(0)]
    pub about: About,
    /// Seed of the sampler: the same seed, subject and model give the same question.
    #[n(1)]
    pub seed: u64,
}

/// What a question for the margin is about.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum About {
    /// What has been written so far.
    #[n(0)]
    Text(#[n(0)] String),
    /// The time of day, and what was on the writer's mind lately.
    #[n(1)]
    Lately {
        /// What was.
        #[n(0)]
        digest: Digest,
        /// The language to ask in.
        #[n(1)]
        language: String,
    },
}

#[cfg(test)]
mod tests {
    use crate::vault;

    use super::*;

    #[test]
    fn the_letters_on_the_wire_stay_the_same() {
        let request = vault::Request::Writing(Request::Prompt {
            moment: Moment::GoingOn,
            language: "de".into(),
        });
        let bytes = minicbor::to_vec(&request).unwrap();
        // [130, [[3, [1, "de"]]]]
        assert_eq!(bytes, b"\x82\x18\x82\x81\x82\x03\x82\x01\x62de");
        assert_eq!(minicbor::decode::<vault::Request>(&bytes).unwrap(), request);
    }
}
