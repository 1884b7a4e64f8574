//! A recording on its way to text.

use std::sync::Arc;

use super::audio::{EPSILON, Listening, POSITIONS};
use super::rules;
use super::text::Writing;
use super::vocabulary::TIME_STEP_MS;
use super::{MAX_SAMPLES, Recognizer, SAMPLE_RATE, WINDOW_SAMPLES};
use crate::ModelError;
use crate::exponential::softmax;

/// Samples between signs of time.
const TIME_STEP_SAMPLES: usize = (SAMPLE_RATE * TIME_STEP_MS / 1000) as usize;
/// From this probability of silence on, words that the model itself doubts are not taken. Both
/// limits are Whisper's.
const SILENCE: f32 = 0.6;
const DOUBT: f32 = -1.0;
/// A window whose loudest sample is below this, 60 dB under the loudest there can be, holds no
/// speech: in perfect silence the model makes things up.
const QUIET: f32 = 0.001;
/// Tokens before the text: start, language, task.
const BEGIN: usize = 3;

/// A stretch of speech.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// When it begins, from the beginning of the recording.
    pub start_ms: u64,
    /// When it ends.
    pub end_ms: u64,
    /// What was said, without spaces around it.
    pub text: String,
}

/// What was said in a recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The language's code, such as "en"; `None` when nothing was listened to.
    pub language: Option<String>,
    /// Stretches of speech, in order.
    pub segments: Vec<Segment>,
}

/// A recording being written down. Call [`Transcription::step`] while it returns `true`.
pub struct Transcription {
    recognizer: Arc<Recognizer>,
    samples: Vec<f32>,
    /// First sample of the window.
    start: usize,
    language: Option<u32>,
    stage: Stage,
    listening: Listening,
    writing: Writing,
    /// Text and times of this window so far.
    written: Vec<u32>,
    /// Sum of the logarithms of their probabilities.
    certainty: f32,
    /// Scores of the token that follows.
    scores: Vec<f32>,
    silence: f32,
    segments: Vec<Segment>,
}

enum Stage {
    /// A window begins.
    Window,
    /// It passes through this layer of the half that listens.
    Layer(usize),
    /// It is made ready for the half that writes, layer by layer.
    Heard,
    /// The beginning is set: start, language, task.
    Begin,
    /// Tokens are written.
    Write,
}

impl Transcription {
    /// Begins to listen to `samples`, [`SAMPLE_RATE`] a second. `language` is a code such as "en";
    /// without one, or with one that the model does not know, the first half minute decides.
    ///
    /// # Errors
    /// When there are more than [`MAX_SAMPLES`].
    pub fn new(
        recognizer: Arc<Recognizer>,
        samples: Vec<f32>,
        language: Option<&str>,
    ) -> Result<Self, ModelError> {
        if samples.len() > MAX_SAMPLES {
            return Err(ModelError::RecordingTooLong {
                limit_seconds: MAX_SAMPLES / SAMPLE_RATE as usize,
            });
        }
        let languages = &recognizer.vocabulary.languages;
        let known = languages
            .iter()
            .find(|(_, code)| Some(code.as_str()) == language);
        Ok(Self {
            language: known.map(|(token, _)| *token),
            recognizer,
            samples,
            start: 0,
            stage: Stage::Window,
            listening: Listening::default(),
            writing: Writing::default(),
            written: Vec::new(),
            certainty: 0.0,
            scores: Vec::new(),
            silence: 0.0,
            segments: Vec::new(),
        })
    }

    /// Milliseconds of the recording that are written down.
    #[must_use]
    pub fn done_ms(&self) -> u64 {
        to_ms(self.start.min(self.samples.len()))
    }

    /// Milliseconds of the recording.
    #[must_use]
    pub fn total_ms(&self) -> u64 {
        to_ms(self.samples.len())
    }

    /// What is written down so far.
    #[must_use]
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Does a little more: a layer, or a token; `true` while there is more.
    ///
    /// # Errors
    /// When the arithmetic fails, which a file that was checked does not cause.
    pub fn step(&mut self) -> Result<bool, ModelError> {
        let model = Arc::clone(&self.recognizer);
        let config = &model.config;
        self.stage = match self.stage {
            Stage::Window => {
                if self.start >= self.samples.len() {
                    return Ok(false);
                }
                let end = self.samples.len().min(self.start + WINDOW_SAMPLES);
                let window = &self.samples[self.start..end];
                if window.iter().all(|sample| sample.abs() < QUIET) {
                    self.start = end;
                    return Ok(true);
                }
                let spectrogram = model.spectrogram.window(&self.samples, self.start)?;
                model
                    .audio
                    .begin(config, &spectrogram, &mut self.listening)?;
                Stage::Layer(0)
            }
            Stage::Layer(index) => match model.audio.layers.get(index) {
                Some(layer) => {
                    layer.forward(config, &mut self.listening)?;
                    Stage::Layer(index + 1)
                }
                None => {
                    model.audio.norm.apply(&mut self.listening.hidden, EPSILON);
                    self.writing = Writing::default();
                    Stage::Heard
                }
            },
            Stage::Heard => {
                let heard = &self.listening.hidden[..POSITIONS * config.width];
                if model.text.hear(config, heard, &mut self.writing)? {
                    Stage::Heard
                } else {
                    Stage::Begin
                }
            }
            Stage::Begin => {
                self.begin(&model)?;
                Stage::Write
            }
            Stage::Write => {
                if self.write(&model)? {
                    Stage::Write
                } else {
                    self.conclude(&model);
                    Stage::Window
                }
            }
        };
        Ok(true)
    }

