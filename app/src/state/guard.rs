//! What watches by itself: the writer's absence, the machine's sleep, a stuck model.

use core::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, Phase};
use crate::platform::battery::watch_battery;
use crate::platform::{is_hidden, listen, now_ms};

const TICK: Duration = Duration::from_secs(2);
/// Between two ticks of a visible page this long a gap means that the machine slept.
const SLEEP_MS: f64 = 60_000.0;
/// Browsers let hidden pages tick once a minute; only a longer gap than that means sleep.
const HIDDEN_SLEEP_MS: f64 = 150_000.0;
/// After a gap like this the page was not running, so a worker's silence means nothing.
const PAGE_PAUSE_MS: f64 = 6_000.0;
/// How long a page that goes away with something unstored is held. Sealing and storing a draft
/// takes a few tens of milliseconds; browsers allow far more.
const LAST_MOMENT_MS: f64 = 150.0;
const MS_PER_MINUTE: f64 = 60_000.0;

impl App {
    /// Begins to watch. Called once.
    pub(crate) fn watch(self) {
        for event in [
            "pointerdown",
            "pointermove",
            "keydown",
            "wheel",
            "touchstart",
        ] {
            listen(&window(), event, move |_| self.touch());
        }
        listen(&document(), "visibilitychange", move |_| {
            self.give_way();
            if is_hidden() {
                self.rest_prompting();
                self.store_soon();
            } else if self.phase.with_untracked(|phase| *phase == Phase::OtherTab) {
                spawn_local(self.look_again());
            }
        });
        spawn_local(watch_battery(move |is_low| {
            self.is_battery_low.set_value(is_low);
            self.give_way();
        }));
        listen(&window(), "blur", move |_| self.store_soon());
        for event in ["beforeunload", "pagehide"] {
            listen(&window(), event, move |_| self.store_before_the_end());
        }
        // The browser is about to stop this page, perhaps for good.
        listen(&document(), "freeze", move |_| spawn_local(self.lock()));

        let last_tick_ms = StoredValue::new(now_ms());
        let tick = move || {
            let gap_ms = now_ms() - last_tick_ms.get_value();
            last_tick_ms.set_value(now_ms());
            self.tick(gap_ms);
        };
        set_interval(tick, TICK);
    }

    /// Tells the model's worker whether to leave the processor to others: nobody looks, or there is
    /// little power left.
    pub(super) fn give_way(self) {
        if self.inference.is_running() {
            let gives_way = is_hidden() || self.is_battery_low.get_value();
            // A worker that does not answer is noticed elsewhere.
            spawn_local(async move { drop(self.inference.give_way(gives_way).await) });
        }
    }

    /// The writer is here.
    pub(crate) fn touch(self) {
        self.last_input_ms.set_value(now_ms());
    }

    fn tick(self, gap_ms: f64) {
        if gap_ms > PAGE_PAUSE_MS {
            self.inference.forgive_silence();
        }
        if self.inference.is_stuck() {
            self.restart_model_worker();
        }
        let slept_ms = if is_hidden() {
            HIDDEN_SLEEP_MS
        } else {
            SLEEP_MS
        };
        let idle_minutes = self
            .settings
            .with_untracked(|settings| settings.idle_lock_minutes);
        let idle_ms = now_ms() - self.last_input_ms.get_value();
        let is_idle = idle_minutes > 0 && idle_ms > f64::from(idle_minutes) * MS_PER_MINUTE;
        // The sample is nobody's secret.
        if self.is_open() && !self.is_in_sample() && (is_idle || gap_ms > slept_ms) {
            spawn_local(self.lock());
        }
    }

    /// The page goes away and its worker with it. The draft is handed over, and the page held
    /// for a moment: the worker runs beside it and stores what it was given meanwhile.
    fn store_before_the_end(self) {
        if let Some(storing) = self.begin_storing(false) {
            spawn_local(async move {
                self.finish_storing(storing).await;
            });
            let begun_ms = now_ms();
            while now_ms() - begun_ms < LAST_MOMENT_MS {}
        }
    }

    fn store_soon(self) {
        spawn_local(async move {
            self.store_draft(false).await;
        });
    }
}
