//! The recovery key, between the passphrase and the first page, for who wanted one at once.

use companion_protocol::vault::RecoveryKey;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::keys::ShownKey;
use crate::state::use_app;
use crate::text::words;

/// Shows the key to be copied onto paper, and goes on to the first page.
#[component]
pub(crate) fn FirstKey(
    /// The key, not in use yet.
    key: RecoveryKey,
) -> impl IntoView {
    let app = use_app();
    let go_on = Callback::new(move |()| spawn_local(app.put_key_away()));
    view! {
        <main id="main" class="gate tall" tabindex="-1">
            <p class="wordmark">{words::name()}</p>
            <h1>{words::onboarding::key_title()}</h1>
            <ShownKey key rest=go_on later=words::onboarding::key_later() level=2/>
        </main>
    }
}
