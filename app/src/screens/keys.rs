//! Settings of the ways in: the passphrase, and the recovery key.

use companion_protocol::vault::{Failure, FailureKind, Kdf, Passphrase, RecoveryKey, WaysIn};
use leptos::html::{H4, Input};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::storage::GuessingCosts;
use crate::components::{
    Confirm, DerivationProgress, NewPassphrase, NewPassphraseFields, Owner, PassphraseField,
};
use crate::platform::{copy, focus, random_seed};
use crate::state::{App, use_app};
use crate::text::words;

/// The choices of key derivation, in the order of their words.
const KDFS: [Kdf; 2] = [Kdf::Pbkdf2, Kdf::Argon2id];

/// A button, and behind it the change of the passphrase.
#[component]
pub(crate) fn ChangePassphrase() -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <h4>{words::change_passphrase_title()}</h4>
        {move || if is_open.get() {
            view! { <ChangeForm is_open/> }.into_any()
        } else {
            view! {
                <button
                    id="change-passphrase"
                    class="button quiet"
                    data-testid="change-passphrase"
                    on:click=move |_| is_open.set(true)
                >
                    {words::change_passphrase()}
                </button>
            }.into_any()
        }}
    }
}

#[component]
fn ChangeForm(
    /// To be cleared when it is done or given up.
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let app = use_app();
    let old = NodeRef::<Input>::new();
    let fields = NewPassphrase::new();
    let error = fields.error;
    let is_busy = RwSignal::new(false);
    let kdf = RwSignal::new(Kdf::Pbkdf2);
    spawn_local(async move {
        if let Ok(ways) = app.vault.ways_in().await {
            kdf.set(ways.kdf);
        }
    });
    let close = move || {
        is_open.set(false);
        request_animation_frame(|| focus("change-passphrase"));
    };
    let change = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let Some(present) = typed_passphrase(old) else {
            error.set(Some(words::passphrase_missing().into()));
            return;
        };
        let Some(new) = fields.take() else { return };
        let kdf = kdf.get_untracked();
        is_busy.set(true);
        spawn_local(async move {
            match app.vault.change_passphrase(present, new, kdf).await {
                Ok(()) => {
                    app.say(words::passphrase_changed());
                    close();
                }
                Err(failure) => tell(app, error, &failure),
            }
            is_busy.set(false);
        });
    };
    let choices = KDFS
        .into_iter()
        .zip(words::guessing_choices())
        .enumerate()
        .map(|(at, (choice, word))| {
            let id = format!("kdf-{at}");
            view! {
                <input
                    type="radio"
                    name="kdf"
                    id=id.clone()
                    prop:checked=move || kdf.get() == choice
                    on:change=move |_| kdf.set(choice)
                />
                <label for=id>{word}</label>
            }
        });
    view! {
        <form class="key-form" on:submit=change novalidate>
            <Owner/>
            <PassphraseField
                id="present-passphrase"
                label=words::passphrase_now()
                autocomplete="current-password"
                field=old
                focused=true
                on_typed=move |()| error.set(None)
            />
            <NewPassphraseFields fields id="new-passphrase" repeat_id="new-passphrase-repeat"/>
            <fieldset class="choice">
                <legend>{words::guessing()}</legend>
                <div class="choices">{choices.collect_view()}</div>
            </fieldset>
            <p class="hint">{words::guessing_hint()}</p>
            <GuessingCosts/>
            <p class="error" data-testid="change-error" role="alert">{move || error.get()}</p>
            <div class="key-actions">
                <button class="button" data-testid="change-passphrase-do" disabled=move || is_busy.get()>
                    {move || if is_busy.get() { words::changing() } else { words::change_passphrase_do() }}
                </button>
                <button type="button" class="button quiet" on:click=move |_| close()>{words::cancel()}</button>
            </div>
            <DerivationProgress is_busy/>
        </form>
    }
}

/// Where making a recovery key stands.
#[derive(Clone, PartialEq)]
enum Step {
    /// Not begun.
    Rest,
    /// The passphrase is asked for.
    Ask,
    /// The key is on screen.
    Shown(RecoveryKey),
}

