//! What the palette finds: commands, parts of the settings, and entries by their titles.

use companion_core::{Day, EntryId, EntrySummary};
use leptos::prelude::*;

use super::{App, Command, Pane};
use crate::text::fold::fold;
use crate::text::words;

/// Most lines that are shown at once.
const MAX_FOUND: usize = 12;
/// Entries among them while nothing is looked for: those that were written last.
const RECENT: usize = 4;

/// What a line of the palette leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// Something to do.
    Command(Command),
    /// A part of the settings, by the id of its heading.
    Setting(&'static str),
    /// An entry.
    Entry(EntryId),
}

/// One line of the palette.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Line {
    /// What it leads to.
    pub(crate) target: Target,
    /// Its name.
    pub(crate) name: String,
    /// The day of an entry.
    pub(crate) day: Option<Day>,
}

impl Line {
    fn of_entry(entry: &EntrySummary) -> Self {
        Self {
            target: Target::Entry(entry.id),
            name: title(entry).to_owned(),
            day: Some(entry.created.local_day()),
        }
    }
}

/// What can be found on the page that is shown. Titles are folded once a letter is typed: whoever
/// opens it for a command does not wait for ten thousand of them.
pub(crate) struct Places {
    /// Commands and parts of the settings.
    fixed: Vec<Line>,
    /// Their names as they are looked for.
    names: Vec<String>,
    /// The same of the entries' titles.
    titles: Option<Vec<(EntryId, String)>>,
}

impl Places {
    /// What there is at this moment.
    pub(crate) fn new(app: App) -> Self {
        let commands = Command::ALL.into_iter().filter_map(|command| {
            let is_offered = command != Command::Palette && command.is_possible(app);
            is_offered.then(|| (Target::Command(command), command.name()))
        });
        let settings = [
            ("model-title", words::model()),
            ("security-title", words::security()),
            ("backup-title", words::backup::title()),
            ("import-title", words::import::title()),
            ("export-title", words::export::title()),
            ("writing-title", words::writing::settings()),
            ("appearance-title", words::appearance()),
            ("keyboard-title", words::commands::keyboard_title()),
            ("about-title", words::about_title()),
        ];
        let settings = settings.map(|(heading, name)| (Target::Setting(heading), name));
        Self::of(commands.chain(settings))
    }

