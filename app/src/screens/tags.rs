//! All tags: how many entries each has, the way to them, and another name.

use leptos::prelude::*;
use leptos::task::spawn_local;

use companion_core::is_same_tag;

use crate::components::{Confirm, Icon};
use crate::platform::focus;
use crate::state::{App, Filter, Renaming, TagCount, tag_counts, use_app};
use crate::text::words;

/// Every tag of the journal, those of most entries first.
#[component]
pub(crate) fn TagsPage() -> impl IntoView {
    let app = use_app();
    let tags = Memo::new(move |_| app.entries.with(|entries| tag_counts(entries)));
    let renamed = RwSignal::new(None::<String>);
    view! {
        <div class="bar">
            <button class="button plain back" on:click=move |_| app.back()>
                {Icon::Back.view()} {words::back()}
            </button>
        </div>
        <div class="sheet settings" data-testid="tags">
            <h2 class="settings-title">{words::finding::tags_title()}</h2>
            <p class="hint">{words::finding::tags_lead()}</p>
            <Outcome/>
            <Show when=move || tags.with(Vec::is_empty)>
                <div class="nothing-here">
                    <h3>{words::finding::tags_none()}</h3>
                    <p>{words::finding::tags_none_hint()}</p>
                    <button class="button soft" on:click=move |_| spawn_local(app.write_new())>
                        {Icon::Pen.view()} {words::new_entry()}
                    </button>
                </div>
            </Show>
            <ul class="lines">
                <For each=move || tags.get() key=|tag| (tag.name.clone(), tag.entries) let:tag>
                    <li><Line tag tags renamed/></li>
                </For>
            </ul>
        </div>
    }
}

/// What the last renaming did, and the way back.
#[component]
fn Outcome() -> impl IntoView {
    let app = use_app();
    let line = move || match app.finding.renaming.get() {
        Renaming::None => ().into_any(),
        Renaming::Running => view! { <p>{words::finding::renaming()}</p> }.into_any(),
        Renaming::Wrong => {
            view! { <p class="error">{words::finding::rename_wrong()}</p> }.into_any()
        }
        Renaming::Done { entries, .. } => {
            let can_undo =
                !entries.is_empty() && entries.iter().all(|entry| entry.version.is_some());
            view! {
                <p>
                    {words::finding::renamed(entries.len())}
                    {can_undo.then(|| view! {
                        " · "
                        <button class="text-link" data-testid="undo-rename" on:click=move |_| spawn_local(app.undo_rename())>
                            {words::undo()}
                        </button>
                    })}
                </p>
            }
            .into_any()
        }
    };
    view! { <div class="rename-outcome" role="status" data-testid="rename-outcome">{line}</div> }
}

#[component]
fn Line(
    tag: TagCount,
    /// All tags, to tell whether a new name is taken.
    tags: Memo<Vec<TagCount>>,
    /// The tag whose new name is being typed.
    renamed: RwSignal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let name = StoredValue::new(tag.name.clone());
    let is_renamed = move || renamed.with(|renamed| renamed.as_ref() == Some(&name.get_value()));
    let begin = move |_| {
        renamed.set(Some(name.get_value()));
        request_animation_frame(|| focus("rename-field"));
    };
    view! {
        <div class="tag-line" data-testid="tag-line">
            <button class="card tag" data-testid="tag"
                on:click=move |_| app.show_tag(&name.get_value())>
                <span class="card-title">"#" {tag.name.clone()}</span>
                <span class="card-detail">{words::finding::entries(tag.entries)}</span>
            </button>
            <button class="icon-button" data-testid="rename-tag"
                aria-label=words::about(words::finding::rename(), &tag.name) title=words::finding::rename()
                aria-expanded=move || if is_renamed() { "true" } else { "false" } on:click=begin>
                {Icon::Pen.view()}
            </button>
        </div>
        <Show when=is_renamed>
            <RenameForm name=name.get_value() tags renamed/>
        </Show>
    }
}

#[component]
fn RenameForm(
    name: String,
    tags: Memo<Vec<TagCount>>,
    renamed: RwSignal<Option<String>>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(name.clone());
    let asks = RwSignal::new(false);
    let name = StoredValue::new(name);
    let bare = move || {
        typed
            .get()
            .trim()
            .trim_start_matches(['#', '＃'])
            .to_owned()
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let to = untrack(bare);
        if to.is_empty() || to == name.get_value() {
            renamed.set(None);
        } else {
            asks.set(true);
        }
    };
    let text = Signal::derive(move || {
        let to = bare();
        let is_taken = tags.with(|tags| tags.iter().any(|tag| is_same_tag(&tag.name, &to)));
        if is_taken && !is_same_tag(&to, &name.get_value()) {
            format!(
                "{} {}",
                words::finding::rename_merges(),
                words::finding::rename_text()
            )
        } else {
            words::finding::rename_text().to_owned()
        }
    });
    let title = Signal::derive(move || words::finding::rename_question(name.get_value(), bare()));
    let confirm = move || {
        let to = untrack(bare);
        renamed.set(None);
        spawn_local(app.rename_tag(name.get_value(), to));
    };
    view! {
        <form class="rename" on:submit=submit>
            <label for="rename-field">{words::finding::rename_field()}</label>
            <input id="rename-field" type="text" data-testid="rename-field" autocomplete="off" autocapitalize="off"
                maxlength="60" prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))/>
            <div class="line-actions">
                <button class="button" type="submit" data-testid="rename-submit">{words::finding::rename()}</button>
                <button class="button quiet" type="button" on:click=move |_| renamed.set(None)>{words::cancel()}</button>
            </div>
        </form>
        <Confirm open=asks title text action=words::finding::rename() on_confirm=confirm/>
    }
}

impl App {
    /// Shows the entries that have a tag, in the list.
    pub(crate) fn show_tag(self, name: &str) {
        let name = name.to_owned();
        self.finding.look_for(|filter| {
            *filter = Filter {
                tags: vec![name],
                ..Filter::default()
            };
        });
        self.show_list();
    }
}
