//! Activity and integrity: the status among the settings, and the page of what happened.

use companion_core::{Day, Timestamp};
use companion_protocol::audit::{Checkpoint, Line};
use companion_protocol::vault::Failure;
use leptos::html::Textarea;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Icon;
use crate::platform::{copy, intl, now};
use crate::state::{Pane, Standing, standing, use_app};
use crate::text::dates;
use crate::text::words::{self as common, audit as words};

/// Among the settings: how the record stands, and verifying it.
#[component]
pub(crate) fn AuditSection() -> impl IntoView {
    let app = use_app();
    spawn_local(app.look_at_audit());
    view! {
        <h4>{words::title()}</h4>
        <p class="hint">{words::lead()}</p>
        <AuditStatus/>
        <div class="key-actions">
            <Verify/>
            <button class="button quiet" data-testid="audit-open" on:click=move |_| app.go(Pane::Activity)>
                {words::show()}
            </button>
        </div>
    }
}

/// The record in one line, and when it was last looked after.
#[component]
fn AuditStatus() -> impl IntoView {
    let app = use_app();
    let stand = move || {
        let status = app.audit.status;
        status.with(|status| status.as_ref().map(|status| standing(status, now())))
    };
    let state = move || {
        stand().map(|standing| match standing {
            Standing::Ok => "ok",
            Standing::Warning => "warning",
            Standing::Broken => "broken",
        })
    };
    let was_verified = move || {
        let status = app.audit.status;
        status.with(|status| {
            status
                .as_ref()
                .is_some_and(|status| status.verified.is_some())
        })
    };
    let needs_anchor = move || {
        let is_sound = |status: &companion_protocol::audit::Status| status.findings.is_empty();
        stand() == Some(Standing::Warning)
            && app
                .audit
                .status
                .with(|status| status.as_ref().is_some_and(is_sound))
    };
    view! {
        <div class="model-status audit-status" data-testid="audit-status" data-state=state role="status">
            <p class="model-state">
                {move || stand().map_or(words::looking(), |standing| words::headline(standing, was_verified()))}
            </p>
            <p class="hint">
                {move || app.audit.status.with(|status| status.as_ref().map(words::detail))}
            </p>
            <Show when=needs_anchor><p class="hint">{words::anchor_hint()}</p></Show>
        </div>
    }
}

/// Verifying, with how far it is and a way out.
#[component]
fn Verify() -> impl IntoView {
    let app = use_app();
    let verifying = app.audit.verifying;
    let verify = move |_| {
        spawn_local(async move {
            if let Err(failure) = app.verify_audit().await {
                app.say(common::vault_failure(&failure));
            }
        });
    };
    view! {
        <button
            class="button quiet"
            data-testid="audit-verify"
            disabled=move || verifying.with(Option::is_some)
            on:click=verify
        >
            {words::verify()}
        </button>
        <Show when=move || verifying.with(Option::is_some)>
            <p class="hint" data-testid="audit-progress">
                {move || match app.audit.looking.get() {
                    Some(progress) => Some(words::looking_through(progress)),
                    None => verifying.get().map(words::progress),
                }}
            </p>
            <button class="button plain" data-testid="audit-cancel" on:click=move |_| app.stop_verifying()>
                {common::cancel()}
            </button>
        </Show>
    }
}

/// What happened, day by day, and what is wrong with the record.
#[component]
pub(crate) fn ActivityPage() -> impl IntoView {
    let app = use_app();
    let exporting = app.audit.exporting;
    let can_go_on = move || {
        let lines = app.audit.lines;
        lines.with(|lines| lines.last().is_some_and(|line| line.number > 1))
    };
    let days = move || {
        let lines = app.audit.lines.get();
        by_day(lines)
            .into_iter()
            .map(|(day, lines)| view! { <DayOfEvents day lines/> })
            .collect_view()
    };
    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {common::back()}
            </button>
        </div>
        <div class="sheet settings activity" data-testid="integrity-report">
            <h2 class="settings-title">{words::page()}</h2>
            <section class="setting" aria-label=words::title()>
                <p class="hint">{words::lead()}</p>
                <AuditStatus/>
                <div class="key-actions not-printed"><Verify/></div>
                <Findings/>
            </section>
            <CheckpointSection/>
            <section class="setting" aria-labelledby="events-title">
                <h3 id="events-title">{words::events()}</h3>
                <div class="not-printed export">
                    <div class="key-actions">
                        <button
                            class="button quiet"
                            data-testid="audit-export"
                            disabled=move || exporting.with(Option::is_some)
                            on:click=move |_| spawn_local(app.export_activity())
                        >
                            {move || exporting.get().map_or_else(|| words::export().to_owned(), words::progress)}
                        </button>
                        <button class="button quiet" on:click=move |_| {
                            // A browser without printing shows nothing.
                            let _ = window().print();
                        }>{words::print()}</button>
                    </div>
                    <p class="hint">{words::export_hint()}</p>
                </div>
                {days}
                <Show when=can_go_on>
                    <button class="button quiet not-printed" data-testid="audit-earlier" on:click=move |_| spawn_local(app.show_earlier_activity())>
                        {words::earlier()}
                    </button>
                </Show>
            </section>
        </div>
    }
}