/// The recovery key: explained, made, replaced, removed.
#[component]
pub(crate) fn RecoverySection() -> impl IntoView {
    let app = use_app();
    let ways = RwSignal::new(None::<WaysIn>);
    let step = RwSignal::new(Step::Rest);
    let is_removing = RwSignal::new(false);
    let look = move || {
        spawn_local(async move {
            // Without an answer the section offers nothing.
            if let Ok(found) = app.vault.ways_in().await {
                ways.set(Some(found));
            }
        });
    };
    look();
    let rest = Callback::new(move |()| {
        step.set(Step::Rest);
        look();
        request_animation_frame(|| focus("recovery-create"));
    });
    let remove = move || {
        spawn_local(async move {
            match app.vault.remove_recovery_key().await {
                Ok(()) => app.say(words::recovery_removed()),
                Err(failure) => app.say(words::vault_failure(&failure)),
            }
            rest.run(());
        });
    };
    view! {
        <h4 id="recovery-title">{words::recovery_title()}</h4>
        {move || match (step.get(), ways.get()) {
            (Step::Ask, _) => view! { <AskForPassphrase step rest/> }.into_any(),
            (Step::Shown(key), _) => view! { <ShownKey key rest/> }.into_any(),
            (Step::Rest, None) => ().into_any(),
            (Step::Rest, Some(ways)) => {
                let (text, action) = if ways.has_recovery_key {
                    (words::recovery_there(), words::recovery_replace())
                } else {
                    (words::recovery_none(), words::recovery_create())
                };
                view! {
                    <p class="hint">{text}</p>
                    <div class="key-actions">
                        <button
                            id="recovery-create"
                            class="button quiet"
                            data-testid="recovery-create"
                            on:click=move |_| step.set(Step::Ask)
                        >
                            {action}
                        </button>
                        <Show when=move || ways.has_recovery_key>
                            <button
                                class="button quiet danger"
                                data-testid="recovery-remove"
                                on:click=move |_| is_removing.set(true)
                            >
                                {words::recovery_remove()}
                            </button>
                        </Show>
                    </div>
                }.into_any()
            }
        }}
        <Confirm
            open=is_removing
            title=words::recovery_remove_title()
            text=words::recovery_remove_text()
            action=words::recovery_remove()
            destroys=true
            on_confirm=remove
        />
    }
}

#[component]
fn AskForPassphrase(
    /// Where the key goes.
    step: RwSignal<Step>,
    /// Gives up.
    rest: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<Input>::new();
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let make = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let Some(passphrase) = typed_passphrase(field) else {
            error.set(Some(words::passphrase_missing().into()));
            return;
        };
        is_busy.set(true);
        spawn_local(async move {
            match app.vault.create_recovery_key(passphrase).await {
                Ok(key) => step.set(Step::Shown(key)),
                Err(failure) => tell(app, error, &failure),
            }
            is_busy.set(false);
        });
    };
    view! {
        <form class="key-form" on:submit=make novalidate>
            <Owner/>
            <PassphraseField
                id="recovery-passphrase"
                label=words::passphrase_now()
                autocomplete="current-password"
                field=field
                focused=true
                on_typed=move |()| error.set(None)
            />
            <p class="error" role="alert">{move || error.get()}</p>
            <div class="key-actions">
                <button class="button" data-testid="recovery-make" disabled=move || is_busy.get()>
                    {move || if is_busy.get() { words::recovery_making() } else { words::recovery_create() }}
                </button>
                <button type="button" class="button quiet" on:click=move |_| rest.run(())>{words::cancel()}</button>
            </div>
        </form>
    }
}

