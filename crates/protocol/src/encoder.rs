//! What the page asks of the encoders in the inference worker: the meaning of texts as vectors,
//! and labels for texts and their parts. They live beside the language model: either works
//! while the other is busy, or is not there.

use minicbor::{Decode, Encode};

use crate::inference::Download;

/// Most texts of a request.
pub const MAX_TEXTS: usize = 256;
/// Most bytes of all texts of a request together.
pub const MAX_BYTES: usize = 4 << 20;

/// Which encoder. The worker keeps one file for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Slot {
    /// The sentence encoder, whose vectors say how close meanings are.
    #[n(0)]
    Sentences,
    /// An encoder of the same shape that was trained for its heads.
    #[n(1)]
    Labels,
}

/// A request about encoders.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Answer: [`Response::State`].
    #[n(0)]
    Status(#[n(0)] Slot),
    /// Fetch an encoder of the catalogue. An earlier part is resumed. Answer when stored and
    /// verified: [`Response::State`].
    #[n(1)]
    Get(#[n(0)] Slot, #[n(1)] Download),
    /// Store the `File` that travels beside this message. Answer when verified:
    /// [`Response::State`].
    #[n(2)]
    Import(#[n(0)] Slot),
    /// Delete the stored encoder. Answer: [`Response::State`].
    #[n(3)]
    Remove(#[n(0)] Slot),
    /// The meaning of each text, by the sentence encoder. Answer: [`Response::Embeddings`].
    #[n(4)]
    Embed(#[n(0)] Vec<String>),
    /// What the heads of the encoder for labels say of each text. Answer: [`Response::Labels`].
    #[n(5)]
    Label(#[n(0)] Vec<String>),
    /// Stop a transfer or an encoding under way, which then answers that it was cancelled.
    /// Answer: [`Response::Stopping`].
    #[n(6)]
    Stop,
}

/// An answer about encoders; a failure is the worker's usual one.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// Where an encoder stands.
    #[n(0)]
    State(#[n(0)] State),
    /// The meaning of texts.
    #[n(1)]
    Embeddings(#[n(0)] Embeddings),
    /// Labels of texts.
    #[n(2)]
    Labels(#[n(0)] Labels),
    /// The encoders have been asked to stop.
    #[n(3)]
    Stopping,
}

/// Where an encoder stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct State {
    /// Name of the stored and verified file; `None` when none is stored.
    #[n(0)]
    pub name: Option<String>,
    /// Its size.
    #[n(1)]
    pub size_bytes: u64,
    /// Its SHA-256 as hexadecimal digits.
    #[n(2)]
    pub sha256: Option<String>,
    /// Whether it is in memory.
    #[n(3)]
    pub is_loaded: bool,
}

/// The meaning of texts.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Embeddings {
    /// Numbers of a vector.
    #[n(0)]
    pub width: u32,
    /// The vectors one after another, as little-endian numbers of single precision. Each has the
    /// length 1, so that the dot product of two is their cosine.
    #[cbor(n(1), with = "minicbor::bytes")]
    pub values: Vec<u8>,
    /// Of each text, whether it was longer than what is read of it.
    #[n(2)]
    pub is_cut: Vec<bool>,
    /// Tokens of all texts.
    #[n(3)]
    pub tokens: u32,
    /// Milliseconds from text to vectors, loading left out.
    #[n(4)]
    pub encode_ms: f64,
}

/// Labels of texts.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Labels {
    /// The heads of the encoder.
    #[n(0)]
    pub heads: Vec<Head>,
    /// For each text what each head says.
    #[n(1)]
    pub texts: Vec<Vec<Said>>,
}

/// A head: what its scores are called.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Head {
    /// Its name.
    #[n(0)]
    pub name: String,
    /// Its labels, in the order of the scores.
    #[n(1)]
    pub labels: Vec<String>,
}

/// What a head says of a text.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Said {
    /// One score per label.
    #[n(0)]
    Text(#[n(0)] Vec<f32>),
    /// The same for each token that stands for text.
    #[n(1)]
    Tokens(#[n(0)] Vec<Span>),
}

/// A token with its scores.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Span {
    /// First byte of the text that it stands for.
    #[n(0)]
    pub start: u32,
    /// The byte after its last.
    #[n(1)]
    pub end: u32,
    /// One score per label.
    #[n(2)]
    pub scores: Vec<f32>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Frame, inference};

    #[test]
    fn messages_survive_the_way() {
        let download = Download {
            path: "models/encoders/x.gguf".into(),
            name: "x".into(),
            size_bytes: Some(1),
            sha256: None,
        };
        for body in [
            Request::Status(Slot::Labels),
            Request::Get(Slot::Sentences, download),
            Request::Embed(vec!["a".into(), String::new()]),
            Request::Label(vec![]),
            Request::Stop,
        ] {
            let frame = Frame {
                number: 7,
                body: inference::Request::Encoder(body),
            };
            assert_eq!(Frame::from_bytes(&frame.to_bytes()).unwrap(), frame);
        }
        let said = vec![
            Said::Text(vec![0.5, -1.0]),
            Said::Tokens(vec![Span {
                start: 3,
                end: 9,
                scores: vec![1.0],
            }]),
        ];
        for body in [
            Response::State(State::default()),
            Response::Embeddings(Embeddings {
                width: 1,
                values: 1.0_f32.to_le_bytes().into(),
                is_cut: vec![true],
                tokens: 4,
                encode_ms: 1.5,
            }),
            Response::Labels(Labels {
                heads: vec![Head {
                    name: "mood".into(),
                    labels: vec!["joy".into()],
                }],
                texts: vec![said],
            }),
            Response::Stopping,
        ] {
            let frame = Frame {
                number: 7,
                body: inference::Response::Encoder(body),
            };
            assert_eq!(Frame::from_bytes(&frame.to_bytes()).unwrap(), frame);
        }
    }
}
