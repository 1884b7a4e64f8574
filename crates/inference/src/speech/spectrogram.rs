//! What a speech model hears: how loud each band of pitches is, a hundred times a second.
//!
//! The definition is Whisper's (`whisper/audio.py`): windows of 25 ms by Hann, 10 ms apart, 80
//! bands of the mel scale in the form of Slaney, logarithms cut off 80 dB below the loudest.

use core::f64::consts::PI;

use companion_kernels::{Activations, Backend, Format, Matrix, MatrixBuilder, Operand};

use super::{SAMPLE_RATE, WINDOW_SAMPLES};
use crate::ModelError;

/// Bands of pitch.
pub(super) const BANDS: usize = 80;
/// Frames of a window of half a minute.
pub(super) const FRAMES: usize = WINDOW_SAMPLES / HOP;

/// Samples that a frame looks at.
const FRAME: usize = 400;
/// Samples between frames.
const HOP: usize = 160;
/// Pitches that a frame is taken apart into.
const PITCHES: usize = FRAME / 2 + 1;
/// Frames that are computed together.
const GROUP: usize = 64;
/// How far below the loudest band anything is heard, in powers of ten.
const RANGE: f32 = 8.0;

/// The two products that a frame passes through. A Fourier transform as a matrix has 30 times as
/// many multiplications as a fast one, and in the kernels takes a tenth of a second for half a
/// minute of speech, of the seconds that the rest takes: not worth a library in the worker.
pub(super) struct Spectrogram {
    /// Cosines, then sines, of each pitch, weighted by the window.
    transform: Matrix,
    /// What each band takes of each pitch.
    bands: Matrix,
}

impl Spectrogram {
    pub(super) fn new() -> Result<Self, ModelError> {
        let mut transform = Vec::with_capacity(2 * PITCHES * FRAME);
        for part in [f64::cos, f64::sin] {
            for pitch in 0..PITCHES {
                for sample in 0..FRAME {
                    let turn = 2.0 * PI / FRAME as f64;
                    let hann = 0.5 - 0.5 * (turn * sample as f64).cos();
                    // Without whole turns the angle is small, and so exact.
                    let angle = turn * ((pitch * sample) % FRAME) as f64;
                    transform.push((hann * part(angle)) as f32);
                }
            }
        }
        Ok(Self {
            transform: matrix(2 * PITCHES, FRAME, &transform)?,
            bands: matrix(BANDS, PITCHES, &filters())?,
        })
    }

    /// A window of at most [`WINDOW_SAMPLES`], as [`FRAMES`] rows of [`BANDS`]. Behind its end there
    /// is silence.
    pub(super) fn window(&self, samples: &[f32]) -> Result<Vec<f32>, ModelError> {
        let mut rounded = Activations::default();
        let mut frames = vec![0.0; GROUP * FRAME];
        let mut waves = vec![0.0; GROUP * 2 * PITCHES];
        let mut powers = vec![0.0; GROUP * PITCHES];
        let mut output = vec![0.0; FRAMES * BANDS];
        for (group, loudness) in output.chunks_mut(GROUP * BANDS).enumerate() {
            let count = loudness.len() / BANDS;
            for (row, frame) in frames.chunks_exact_mut(FRAME).take(count).enumerate() {
                // A frame's middle is where it belongs; what lies before the window is mirrored.
                let first = (group * GROUP + row) * HOP;
                for (offset, value) in frame.iter_mut().enumerate() {
                    let at = (first + offset).abs_diff(FRAME / 2);
                    *value = samples.get(at).copied().unwrap_or(0.0);
                }
            }
            let input = Operand::new(&frames[..count * FRAME], FRAME, &mut rounded);
            let waves = &mut waves[..count * 2 * PITCHES];
            self.transform.multiply(input, waves)?;
            let rows = powers.chunks_exact_mut(PITCHES);
            for (wave, powers) in waves.chunks_exact(2 * PITCHES).zip(rows) {
                let (cosines, sines) = wave.split_at(PITCHES);
                for ((power, c), s) in powers.iter_mut().zip(cosines).zip(sines) {
                    *power = c * c + s * s;
                }
            }
            let powers = &powers[..count * PITCHES];
            let input = Operand::new(powers, PITCHES, &mut rounded);
            self.bands.multiply(input, loudness)?;
        }
        compress(&mut output);
        Ok(output)
    }
}

