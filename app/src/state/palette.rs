//! What the palette finds: commands, parts of the settings, and entries by their titles.

use companion_core::{Day, EntryId};
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
    /// The name as it is looked for.
    folded: String,
}

impl Line {
    fn new(target: Target, name: String, day: Option<Day>) -> Self {
        Self {
            target,
            folded: fold(&name),
            name,
            day,
        }
    }
}

/// Everything that can be found on the page that is shown.
pub(crate) fn everything(app: App) -> Vec<Line> {
    let commands = Command::ALL.into_iter().filter_map(|command| {
        let is_offered = command != Command::Palette && command.is_possible(app);
        is_offered.then(|| Line::new(Target::Command(command), command.name().to_owned(), None))
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
    let settings = settings
        .into_iter()
        .map(|(heading, name)| Line::new(Target::Setting(heading), name.to_owned(), None));
    let mut lines: Vec<_> = commands.chain(settings).collect();
    app.entries.with_untracked(|entries| {
        lines.extend(entries.iter().map(|entry| {
            let title = match entry.title.as_str() {
                "" => words::untitled(),
                title => title,
            };
            let day = entry.created.local_day();
            Line::new(Target::Entry(entry.id), title.to_owned(), Some(day))
        }));
    });
    lines
}

/// What is called as `looked_for` says, the best first: every word of it begins a word of the
/// name. Places in `lines`.
pub(crate) fn find(lines: &[Line], looked_for: &str) -> Vec<usize> {
    let looked_for = fold(looked_for);
    let wanted: Vec<&str> = looked_for.split_whitespace().collect();
    if wanted.is_empty() {
        let is_entry = |line: &Line| matches!(line.target, Target::Entry(_));
        let places = |entries: bool| {
            let lines = lines.iter().enumerate();
            lines
                .filter(move |(_, line)| is_entry(line) == entries)
                .map(|(at, _)| at)
        };
        let recent = places(true).take(RECENT);
        return places(false).chain(recent).collect();
    }
    let mut found: Vec<_> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((rank(&line.folded, &wanted)?, at)))
        .collect();
    found.sort_unstable();
    found
        .into_iter()
        .take(MAX_FOUND)
        .map(|(_, at)| at)
        .collect()
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
    use super::*;

    fn lines(names: &[&str]) -> Vec<Line> {
        let line =
            |name: &&str| Line::new(Target::Command(Command::Save), (*name).to_owned(), None);
        names.iter().map(line).collect()
    }

    #[test]
    fn every_word_begins_a_word_and_the_beginning_comes_first() {
        let lines = lines(&[
            "Lena’s long garden",
            "Garden in the rain",
            "The gardener",
            "Gravel",
        ]);
        assert_eq!(find(&lines, "gard"), [1, 0, 2]);
        assert_eq!(find(&lines, "gar  lo"), [0]);
        assert_eq!(find(&lines, "arden"), [] as [usize; 0]);
        assert_eq!(find(&lines, "").len(), 4);
    }

    #[test]
    fn accents_and_capitals_do_not_matter() {
        let lines = lines(&["Über Companion", "Schließen", "café noir"]);
        assert_eq!(find(&lines, "uber"), [0]);
        assert_eq!(find(&lines, "SCHLIES"), [1]);
        assert_eq!(find(&lines, "cafe"), [2]);
    }
}