    /// What was said; of a recording that was not listened to the end, what was heard so far.
    #[must_use]
    pub fn finish(self) -> Transcript {
        let languages = &self.recognizer.vocabulary.languages;
        let language = languages
            .iter()
            .find(|(token, _)| Some(*token) == self.language);
        Transcript {
            language: language.map(|(_, code)| code.clone()),
            segments: self.segments,
        }
    }

    fn begin(&mut self, model: &Recognizer) -> Result<(), ModelError> {
        let vocabulary = &model.vocabulary;
        let mut write = |token| model.text.write(&model.config, token, &mut self.writing);
        let mut scores = write(vocabulary.start)?;
        let score = |token: u32| scores.get(token as usize).copied().unwrap_or(f32::MIN);
        let language = self.language.unwrap_or_else(|| {
            let tokens = vocabulary.languages.iter().map(|(token, _)| *token);
            let best = tokens.max_by(|&a, &b| score(a).total_cmp(&score(b)));
            // A vocabulary without languages is refused when it is read.
            best.unwrap_or(vocabulary.start + 1)
        });
        softmax(&mut scores);
        self.silence = scores[vocabulary.silence as usize];
        write(language)?;
        self.scores = write(vocabulary.transcribe)?;
        self.language = Some(language);
        self.written.clear();
        self.certainty = 0.0;
        Ok(())
    }

    /// One token; `false` when the window is written down.
    fn write(&mut self, model: &Recognizer) -> Result<bool, ModelError> {
        let vocabulary = &model.vocabulary;
        let (token, certainty) = rules::next(vocabulary, &self.written, &mut self.scores);
        self.certainty += certainty;
        if token == vocabulary.end {
            return Ok(false);
        }
        self.written.push(token);
        if let Some(once) = rules::circle(vocabulary, &self.written) {
            self.written.truncate(once);
            return Ok(false);
        }
        // Whisper itself leaves half of the context to what was said before.
        let is_full = self.writing.len() >= model.config.text_context
            || self.written.len() >= model.config.text_context / 2 - BEGIN;
        if !is_full {
            self.scores = model.text.write(&model.config, token, &mut self.writing)?;
        }
        Ok(!is_full)
    }

    /// Takes what was written of the window, and moves on.
    fn conclude(&mut self, model: &Recognizer) {
        let tokens = std::mem::take(&mut self.written);
        let first_time = model.vocabulary.first_time;
        let time = |token: u32| token.checked_sub(first_time).map(|steps| steps as usize);
        let mean = self.certainty / (tokens.len() + 1) as f32;
        if self.silence > SILENCE && mean < DOUBT {
            self.start += WINDOW_SAMPLES;
            return;
        }
        let mut text: Vec<u32> = Vec::new();
        let mut begin = 0;
        let mut end = None;
        for &token in &tokens {
            match time(token) {
                None => text.push(token),
                Some(steps) if text.is_empty() => begin = steps,
                Some(steps) => {
                    self.take(model, begin, steps, &text);
                    text.clear();
                    begin = steps;
                    end = Some(steps);
                }
            }
        }
        let is_complete =
            matches!(tokens[..], [.., a, b] if time(a).is_none() && time(b).is_some());
        self.start += match end {
            // What stands behind the last end was cut off: it is listened to again, from there.
            Some(steps) if steps > 0 && !is_complete => steps * TIME_STEP_SAMPLES,
            _ => {
                self.take(model, begin, WINDOW_SAMPLES / TIME_STEP_SAMPLES, &text);
                WINDOW_SAMPLES
            }
        };
    }

    fn take(&mut self, model: &Recognizer, begin: usize, end: usize, tokens: &[u32]) {
        let text = model.vocabulary.text(tokens).trim().to_owned();
        let at = |steps: usize| (self.start + steps * TIME_STEP_SAMPLES).min(self.samples.len());
        // Behind the end nobody speaks.
        if text.is_empty() || at(begin) == self.samples.len() {
            return;
        }
        self.segments.push(Segment {
            start_ms: to_ms(at(begin)),
            end_ms: to_ms(at(end)),
            text,
        });
    }
}

fn to_ms(samples: usize) -> u64 {
    samples as u64 * 1000 / u64::from(SAMPLE_RATE)
}