/// What is wrong, and what to do about it.
#[component]
fn Findings() -> impl IntoView {
    let app = use_app();
    let status = app.audit.status;
    let has_any = Memo::new(move |_| {
        status.with(|status| {
            status
                .as_ref()
                .is_some_and(|status| !status.findings.is_empty())
        })
    });
    let is_seen = Memo::new(move |_| {
        status.with(|status| status.as_ref().is_some_and(|status| status.is_seen))
    });
    let lines = move || {
        let findings = status.with(|status| {
            let status = status.as_ref();
            status
                .map(|status| status.findings.clone())
                .unwrap_or_default()
        });
        findings
            .iter()
            .map(|finding| view! { <li>{words::finding(finding)}</li> })
            .collect_view()
    };
    let mark = move |_| {
        spawn_local(async move {
            match app.vault.mark_seen().await {
                Ok(now) => {
                    status.set(Some(now));
                    app.refresh_activity().await;
                }
                Err(failure) => app.say(common::vault_failure(&failure)),
            }
        });
    };
    view! {
        <Show when=move || has_any.get()>
            <div class="findings" data-testid="audit-findings">
                <h3>{move || if is_seen.get() { words::problems_known() } else { words::problems() }}</h3>
                <ul>{lines}</ul>
                <p>{words::what_to_do()}</p>
                <Show when=move || !is_seen.get()>
                    <button class="button quiet not-printed" data-testid="audit-seen" on:click=mark>
                        {words::seen()}
                    </button>
                </Show>
            </div>
        </Show>
    }
}

/// Making a checkpoint, and comparing one.
#[component]
fn CheckpointSection() -> impl IntoView {
    let app = use_app();
    let made = RwSignal::new(None::<Checkpoint>);
    let make = move |_| {
        spawn_local(async move {
            match app.vault.make_checkpoint().await {
                Ok(checkpoint) => {
                    let _ = made.try_set(Some(checkpoint));
                    app.refresh_activity().await;
                }
                Err(failure) => app.say(common::vault_failure(&failure)),
            }
        });
    };
    view! {
        <section class="setting" aria-labelledby="checkpoint-title">
            <h3 id="checkpoint-title">{words::checkpoint()}</h3>
            <p class="hint">{words::checkpoint_lead()}</p>
            {move || made.get().map(|checkpoint| view! { <Shown checkpoint/> })}
            <button class="button quiet not-printed" data-testid="checkpoint-make" on:click=make>
                {words::checkpoint_make()}
            </button>
            <Compare/>
        </section>
    }
}

/// A checkpoint just made.
#[component]
fn Shown(checkpoint: Checkpoint) -> impl IntoView {
    let app = use_app();
    let Checkpoint {
        code,
        made,
        audit_length,
    } = checkpoint;
    let text = words::checkpoint_text(&code, audit_length, made);
    let copy_it = move |_| {
        let text = text.clone();
        spawn_local(async move {
            app.say(if copy(&text).await {
                words::checkpoint_copied()
            } else {
                words::checkpoint_not_copied()
            });
        });
    };
    view! {
        <div class="checkpoint" role="status">
            <p><code data-testid="checkpoint-code">{code}</code></p>
            <p class="hint">{words::checkpoint_made(audit_length)}</p>
            <button class="button quiet not-printed" on:click=copy_it>{words::checkpoint_copy()}</button>
        </div>
    }
}

#[component]
fn Compare() -> impl IntoView {
    let app = use_app();
    let field = NodeRef::<Textarea>::new();
    let outcome = RwSignal::new(None::<(bool, String)>);
    let compare = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = field.get_untracked().map(|field| field.value());
        let Some(typed) = typed.filter(|typed| !typed.trim().is_empty()) else {
            return;
        };
        spawn_local(async move {
            let told = match app.vault.compare_checkpoint(typed).await {
                Ok(compared) => {
                    let matches = compared.verdict == companion_protocol::audit::Verdict::Matches;
                    (matches, words::compared(&compared))
                }
                Err(failure) => (false, tell(&failure)),
            };
            let _ = outcome.try_set(Some(told));
            app.refresh_activity().await;
        });
    };
    let state = move || {
        outcome
            .get()
            .map(|(matches, _)| if matches { "ok" } else { "broken" })
    };
    view! {
        <form class="key-form not-printed" on:submit=compare novalidate>
            <div class="field">
                <label for="checkpoint-field">{words::checkpoint_field()}</label>
                <textarea
                    node_ref=field
                    id="checkpoint-field"
                    class="recovery-input"
                    data-testid="checkpoint-field"
                    rows="3"
                    autocomplete="off"
                    spellcheck="false"
                    on:input=move |_| outcome.set(None)
                ></textarea>
            </div>
            <div class="key-actions">
                <button class="button quiet" data-testid="checkpoint-compare">{words::checkpoint_compare()}</button>
            </div>
            <p role="status" class="compared" data-testid="checkpoint-outcome" data-state=state>
                {move || outcome.get().map(|(_, told)| told)}
            </p>
        </form>
    }
}

fn tell(failure: &Failure) -> String {
    words::failure(failure)
}

#[component]
fn DayOfEvents(day: Option<Day>, lines: Vec<Line>) -> impl IntoView {
    let title = day.map_or_else(|| words::no_day().to_owned(), dates::day);
    let lines = lines
        .into_iter()
        .map(|line| {
            let time = line.when.map(intl::time);
            let number = line.number;
            view! {
                <li data-testid="audit-event" data-number=number.to_string()>
                    <span class="event-time">{time}</span>
                    <span class="event-text">{words::line(&line)}</span>
                    <span class="event-number">"#"{intl::count(number)}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="event-day">
            <h4>{title}</h4>
            <ol class="events">{lines}</ol>
        </div>
    }
}

/// Events in their order, with a new group where the day changes. A damaged event stands with
/// the one above it.
fn by_day(lines: Vec<Line>) -> Vec<(Option<Day>, Vec<Line>)> {
    let mut days: Vec<(Option<Day>, Vec<Line>)> = Vec::new();
    for line in lines {
        let day = line.when.map(Timestamp::local_day);
        match days.last_mut() {
            Some((last, events)) if day.is_none() || *last == day => events.push(line),
            _ => days.push((day, vec![line])),
        }
    }
    days
}
