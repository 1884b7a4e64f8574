//! What is drawn a moment later.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::platform::turn::next_task;

/// Draws what it holds in a task of its own: a large page would keep the thread from what is typed meanwhile. What is seen
/// first stands outside it. Several of them come one after the other, in their order.
#[component]
pub(crate) fn Later(children: ChildrenFn) -> impl IntoView {
    let is_due = RwSignal::new(false);
    spawn_local(async move {
        next_task().await;
        // It may have been put away meanwhile.
        let _ = is_due.try_set(true);
    });
    view! { <Show when=move || is_due.get()>{children()}</Show> }
}
