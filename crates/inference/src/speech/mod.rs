//! Speech to text: Whisper, from one GGUF file, for recordings of any length.
//!
//! The way of a recording: [`spectrogram`] turns half a minute of samples into loudness per pitch;
//! [`audio`] listens to it; [`text`] writes what was said, token by token, held to [`rules`]. The
//! signs of time among the tokens say where the next half minute begins; what was written badly is
//! tried again, by [`attempt`]'s measure. [`Transcription`] does this
//! in steps short enough for a single-threaded worker to stay responsive. The file is described in
//! `docs/FORMAT.md`; the model in Radford et al., "Robust Speech Recognition via Large-Scale Weak
//! Supervision", 2022.

mod attempt;
mod audio;
mod config;
mod load;
mod rules;
mod samples;
mod spectrogram;
#[cfg(test)]
mod tests;
mod text;
mod transcription;
mod vocabulary;

pub use config::SpeechConfig;
pub use samples::Samples;
pub use transcription::{Segment, Transcript, Transcription};

/// Samples of a second that the model expects, of one channel, between -1 and 1.
pub const SAMPLE_RATE: u32 = 16_000;

/// Longest recording that is listened to, in samples: two hours.
pub const MAX_SAMPLES: usize = SAMPLE_RATE as usize * 2 * 60 * 60;

/// Samples that are listened to at once: half a minute.
const WINDOW_SAMPLES: usize = SAMPLE_RATE as usize * 30;

/// A speech model in memory.
pub struct Recognizer {
    config: SpeechConfig,
    vocabulary: vocabulary::Vocabulary,
    spectrogram: spectrogram::Spectrogram,
    audio: audio::Audio,
    text: text::Text,
}

impl Recognizer {
    /// The codes of the languages that the model knows, such as "en".
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        let languages = &self.vocabulary.languages;
        languages.iter().map(|(_, code)| code.as_str())
    }
}
