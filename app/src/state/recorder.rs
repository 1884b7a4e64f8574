//! Voice notes: recorded into the journal while somebody speaks.

use core::time::Duration;

use companion_core::{AttachmentId, EntryId};
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::platform::now_ms;
use crate::platform::recorder::{Microphone, Recording, Silent};
use crate::text::words;

/// How often time and level are shown.
const TICK: Duration = Duration::from_millis(120);

/// Where a voice note stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing is recorded.
    Idle,
    /// The browser asks for the microphone.
    Asking,
    /// Somebody speaks.
    Recording,
    /// Nobody listens for a while.
    Paused,
    /// The last part is being stored.
    Ending,
    /// Nothing can be recorded.
    Silent(Silent),
}

/// The recorder.
#[derive(Clone, Copy)]
pub(crate) struct Recorder {
    /// Where it stands.
    pub(crate) stage: RwSignal<Stage>,
    /// How long has been recorded, in milliseconds.
    pub(crate) elapsed_ms: RwSignal<f64>,
    /// How loud it is, from 0 to 1.
    pub(crate) level: RwSignal<f64>,
    under_way: StoredValue<Option<UnderWay>, LocalStorage>,
    ticking: StoredValue<Option<IntervalHandle>, LocalStorage>,
}

struct UnderWay {
    recording: Recording,
    entry: EntryId,
    id: AttachmentId,
    last_tick_ms: f64,
}

impl Recorder {
    /// Nothing is recorded.
    pub(crate) fn new() -> Self {
        Self {
            stage: RwSignal::new(Stage::Idle),
            elapsed_ms: RwSignal::new(0.0),
            level: RwSignal::new(0.0),
            under_way: StoredValue::new_local(None),
            ticking: StoredValue::new_local(None),
        }
    }

    /// Lets go of the microphone at once. What was stored stays in the draft.
    pub(crate) fn close(self) {
        self.stop_ticking();
        self.under_way.set_value(None);
        self.stage.set(Stage::Idle);
    }

    /// Whether a voice note is under way.
    pub(crate) fn is_on(self) -> bool {
        self.under_way.with_value(Option::is_some)
    }

    fn stop_ticking(self) {
        self.ticking.update_value(|ticking| {
            if let Some(ticking) = ticking.take() {
                ticking.clear();
            }
        });
        self.level.set(0.0);
    }
}

impl App {
    /// Asks for the microphone and begins a voice note.
    pub(crate) async fn begin_recording(self) {
        let recorder = self.recorder;
        let is_free = !recorder.is_on() && recorder.stage.get_untracked() != Stage::Asking;
        let Some(entry) = self.editor.id().filter(|_| is_free) else {
            return;
        };
        self.attachments.trouble.set(None);
        recorder.stage.set(Stage::Asking);
        let microphone = match Microphone::ask().await {
            Ok(microphone) => microphone,
            Err(silent) => return recorder.stage.set(Stage::Silent(silent)),
        };
        if self.editor.id() != Some(entry) {
            // The text was put away while the browser asked.
            microphone.release();
            return recorder.stage.set(Stage::Idle);
        }
        let begun = self.vault.begin_recording(entry, microphone.media_type);
        let id = match begun.await {
            Ok(begun) => begun.id,
            Err(failure) => {
                microphone.release();
                recorder.stage.set(Stage::Idle);
                return self.not_attached(&failure);
            }
        };
        match microphone.record(move |bytes| self.store_part(entry, id, bytes)) {
            Ok(recording) => {
                recorder.elapsed_ms.set(0.0);
                recorder.under_way.set_value(Some(UnderWay {
                    recording,
                    entry,
                    id,
                    last_tick_ms: now_ms(),
                }));
                recorder.stage.set(Stage::Recording);
                recorder
                    .ticking
                    .set_value(set_interval_with_handle(move || self.tick_recorder(), TICK).ok());
                self.announce(words::attachments::recording_begun());
            }
            Err(silent) => {
                recorder.stage.set(Stage::Silent(silent));
                if let Ok(list) = self.vault.cancel_recording(entry, id).await {
                    self.carry(entry, list);
                }
            }
        }
    }