/// A recovery key to be copied, and the proof that it was.
#[component]
pub(super) fn ShownKey(
    /// The key, not in use yet.
    key: RecoveryKey,
    /// Lets go of it.
    rest: Callback<()>,
    /// The way out without it.
    #[prop(default = words::cancel())]
    later: &'static str,
    /// The level of its heading where it is shown.
    #[prop(default = 4)]
    level: u8,
) -> impl IntoView {
    let app = use_app();
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let title = NodeRef::<H4>::new();
    Effect::new(move || {
        if let Some(title) = title.get() {
            // Fails only for an element that is gone.
            let _ = title.focus();
        }
    });
    let groups: Vec<String> = key.expose().split('-').map(str::to_owned).collect();
    let shown = groups
        .iter()
        .map(|group| view! { <li>{group.clone()}</li> });
    let shown = shown.collect_view();
    let asked = two_of(groups.len()).map(|at| (at, NodeRef::<Input>::new()));
    let groups = StoredValue::new(groups);
    let copy_key = move |_| {
        let text = key.expose().to_owned();
        spawn_local(async move {
            app.say(if copy(&text).await {
                words::recovery_copied()
            } else {
                words::recovery_not_copied()
            });
        });
    };
    let confirm = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if is_busy.get_untracked() {
            return;
        }
        let is_on_paper = asked.iter().all(|(at, field)| {
            let typed = field.get_untracked().map(|field| field.value());
            let shown = groups.with_value(|groups| groups.get(*at).cloned());
            typed.map(|typed| as_shown(&typed)) == shown
        });
        if !is_on_paper {
            error.set(Some(words::recovery_confirm_wrong().into()));
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            match app.vault.activate_recovery_key().await {
                Ok(()) => {
                    app.say(words::recovery_ready());
                    rest.run(());
                }
                Err(failure) => tell(app, error, &failure),
            }
            is_busy.set(false);
        });
    };
    let fields = asked.map(|(at, field)| {
        let id = format!("recovery-group-{}", at + 1);
        view! {
            <div class="field">
                <label for=id.clone()>{words::recovery_group(at + 1)}</label>
                <input
                    node_ref=field
                    id=id
                    class="recovery-group"
                    data-testid="recovery-group"
                    data-group=(at + 1).to_string()
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    on:input=move |_| error.set(None)
                />
            </div>
        }
    });
    let heading = view! { <h4 node_ref=title tabindex="-1">{words::recovery_shown_title()}</h4> };
    // The macro knows this attribute of no heading.
    let heading = heading.attr("aria-level", level.to_string());
    view! {
        <div class="recovery-sheet" data-testid="recovery-shown">
            {heading}
            <p>{words::recovery_shown()}</p>
            <ol class="recovery-groups" data-testid="recovery-words" aria-label=words::recovery_groups()>
                {shown}
            </ol>
        </div>
        <div class="key-actions">
            <button type="button" class="button quiet" on:click=move |_| {
                // A browser without printing shows nothing.
                let _ = window().print();
            }>{words::recovery_print()}</button>
            <button type="button" class="button quiet" on:click=copy_key>{words::recovery_copy()}</button>
        </div>
        <form class="key-form" on:submit=confirm novalidate>
            <p>{words::recovery_confirm_lead()}</p>
            <div class="key-actions">{fields}</div>
            <p class="error" role="alert">{move || error.get()}</p>
            <div class="key-actions">
                <button class="button" data-testid="recovery-confirm" disabled=move || is_busy.get()>
                    {words::recovery_confirm()}
                </button>
                <button type="button" class="button quiet" data-testid="recovery-later" on:click=move |_| rest.run(())>{later}</button>
            </div>
        </form>
    }
}

/// What is typed in a passphrase's field, if anything is.
fn typed_passphrase(field: NodeRef<Input>) -> Option<Passphrase> {
    let typed = field.get_untracked()?.value();
    (!typed.is_empty()).then(|| Passphrase::new(typed))
}

/// Says beside the form why something was not done.
fn tell(app: App, error: RwSignal<Option<String>>, failure: &Failure) {
    if failure.kind == FailureKind::TakenOver {
        app.be_taken_over();
    } else {
        error.set(Some(words::vault_failure(failure)));
    }
}

/// Two different places among `count`, in order. Which ones is no secret.
fn two_of(count: usize) -> [usize; 2] {
    let (draw, count) = (random_seed() as usize, count.max(2));
    let first = draw % (count - 1);
    let second = first + 1 + draw / count % (count - 1 - first);
    [first, second]
}

/// A group as it is shown, from what was typed: the letters that are not used look like
/// others.
fn as_shown(typed: &str) -> String {
    let typed = typed.trim().chars().map(|c| match c.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        'U' => 'V',
        other => other,
    });
    typed.collect()
}
