//! What the page can ask about speech: the model that hears, and what is said in a recording.

use companion_protocol::encoder::State;
use companion_protocol::inference::{self, Download};
use companion_protocol::speech::{Part, Request, Response, Transcript};
use js_sys::Float32Array;

use super::inference::{Answer, InferenceClient, fault};

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $beside:expr, $answer:pat => $value:expr) => {
        match $client
            .ask(inference::Request::Speech($request), $beside)
            .await?
        {
            inference::Response::Speech($answer) => Ok($value),
            _ => Err(fault()),
        }
    };
}

impl InferenceClient {
    /// Whether the speech model is on this device, and which.
    pub(crate) async fn speech(self) -> Answer<State> {
        ask!(self, Request::Status, None, Response::State(state) => state)
    }

    /// Fetches it.
    pub(crate) async fn get_speech(self, download: Download) -> Answer<State> {
        ask!(self, Request::Get(download), None, Response::State(state) => state)
    }

    /// Removes it.
    pub(crate) async fn remove_speech(self) -> Answer<State> {
        ask!(self, Request::Remove, None, Response::State(state) => state)
    }

    /// What is said in a part of a recording.
    pub(crate) async fn transcribe(self, part: Part, samples: Float32Array) -> Answer<Transcript> {
        ask!(
            self,
            Request::Transcribe(part),
            Some(samples.into()),
            Response::Transcript(transcript) => transcript
        )
    }

    /// Stops a transfer, and listening.
    pub(crate) async fn stop_speech(self) -> Answer<()> {
        ask!(self, Request::Stop, None, Response::Stopping => ())
    }
}
