//! Backups: in the settings, and for somebody who begins with one.

use companion_protocol::vault::{Failure, Passphrase};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

use super::storage::FolderSection;
use crate::components::PassphraseField;
use crate::platform::now;
use crate::state::use_app;
use crate::text::words::{backup as words, storage as storage_words};
use crate::text::{dates, words as common};

/// What is going on, and what became of it.
#[derive(Clone, Copy)]
struct Course {
    is_busy: RwSignal<bool>,
    report: RwSignal<Option<String>>,
    error: RwSignal<Option<String>>,
}

impl Course {
    fn new() -> Self {
        Self {
            is_busy: RwSignal::new(false),
            report: RwSignal::new(None),
            error: RwSignal::new(None),
        }
    }

    fn begin(self) {
        self.is_busy.set(true);
        self.report.set(None);
        self.error.set(None);
    }

    fn end(self, outcome: Result<String, Failure>) {
        // The journal may have been locked, and this screen put away, meanwhile.
        let _ = self.is_busy.try_set(false);
        match outcome {
            Ok(report) => drop(self.report.try_set(Some(report))),
            Err(failure) => drop(self.error.try_set(Some(words::failure(&failure)))),
        }
    }
}

/// The backup in the settings.
#[component]
pub(crate) fn BackupSection() -> impl IntoView {
    let app = use_app();
    let course = Course::new();
    let status = RwSignal::new((None, words::looking().to_owned()));
    let look = move || {
        spawn_local(async move {
            let known = match app.last_backup().await {
                Ok(Some(last)) => {
                    let when = dates::moment(last.made);
                    let age = storage_words::age(last.made.local_day(), now().local_day());
                    (
                        Some("made"),
                        words::last(&when, age.as_deref(), last.entries),
                    )
                }
                Ok(None) => (Some("never"), words::never().to_owned()),
                Err(failure) => (None, words::failure(&failure)),
            };
            let _ = status.try_set(known);
        });
    };
    // Now, and whenever one was made by itself.
    Effect::new(move || {
        app.safety.folder.track();
        look();
    });
    let create = move |_| {
        course.begin();
        spawn_local(async move {
            let written = app.save_backup().await;
            course.end(written.map(|written| words::written(&written.name, &written.report)));
            look();
        });
    };
    view! {
        <section class="setting" aria-labelledby="backup-title">
            <h3 id="backup-title">{words::title()}</h3>
            <p class="hint">{words::lead()}</p>
            <p data-testid="backup-status" data-state=move || status.get().0>{move || status.get().1}</p>
            <button id="backup-create" class="button quiet" data-testid="backup-create" disabled=move || course.is_busy.get() on:click=create>
                {move || if course.is_busy.get() { words::creating() } else { words::create() }}
            </button>
            <Outcome course/>
            <BackupFile into_journal=true/>
            <FolderSection/>
        </section>
    }
}

/// The backup on the first screen.
#[component]
pub(crate) fn BackupStart(
    /// What it offers.
    title: &'static str,
) -> impl IntoView {
    view! {
        <section class="setting" aria-labelledby="backup-title">
            <h2 id="backup-title">{title}</h2>
            <BackupFile into_journal=false/>
        </section>
    }
}

/// A backup file that was picked: check it, or take what is in it.
#[component]
fn BackupFile(
    /// Whether there is a journal to bring it into.
    into_journal: bool,
) -> impl IntoView {
    let app = use_app();
    let course = Course::new();
    let input = NodeRef::<Input>::new();
    let passphrase = NodeRef::<Input>::new();
    let file = RwSignal::new_local(None::<File>);
    // The file that Companion was opened with is chosen already; what becomes of it is not.
    Effect::new(move || {
        if let Some(given) = app.arrivals.take_backup() {
            course.report.set(None);
            course.error.set(None);
            file.set(Some(given));
        }
    });
    let pick = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        course.report.set(None);
        course.error.set(None);
        file.set(input.files().and_then(|files| files.get(0)));
        // So that choosing the same file again is a choice again.
        input.set_value("");
    };
    let typed = move || {
        let typed = passphrase.get_untracked().map(|field| field.value());
        let typed = typed.filter(|typed| !typed.is_empty());
        if typed.is_none() {
            course.error.set(Some(common::passphrase_missing().into()));
        }
        Some((file.get_untracked()?, Passphrase::new(typed?)))
    };
    let check = move |_| {
        let Some((file, passphrase)) = typed() else {
            return;
        };
        course.begin();
        spawn_local(async move {
            let checked = app.check_backup(file, passphrase).await;
            course.end(checked.map(|report| words::checked(&report)));
        });
    };
    let take = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some((chosen, passphrase)) = typed().filter(|_| !course.is_busy.get_untracked()) else {
            return;
        };
        course.begin();
        spawn_local(async move {
            if into_journal {
                let merged = app.merge_backup(chosen, passphrase).await;
                if merged.is_ok() {
                    let _ = file.try_set(None);
                }
                course.end(merged.map(|merged| words::merged(&merged)));
            } else if let Err(failure) = app.restore_backup(chosen, passphrase).await {
                course.end(Err(failure));
            }
        });
    };
    let hint = if into_journal {
        words::pick_hint()
    } else {
        words::first_run_hint()
    };
    view! {
        <div class="import">
            <input
                class="unseen"
                type="file"
                id="backup-restore"
                data-testid="backup-restore"
                accept=".companion"
                aria-describedby="backup-hint"
                node_ref=input
                disabled=move || course.is_busy.get()
                on:change=pick
            />
            <label class="button quiet" for="backup-restore">{words::pick()}</label>
            <p class="hint" id="backup-hint">{hint}</p>
        </div>
        <Show when=move || file.with(Option::is_some)>
            <form class="gate-form" on:submit=take novalidate>
                <p class="address">{move || file.with(|file| file.as_ref().map(File::name))}</p>
                <PassphraseField
                    id="backup-passphrase"
                    label=words::passphrase()
                    autocomplete="off"
                    field=passphrase
                    focused=true
                    on_typed=move |()| course.error.set(None)
                />
                <button type="button" class="button quiet" data-testid="backup-check" disabled=move || course.is_busy.get() on:click=check>
                    {words::check()}
                </button>
                <button class="button" data-testid="backup-take" disabled=move || course.is_busy.get()>
                    {if into_journal { words::merge() } else { words::restore() }}
                </button>
            </form>
        </Show>
        <Outcome course/>
    }
}

/// How far it is, and what became of it.
#[component]
fn Outcome(course: Course) -> impl IntoView {
    let app = use_app();
    let progress = move || app.backup_progress.get().filter(|_| course.is_busy.get());
    view! {
        <Show when=move || course.is_busy.get()>
            <div class="transfer">
                <p>{words::working()} " " {move || progress().map(words::progress)}</p>
                <progress
                    aria-label=words::working()
                    max=move || progress().map(|progress| progress.total.max(1).to_string())
                    value=move || progress().map(|progress| progress.done.to_string())
                ></progress>
            </div>
        </Show>
        <p role="status" data-testid="backup-report">{move || course.report.get()}</p>
        <p class="error" role="alert" data-testid="backup-error">{move || course.error.get()}</p>
    }
}
