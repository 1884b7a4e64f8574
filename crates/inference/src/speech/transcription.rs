//! A recording on its way to text.

use std::sync::Arc;

use rand_pcg::Pcg64Mcg;
use rand_pcg::rand_core::{RngCore, SeedableRng};

use super::attempt::{Attempt, TEMPERATURES, Verdict};
use super::audio::{EPSILON, Listening, POSITIONS};
use super::rules::{self, Draw};
use super::text::Writing;
use super::vocabulary::TIME_STEP_MS;
use super::{MAX_SAMPLES, Recognizer, SAMPLE_RATE, Samples, WINDOW_SAMPLES};
use crate::ModelError;
use crate::exponential::softmax;

/// Samples between signs of time.
const TIME_STEP_SAMPLES: usize = (SAMPLE_RATE * TIME_STEP_MS / 1000) as usize;
/// A window whose loudest sample is below this, 60 dB under the loudest there can be, holds no
/// speech: in perfect silence the model makes things up.
const QUIET: f32 = 0.001;
/// Tokens before the text: start, language, task.
const BEGIN: usize = 3;
/// Where chance begins: the same recording is written down the same way each time.
const SEED: u64 = 0;

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

/// What was said in a recording, or in a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The language's code, such as "en"; `None` when nothing was listened to.
    pub language: Option<String>,
    /// Stretches of speech, in order.
    pub segments: Vec<Segment>,
    /// Samples that were listened to: all, or of a part those that need not come again in front
    /// of the next.
    pub samples: usize,
}

/// A recording being written down. Call [`Transcription::step`] while it returns `true`.
pub struct Transcription<S> {
    recognizer: Arc<Recognizer>,
    samples: S,
    /// Whether more of the recording follows in another part.
    is_part: bool,
    /// First sample of the window.
    start: usize,
    /// The window.
    window: Vec<f32>,
    /// The recording's language; until something is heard, a guess at it is in `guess`.
    language: Option<u32>,
    guess: Option<u32>,
    stage: Stage,
    listening: Listening,
    writing: Writing,
    /// The model's probability that nobody speaks in the window.
    silence: f32,
    /// Scores of the window's first token.
    first: Vec<f32>,
    /// Tries at this window before the one under way.
    tries: usize,
    /// The best of them.
    best: Option<Attempt>,
    random: Pcg64Mcg,
    /// Text and times of this try so far.
    written: Vec<u32>,
    /// Sum of the logarithms of their probabilities.
    certainty: f32,
    /// Scores of the token that follows.
    scores: Vec<f32>,
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

impl<S: Samples> Transcription<S> {
    /// Begins to listen to `samples`, [`SAMPLE_RATE`] a second. `language` is a code such as "en";
    /// without one, or with one that the model does not know, the first half minute decides.
    ///
    /// # Errors
    /// When there are more than [`MAX_SAMPLES`].
    pub fn new(
        recognizer: Arc<Recognizer>,
        samples: S,
        language: Option<&str>,
    ) -> Result<Self, ModelError> {
        if samples.count() > MAX_SAMPLES {
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
            guess: None,
            recognizer,
            samples,
            is_part: false,
            start: 0,
            window: Vec::new(),
            stage: Stage::Window,
            listening: Listening::default(),
            writing: Writing::default(),
            silence: 0.0,
            first: Vec::new(),
            tries: 0,
            best: None,
            random: Pcg64Mcg::seed_from_u64(SEED),
            written: Vec::new(),
            certainty: 0.0,
            scores: Vec::new(),
            segments: Vec::new(),
        })
    }

    /// Says that more of the recording follows: where less than a window is left, listening stops,
    /// and [`Transcript::samples`] tells where the next part begins.
    #[must_use]
    pub fn part(mut self) -> Self {
        self.is_part = true;
        self
    }

    /// Milliseconds of the recording that are written down.
    #[must_use]
    pub fn done_ms(&self) -> u64 {
        to_ms(self.listened())
    }

