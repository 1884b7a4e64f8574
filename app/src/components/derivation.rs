//! How far the derivation of a key is.

use core::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use crate::state::use_app;
use crate::text::words::storage as words;

/// A derivation that is over sooner needs no bar.
const SHOWN_AFTER: Duration = Duration::from_secs(1);

/// A calm bar, shown where deriving a key takes longer than a second.
#[component]
pub(crate) fn DerivationProgress(
    /// Whether a key is being derived.
    is_busy: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let is_long = RwSignal::new(false);
    let timer = StoredValue::new_local(None::<TimeoutHandle>);
    let stop = move || {
        timer.try_update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    };
    Effect::new(move || {
        stop();
        if is_busy.get() {
            app.safety.derivation.set(None);
            let show = move || {
                let _ = is_long.try_set(true);
            };
            timer.set_value(set_timeout_with_handle(show, SHOWN_AFTER).ok());
        } else {
            is_long.set(false);
        }
    });
    on_cleanup(stop);
    // Argon2id is one step: nobody knows how far it is.
    let known = move || app.safety.derivation.get().filter(|far| far.total > 1);
    view! {
        <Show when=move || is_long.get()>
            <div class="transfer" data-testid="derivation">
                <p>{words::deriving()}</p>
                <progress
                    aria-label=words::deriving_label()
                    max=move || known().map(|far| far.total.to_string())
                    value=move || known().map(|far| far.done.to_string())
                ></progress>
            </div>
        </Show>
    }
}
