//! What keeps the journal from being lost: in the settings, at the top of the list, and on the
//! first screen of a browser whose journal has vanished.

use companion_protocol::device::Cost;
use companion_protocol::vault::Kdf;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Icon;
use crate::platform::storage::Keeping;
use crate::state::{Course, Folder, use_app};
use crate::text::words::storage as words;
use crate::text::{dates, words as common};

/// In the settings: what the browser promises.
#[component]
pub(crate) fn StorageSection() -> impl IntoView {
    let app = use_app();
    let keeping = app.safety.keeping;
    let is_refused = RwSignal::new(false);
    let ask = move |_| {
        spawn_local(async move {
            let answer = app.ask_to_keep().await;
            let _ = is_refused.try_set(answer != Keeping::Lasting);
        });
    };
    view! {
        <h4>{words::keeping_title()}</h4>
        <p class="hint" data-testid="storage-persistence" data-state=move || words::keeping_state(keeping.get())>
            {move || words::keeping(keeping.get())}
        </p>
        <Show when=move || keeping.get() != Keeping::Lasting>
            <button class="button quiet" data-testid="storage-persist" on:click=ask>{words::keeping_ask()}</button>
        </Show>
        <p role="status" class="hint">{move || is_refused.get().then_some(words::keeping_refused())}</p>
    }
}

/// In the settings, under the backup: the folder for backups by themselves.
#[component]
pub(crate) fn FolderSection() -> impl IntoView {
    let app = use_app();
    let folder = app.safety.folder;
    let choose = move |_| spawn_local(app.choose_folder());
    view! {
        <div class="folder" data-testid="auto-backup" data-state=move || folder_state(&folder.get())>
            <h4>{words::folder_title()}</h4>
            {move || match folder.get() {
                Folder::Unsupported => view! { <p class="hint">{words::folder_unsupported()}</p> }.into_any(),
                Folder::Off => view! {
                    <p class="hint">{words::folder_lead()}</p>
                    <button class="button quiet" data-testid="auto-backup-choose" on:click=choose>
                        {words::folder_choose()}
                    </button>
                }.into_any(),
                Folder::On { name, every_days, last, course } => {
                    let is_busy = course == Course::Busy;
                    let status = match course {
                        Course::Busy => words::folder_busy().to_owned(),
                        Course::Permission => words::folder_permission(&name),
                        Course::Failed(why) => words::folder_failed(&name, &why),
                        Course::Rest => match last {
                            Some(last) => words::folder_made(&name, dates::moment(last)),
                            None => words::folder_none_yet().to_owned(),
                        },
                    };
                    view! {
                        <p role="status" data-testid="auto-backup-status">{status}</p>
                        <Rhythm every_days/>
                        <div class="key-actions">
                            <button class="button quiet" data-testid="auto-backup-now" disabled=is_busy
                                on:click=move |_| spawn_local(app.back_up_now())>{words::folder_now()}</button>
                            <button class="button quiet" data-testid="auto-backup-choose" disabled=is_busy
                                on:click=choose>{words::folder_change()}</button>
                            <button class="button quiet" data-testid="auto-backup-stop" disabled=is_busy
                                on:click=move |_| spawn_local(app.leave_folder())>{words::folder_stop()}</button>
                        </div>
                    }.into_any()
                }
            }}
        </div>
    }
}

/// How often a backup is made.
#[component]
fn Rhythm(
    /// Days from one to the next.
    every_days: u16,
) -> impl IntoView {
    let app = use_app();
    let choose = move |event: leptos::ev::Event| {
        if let Ok(days) = event_target_value(&event).parse() {
            spawn_local(app.back_up_every(days));
        }
    };
    view! {
        <div class="row">
            <label for="auto-backup-every">{words::folder_every()}</label>
            <select id="auto-backup-every" data-testid="auto-backup-every" on:change=choose>
                {words::FOLDER_CHOICES.map(|days| view! {
                    <option value=days.to_string() selected=days == every_days>{words::folder_choice(days)}</option>
                }).collect_view()}
            </select>
        </div>
    }
}

