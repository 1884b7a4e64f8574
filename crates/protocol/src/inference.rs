//! What the page asks of the inference worker. It gets text, never keys.

use minicbor::{Decode, Encode};

use crate::encoder;
use crate::speech;
use crate::writing::AskPrompt;

/// A request to the inference worker.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Answer: [`Response::Model`].
    #[n(0)]
    Status,
    /// Fetch a model of the catalogue into the browser's private file system. An earlier part
    /// is resumed. Answer when stored and verified: [`Response::Model`].
    #[n(1)]
    Download(#[n(0)] Download),
    /// Store the `File` that travels beside this message. Answer when verified:
    /// [`Response::Model`].
    #[n(2)]
    Import,
    /// Stop a transfer under way; what has arrived of a download is kept for resuming. Answer:
    /// [`Response::Model`].
    #[n(3)]
    CancelTransfer,
    /// Load the stored model into memory. Answer: [`Response::Model`].
    #[n(4)]
    Load,
    /// Delete the stored model. Answer: [`Response::Model`].
    #[n(5)]
    Remove,
    /// Ask one question about an entry, streamed as events. Loads the model first if needed.
    /// Answer when over: [`Response::Finished`].
    #[n(6)]
    Reflect(#[n(0)] Reflect),
    /// Stop what is being generated; the running request then answers. Answer:
    /// [`Response::Model`].
    #[n(7)]
    Stop,
    /// Measure how fast the stored model reads and writes here; loads it first if needed. The
    /// text is made up and its continuation discarded. [`Request::Stop`] ends it as cancelled.
    /// Answer: [`Response::Measured`].
    #[n(8)]
    Measure(#[n(0)] Measure),
    /// Compute with one thread as long as this is set: nobody is looking and others may need the
    /// processor, or the battery is nearly empty. Answer: [`Response::Model`].
    #[n(9)]
    GiveWay(#[n(0)] bool),
    /// Something about encoders, which work beside the model.
    #[n(20)]
    Encoder(#[n(0)] encoder::Request),
    /// Ask one short question for the margin, streamed as events. Otherwise as
    /// [`Request::Reflect`].
    #[n(30)]
    Prompt(#[n(0)] AskPrompt),
    /// Something about the speech model, which works beside the model.
    #[n(40)]
    Speech(#[n(0)] speech::Request),
}

/// A model to fetch. All values come from the catalogue that the origin serves.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Download {
    /// Path on this origin.
    #[n(0)]
    pub path: String,
    /// Name shown to people and kept beside the file.
    #[n(1)]
    pub name: String,
    /// Expected size, if known.
    #[n(2)]
    pub size_bytes: Option<u64>,
    /// Expected SHA-256 as 64 hexadecimal digits; `None` takes the publisher's own sum, which
    /// the server passes on in the `ETag` header.
    #[n(3)]
    pub sha256: Option<String>,
}

/// A question about an entry.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Reflect {
    /// The entry's text.
    #[n(0)]
    pub entry_text: String,
    /// Seed of the sampler: the same seed, text and model give the same question.
    #[n(1)]
    pub seed: u64,
}

/// How much to measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Measure {
    /// Tokens of the prompt, at least 1.
    #[n(0)]
    pub prompt_tokens: u32,
    /// Tokens written behind the first, which comes out of reading: exactly so many, whether or
    /// not the model would have ended before.
    #[n(1)]
    pub decode_tokens: u32,
    /// Threads to compute with; the worker takes as many as it can and says how many.
    #[n(2)]
    pub threads: u32,
    /// Times to do it, at least 1 and at most [`Measure::MAX_RUNS`].
    #[n(3)]
    pub runs: u32,
}

impl Measure {
    /// Most runs of one measurement.
    pub const MAX_RUNS: u32 = 100;
}

/// How fast the model is on this device.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Measured {
    /// The model's name.
    #[n(0)]
    pub model: String,
    /// Threads that computed.
    #[n(1)]
    pub threads: u32,
    /// The kernels that computed.
    #[n(2)]
    pub kernels: String,
    /// Milliseconds that bringing the model from the device's storage into memory took, now or
    /// before.
    #[n(3)]
    pub load_ms: f64,
    /// Most memory that the worker has had so far.
    #[n(4)]
    pub peak_memory_bytes: u64,
    /// Tokens of each run's prompt.
    #[n(5)]
    pub prompt_tokens: u32,
    /// Tokens that each run wrote behind the first.
    #[n(6)]
    pub decode_tokens: u32,
    /// Each run.
    #[n(7)]
    pub runs: Vec<MeasuredRun>,
    /// The tokens that were written, by number: on every device and with any number of threads
    /// the same, but where two were equally likely.
    #[n(8)]
    pub written: Vec<u32>,
}

/// One run of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct MeasuredRun {
    /// Milliseconds until the first token was there.
    #[n(0)]
    pub first_token_ms: f64,
    /// Milliseconds for the tokens behind it.
    #[n(1)]
    pub decode_ms: f64,
}

/// An answer of the inference worker.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// Where the model stands.
    #[n(0)]
    Model(#[n(0)] Model),
    /// A generation is over.
    #[n(1)]
    Finished(#[n(0)] Finished),
    /// It failed. The worker lives on.
    #[n(2)]
    Failed(#[n(0)] Failure),
    /// A measurement is over.
    #[n(3)]
    Measured(#[n(0)] Measured),
    /// About encoders.
    #[n(20)]
    Encoder(#[n(0)] encoder::Response),
    /// About the speech model.
    #[n(40)]
    Speech(#[n(0)] speech::Response),
}

/// Where the model stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Model {
    /// Its state.
    #[n(0)]
    pub state: ModelState,
    /// Name of the stored model.
    #[n(1)]
    pub name: Option<String>,
    /// Its size.
    #[n(2)]
    pub size_bytes: u64,
    /// Its SHA-256, verified, as hexadecimal digits.
    #[n(3)]
    pub sha256: Option<String>,
}

/// States of the model, as shown in `model-status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum ModelState {
    /// None is stored.
    #[default]
    #[n(0)]
    None,
    /// One is arriving.
    #[n(1)]
    Downloading,
    /// One is stored and verified.
    #[n(2)]
    Ready,
    /// It is being loaded into memory.
    #[n(3)]
    Loading,
    /// It is in memory.
    #[n(4)]
    Loaded,
    /// The last action failed.
    #[n(5)]
    Error,
}

/// How a generation ended.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Finished {
    /// Why it ended.
    #[n(0)]
    pub reason: FinishReason,
    /// The whole text, cleaned: bounded, one question, no markup.
    #[n(1)]
    pub text: String,
    /// Tokens of the prompt.
    #[n(2)]
    pub prompt_tokens: u32,
    /// Tokens generated.
    #[n(3)]
    pub generated_tokens: u32,
    /// Milliseconds reading the prompt.
    #[n(4)]
    pub prefill_ms: f64,
    /// Milliseconds generating.
    #[n(5)]
    pub decode_ms: f64,
}

/// Why a generation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum FinishReason {
    /// The model was done.
    #[n(0)]
    Complete,
    /// The writer stopped it.
    #[n(1)]
    Stopped,
    /// It reached its limit of tokens.
    #[n(2)]
    TokenLimit,
    /// It reached its limit of time.
    #[n(3)]
    TimeLimit,
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Failure {
    /// What kind of failure.
    #[n(0)]
    pub kind: FailureKind,
    /// What happened and what to do, in plain words, without text of entries.
    #[n(1)]
    pub message: String,
}

/// Kinds of failure that the page treats differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum FailureKind {
    /// No model is stored.
    #[n(0)]
    NoModel,
    /// The file is no model that can be used: wrong type, truncated, foreign, too old.
    #[n(1)]
    UnusableFile,
    /// The sum differs from the publisher's.
    #[n(2)]
    WrongSum,
    /// Not enough room on the device.
    #[n(3)]
    NoSpace,
    /// Not enough memory.
    #[n(4)]
    NoMemory,
    /// The address did not answer as it should.
    #[n(5)]
    Network,
    /// The writer cancelled.
    #[n(6)]
    Cancelled,
    /// Something else is running.
    #[n(7)]
    Busy,
    /// The browser's storage failed.
    #[n(8)]
    Storage,
    /// A fault of ours.
    #[n(9)]
    Internal,
}

/// What the inference worker tells by itself.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Event {
    /// The worker runs and takes requests.
    #[n(0)]
    Ready,
    /// The model's state changed.
    #[n(1)]
    ModelChanged(#[n(0)] Model),
    /// Bytes of a transfer or of loading.
    #[n(2)]
    Progress(#[n(0)] Progress),
    /// The next piece of text.
    #[n(3)]
    Text(#[n(0)] String),
    /// Alive; sent at least once a second while computing. Silence means stuck.
    #[n(4)]
    Heartbeat(#[n(0)] Heartbeat),
}

/// How far a transfer, a load or the reading of a prompt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Progress {
    /// What is under way.
    #[n(0)]
    pub stage: Stage,
    /// Units done (bytes; tokens while reading the prompt).
    #[n(1)]
    pub done: u64,
    /// Units in all; 0 when unknown.
    #[n(2)]
    pub total: u64,
}

/// Stages that show progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Stage {
    /// The file is arriving.
    #[n(0)]
    Transfer,
    /// Its sum is being computed.
    #[n(1)]
    Verify,
    /// It is being loaded into memory.
    #[n(2)]
    Load,
    /// The model reads the prompt.
    #[n(3)]
    Prefill,
    /// Its speed is being measured: tokens read and written, in all runs together.
    #[n(4)]
    Measure,
    /// An encoder's file is arriving (bytes), or texts are being encoded (texts).
    #[n(20)]
    Encoder,
    /// The speech model's file is arriving (bytes), or a recording is listened to (milliseconds).
    #[n(40)]
    Speech,
}

/// Signs of life while computing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Heartbeat {
    /// Size of the worker's memory, so that a bloated one can be restarted.
    #[n(0)]
    pub memory_bytes: u64,
}