/// Logarithms, cut off below, brought near to ±1.
fn compress(values: &mut [f32]) {
    for value in values.iter_mut() {
        *value = value.max(1e-10).log10();
    }
    let floor = values.iter().copied().fold(f32::MIN, f32::max) - RANGE;
    for value in values {
        *value = (value.max(floor) + 4.0) / 4.0;
    }
}

/// [`BANDS`] triangles over the pitches, each of area 1 in Hertz, a row of [`PITCHES`] each:
/// `librosa.filters.mel(sr=16000, n_fft=400, n_mels=80)`.
fn filters() -> Vec<f32> {
    let top = to_mel(f64::from(SAMPLE_RATE) / 2.0);
    let edge = |index: usize| to_hertz(top * index as f64 / (BANDS + 1) as f64);
    let mut filters = Vec::with_capacity(BANDS * PITCHES);
    for band in 0..BANDS {
        let (low, middle, high) = (edge(band), edge(band + 1), edge(band + 2));
        for pitch in 0..PITCHES {
            let hertz = pitch as f64 * f64::from(SAMPLE_RATE) / FRAME as f64;
            let rising = (hertz - low) / (middle - low);
            let falling = (high - hertz) / (high - middle);
            let height = rising.min(falling).max(0.0) * 2.0 / (high - low);
            filters.push(height as f32);
        }
    }
    filters
}

/// Slaney's mel scale: linear below 1,000 Hz, 15 mel; logarithmic above, 27 mel for a factor 6.4.
fn to_mel(hertz: f64) -> f64 {
    if hertz < 1000.0 {
        hertz * 3.0 / 200.0
    } else {
        15.0 + (hertz / 1000.0).ln() * 27.0 / 6.4_f64.ln()
    }
}

fn to_hertz(mel: f64) -> f64 {
    if mel < 15.0 {
        mel * 200.0 / 3.0
    } else {
        1000.0 * ((mel - 15.0) * 6.4_f64.ln() / 27.0).exp()
    }
}

fn matrix(rows: usize, columns: usize, values: &[f32]) -> Result<Matrix, ModelError> {
    let mut builder = MatrixBuilder::new(Format::F32, rows, columns, Backend::best())?;
    for row in values.chunks_exact(columns) {
        let bytes: Vec<u8> = row.iter().flat_map(|value| value.to_le_bytes()).collect();
        builder.push(&bytes)?;
    }
    Ok(builder.finish()?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    #[test]
    fn a_pure_tone_is_loudest_in_its_band() {
        let spectrogram = Spectrogram::new().unwrap();
        let tone: Vec<f32> = (0..SAMPLE_RATE)
            .map(|i| (2.0 * PI * 1000.0 * f64::from(i) / f64::from(SAMPLE_RATE)).sin() as f32)
            .collect();
        let window = spectrogram.window(&tone).unwrap();
        assert_eq!(window.len(), FRAMES * BANDS);
        let loudest = |frame: usize| {
            let row = &window[frame * BANDS..][..BANDS];
            (0..BANDS)
                .max_by(|&a, &b| row[a].total_cmp(&row[b]))
                .unwrap()
        };
        let band = loudest(50);
        let top = to_mel(8000.0);
        let middle = to_hertz(top * (band + 1) as f64 / (BANDS + 1) as f64);
        assert!((middle - 1000.0).abs() < 40.0, "{middle}");
        // Behind the end nothing is heard.
        let silent = &window[2000 * BANDS..][..BANDS];
        assert!(silent.iter().all(|value| (value - silent[0]).abs() < 1e-6));
    }

    #[test]
    fn the_scale_goes_there_and_back() {
        for hertz in [0.0, 440.0, 999.0, 1000.0, 4000.0, 8000.0] {
            assert!((to_hertz(to_mel(hertz)) - hertz).abs() < 1e-9);
        }
    }
}
