//! The line at the foot of the page: what just happened, and the way back from it.

use core::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::state::use_app;
use crate::text::words;

const SHOWN_FOR: Duration = Duration::from_secs(6);
/// Something that can be undone stays longer: it is the last chance.
const UNDO_SHOWN_FOR: Duration = Duration::from_secs(20);

/// Shows the toast, if there is one. It stays while it is pointed at or focused.
#[component]
pub(crate) fn ToastLine() -> impl IntoView {
    let app = use_app();
    let timer = StoredValue::new_local(None::<TimeoutHandle>);
    let hold = move || {
        timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    };
    let count_down = move || {
        hold();
        let shown_for = app.toast.with_untracked(|toast| match toast {
            Some(toast) if toast.undo.is_some() => UNDO_SHOWN_FOR,
            _ => SHOWN_FOR,
        });
        timer.set_value(set_timeout_with_handle(move || app.toast.set(None), shown_for).ok());
    };
    Effect::new(move || {
        if app.toast.with(Option::is_some) {
            count_down();
        }
    });

    view! {
        <div class="toasts" role="status">
            {move || app.toast.get().map(|toast| view! {
                <div
                    class="toast"
                    on:pointerenter=move |_| hold()
                    on:pointerleave=move |_| count_down()
                    on:focusin=move |_| hold()
                    on:focusout=move |_| count_down()
                >
                    <span>{toast.text}</span>
                    {toast.undo.map(|undo| view! {
                        <button
                            class="toast-action"
                            data-testid="undo"
                            on:click=move |_| spawn_local(app.undo(undo.clone()))
                        >
                            {words::undo()}
                        </button>
                    })}
                    <button
                        class="toast-close"
                        aria-label=words::close()
                        on:click=move |_| app.toast.set(None)
                    >
                        {Icon::Close.view()}
                    </button>
                </div>
            })}
        </div>
    }
}