    fn of(fixed: impl Iterator<Item = (Target, &'static str)>) -> Self {
        let line = |(target, name): (Target, &str)| Line {
            target,
            name: name.to_owned(),
            day: None,
        };
        let fixed: Vec<_> = fixed.map(line).collect();
        Self {
            names: fixed.iter().map(|line| fold(&line.name)).collect(),
            fixed,
            titles: None,
        }
    }

    /// What is called as `looked_for` says, the best first: every word of it begins a word of the
    /// name. `entries` are the journal's, newest first.
    pub(crate) fn find(&mut self, entries: &[EntrySummary], looked_for: &str) -> Vec<Line> {
        let looked_for = fold(looked_for);
        let wanted: Vec<&str> = looked_for.split_whitespace().collect();
        if wanted.is_empty() {
            let recent = entries.iter().take(RECENT).map(Line::of_entry);
            return self.fixed.iter().cloned().chain(recent).collect();
        }
        let titles = self.titles.get_or_insert_with(|| {
            let folded = entries.iter().map(|entry| (entry.id, fold(title(entry))));
            folded.collect()
        });
        let names = self
            .names
            .iter()
            .chain(titles.iter().map(|(_, title)| title));
        let mut found: Vec<_> = names
            .enumerate()
            .filter_map(|(at, name)| Some((rank(name, &wanted)?, at)))
            .collect();
        found.sort_unstable();
        let lines = found.into_iter().filter_map(|(_, at)| {
            let Some(at) = at.checked_sub(self.fixed.len()) else {
                return self.fixed.get(at).cloned();
            };
            // The journal may have changed since the titles were folded.
            let (id, _) = titles.get(at)?;
            let is_it = |entry: &&EntrySummary| entry.id == *id;
            let there = entries.get(at).filter(is_it);
            there
                .or_else(|| entries.iter().find(is_it))
                .map(Line::of_entry)
        });
        lines.take(MAX_FOUND).collect()
    }
}

fn title(entry: &EntrySummary) -> &str {
    match entry.title.as_str() {
        "" => words::untitled(),
        title => title,
    }
}

/// How well a name fits, smaller is better; nothing where a word is missing.
fn rank(name: &str, wanted: &[&str]) -> Option<usize> {
    let begins = |word: &&str| {
        let mut words = name.split(|letter: char| !letter.is_alphanumeric());
        words.any(|other| other.starts_with(*word))
    };
    if !wanted.iter().all(begins) {
        return None;
    }
    let is_beginning = wanted.first().is_some_and(|first| name.starts_with(first));
    Some(usize::from(!is_beginning))
}

impl App {
    /// Goes where a line of the palette leads.
    pub(crate) fn follow(self, target: Target) {
        self.commands.palette.set(false);
        match target {
            Target::Command(command) => command.run(self),
            Target::Setting(heading) => self.go_to_setting(heading),
            Target::Entry(entry) => self.go(Pane::Reading(entry)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::entry_on;
    use super::*;

    fn find(names: &[&'static str], looked_for: &str) -> Vec<String> {
        let line = |name: &&'static str| (Target::Command(Command::Save), *name);
        let found = Places::of(names.iter().map(line)).find(&[], looked_for);
        found.into_iter().map(|line| line.name).collect()
    }

    fn entry(id: u8, title: &str) -> EntrySummary {
        EntrySummary {
            id: EntryId::from_bytes([id; 16]),
            title: title.to_owned(),
            ..entry_on(20_000)
        }
    }

    #[test]
    fn every_word_begins_a_word_and_the_beginning_comes_first() {
        let names = [
            "Lena’s long garden",
            "Garden in the rain",
            "The gardener",
            "Gravel",
        ];
        let [lena, garden, gardener, _] = names;
        assert_eq!(find(&names, "gard"), [garden, lena, gardener]);
        assert_eq!(find(&names, "gar  lo"), [lena]);
        assert_eq!(find(&names, "arden"), [] as [&str; 0]);
        assert_eq!(find(&names, ""), names);
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        let names = ["Über Companion", "Schließen", "café noir"];
        assert_eq!(find(&names, "uber"), ["Über Companion"]);
        assert_eq!(find(&names, "SCHLIES"), ["Schließen"]);
        assert_eq!(find(&names, "cafe"), ["café noir"]);
    }

    #[test]
    fn entries_come_after_what_can_be_done_also_when_the_journal_has_changed() {
        let mut places = Places::of(std::iter::once((Target::Command(Command::Save), "Save")));
        let mut entries: Vec<_> = (0..20).map(|at| entry(at, "Saved by the bell")).collect();
        entries[3].title = "The sávings".to_owned();
        let targets = |found: Vec<Line>| {
            found
                .into_iter()
                .map(|line| line.target)
                .collect::<Vec<_>>()
        };
        let of = |id: u8| Target::Entry(EntryId::from_bytes([id; 16]));
        let found = targets(places.find(&entries, ""));
        assert_eq!(found[1..], [of(0), of(1), of(2), of(3)]);
        let found = targets(places.find(&entries, "sav"));
        assert_eq!(found.len(), MAX_FOUND);
        assert_eq!(found[..2], [Target::Command(Command::Save), of(0)]);
        assert_eq!(targets(places.find(&entries, "savings")), [of(3)]);
        // One has come and one has gone: what was folded leads to what is there.
        entries.insert(0, entry(99, "New"));
        entries.remove(5);
        assert_eq!(targets(places.find(&entries, "savings")), [of(3)]);
        entries.retain(|entry| entry.id != EntryId::from_bytes([3; 16]));
        assert_eq!(targets(places.find(&entries, "savings")), []);
    }
}
