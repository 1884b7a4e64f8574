//! Prompts written by people, for writing without a model: by time of day, recent moods and
//! theme, one at a time, and none twice within two months.
//!
//! `catalogue.txt` holds every prompt's number, its tags and its English words; every other
//! language is a file of numbers and words. Numbers are kept in journals and never given to another
//! prompt.

mod catalogue;

use std::collections::BTreeSet;

use companion_core::Day;
use companion_core::limits::PROMPT_REST_DAYS;

use catalogue::{Line, Mood, catalogue, words};
pub use catalogue::{Moment, Theme, TimeOfDay};

/// Themes of so many prompts shown last come less often.
const RECENT_THEMES: usize = 3;
/// A title that is longer than this, or was cut, is not named in a question.
const LONGEST_TITLE_CHARS: usize = 60;
/// How much likelier a prompt is that is for this time of day, or for a mood like the recent ones.
const FITTING: u64 = 3;
/// How much likelier a prompt is that names what was written lately.
const NAMING: u64 = 6;
/// Prompts for empty pages that pauses leave alone: one a day until the first may come again.
const KEPT_FOR_EMPTY_PAGES: usize = PROMPT_REST_DAYS as usize;

/// What was on the writer's mind, as far as it matters for choosing.
#[derive(Debug, Clone, Copy)]
pub struct Mind<'a> {
    /// The time of day.
    pub time: TimeOfDay,
    /// Moods set by hand, newest first, 1 (low) to 5 (high).
    pub moods: &'a [u8],
    /// The first line of a recent entry.
    pub title: Option<&'a str>,
    /// A tag that came up more than once, without its sign.
    pub tag: Option<&'a str>,
    /// Numbers of the prompts that may not come again yet, and the day of each, last shown last.
    pub shown: &'a [(u16, Day)],
}

/// A chosen prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    /// Its number.
    pub number: u16,
    /// The question, in the language asked for, or in English where it is not there in that.
    pub text: String,
}

/// Chooses a prompt. The same seed, mind and language give the same one. None comes where all that
/// fit rest: nobody is asked the same again so soon. Who pauses more often than there are prompts
/// for is asked what else fits, as long as enough of it is left for empty pages.
#[must_use]
pub fn choose(moment: Moment, mind: &Mind<'_>, seed: u64, language: &str) -> Option<Chosen> {
    let lines = catalogue();
    let resting: BTreeSet<u16> = mind.shown.iter().map(|(number, _)| *number).collect();
    let recent: Vec<Theme> = mind
        .shown
        .iter()
        .rev()
        .take(RECENT_THEMES)
        .filter_map(|(number, _)| lines.iter().find(|line| line.number == *number))
        .map(|line| line.theme)
        .collect();
    let fresh_for = |moment| -> Vec<(&Line, u64)> {
        lines
            .iter()
            .filter(|line| line.moment == moment && fits(line, mind))
            .filter(|line| !resting.contains(&line.number))
            .map(|line| (line, weight(line, mind, &recent)))
            .collect()
    };
    let mut weighted = fresh_for(moment);
    if weighted.is_empty() && moment == Moment::GoingOn {
        weighted = fresh_for(Moment::Opening);
        if weighted.len() <= KEPT_FOR_EMPTY_PAGES {
            return None;
        }
    }
    let line = draw(&weighted, seed)?;
    Some(Chosen {
        number: line.number,
        text: words(line, language)
            .replace("{title}", mind.title.unwrap_or_default())
            .replace("{tag}", mind.tag.unwrap_or_default()),
    })
}

/// Whether a prompt may come at all.
fn fits(line: &Line, mind: &Mind<'_>) -> bool {
    let by_time = line.time.is_none_or(|time| time == mind.time);
    let by_mood = line
        .mood
        .is_none_or(|mood| recent_mood(mind.moods) == Some(mood));
    let title = mind
        .title
        .filter(|title| title.chars().count() <= LONGEST_TITLE_CHARS && !title.ends_with('…'));
    let can_be_filled = (!line.english.contains("{title}") || title.is_some())
        && (!line.english.contains("{tag}") || mind.tag.is_some());
    by_time && by_mood && can_be_filled
}

fn weight(line: &Line, mind: &Mind<'_>, recent: &[Theme]) -> u64 {
    let mut weight = 4;
    if line.time.is_some() {
        weight *= FITTING;
    }
    if line.mood.is_some() && recent_mood(mind.moods).is_some() {
        weight *= FITTING;
    }
    if line.english.contains('{') {
        weight *= NAMING;
    }
    if recent.contains(&line.theme) {
        weight /= 4;
    }
    weight
}

/// How the last days were, if the writer said so and they lean to one side.
fn recent_mood(moods: &[u8]) -> Option<Mood> {
    let count = u32::try_from(moods.len()).ok().filter(|&count| count > 0)?;
    let sum: u32 = moods.iter().map(|&mood| u32::from(mood)).sum();
    match sum * 2 {
        double if double <= 5 * count => Some(Mood::Low),
        double if double >= 7 * count => Some(Mood::High),
        _ => None,
    }
}

/// One of the weighted lines; `None` if there are none.
fn draw<'a>(weighted: &[(&'a Line, u64)], seed: u64) -> Option<&'a Line> {
    let total: u64 = weighted.iter().map(|(_, weight)| weight).sum();
    let mut left = seed.checked_rem(total)?;
    weighted.iter().find_map(|&(line, weight)| {
        if left < weight {
            return Some(line);
        }
        left -= weight;
        None
    })
}

#[cfg(test)]
mod tests;
