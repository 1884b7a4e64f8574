//! The microphone: what it hears, in parts of a second each, and how loud it is.

use core::cell::RefCell;
use core::pin::Pin;
use std::collections::VecDeque;
use std::rc::Rc;

use futures_channel::oneshot;
use js_sys::{Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AnalyserNode, AudioContext, Blob, BlobEvent, DomException, MediaRecorder, MediaRecorderOptions,
    MediaStream, MediaStreamConstraints, MediaStreamTrack,
};

/// A part is handed on after this long: what a crash can cost is this and the time of storing.
const PART_MS: i32 = 1_000;
/// Speech is clear at this rate, and an hour of it is 14 MB.
const BITS_PER_SECOND: u32 = 32_000;
/// Samples over which the level is taken: some 40 ms.
const LEVEL_SAMPLES: u32 = 2_048;
/// Formats in the order in which they are wanted: small ones that browsers play everywhere first.
const FORMATS: [&str; 4] = [
    "audio/webm;codecs=opus",
    "audio/mp4;codecs=mp4a.40.2",
    "audio/mp4",
    "audio/ogg;codecs=opus",
];

/// Why nothing can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silent {
    /// The person, or a setting, has said no.
    Denied,
    /// There is no microphone.
    Missing,
    /// Another program has it.
    Busy,
    /// This browser cannot record.
    Unable,
}

/// A recording under way. Dropping it lets go of the microphone.
pub(crate) struct Recording {
    recorder: MediaRecorder,
    stream: MediaStream,
    context: Option<(AudioContext, AnalyserNode)>,
    ended: RefCell<Option<oneshot::Receiver<()>>>,
    _on_part: Closure<dyn FnMut(BlobEvent)>,
    _on_stop: Closure<dyn FnMut()>,
}

/// What is done with a part.
type Handler = Rc<dyn Fn(Vec<u8>) -> Pin<Box<dyn Future<Output = ()>>>>;

/// Parts on their way, in the order in which they were heard.
#[derive(Default)]
struct Queue {
    waiting: VecDeque<Blob>,
    is_emptied: bool,
    has_ended: Option<oneshot::Sender<()>>,
    is_over: bool,
}

/// A microphone that may be used.
pub(crate) struct Microphone {
    stream: MediaStream,
    /// The format in which it will be recorded.
    pub(crate) media_type: &'static str,
}

impl Microphone {
    /// Asks for the microphone; the browser asks the person.
    ///
    /// # Errors
    /// [`Silent`].
    pub(crate) async fn ask() -> Result<Self, Silent> {
        let media_type = FORMATS
            .into_iter()
            .find(|format| is_recorder_there() && MediaRecorder::is_type_supported(format))
            .ok_or(Silent::Unable)?;
        // Not there in an insecure page.
        let devices = window()
            .navigator()
            .media_devices()
            .map_err(|_| Silent::Unable)?;
        if devices.is_undefined() {
            return Err(Silent::Unable);
        }
        let constraints = MediaStreamConstraints::new();
        constraints.set_audio(&JsValue::TRUE);
        let asked = devices.get_user_media_with_constraints(&constraints);
        let stream = wait(asked.map_err(|thrown| why(&thrown))?).await;
        Ok(Self {
            stream: stream.map_err(|thrown| why(&thrown))?.unchecked_into(),
            media_type,
        })
    }

    /// Lets go of it without having recorded.
    pub(crate) fn release(self) {
        release(&self.stream);
    }

