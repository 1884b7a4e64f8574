//! The samples of a recording, as the browser decodes it.

use companion_protocol::speech::SAMPLE_RATE;
use js_sys::{Float32Array, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AudioBuffer, OfflineAudioContext};

/// One channel of [`SAMPLE_RATE`] samples a second: the browser decodes any format that it plays,
/// and resamples. `None` if it cannot.
pub(crate) async fn samples(parts: &[Vec<u8>]) -> Option<Float32Array> {
    let length: usize = parts.iter().map(Vec::len).sum();
    let file = Uint8Array::new_with_length(u32::try_from(length).ok()?);
    let mut offset = 0;
    for part in parts {
        file.subarray(offset, offset + part.len() as u32)
            .copy_from(part);
        // Inside the whole length, which fits.
        offset += part.len() as u32;
    }
    let decoder = OfflineAudioContext::new_with_number_of_channels_and_length_and_sample_rate(
        1,
        1,
        SAMPLE_RATE as f32,
    )
    .ok()?;
    let decoding = decoder.decode_audio_data(&file.buffer()).ok()?;
    let audio: AudioBuffer = JsFuture::from(decoding).await.ok()?.dyn_into().ok()?;
    let samples = Float32Array::new_with_length(audio.length());
    // Voice notes have one channel; of other recordings the first is listened to.
    audio.copy_from_channel_with_f32_array(&samples, 0).ok()?;
    Some(samples)
}
