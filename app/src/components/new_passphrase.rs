//! Choosing a passphrase: twice typed, with an estimate of its strength.

use core::time::Duration;

use companion_core::limits::MIN_PASSPHRASE_CHARS;
use companion_protocol::vault::{Passphrase, Strength};
use leptos::html::Input;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::PassphraseField;
use crate::state::use_app;
use crate::text::words;

/// From the last letter typed to asking how strong the passphrase is.
const ESTIMATE_AFTER: Duration = Duration::from_millis(250);

/// The two fields of [`NewPassphraseFields`].
#[derive(Clone, Copy)]
pub(crate) struct NewPassphrase {
    first: NodeRef<Input>,
    second: NodeRef<Input>,
    /// Why it is not taken.
    pub(crate) error: RwSignal<Option<String>>,
}

impl NewPassphrase {
    /// Fields with nothing in them.
    pub(crate) fn new() -> Self {
        Self {
            first: NodeRef::new(),
            second: NodeRef::new(),
            error: RwSignal::new(None),
        }
    }

    /// The passphrase, if it is long enough and was typed twice; says why if not.
    pub(crate) fn take(self) -> Option<Passphrase> {
        let typed = typed_in(self.first);
        let refusal = if typed.chars().count() < MIN_PASSPHRASE_CHARS {
            Some(words::passphrase_too_short())
        } else if typed != typed_in(self.second) {
            Some(words::passphrases_differ().into())
        } else {
            None
        };
        let passphrase = refusal.is_none().then(|| Passphrase::new(typed));
        self.error.set(refusal);
        passphrase
    }
}

/// A field for a new passphrase with its strength, and one to type it again.
#[component]
pub(crate) fn NewPassphraseFields(
    /// Where the typed text is read.
    fields: NewPassphrase,
    /// The first field's own name, also for tests.
    id: &'static str,
    /// The second field's.
    repeat_id: &'static str,
    /// Whether the cursor starts here.
    #[prop(optional)]
    focused: bool,
) -> impl IntoView {
    let app = use_app();
    let NewPassphrase {
        first,
        second,
        error,
    } = fields;
    let strength = RwSignal::new(None::<Strength>);
    let timer = StoredValue::new_local(None::<TimeoutHandle>);

    let estimate = move || {
        spawn_local(async move {
            let typed = typed_in(first);
            if typed.is_empty() {
                strength.set(None);
                return;
            }
            let answer = app
                .vault
                .estimate_strength(Passphrase::new(typed.clone()))
                .await;
            // An answer about what is no longer typed would mislead.
            if let Some(field) = first.try_get_untracked().flatten()
                && field.value() == typed
            {
                strength.set(answer.ok());
            }
        });
    };
    let on_typed = move |()| {
        error.set(None);
        timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
            *timer = set_timeout_with_handle(estimate, ESTIMATE_AFTER).ok();
        });
    };
    // What judges passphrases is fetched while a person thinks of one.
    spawn_local(async move {
        let _ = app
            .vault
            .estimate_strength(Passphrase::new(String::new()))
            .await;
    });
    let strength_id = format!("{id}-strength");

    view! {
        <PassphraseField
            id
            label=words::choose_passphrase()
            autocomplete="new-password"
            field=first
            described_by=strength_id.clone()
            focused
            on_typed
        />
        <div id=strength_id class="strength">
            {move || match strength.get() {
                None => view! { <p class="hint">{words::passphrase_hint()}</p> }.into_any(),
                Some(strength) => view! { <StrengthMeter strength/> }.into_any(),
            }}
        </div>
        <PassphraseField
            id=repeat_id
            label=words::repeat_passphrase()
            autocomplete="new-password"
            field=second
            on_typed=move |()| error.set(None)
        />
    }
}

#[component]
fn StrengthMeter(strength: Strength) -> impl IntoView {
    let score = usize::from(strength.score).min(words::strength().len() - 1);
    let advice = strength
        .warning
        .into_iter()
        .chain(strength.suggestions)
        .map(words::weakness::sentence)
        .collect::<Vec<_>>()
        .join(" ");
    view! {
        <meter
            aria-label=words::strength_label()
            min="0"
            max="4"
            low="3"
            high="3.5"
            optimum="4"
            value=score.to_string()
        ></meter>
        <p class="hint"><strong>{words::strength()[score]}</strong> " " {advice}</p>
    }
}

fn typed_in(field: NodeRef<Input>) -> String {
    field
        .try_get_untracked()
        .flatten()
        .map(|field| field.value())
        .unwrap_or_default()
}
