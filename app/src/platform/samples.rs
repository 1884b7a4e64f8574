//! The samples of a recording, as the browser decodes it.

use companion_protocol::speech::SAMPLE_RATE;
use js_sys::{Float32Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, OfflineAudioContext};

use super::pieces::Pieces;

/// A recording that is decoded piece by piece.
pub(crate) struct Samples {
    file: Uint8Array,
    pieces: Pieces,
    /// Pieces that have been decoded.
    done: usize,
}

impl Samples {
    /// Of a file that lies in `parts`. `None` if it is longer than can be.
    pub(crate) fn of(parts: &[Vec<u8>]) -> Option<Self> {
        let length: usize = parts.iter().map(Vec::len).sum();
        let file = Uint8Array::new_with_length(u32::try_from(length).ok()?);
        let mut offset = 0;
        for part in parts {
            file.subarray(offset, offset + part.len() as u32)
                .copy_from(part);
            // Inside the whole length, which fits.
            offset += part.len() as u32;
        }
        Some(Self {
            file,
            pieces: Pieces::of(parts),
            done: 0,
        })
    }

    /// Bytes that have to be decoded in one go.
    pub(crate) fn longest_bytes(&self) -> usize {
        let bodies = self.pieces.bodies.iter().map(ExactSizeIterator::len);
        bodies.max().unwrap_or_default()
    }

    /// Whether all has been decoded.
    pub(crate) fn is_at_end(&self) -> bool {
        self.done == self.pieces.bodies.len()
    }

    /// Bytes of the next piece, of those that are left.
    pub(crate) fn next_of_left(&self) -> (usize, usize) {
        let mut left = self.pieces.bodies[self.done..]
            .iter()
            .map(ExactSizeIterator::len);
        let next = left.next().unwrap_or_default();
        (next, next + left.sum::<usize>())
    }

    /// Decodes the next piece and puts it behind `before`: one channel of [`SAMPLE_RATE`] samples a
    /// second. `None` if the browser cannot, or there is no further piece.
    pub(crate) async fn next(&mut self, before: &Float32Array) -> Option<Float32Array> {
        let body = self.pieces.bodies.get(self.done)?;
        self.done += 1;
        // The file's length fits.
        let part = |range: &core::ops::Range<usize>| {
            self.file.subarray(range.start as u32, range.end as u32)
        };
        let (head, body) = (part(&self.pieces.head), part(body));
        let file = Uint8Array::new_with_length(head.length() + body.length());
        file.set(&head, 0);
        file.set(&body, head.length());
        let audio = decode(&file).await?;
        let samples = Float32Array::new_with_length(before.length() + audio.length());
        samples.set(before, 0);
        let own = samples.subarray(before.length(), samples.length());
        // Voice notes have one channel; of other recordings the first is listened to.
        audio.copy_from_channel_with_f32_array(&own, 0).ok()?;
        Some(samples)
    }
}

/// The browser decodes any format that it plays, and resamples.
async fn decode(file: &Uint8Array) -> Option<AudioBuffer> {
    let decoder = OfflineAudioContext::new_with_number_of_channels_and_length_and_sample_rate(
        1,
        1,
        SAMPLE_RATE as f32,
    )
    .ok()?;
    let decoding = decoder.decode_audio_data(&file.buffer()).ok()?;
    JsFuture::from(decoding).await.ok()?.dyn_into().ok()
}
