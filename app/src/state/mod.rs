//! What the page knows: which screen, the entry on it, and what is going on. Text of entries is
//! here only while it is on screen.

mod attachments;
mod audit;
mod backup;
mod catalogue;
mod commands;
mod editor;
mod entry_date;
mod export;
mod finding;
mod folder;
mod full_screen;
mod guard;
mod hints;
mod history;
mod import;
mod journal;
mod launch;
mod look;
mod markdown_keys;
mod model;
mod navigation;
mod onboarding;
pub(crate) mod palette;
mod paste;
mod prompting;
mod recorder;
mod reflection;
mod reminder;
mod rescue;
mod safety;
mod sample;
mod search;
mod session;
mod share;
pub(crate) mod speech;
pub(crate) mod speed;
mod templates;
mod trash;
mod updates;
mod upkeep;

use companion_core::{
    Draft, EntryId, EntrySummary, Settings, Template, Timestamp, count_words, title_of,
};
use companion_protocol::history::TrashLine;
use companion_protocol::inference::{Model, Progress};
use companion_protocol::problem::Problem;
use companion_protocol::vault::Reading;
use leptos::prelude::*;
use web_sys::ServiceWorker;

use crate::clients::{InferenceClient, VaultClient};
use crate::platform::install;
use crate::platform::support::Missing;

pub(crate) use attachments::Attachments;
pub(crate) use audit::{Audit, Standing, standing};
pub(crate) use commands::{Command, Commands, Keys};
pub(crate) use editor::{Editor, SaveState, Trouble};
pub(crate) use export::Export;
pub(crate) use finding::{
    Filter, Finding, Goal, Layout, Memory, Order, Part, Renaming, TagCount, memories, tag_counts,
    this_month, written_days,
};
pub(crate) use folder::{Course, Folder};
pub(crate) use hints::{HintPlace, Hints};
pub(crate) use history::History;
pub(crate) use import::{ImportStage, Importing, Picked};
pub(crate) use launch::Arrivals;
pub(crate) use look::{Face, Look, Size, Theme};
pub(crate) use markdown_keys::{Block, Emphasis, Format};
pub(crate) use model::{Offered, TransferState};
pub(crate) use onboarding::Beginning;
pub(crate) use prompting::{Prompting, Shown};
pub(crate) use recorder::{Recorder, Stage};
pub(crate) use reflection::{Obstacle, Reflection, ReflectionState};
pub(crate) use reminder::Reminding;
pub(crate) use safety::{Reminder, Safety};
pub(crate) use search::{SEARCH_FIELD, Search};
pub(crate) use speech::Speech;
pub(crate) use speed::{Rates, Speed, Wanted};

/// Which of the outer screens is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Looking at the browser and for a journal.
    Starting,
    /// This browser cannot do it.
    Unsupported(Vec<Missing>),
    /// No journal yet.
    FirstRun,
    /// A journal, locked.
    Locked,
    /// Another tab holds the journal.
    OtherTab,
    /// The journal is open.
    Open,
    /// The model's speed, without a journal.
    Speed,
    /// The journal cannot be used at all; why, in words.
    Failed(String),
}

/// What is shown beside, or on a phone in place of, the list of entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The list alone.
    List,
    /// An entry, for reading.
    Reading(EntryId),
    /// The editor.
    Writing,
    /// The settings.
    Settings,
    /// The model's speed.
    Speed,
    /// An entry's earlier versions.
    Versions(EntryId),
    /// One of them, by its number.
    Version(EntryId, u64),
    /// The trash.
    Trash,
    /// The record of activity.
    Activity,
    /// The calendar.
    Calendar,
    /// All tags.
    Tags,
}

/// A line at the foot of the page, with something to do about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Toast {
    /// What happened.
    pub(crate) text: String,
    /// What can be undone.
    pub(crate) undo: Option<Undo>,
}

/// The way back from what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undo {
    /// A deleted entry comes back.
    Delete(EntryId),
    /// Questions in the margin come again as in these settings.
    Prompts(Settings),
    /// A deleted template comes back.
    Template(Box<Template>),
}