    /// Begins to record. Every part is handed to `on_part`, one after the other: the next comes
    /// when the future of the last one is done.
    ///
    /// # Errors
    /// [`Silent`].
    pub(crate) fn record<F: Future<Output = ()> + 'static>(
        self,
        on_part: impl Fn(Vec<u8>) -> F + 'static,
    ) -> Result<Recording, Silent> {
        let options = MediaRecorderOptions::new();
        options.set_mime_type(self.media_type);
        options.set_audio_bits_per_second(BITS_PER_SECOND);
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&self.stream, &options)
                .map_err(|_| Silent::Unable)?;
        let (sender, receiver) = oneshot::channel();
        let queue = Rc::new(RefCell::new(Queue {
            has_ended: Some(sender),
            ..Queue::default()
        }));
        let on_part: Handler = Rc::new(move |bytes| Box::pin(on_part(bytes)));
        let heard = Rc::clone(&queue);
        let handler = Rc::clone(&on_part);
        let on_data = Closure::new(move |event: BlobEvent| {
            if let Some(blob) = event.data().filter(|blob| blob.size() > 0.0) {
                heard.borrow_mut().waiting.push_back(blob);
                empty(&heard, &handler);
            }
        });
        let on_stop = Closure::new(move || {
            queue.borrow_mut().is_over = true;
            empty(&queue, &on_part);
        });
        recorder.set_ondataavailable(Some(on_data.as_ref().unchecked_ref()));
        recorder.set_onstop(Some(on_stop.as_ref().unchecked_ref()));
        recorder
            .start_with_time_slice(PART_MS)
            .map_err(|_| Silent::Unable)?;
        Ok(Recording {
            context: listen(&self.stream).ok(),
            recorder,
            stream: self.stream,
            ended: RefCell::new(Some(receiver)),
            _on_part: on_data,
            _on_stop: on_stop,
        })
    }
}

impl Recording {
    /// Stops listening for a while.
    pub(crate) fn pause(&self) {
        // Fails only when it has ended.
        let _ = self.recorder.pause();
    }

    /// Listens again.
    pub(crate) fn resume(&self) {
        let _ = self.recorder.resume();
    }

    /// How loud it is, from 0 to 1.
    pub(crate) fn level(&self) -> f64 {
        let Some((_, analyser)) = &self.context else {
            return 0.0;
        };
        let mut samples = vec![0_u8; LEVEL_SAMPLES as usize];
        analyser.get_byte_time_domain_data(&mut samples);
        let loudest = samples.iter().map(|&sample| sample.abs_diff(128)).max();
        f64::from(loudest.unwrap_or_default()) / 128.0
    }

    /// Ends the recording. Resolves when its last part was handed on and dealt with.
    pub(crate) fn stop(&self) -> impl Future<Output = ()> + use<> {
        // Fails only when it has ended by itself: then the last part is on its way.
        let _ = self.recorder.stop();
        let ended = self.ended.take();
        async move {
            if let Some(ended) = ended {
                let _ = ended.await;
            }
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        self.recorder.set_ondataavailable(None);
        self.recorder.set_onstop(None);
        release(&self.stream);
        if let Some((context, _)) = &self.context {
            // Nobody waits for it.
            let _ = context.close();
        }
    }
}

/// Hands the waiting parts on, one at a time.
fn empty(queue: &Rc<RefCell<Queue>>, on_part: &Handler) {
    if core::mem::replace(&mut queue.borrow_mut().is_emptied, true) {
        return;
    }
    let (queue, on_part) = (Rc::clone(queue), Rc::clone(on_part));
    spawn_local(async move {
        loop {
            let next = queue.borrow_mut().waiting.pop_front();
            let Some(blob) = next else { break };
            if let Ok(buffer) = wait(blob.array_buffer()).await {
                let array = Uint8Array::new(&buffer);
                on_part(array.to_vec()).await;
                array.fill(0, 0, array.length());
            }
        }
        let mut queue = queue.borrow_mut();
        queue.is_emptied = false;
        if queue.is_over
            && let Some(ended) = queue.has_ended.take()
        {
            // Whoever waited may have lost interest.
            let _ = ended.send(());
        }
    });
}

/// A way to see how loud it is.
fn listen(stream: &MediaStream) -> Result<(AudioContext, AnalyserNode), JsValue> {
    let context = AudioContext::new()?;
    let analyser = context.create_analyser()?;
    analyser.set_fft_size(LEVEL_SAMPLES);
    context
        .create_media_stream_source(stream)?
        .connect_with_audio_node(&analyser)?;
    Ok((context, analyser))
}

fn release(stream: &MediaStream) {
    for track in stream.get_tracks() {
        track.unchecked_into::<MediaStreamTrack>().stop();
    }
}

fn is_recorder_there() -> bool {
    Reflect::has(&window(), &"MediaRecorder".into()).unwrap_or(false)
}

fn why(thrown: &JsValue) -> Silent {
    let name = thrown.dyn_ref::<DomException>().map(DomException::name);
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => Silent::Denied,
        Some("NotFoundError" | "OverconstrainedError") => Silent::Missing,
        Some("NotReadableError" | "AbortError") => Silent::Busy,
        _ => Silent::Unable,
    }
}

async fn wait(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}
