//! The half that listens: half a minute becomes 1,500 vectors.

use companion_kernels::Activations;

use super::config::SpeechConfig;
use super::spectrogram::{BANDS, FRAMES};
use crate::ModelError;
use crate::embed::attention::{self, attend};
use crate::embed::math::gelu;
use crate::linear::{Linear, Norm};
use crate::matrix::Operand;
use crate::numeric::add;

/// Vectors that a window becomes.
pub(super) const POSITIONS: usize = FRAMES / 2;
/// Frames that each convolution looks at.
pub(super) const REACH: usize = 3;
/// The longest wave of the positions, in positions, over 2π.
const LONGEST_WAVE: f64 = 10_000.0;
/// Constant under the square root of LayerNorm, the same in all sizes of Whisper.
pub(super) const EPSILON: f32 = 1e-5;

/// Weights of the half that listens.
pub(super) struct Audio {
    pub(super) first: Linear,
    pub(super) second: Linear,
    pub(super) layers: Vec<AudioLayer>,
    pub(super) norm: Norm,
}

/// Weights of one layer.
pub(super) struct AudioLayer {
    pub(super) attention_norm: Norm,
    pub(super) query: Linear,
    pub(super) key: Linear,
    pub(super) value: Linear,
    pub(super) attention_output: Linear,
    pub(super) feed_forward_norm: Norm,
    pub(super) up: Linear,
    pub(super) down: Linear,
}

/// A window on its way through the layers.
#[derive(Default)]
pub(super) struct Listening {
    /// One row per position.
    pub(super) hidden: Vec<f32>,
    rounded: Activations,
    normed: Vec<f32>,
    query: Vec<f32>,
    key: Vec<f32>,
    value: Vec<f32>,
    attended: Vec<f32>,
    inner: Vec<f32>,
    scratch: attention::Scratch,
}

impl Audio {
    /// Begins with a spectrogram: two convolutions, of which the second takes every other frame.
    pub(super) fn begin(
        &self,
        config: &SpeechConfig,
        spectrogram: &[f32],
        work: &mut Listening,
    ) -> Result<(), ModelError> {
        let width = config.width;
        let rows = neighbours(spectrogram, BANDS, 1);
        let mut frames = vec![0.0; FRAMES * width];
        let input = Operand::new(&rows, REACH * BANDS, &mut work.rounded);
        self.first.apply(input, &mut frames)?;
        gelu(&mut frames);
        let rows = neighbours(&frames, width, 2);
        work.hidden.resize(POSITIONS * width, 0.0);
        let input = Operand::new(&rows, REACH * width, &mut work.rounded);
        self.second.apply(input, &mut work.hidden)?;
        gelu(&mut work.hidden);
        for (position, row) in work.hidden.chunks_exact_mut(width).enumerate() {
            let (sines, cosines) = row.split_at_mut(width / 2);
            let step = LONGEST_WAVE.ln() / (width / 2 - 1) as f64;
            for (i, (sine, cosine)) in sines.iter_mut().zip(cosines).enumerate() {
                let angle = position as f64 * (-step * i as f64).exp();
                *sine += angle.sin() as f32;
                *cosine += angle.cos() as f32;
            }
        }
        for rows in [
            &mut work.normed,
            &mut work.query,
            &mut work.key,
            &mut work.value,
            &mut work.attended,
        ] {
            rows.resize(POSITIONS * width, 0.0);
        }
        work.inner.resize(POSITIONS * config.feed_forward, 0.0);
        Ok(())
    }
}

impl AudioLayer {
    /// Passes all positions through the layer.
    pub(super) fn forward(
        &self,
        config: &SpeechConfig,
        work: &mut Listening,
    ) -> Result<(), ModelError> {
        let width = config.width;
        work.normed.copy_from_slice(&work.hidden);
        self.attention_norm.apply(&mut work.normed, EPSILON);
        let input = Operand::new(&work.normed, width, &mut work.rounded);
        self.query.apply(input, &mut work.query)?;
        self.key.apply(input, &mut work.key)?;
        self.value.apply(input, &mut work.value)?;
        attend(
            (width, config.head()),
            &work.query,
            &work.key,
            &work.value,
            &mut work.scratch,
            &mut work.attended,
        )?;
        let input = Operand::new(&work.attended, width, &mut work.rounded);
        self.attention_output.apply(input, &mut work.query)?;
        add(&mut work.hidden, &work.query);

        work.normed.copy_from_slice(&work.hidden);
        self.feed_forward_norm.apply(&mut work.normed, EPSILON);
        let input = Operand::new(&work.normed, width, &mut work.rounded);
        self.up.apply(input, &mut work.inner)?;
        gelu(&mut work.inner);
        let input = Operand::new(&work.inner, config.feed_forward, &mut work.rounded);
        self.down.apply(input, &mut work.query)?;
        add(&mut work.hidden, &work.query);
        Ok(())
    }
}

/// A convolution as a product: every `stride`th row of `width` values with the row before and the
/// row behind it. Beyond both ends there are zeros.
fn neighbours(rows: &[f32], width: usize, stride: usize) -> Vec<f32> {
    let count = rows.len() / width;
    let mut output = vec![0.0; count / stride * REACH * width];
    let middles = (0..count).step_by(stride);
    for (out, middle) in output.chunks_exact_mut(REACH * width).zip(middles) {
        for (part, out) in out.chunks_exact_mut(width).enumerate() {
            // One less than `part`: the first part is the row before.
            let row = (middle + part).checked_sub(1).filter(|row| *row < count);
            if let Some(row) = row {
                out.copy_from_slice(&rows[row * width..][..width]);
            }
        }
    }
    output
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_stands_between_its_neighbours() {
        let rows = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        let every = neighbours(&rows, 2, 1);
        assert_eq!(every[..6], [0.0, 0.0, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!(every[18..], [5.0, 6.0, 7.0, 8.0, 0.0, 0.0]);
        let other = neighbours(&rows, 2, 2);
        assert_eq!(other[6..], [3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
    }
}
