//! What of the journal the list shows: everything, or what a filter lets through; and the few
//! lines above it.

mod chunks;
mod filter;
mod layout;
mod marks;
mod memories;
mod tags;

use std::collections::HashSet;

use companion_core::{CivilDay, Day, EntryId, EntrySummary};
use leptos::prelude::*;

pub(crate) use chunks::Order;
#[cfg(test)]
pub(in crate::state) use filter::tests::entry_on;
pub(crate) use filter::{Filter, Part};
pub(crate) use layout::Layout;
pub(crate) use memories::{Memory, memories, written_days};
pub(crate) use tags::{Renaming, TagCount, tag_counts};

use super::{App, Pane};
use crate::platform::{is_wide, now, read_setting, write_setting};

const KEY: &str = "companion.list";

/// The list and what is looked for in it.
#[derive(Clone, Copy)]
pub(crate) struct Finding {
    /// What is looked for.
    pub(crate) filter: RwSignal<Filter>,
    /// Whether the filters to choose from are shown.
    pub(crate) is_choosing: RwSignal<bool>,
    /// Places in the list of what the filter lets through; nothing without a filter.
    pub(crate) matches: Memo<Option<Vec<usize>>>,
    /// The favourites: what a line asks for that is not drawn anew for a star.
    pub(crate) favourites: Memo<HashSet<EntryId>>,
    /// What the list shows, in its order.
    pub(crate) shown: Memo<Order>,
    /// What the list is to bring into view, until it has.
    pub(crate) wanted: RwSignal<Option<Goal>>,
    /// Counts the lines that were changed one at a time: a list that is being read may lack them.
    pub(in crate::state) changes: StoredValue<u32>,
    /// What stands above the list.
    pub(crate) above: RwSignal<Above>,
    /// While the list is being read: what of its rest was written on this day of the year.
    pub(crate) remembered: RwSignal<Vec<EntrySummary>>,
    /// The month that the calendar shows, by its first day.
    pub(crate) month: RwSignal<CivilDay>,
    /// The day of the calendar whose entries are shown.
    pub(crate) day: RwSignal<Option<Day>>,
    /// The renaming of a tag that can be undone, or is under way.
    pub(crate) renaming: RwSignal<Renaming>,
}

/// What the list is to bring into view and to give the keyboard's focus to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// An entry.
    Entry(EntryId),
    /// The entries of a day, or of the next earlier one.
    Day(Day),
}

/// What stands above the list: this device's own affair, and nothing private.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Above {
    /// Whether the days written on are counted.
    pub(crate) streak: bool,
    /// Whether earlier years are remembered.
    pub(crate) memories: bool,
    /// The day for which they were put away.
    pub(crate) put_away_on: Option<Day>,
}

impl Finding {
    /// Everything is shown.
    pub(crate) fn new(entries: RwSignal<Vec<EntrySummary>>) -> Self {
        let filter = RwSignal::new(Filter::default());
        let matches = Memo::new(move |_| {
            filter.with(|filter| {
                (!filter.is_empty()).then(|| entries.with(|entries| filter.places(entries)))
            })
        });
        let favourites = Memo::new(move |_| {
            entries.with(|entries| {
                let favourites = entries.iter().filter(|entry| entry.is_favourite);
                favourites.map(|entry| entry.id).collect()
            })
        });
        let shown = Memo::new(move |_| {
            entries.with(|entries| matches.with(|matches| Order::new(entries, matches.as_deref())))
        });
        Self {
            filter,
            favourites,
            is_choosing: RwSignal::new(false),
            matches,
            shown,
            wanted: RwSignal::new(None),
            changes: StoredValue::new(0),
            above: RwSignal::new(Above::load()),
            remembered: RwSignal::new(Vec::new()),
            month: RwSignal::new(this_month()),
            day: RwSignal::new(None),
            renaming: RwSignal::new(Renaming::None),
        }
    }

    /// Looks for something else.
    pub(crate) fn look_for(self, change: impl FnOnce(&mut Filter)) {
        self.filter.update(change);
    }

    /// Forgets what was looked for: filters name tags and days.
    pub(crate) fn close(self) {
        self.filter.set(Filter::default());
        self.remembered.set(Vec::new());
        self.is_choosing.set(false);
        self.wanted.set(None);
        self.month.set(this_month());
        self.day.set(None);
        self.renaming.set(Renaming::None);
    }

    /// Changes what stands above the list, and keeps it on this device.
    pub(crate) fn set_above(self, change: impl FnOnce(&mut Above)) {
        self.above.update(change);
        self.above.get_untracked().keep();
    }
}

impl App {
    /// Goes to the list; where there is room it stands beside whatever is read.
    pub(crate) fn show_list(self) {
        let is_hidden = !is_wide() || self.look.with_untracked(|look| look.full_screen_editor);
        if is_hidden && self.pane.get_untracked() != Pane::List {
            self.go(Pane::List);
        }
    }
}

/// The first day of the present month.
pub(crate) fn this_month() -> CivilDay {
    let today = now().local_day().civil();
    // The clock of a device is far inside the years that a calendar has.
    let today = today.unwrap_or(CivilDay {
        year: 1970,
        month: 1,
        day: 1,
    });
    CivilDay { day: 1, ..today }
}

impl Above {
    fn load() -> Self {
        Self::parse(&read_setting(KEY).unwrap_or_default())
    }

    fn keep(self) {
        write_setting(KEY, &self.to_text());
    }

    fn parse(text: &str) -> Self {
        let mut above = Self {
            streak: true,
            memories: true,
            put_away_on: None,
        };
        for word in text.split(' ') {
            match word {
                "no-streak" => above.streak = false,
                "no-memories" => above.memories = false,
                word => {
                    if let Some(Ok(day)) = word.strip_prefix("away-").map(str::parse) {
                        above.put_away_on = Some(Day(day));
                    }
                }
            }
        }
        above
    }

    fn to_text(self) -> String {
        let mut words = Vec::new();
        if !self.streak {
            words.push("no-streak".to_owned());
        }
        if !self.memories {
            words.push("no-memories".to_owned());
        }
        words.extend(self.put_away_on.map(|Day(day)| format!("away-{day}")));
        words.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_above_the_list_is_remembered() {
        for above in [
            Above::parse(""),
            Above {
                streak: false,
                memories: true,
                put_away_on: Some(Day(20_779)),
            },
            Above {
                streak: true,
                memories: false,
                put_away_on: None,
            },
        ] {
            assert_eq!(Above::parse(&above.to_text()), above);
        }
        assert_eq!(Above::parse("later-words away-x"), Above::parse(""));
    }
}
