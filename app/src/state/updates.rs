//! New versions of the app, and keeping this one for offline use.

use std::time::Duration;

use leptos::prelude::*;

use super::{App, Phase};
use crate::platform::{listen, update};

/// A first visit is kept for offline use after so long, even if the vault has not answered.
const AT_THE_LATEST: Duration = Duration::from_secs(15);

impl App {
    /// Keeps the app for offline use, and offers new versions. On a first visit only once the vault
    /// has answered: on a slow line the files that are kept would delay those that are needed.
    pub(crate) fn watch_updates(self) {
        let is_watching = StoredValue::new_local(false);
        let watch = move || {
            if !is_watching.get_value() {
                is_watching.set_value(true);
                update::register(move |waiting| self.update.set(Some(waiting)));
            }
        };
        if update::is_kept() {
            return watch();
        }
        // What was cut off on the way begins anew once there is a network again.
        listen(&window(), "online", move |_| {
            if is_watching.get_value() && !update::is_kept() {
                is_watching.set_value(false);
                watch();
            }
        });
        Effect::new(move || {
            if self.phase.get() != Phase::Starting && !self.is_presumed.get() {
                watch();
            }
        });
        set_timeout(watch, AT_THE_LATEST);
    }
}
