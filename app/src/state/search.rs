//! Searching: what was typed, what was found, and the work behind it, which waits while
//! somebody writes.

mod meaning;

use core::time::Duration;

use companion_core::EntryId;
use companion_protocol::search::{Find, Found, Standing};
use leptos::prelude::*;
use leptos::task::spawn_local;

pub(crate) use meaning::Meaning;

use super::{App, Pane};
use crate::platform::{focus, highlight, is_typing, pause};

/// The field's name in the page.
pub(crate) const SEARCH_FIELD: &str = "search-field";
/// Results that are shown at first, and added each time more are wanted.
const STEP: u16 = 20;
/// Most results that are asked for.
const MOST: u16 = 400;
/// How long the list has to itself after unlocking, and how long the work waits while somebody
/// writes, in milliseconds.
const FIRST_WAIT_MS: u32 = 250;
const TYPING_WAIT_MS: u32 = 700;
/// The worker's time for others between two steps, in milliseconds.
const BETWEEN_STEPS_MS: u32 = 2;
/// While entries are still being read, results are looked up again after so many steps.
const AGAIN_AFTER_STEPS: u32 = 60;
/// When the list is on screen after going there.
const AFTER_GOING: Duration = Duration::from_millis(120);

/// What was looked for, and what was found.
#[derive(Clone, Copy)]
pub(crate) struct Search {
    /// What is in the field.
    pub(crate) query: RwSignal<String>,
    /// What was found for it; nothing before the first answer.
    pub(crate) found: RwSignal<Option<Found>>,
    /// Whether the last search failed.
    pub(crate) has_failed: RwSignal<bool>,
    /// How much of the journal can be searched.
    pub(crate) standing: RwSignal<Standing>,
    /// Searching by meaning.
    pub(crate) meaning: Meaning,
    limit: RwSignal<u16>,
    /// Counts the queries, so that a late answer to an earlier one is not shown.
    run: StoredValue<u32>,
    is_asking: StoredValue<bool>,
    tending: StoredValue<Tending>,
    /// What is to be shown in the entry that is opened next.
    opening: StoredValue<Option<(EntryId, Vec<String>)>>,
}

/// How the work behind the search stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tending {
    Resting,
    Working,
    /// Something has changed since the last step was asked for.
    WorkingOn,
}

impl Search {
    /// Nothing was looked for.
    pub(crate) fn new() -> Self {
        Self {
            query: RwSignal::new(String::new()),
            found: RwSignal::new(None),
            has_failed: RwSignal::new(false),
            standing: RwSignal::new(Standing::default()),
            meaning: Meaning::new(),
            limit: RwSignal::new(STEP),
            run: StoredValue::new(0),
            is_asking: StoredValue::new(false),
            tending: StoredValue::new(Tending::Resting),
            opening: StoredValue::new(None),
        }
    }

    /// Whether something is looked for.
    pub(crate) fn is_active(self) -> bool {
        self.query.with(|query| !query.trim().is_empty())
    }

    /// Whether there is more than what is shown.
    pub(crate) fn has_more(self) -> bool {
        let found = self
            .found
            .with(|found| found.as_ref().map_or(0, |found| found.count));
        let limit = self.limit.get();
        found > u64::from(limit) && limit < MOST
    }

    /// Forgets what was looked for and found.
    fn clear(self) {
        self.run.update_value(|run| *run = run.wrapping_add(1));
        self.query.set(String::new());
        self.found.set(None);
        self.has_failed.set(false);
        self.limit.set(STEP);
    }
}

impl App {
    /// Begins to follow the journal and the filters. Called once.
    pub(crate) fn watch_search(self) {
        // Every change of the journal ends with a new list.
        Effect::new(move || {
            self.entries.track();
            if self.is_open() {
                self.tend_search();
            }
        });
        Effect::new(move || {
            self.finding.matches.track();
            if untrack(|| self.search.is_active()) {
                self.look_up();
            }
        });
        Effect::new(move || {
            let shown = self
                .reading
                .with(|reading| reading.as_ref().map(|it| it.entry.id));
            self.show_places(shown);
        });
    }

    /// Moves the focus to the field; where the list is not on screen, goes there first.
    pub(crate) fn go_to_search(self) {
        focus(SEARCH_FIELD);
        if !is_typing() {
            self.back_to(Pane::List);
            set_timeout(|| focus(SEARCH_FIELD), AFTER_GOING);
        }
    }

    /// Looks for what is in the field now.
    pub(crate) fn search_for(self, query: String) {
        if query.trim().is_empty() {
            return self.clear_search();
        }
        self.search.query.set(query);
        self.search.limit.set(STEP);
        self.look_up();
    }

    /// Empties the field.
    pub(crate) fn clear_search(self) {
        self.search.clear();
        highlight::clear();
    }

    /// Shows more of what was found.
    pub(crate) fn show_more_results(self) {
        self.search
            .limit
            .update(|limit| *limit = (*limit + 2 * STEP).min(MOST));
        self.look_up();
    }