const fn folder_state(folder: &Folder) -> &'static str {
    match folder {
        Folder::Unsupported => "unsupported",
        Folder::Off => "off",
        Folder::On { course, .. } => match course {
            Course::Rest => "ok",
            Course::Busy => "busy",
            Course::Permission => "permission",
            Course::Failed(_) => "failed",
        },
    }
}

/// At the top of the list: a backup is due, was not made, or would be a good idea.
#[component]
pub(crate) fn BackupNotices() -> impl IntoView {
    let app = use_app();
    let reminder = app.safety.reminder;
    let folder = move || match app.safety.folder.get() {
        Folder::On {
            name,
            course: Course::Permission,
            ..
        } => Some((
            words::folder_permission_title(),
            words::folder_permission(&name),
            words::folder_allow(),
        )),
        Folder::On {
            name,
            course: Course::Failed(why),
            ..
        } => Some((
            words::folder_failed_title(),
            words::folder_failed(&name, &why),
            words::folder_retry(),
        )),
        _ => None,
    };
    let notice = move || {
        match folder().filter(|_| !app.safety.is_notice_away.get()) {
        Some((title, text, action)) => view! {
            <div class="trouble" role="status" data-testid="auto-backup-notice">
                <h3>{Icon::Warning.view()} {title}</h3>
                <p>{text}</p>
                <div class="trouble-actions">
                    <button class="button quiet" data-testid="auto-backup-retry"
                        on:click=move |_| spawn_local(app.back_up_now())>{action}</button>
                    <button class="button quiet" on:click=move |_| app.put_folder_notice_away()>{words::later()}</button>
                </div>
            </div>
        }.into_any(),
        None => reminder.get().map(|why| view! {
            <div class="trouble" role="status" data-testid="backup-reminder">
                <h3>{words::reminder_title()}</h3>
                <p>{words::reminder(why)}</p>
                <div class="trouble-actions">
                    <button class="button quiet" data-testid="backup-reminder-do" on:click=move |_| {
                        reminder.set(None);
                        app.go_to_backup();
                    }>{words::reminder_do()}</button>
                    <button class="button quiet" data-testid="backup-reminder-later"
                        on:click=move |_| reminder.set(None)>{words::later()}</button>
                </div>
            </div>
        }).into_any(),
    }
    };
    view! { {notice} }
}

/// On the first screen: a journal was here.
#[component]
pub(crate) fn Vanished() -> impl IntoView {
    let app = use_app();
    view! {
        {move || app.safety.vanished.get().map(|evidence| view! {
            <div class="trouble" role="alert" data-testid="vanished">
                <p>{words::vanished()}</p>
                <p>{words::vanished_backup(evidence)}</p>
                <p class="hint">{words::vanished_elsewhere()}</p>
            </div>
        })}
    }
}

/// What unlocking costs on this device by either way, measured when this is shown.
#[component]
pub(crate) fn GuessingCosts() -> impl IntoView {
    let app = use_app();
    let costs = RwSignal::new(None::<(Cost, Cost)>);
    let failed = RwSignal::new(None::<String>);
    spawn_local(async move {
        let measure = async {
            let time = app.vault.measure(Kdf::Pbkdf2).await?;
            let memory = app.vault.measure(Kdf::Argon2id).await?;
            Ok((time, memory))
        };
        // The form may have been closed meanwhile.
        let _ = match measure.await {
            Ok(measured) => costs.try_set(Some(measured)).map(drop),
            Err(failure) => failed
                .try_set(Some(common::vault_failure(&failure)))
                .map(drop),
        };
    });
    view! {
        <p
            class="hint"
            role="status"
            data-testid="kdf-cost"
            data-state=move || if costs.with(Option::is_some) { "measured" } else { "measuring" }
        >
            {move || failed.get().unwrap_or_else(|| {
                costs.get().map_or_else(|| words::measuring().into(), |(time, memory)| words::costs(time, memory))
            })}
        </p>
    }
}
