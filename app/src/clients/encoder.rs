//! What the page can ask about the encoder of sentences, which lives beside the model.

use companion_protocol::encoder::{Embeddings, Request, Response, Slot, State};
use companion_protocol::inference::{self, Download};

use super::inference::{Answer, InferenceClient, fault};

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $answer:pat => $value:expr) => {
        match $client
            .ask(inference::Request::Encoder($request), None)
            .await?
        {
            inference::Response::Encoder($answer) => Ok($value),
            _ => Err(fault()),
        }
    };
}

impl InferenceClient {
    /// Whether it is on this device, and which.
    pub(crate) async fn encoder(self) -> Answer<State> {
        ask!(self, Request::Status(Slot::Sentences), Response::State(state) => state)
    }

    /// Fetches it.
    pub(crate) async fn get_encoder(self, download: Download) -> Answer<State> {
        ask!(self, Request::Get(Slot::Sentences, download), Response::State(state) => state)
    }

    /// Removes it.
    pub(crate) async fn remove_encoder(self) -> Answer<State> {
        ask!(self, Request::Remove(Slot::Sentences), Response::State(state) => state)
    }

    /// The meaning of texts.
    pub(crate) async fn embed(self, texts: Vec<String>) -> Answer<Embeddings> {
        ask!(self, Request::Embed(texts), Response::Embeddings(embeddings) => embeddings)
    }
}