    /// Milliseconds of the recording.
    #[must_use]
    pub fn total_ms(&self) -> u64 {
        to_ms(self.samples.count())
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
                let left = self.samples.count() - self.listened();
                if left == 0 || self.is_part && left < WINDOW_SAMPLES {
                    return Ok(false);
                }
                self.window.resize(left.min(WINDOW_SAMPLES), 0.0);
                self.samples.read(self.start, &mut self.window);
                if self.window.iter().all(|sample| sample.abs() < QUIET) {
                    self.start += self.window.len();
                    return Ok(true);
                }
                let spectrogram = model.spectrogram.window(&self.window)?;
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
                    self.judge(&model)
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
            samples: self.listened(),
            segments: self.segments,
        }
    }

    /// Samples that have been dealt with.
    fn listened(&self) -> usize {
        self.start.min(self.samples.count())
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
        self.first = write(vocabulary.transcribe)?;
        self.guess = Some(language);
        self.tries = 0;
        self.best = None;
        self.begin_try();
        Ok(())
    }

    fn begin_try(&mut self) {
        self.writing.cut(BEGIN);
        self.scores.clone_from(&self.first);
        self.written.clear();
        self.certainty = 0.0;
    }

    /// One token; `false` when the window is written down.
    fn write(&mut self, model: &Recognizer) -> Result<bool, ModelError> {
        let vocabulary = &model.vocabulary;
        let draw = Draw {
            temperature: TEMPERATURES[self.tries],
            // 24 bits are exact in single precision.
            chance: (self.random.next_u32() >> 8) as f32 / (1 << 24) as f32,
        };
        let (token, certainty) = rules::next(vocabulary, &self.written, &mut self.scores, draw);
        self.certainty += certainty;
        if token == vocabulary.end {
            return Ok(false);
        }
        self.written.push(token);
        // Whisper itself leaves half of the context to what was said before.
        let is_full = self.writing.len() >= model.config.text_context
            || self.written.len() >= model.config.text_context / 2 - BEGIN;
        if is_full || rules::circle(vocabulary, &self.written).is_some() {
            return Ok(false);
        }
        self.scores = model.text.write(&model.config, token, &mut self.writing)?;
        Ok(true)
    }

    /// Decides what is done with what was written of the window.
    fn judge(&mut self, model: &Recognizer) -> Stage {
        let tokens = std::mem::take(&mut self.written);
        let attempt = Attempt::new(&model.vocabulary, tokens, self.certainty);
        match attempt.verdict(self.silence) {
            Verdict::Silence => self.start += WINDOW_SAMPLES,
            Verdict::Taken => self.conclude(model, &attempt.tokens),
            Verdict::Doubted => {
                let best = match self.best.take() {
                    Some(best) if !attempt.beats(&best) => best,
                    _ => attempt,
                };
                self.tries += 1;
                if self.tries < TEMPERATURES.len() {
                    self.best = Some(best);
                    self.begin_try();
                    return Stage::Write;
                }
                self.conclude(model, &best.tokens);
            }
        }
        Stage::Window
    }

    /// Takes what was written of the window, and moves on.
    fn conclude(&mut self, model: &Recognizer, tokens: &[u32]) {
        let first_time = model.vocabulary.first_time;
        let time = |token: u32| token.checked_sub(first_time).map(|steps| steps as usize);
        let mut text: Vec<u32> = Vec::new();
        let mut begin = 0;
        let mut end = None;
        for &token in tokens {
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
        let is_complete = matches!(*tokens, [.., a, b] if time(a).is_none() && time(b).is_some());
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
        let at = |steps: usize| (self.start + steps * TIME_STEP_SAMPLES).min(self.samples.count());
        // Behind the end nobody speaks.
        if text.is_empty() || at(begin) == self.samples.count() {
            return;
        }
        // Of silence the model guesses any language.
        self.language = self.guess;
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
