//! What the page asks of the speech model in the inference worker: what is said in a recording. It
//! lives beside the language model and the encoders: each works while the others are busy.

use minicbor::{Decode, Encode};

use crate::encoder::State;
use crate::inference::Download;

/// Samples a second that a recording is sent in, of one channel, between -1 and 1.
pub const SAMPLE_RATE: u32 = 16_000;

/// A request about the speech model.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Answer: [`Response::State`].
    #[n(0)]
    Status,
    /// Fetch the speech model of the catalogue. An earlier part is resumed. Answer when stored and
    /// verified: [`Response::State`].
    #[n(1)]
    Get(#[n(0)] Download),
    /// Delete the stored speech model. Answer: [`Response::State`].
    #[n(2)]
    Remove,
    /// Write down what is said in the samples that travel beside this message, a `Float32Array` of
    /// [`SAMPLE_RATE`]. Progress comes as events, in milliseconds of the recording. Answer:
    /// [`Response::Transcript`].
    #[n(3)]
    Transcribe(#[n(0)] Part),
    /// Stop a transfer or a recording under way, which then answers that it was cancelled.
    /// Answer: [`Response::Stopping`].
    #[n(4)]
    Stop,
}

/// An answer about the speech model; a failure is the worker's usual one.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// Where it stands.
    #[n(0)]
    State(#[n(0)] State),
    /// What was said.
    #[n(1)]
    Transcript(#[n(0)] Transcript),
    /// It has been asked to stop.
    #[n(2)]
    Stopping,
}

/// What part of a recording is sent: a long one comes in several, one after the other.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Part {
    /// Milliseconds of the recording before it.
    #[n(0)]
    pub start_ms: u64,
    /// Milliseconds of the whole recording, as far as is known: progress is told in terms of it.
    #[n(1)]
    pub total_ms: u64,
    /// Whether more follows: then what is less than a window at its end is left to the next.
    #[n(2)]
    pub has_more: bool,
    /// The code of the language that was heard in earlier parts.
    #[n(3)]
    pub language: Option<String>,
}

/// What was said in a recording, or in a part of one.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Transcript {
    /// The language's code, such as "en".
    #[n(0)]
    pub language: Option<String>,
    /// Stretches of speech, in order.
    #[n(1)]
    pub segments: Vec<Segment>,
    /// Milliseconds that it took, loading left out.
    #[n(2)]
    pub listen_ms: f64,
    /// Samples that were listened to; of a part that has more behind it, the others are to stand
    /// before the next.
    #[n(3)]
    pub samples: u32,
}

/// A stretch of speech.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Segment {
    /// When it begins, from the beginning of the part.
    #[n(0)]
    pub start_ms: u64,
    /// When it ends.
    #[n(1)]
    pub end_ms: u64,
    /// What was said.
    #[n(2)]
    pub text: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    #[test]
    fn messages_survive_the_way() {
        let answer = Response::Transcript(Transcript {
            language: Some("de".into()),
            segments: vec![Segment {
                start_ms: 0,
                end_ms: 1_520,
                text: "Guten Morgen.".into(),
            }],
            listen_ms: 812.5,
            samples: 480_000,
        });
        let bytes = minicbor::to_vec(&answer).unwrap();
        assert_eq!(minicbor::decode::<Response>(&bytes).unwrap(), answer);
        let request = Request::Transcribe(Part {
            start_ms: 240_000,
            total_ms: 3_600_000,
            has_more: true,
            language: Some("de".into()),
        });
        let bytes = minicbor::to_vec(&request).unwrap();
        assert_eq!(minicbor::decode::<Request>(&bytes).unwrap(), request);
    }
}