/// What the list shows of unsaved writing; the text itself stays in the vault worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DraftCard {
    /// The entry being written.
    pub(crate) id: EntryId,
    /// Whether it changes a saved entry.
    pub(crate) is_new: bool,
    /// When it was last stored.
    pub(crate) updated: Timestamp,
    /// Its first line.
    pub(crate) title: String,
    /// Its words.
    pub(crate) word_count: u32,
}

impl From<&Draft> for DraftCard {
    fn from(draft: &Draft) -> Self {
        Self {
            id: draft.entry_id,
            is_new: draft.is_new,
            updated: draft.updated,
            title: title_of(&draft.content),
            word_count: count_words(&draft.content),
        }
    }
}

/// Everything the page knows. A handful of handles: copying it copies no data.
#[derive(Clone, Copy)]
pub(crate) struct App {
    /// The outer screen.
    pub(crate) phase: RwSignal<Phase>,
    /// Whether that is the first screen of all only because nothing tells of a journal: the vault has not said yet.
    is_presumed: RwSignal<bool>,
    /// The inner one.
    pub(crate) pane: RwSignal<Pane>,
    /// The panes that Back leads through, the present one last.
    trail: StoredValue<Vec<Pane>>,
    /// Entries, newest first.
    pub(crate) entries: RwSignal<Vec<EntrySummary>>,
    /// What of them the list shows.
    pub(crate) finding: Finding,
    /// The search.
    pub(crate) search: Search,
    /// Unsaved writing, newest first.
    pub(crate) drafts: RwSignal<Vec<DraftCard>>,
    /// What unlocking found amiss.
    pub(crate) problems: RwSignal<Vec<Problem>>,
    /// The journal's settings.
    pub(crate) settings: RwSignal<Settings>,
    /// The entry being read.
    pub(crate) reading: RwSignal<Option<Reading>>,
    /// Earlier versions on screen.
    pub(crate) history: History,
    /// What lies in the trash, while it is on screen.
    pub(crate) trash: RwSignal<Vec<TrashLine>>,
    /// The record of activity.
    pub(crate) audit: Audit,
    /// The editor.
    pub(crate) editor: Editor,
    /// Photos and recordings of the text in the editor.
    pub(crate) attachments: Attachments,
    /// Voice notes as text.
    pub(crate) speech: Speech,
    /// The recorder of voice notes.
    pub(crate) recorder: Recorder,
    /// The question about the entry being read.
    pub(crate) reflection: Reflection,
    /// The question in the margin of what is being written.
    pub(crate) prompting: Prompting,
    /// The model.
    pub(crate) model: RwSignal<Model>,
    /// How far a transfer or a load is.
    pub(crate) progress: RwSignal<Option<Progress>>,
    /// How far a backup is.
    pub(crate) backup_progress: RwSignal<Option<companion_protocol::Progress>>,
    /// The import on screen.
    pub(crate) importing: Importing,
    /// An export.
    pub(crate) exporting: RwSignal<Export>,
    /// What became of the last transfer, and what is on offer.
    pub(crate) transfer: TransferState,
    /// How fast the model is here.
    pub(crate) speed: RwSignal<Speed>,
    /// The palette and the list of shortcuts.
    pub(crate) commands: Commands,
    /// The line at the foot.
    pub(crate) toast: RwSignal<Option<Toast>>,
    /// Said to screen readers, shown nowhere.
    pub(crate) announcement: RwSignal<String>,
    /// Text that may not be stored, after the journal was taken away: shown, and written on
    /// after the next unlocking.
    pub(crate) rescued: RwSignal<Option<Draft>>,
    /// What keeps the journal from being lost.
    pub(crate) safety: Safety,
    /// The first steps, and the sample journal.
    pub(crate) beginning: Beginning,
    /// Quiet hints.
    pub(crate) hints: Hints,
    /// Look and feel.
    pub(crate) look: RwSignal<Look>,
    /// A new version that waits.
    pub(crate) update: RwSignal<Option<ServiceWorker>, LocalStorage>,
    /// The browser's offer to install.
    pub(crate) install_offer: install::Offer,
    /// The vault worker.
    pub(crate) vault: VaultClient,
    /// The inference worker.
    pub(crate) inference: InferenceClient,
    /// Whether the device's battery runs low.
    is_battery_low: StoredValue<bool>,
    /// Reminders of writing.
    pub(crate) reminding: Reminding,
    /// What comes from outside the page.
    pub(crate) arrivals: Arrivals,
    last_input_ms: StoredValue<f64>,
}

