//! Runs a Qwen language model (Qwen2, Qwen2.5, Qwen3) from a GGUF file, in a browser worker and natively alike.
//!
//! The way of a text: [`gguf::Header`] checks and reads the file's head; [`Loader`] brings the
//! weights into memory tensor by tensor; [`Model::prompt`] turns messages into tokens;
//! [`Generation`] computes in steps short enough for a single-threaded worker to stay responsive.
//! There is no I/O besides the caller's `Read + Seek`, no clock and no platform code.

mod attention;
mod batch;
pub mod chat;
mod config;
mod constrain;
mod context;
pub mod embed;
mod error;
mod evaluation;
mod exponential;
mod generation;
pub mod gguf;
mod kv_cache;
mod linear;
mod lookup;
mod matrix;
mod measure;
mod numeric;
mod pass;
mod prefixes;
pub mod quantize;
mod qwen;
mod sampler;
mod scoring;
mod sequence;
mod span;
pub mod speech;
mod tensors;
mod text_stream;
mod tokenizer;

pub use batch::{Batch, BatchOptions, BatchStep, MAX_BATCH, News, Ticket};
pub use companion_kernels::Backend;
pub use companion_kernels::pool as threads;
pub use config::{Config, Family};
pub use constrain::{Grammar, Schema};
pub use context::Context;
pub use error::ModelError;
pub use evaluation::{Evaluation, Prediction, agreement, perplexity};
pub use generation::{FinishReason, Generation, Options, Statistics, Step};
pub use measure::{Measurement, Paces};
pub use prefixes::Prefixes;
pub use qwen::{Loader, Model};
pub use sampler::{Sampler, Sampling};
pub use scoring::{Scoring, ScoringStep};
pub use text_stream::TextStream;
pub use tokenizer::Tokenizer;