    /// Stops listening for a while, or listens again.
    pub(crate) fn pause_recording(self) {
        let recorder = self.recorder;
        self.tick_recorder();
        let is_paused = recorder.stage.get_untracked() == Stage::Paused;
        recorder.under_way.with_value(|under_way| {
            let Some(UnderWay { recording, .. }) = under_way else {
                return;
            };
            if is_paused {
                recording.resume();
                recorder.stage.set(Stage::Recording);
            } else {
                recording.pause();
                recorder.stage.set(Stage::Paused);
            }
        });
    }

    /// Ends the voice note, if there is one, and keeps it.
    pub(crate) async fn finish_recording(self) {
        let Some((entry, id)) = self.end_recording().await else {
            return;
        };
        // Hours fit.
        let duration_ms = self.recorder.elapsed_ms.get_untracked() as u32;
        match self.vault.finish_recording(entry, id, duration_ms).await {
            Ok(list) => {
                self.carry(entry, list);
                self.announce(words::attachments::recording_kept());
            }
            Err(failure) => self.not_attached(&failure),
        }
        self.recorder.stage.set(Stage::Idle);
    }

    /// Ends the voice note and throws it away.
    pub(crate) async fn cancel_recording(self) {
        if let Some((entry, id)) = self.end_recording().await {
            match self.vault.cancel_recording(entry, id).await {
                Ok(list) => self.carry(entry, list),
                Err(failure) => self.not_attached(&failure),
            }
        }
        self.recorder.stage.set(Stage::Idle);
    }

    /// Puts away what was said about the microphone.
    pub(crate) fn forget_silence(self) {
        self.recorder.stage.set(Stage::Idle);
    }

    async fn end_recording(self) -> Option<(EntryId, AttachmentId)> {
        let recorder = self.recorder;
        self.tick_recorder();
        recorder.stop_ticking();
        let stopped = recorder.under_way.with_value(|under_way| {
            let under_way = under_way.as_ref()?;
            Some((under_way.recording.stop(), under_way.entry, under_way.id))
        });
        let (stopped, entry, id) = stopped?;
        recorder.stage.set(Stage::Ending);
        stopped.await;
        recorder.under_way.set_value(None);
        Some((entry, id))
    }

    /// Stores a part. Where there is no room, the recording ends with what is stored.
    async fn store_part(self, entry: EntryId, id: AttachmentId, bytes: Vec<u8>) {
        let is_wanted = self.recorder.under_way.with_value(|under_way| {
            under_way
                .as_ref()
                .is_some_and(|under_way| (under_way.entry, under_way.id) == (entry, id))
        });
        if !is_wanted {
            return;
        }
        if let Err(failure) = self.vault.append_recording(id, bytes).await {
            let is_first = self.attachments.trouble.get_untracked().is_none();
            self.not_attached(&failure);
            if is_first {
                // Not awaited: the end waits for this very part.
                spawn_local(self.finish_recording());
            }
        }
    }

    fn tick_recorder(self) {
        let recorder = self.recorder;
        let is_running = recorder.stage.get_untracked() == Stage::Recording;
        recorder.under_way.update_value(|under_way| {
            let Some(under_way) = under_way else { return };
            let now_ms = now_ms();
            if is_running {
                // Somebody who speaks is here: the journal does not lock.
                self.touch();
                let passed_ms = (now_ms - under_way.last_tick_ms).max(0.0);
                recorder.elapsed_ms.update(|elapsed| *elapsed += passed_ms);
                recorder.level.set(under_way.recording.level());
            } else {
                recorder.level.set(0.0);
            }
            under_way.last_tick_ms = now_ms;
        });
    }
}