impl App {
    /// The state before anything is known.
    pub(crate) fn new() -> Self {
        let entries = RwSignal::new(Vec::new());
        Self {
            phase: RwSignal::new(Phase::Starting),
            is_presumed: RwSignal::new(false),
            pane: RwSignal::new(Pane::List),
            trail: StoredValue::new(Vec::new()),
            entries,
            finding: Finding::new(entries),
            search: Search::new(),
            drafts: RwSignal::new(Vec::new()),
            problems: RwSignal::new(Vec::new()),
            settings: RwSignal::new(Settings::default()),
            reading: RwSignal::new(None),
            history: History::new(),
            trash: RwSignal::new(Vec::new()),
            audit: Audit::new(),
            editor: Editor::new(),
            attachments: Attachments::new(),
            speech: Speech::new(),
            recorder: Recorder::new(),
            reflection: Reflection::new(),
            prompting: Prompting::new(),
            model: RwSignal::new(Model::default()),
            progress: RwSignal::new(None),
            backup_progress: RwSignal::new(None),
            importing: Importing::new(),
            exporting: RwSignal::new(Export::Idle),
            transfer: TransferState::new(),
            speed: RwSignal::new(Speed::default()),
            commands: Commands::new(),
            toast: RwSignal::new(None),
            announcement: RwSignal::new(String::new()),
            rescued: RwSignal::new(None),
            safety: Safety::new(),
            beginning: Beginning::new(),
            hints: Hints::new(),
            look: RwSignal::new(Look::load()),
            update: RwSignal::new_local(None),
            install_offer: RwSignal::new_local(None),
            vault: VaultClient::new(),
            inference: InferenceClient::new(),
            is_battery_low: StoredValue::new(false),
            reminding: Reminding::new(),
            arrivals: Arrivals::new(),
            last_input_ms: StoredValue::new(0.0),
        }
    }

    /// Shows a line at the foot of the page.
    pub(crate) fn say(self, text: impl Into<String>) {
        self.toast.set(Some(Toast {
            text: text.into(),
            undo: None,
        }));
    }

    /// Shows a line at the foot of the page with a way back.
    pub(crate) fn say_with_undo(self, text: impl Into<String>, undo: Undo) {
        self.toast.set(Some(Toast {
            text: text.into(),
            undo: Some(undo),
        }));
    }

    /// Goes back from what just happened.
    pub(crate) async fn undo(self, undo: Undo) {
        match undo {
            Undo::Delete(id) => self.undo_delete(id).await,
            Undo::Prompts(before) => self.undo_turning_prompts_off(before).await,
            Undo::Template(template) => self.bring_template_back(*template).await,
        }
    }

    /// Takes the line away, unless it is the last chance to undo something.
    fn put_toast_away(self) {
        let is_stale =
            |toast: &Option<Toast>| toast.as_ref().is_some_and(|toast| toast.undo.is_none());
        if self.toast.with_untracked(is_stale) {
            self.toast.set(None);
        }
    }

    /// Tells screen readers something that the eye sees anyway.
    pub(crate) fn announce(self, text: impl Into<String>) {
        self.announcement.set(text.into());
    }

    /// Whether the journal is open.
    pub(crate) fn is_open(self) -> bool {
        self.phase.with_untracked(|phase| *phase == Phase::Open)
    }
}

/// The state, from anywhere below the root component.
pub(crate) fn use_app() -> App {
    expect_context()
}
