//! A quiet hint: one sentence, the one act that it proposes, and a way to be rid of it for good.

use companion_core::Hint;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::state::{HintPlace, use_app};
use crate::text::words::hints as words;

/// The hint that belongs in this place, if one is due.
#[component]
pub(crate) fn QuietHint(
    /// Where it stands.
    place: HintPlace,
) -> impl IntoView {
    let app = use_app();
    let hint = Memo::new(move |_| app.hint_in(place));
    view! {
        {move || hint.get().map(|hint| {
            let (name, text, act) = in_words(hint);
            view! {
                <aside class="quiet-hint" data-testid="hint" data-hint=name aria-label=words::label()>
                    <p>{text}</p>
                    <button class="text-link" data-testid="hint-do" on:click=move |_| app.follow_hint(hint)>{act}</button>
                    <button
                        class="icon-button"
                        data-testid="hint-away"
                        aria-label=words::away()
                        title=words::away()
                        on:click=move |_| spawn_local(app.put_hint_away(hint))
                    >
                        {Icon::Close.view()}
                    </button>
                </aside>
            }
        })}
    }
}

fn in_words(hint: Hint) -> (&'static str, &'static str, &'static str) {
    match hint {
        Hint::Sample => ("sample", words::sample(), words::sample_do()),
        Hint::RecoveryKey => (
            "recovery-key",
            words::recovery_key(),
            words::recovery_key_do(),
        ),
        Hint::Backup => ("backup", words::backup(), words::backup_do()),
        Hint::Install => ("install", words::install(), words::install_do()),
        Hint::Model => ("model", words::model(), words::model_do()),
    }
}