    /// Opens an entry that was found, at the place for which it was found.
    pub(crate) fn open_result(self, id: EntryId) {
        let spellings = self.search.found.with_untracked(|found| {
            let hits = found.iter().flat_map(|found| &found.results);
            let hit = hits.into_iter().find(|hit| hit.entry.id == id);
            hit.map(|hit| hit.spellings.clone())
        });
        let opening = spellings.map(|spellings| (id, spellings));
        if self.pane.get_untracked() == Pane::Reading(id) {
            self.search.opening.set_value(opening);
            self.show_places(Some(id));
        } else {
            self.search.opening.set_value(opening);
            self.go(Pane::Reading(id));
        }
    }

    /// Forgets everything that was found, for a locked journal.
    pub(crate) fn forget_search(self) {
        self.clear_search();
        self.search.standing.set(Standing::default());
        self.search.opening.set_value(None);
        self.search.meaning.forget();
    }

    /// Asks again, or as soon as the question under way is answered.
    pub(super) fn look_up(self) {
        let search = self.search;
        search.run.update_value(|run| *run = run.wrapping_add(1));
        if search.is_asking.get_value() {
            return;
        }
        search.is_asking.set_value(true);
        spawn_local(async move {
            loop {
                let run = search.run.get_value();
                self.ask_for_results(run).await;
                if search.run.get_value() == run {
                    break;
                }
            }
            search.is_asking.set_value(false);
        });
    }

    async fn ask_for_results(self, run: u32) {
        let search = self.search;
        let query = search.query.get_untracked();
        if query.trim().is_empty() || !self.is_open() {
            return;
        }
        let find = Find {
            query: query.clone(),
            limit: search.limit.get_untracked(),
            vector: None,
            among: self.admitted(),
        };
        let is_current = || search.run.get_value() == run;
        let words = self.vault.find(find.clone()).await;
        if !is_current() {
            return;
        }
        search.has_failed.set(words.is_err());
        let Ok(found) = words else { return };
        search.standing.set(found.standing);
        search.found.set(Some(found));
        // The words are on screen already; what is close in meaning joins them.
        if let Some(vector) = self.meaning_of(query).await
            && is_current()
        {
            let vector = Some(vector);
            let found = self.vault.find(Find { vector, ..find }).await;
            if let Ok(found) = found
                && is_current()
            {
                search.found.set(Some(found));
            }
        }
    }

    /// The entries that the filters let through; nothing where there is no filter.
    fn admitted(self) -> Option<Vec<EntryId>> {
        self.finding.matches.with_untracked(|places| {
            let places = places.as_ref()?;
            self.entries.with_untracked(|entries| {
                let ids = places.iter().filter_map(|&at| entries.get(at));
                Some(ids.map(|entry| entry.id).collect())
            })
        })
    }

    /// Keeps the index in step with the journal, a little at a time.
    fn tend_search(self) {
        let tending = self.search.tending;
        if tending.get_value() != Tending::Resting {
            return tending.set_value(Tending::WorkingOn);
        }
        tending.set_value(Tending::Working);
        spawn_local(async move {
            pause(FIRST_WAIT_MS).await;
            while self.is_open() {
                tending.set_value(Tending::Working);
                let is_settled = self.tend_until_settled().await;
                if !is_settled || tending.get_value() == Tending::Working {
                    break;
                }
            }
            tending.set_value(Tending::Resting);
            self.hear_problems().await;
            self.read_meanings();
        });
    }

    /// Whether everything is done; not if it could not be.
    async fn tend_until_settled(self) -> bool {
        let mut steps = 0_u32;
        while self.is_open() {
            if self.editor.is_typing.get_untracked() {
                pause(TYPING_WAIT_MS).await;
                continue;
            }
            // A failure shows where somebody waits for something; here it only ends the work.
            let Ok(standing) = self.vault.tend_search().await else {
                return false;
            };
            let grows = standing.searched != self.search.standing.get_untracked().searched;
            self.search.standing.set(standing);
            steps += 1;
            let is_due = steps.is_multiple_of(AGAIN_AFTER_STEPS) || standing.is_settled;
            if grows && is_due && untrack(|| self.search.is_active()) {
                self.look_up();
            }
            if standing.is_settled {
                return true;
            }
            pause(BETWEEN_STEPS_MS).await;
        }
        false
    }

    /// Marks in the open entry what it was found for, and brings the first place into view.
    fn show_places(self, shown: Option<EntryId>) {
        highlight::clear();
        let opening = self.search.opening;
        let Some(shown) = shown else { return };
        let is_meant =
            opening.with_value(|opening| opening.as_ref().is_some_and(|it| it.0 == shown));
        if !is_meant {
            return;
        }
        let places = opening.try_update_value(Option::take).flatten();
        request_animation_frame(move || {
            if let Some((_, spellings)) = places {
                highlight::show("[data-testid=entry-view]", &spellings);
            }
        });
    }
}
