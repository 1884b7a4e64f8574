//! Reading the files of prompts.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const ENGLISH: &str = include_str!("catalogue.txt");
/// Every other language: its tag, and its file.
const OTHERS: [(&str, &str); 1] = [("de", include_str!("de.txt"))];

/// When a prompt comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// On an empty page.
    Opening,
    /// After a pause in writing.
    GoingOn,
}

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeOfDay {
    /// From 5 to 11.
    Morning,
    /// From 11 to 17.
    Day,
    /// From 17 to 22.
    Evening,
    /// From 22 to 5.
    Night,
}

impl TimeOfDay {
    /// The time of day of a minute since midnight.
    #[must_use]
    pub const fn of_minute(minute: u16) -> Self {
        match minute / 60 {
            5..11 => Self::Morning,
            11..17 => Self::Day,
            17..22 => Self::Evening,
            _ => Self::Night,
        }
    }
}

/// Which recent moods a prompt is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    Low,
    High,
}

/// What a prompt is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// The day itself.
    Today,
    /// What is good.
    Gratitude,
    /// Other people.
    People,
    /// Work, and what is done with one's days.
    Work,
    /// The body, sleep, food, movement.
    Body,
    /// Thoughts looked at from outside, as cognitive behavioural therapy does.
    Thoughts,
    /// What was.
    Past,
    /// What may come.
    Future,
    /// What was written lately.
    Lately,
    /// The text at hand.
    Text,
}

/// A prompt.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) number: u16,
    pub(super) moment: Moment,
    /// Only at this time of day.
    pub(super) time: Option<TimeOfDay>,
    /// Only after such days.
    pub(super) mood: Option<Mood>,
    pub(super) theme: Theme,
    pub(super) english: &'static str,
}

/// All prompts, by number. There are some: a test reads the file.
pub(super) fn catalogue() -> &'static [Line] {
    static LINES: OnceLock<Vec<Line>> = OnceLock::new();
    LINES.get_or_init(|| content(ENGLISH).filter_map(line).collect())
}

/// The words of a prompt in a language, given by its tag of BCP 47, or in English.
pub(super) fn words(line: &Line, language: &str) -> &'static str {
    let wanted = language.split('-').next().unwrap_or_default();
    let found = OTHERS
        .iter()
        .filter(|(tag, _)| tag.eq_ignore_ascii_case(wanted))
        .find_map(|(_, file)| translations(file).get(&line.number).copied());
    found.unwrap_or(line.english)
}

/// A language's words by number.
pub(super) fn translations(file: &'static str) -> BTreeMap<u16, &'static str> {
    let lines = content(file).filter_map(|line| line.split_once(' '));
    lines
        .filter_map(|(number, words)| Some((number.parse().ok()?, words.trim())))
        .collect()
}

/// The tags and files of the other languages.
#[cfg(test)]
pub(super) const fn others() -> [(&'static str, &'static str); 1] {
    OTHERS
}

/// Lines that are not empty and no comment.
pub(super) fn content(file: &'static str) -> impl Iterator<Item = &'static str> {
    file.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
}

/// `NUMBER THEME TIME MOOD | WORDS`; a dash where any time or mood will do. `None` of a line in
/// another form, which a test would find.
pub(super) fn line(text: &'static str) -> Option<Line> {
    let (tags, english) = text.split_once('|')?;
    let mut tags = tags.split_whitespace();
    let number = tags.next()?.parse().ok()?;
    let theme = theme(tags.next()?)?;
    let time = match tags.next()? {
        "-" => None,
        "morning" => Some(TimeOfDay::Morning),
        "day" => Some(TimeOfDay::Day),
        "evening" => Some(TimeOfDay::Evening),
        "night" => Some(TimeOfDay::Night),
        _ => return None,
    };
    let mood = match tags.next()? {
        "-" => None,
        "low" => Some(Mood::Low),
        "high" => Some(Mood::High),
        _ => return None,
    };
    Some(Line {
        number,
        moment: if theme == Theme::Text {
            Moment::GoingOn
        } else {
            Moment::Opening
        },
        time,
        mood,
        theme,
        english: english.trim(),
    })
}

fn theme(tag: &str) -> Option<Theme> {
    Some(match tag {
        "today" => Theme::Today,
        "gratitude" => Theme::Gratitude,
        "people" => Theme::People,
        "work" => Theme::Work,
        "body" => Theme::Body,
        "thoughts" => Theme::Thoughts,
        "past" => Theme::Past,
        "future" => Theme::Future,
        "lately" => Theme::Lately,
        "text" => Theme::Text,
        _ => return None,
    })
}
