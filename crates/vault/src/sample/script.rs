//! Reading the text of a sample journal.
//!
//! ```text
//! # Lines before the first entry are for whoever reads the file.
//!
//! @ 398 21:40 mood=4 minutes=6 star
//! ? What went better than you thought?
//! ! lake.png The lake from the bench, in three colours
//! The text of the entry, as Markdown, up to the next line that begins with "@ ".
//! ```
//!
//! After the sign stand how many days ago it was written, or `year` for this day a year ago, and the time of
//! day. Then whatever holds: a mood from 1 to 5, the minutes it took, that it is a favourite. A line with `?` is
//! the question that was answered, one with `!` a picture and what it shows.

use companion_core::{Day, Mood, Timestamp};

const MS_PER_DAY: i64 = 86_400_000;
const MS_PER_MINUTE: i64 = 60_000;
/// Entries in one script at most.
const MAX_PAGES: usize = 500;
/// Nothing in a sample is older than this many days.
const MAX_DAYS: u16 = 4_000;

/// A sample journal as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub(super) pages: Vec<Page>,
}

/// One entry of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) when: When,
    pub(super) mood: Option<Mood>,
    pub(super) minutes: u16,
    pub(super) is_favourite: bool,
    pub(super) question: Option<String>,
    pub(super) picture: Option<Named>,
    pub(super) content: String,
}

/// A picture and what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) description: String,
}

/// When an entry was written, from the day on which somebody looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    ago: Ago,
    minute_of_day: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ago {
    Days(u16),
    Year,
}

/// A script that is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScriptError {
    /// This line, counted from 1, cannot be read.
    #[error("line {0} of the sample cannot be read")]
    Line(usize),
    /// There is nothing in it, or far too much.
    #[error("the sample has {0} entries")]
    Size(usize),
}

impl When {
    /// The moment, by the clock of whoever looks `now`.
    pub(super) fn before(self, now: Timestamp) -> Timestamp {
        let today = now.local_day();
        let day = match self.ago {
            Ago::Days(days) => Day(today.0 - i64::from(days)),
            Ago::Year => a_year_before(today),
        };
        let local_minutes = i64::from(self.minute_of_day) - i64::from(now.utc_offset_minutes);
        Timestamp {
            unix_ms: day.0 * MS_PER_DAY + local_minutes * MS_PER_MINUTE,
            utc_offset_minutes: now.utc_offset_minutes,
        }
    }
}

/// The same day of the month, a year earlier.
fn a_year_before(today: Day) -> Day {
    let earlier = today.civil().map(|civil| civil.plus_months(-12));
    // Only outside the years of any calendar is there none.
    earlier
        .and_then(Day::from_civil)
        .unwrap_or(Day(today.0 - 365))
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, ScriptError> {
        let mut pages: Vec<Page> = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            if let Some(head) = line.strip_prefix("@ ") {
                let page = Page::begin(head).ok_or(ScriptError::Line(number))?;
                pages.push(page);
                continue;
            }
            // What stands before the first entry is for people.
            let Some(page) = pages.last_mut() else {
                continue;
            };
            page.take(line).ok_or(ScriptError::Line(number))?;
        }
        for page in &mut pages {
            page.content.truncate(page.content.trim_end().len());
        }
        if pages.is_empty() || pages.len() > MAX_PAGES {
            return Err(ScriptError::Size(pages.len()));
        }
        Ok(Self { pages })
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pages.len()
    }

    /// Whether there is none: never, for a script that was read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }
}

impl Page {
    fn begin(head: &str) -> Option<Self> {
        let mut words = head.split_whitespace();
        let ago = match words.next()? {
            "year" => Ago::Year,
            days => Ago::Days(days.parse().ok().filter(|days| *days <= MAX_DAYS)?),
        };
        let minute_of_day = minute_of_day(words.next()?)?;
        let mut page = Self {
            when: When { ago, minute_of_day },
            mood: None,
            minutes: 0,
            is_favourite: false,
            question: None,
            picture: None,
            content: String::new(),
        };
        for word in words {
            match word.split_once('=') {
                Some(("mood", level)) => page.mood = Some(mood(level)?),
                Some(("minutes", minutes)) => page.minutes = minutes.parse().ok()?,
                None if word == "star" => page.is_favourite = true,
                _ => return None,
            }
        }
        Some(page)
    }

    /// Takes one more line.
    fn take(&mut self, line: &str) -> Option<()> {
        if self.content.is_empty() {
            if let Some(question) = line.strip_prefix("? ") {
                self.question = Some(question.to_owned());
                return Some(());
            }
            if let Some(picture) = line.strip_prefix("! ") {
                let (name, description) = picture.split_once(' ')?;
                self.picture = Some(Named {
                    name: name.to_owned(),
                    description: description.to_owned(),
                });
                return Some(());
            }
            if line.trim().is_empty() {
                return Some(());
            }
        }
        self.content.push_str(line);
        self.content.push('\n');
        Some(())
    }
}

fn minute_of_day(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

fn mood(level: &str) -> Option<Mood> {
    let level: usize = level.parse().ok()?;
    Mood::ALL.get(level.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "# About this file.\n\n@ 3 21:40 mood=4 minutes=6 star\n? What now?\n! lake.png The lake\n\nFirst line.\n\n@home is no head.\n\n@ year 07:05\nA year ago.\n";

    fn at(unix_ms: i64, utc_offset_minutes: i16) -> Timestamp {
        Timestamp {
            unix_ms,
            utc_offset_minutes,
        }
    }

    #[test]
    fn a_script_is_read_as_it_is_written() {
        let script = Script::parse(SCRIPT).unwrap();
        assert_eq!(script.len(), 2);
        let [first, second] = &script.pages[..] else {
            panic!("two pages");
        };
        assert_eq!(first.mood, Some(Mood::Good));
        assert_eq!((first.minutes, first.is_favourite), (6, true));
        assert_eq!(first.question.as_deref(), Some("What now?"));
        let picture = first.picture.as_ref().unwrap();
        assert_eq!(
            (&*picture.name, &*picture.description),
            ("lake.png", "The lake")
        );
        assert_eq!(first.content, "First line.\n\n@home is no head.");
        assert_eq!(
            (second.mood, second.content.as_str()),
            (None, "A year ago.")
        );
    }

    #[test]
    fn moments_are_counted_from_whoever_looks() {
        let script = Script::parse(SCRIPT).unwrap();
        // Half past midnight of 2026-11-23 in a zone an hour east of Greenwich.
        let now = at(1_795_390_200_000, 60);
        let first = script.pages[0].when.before(now);
        assert_eq!(first.local_day().to_iso().unwrap(), "2026-11-20");
        assert_eq!(first.local_minute_of_day(), 21 * 60 + 40);
        let second = script.pages[1].when.before(now);
        assert_eq!(second.local_day().to_iso().unwrap(), "2025-11-23");
        assert_eq!(second.utc_offset_minutes, 60);
        let leap = Day::from_iso("2028-02-29").unwrap();
        assert_eq!(a_year_before(leap).to_iso().unwrap(), "2027-02-28");
    }

    #[test]
    fn what_is_no_script_is_refused_by_line() {
        for (text, error) in [
            ("", ScriptError::Size(0)),
            ("only words\n", ScriptError::Size(0)),
            ("@ 3\n", ScriptError::Line(1)),
            ("\n@ 3 24:00\n", ScriptError::Line(2)),
            ("@ 3 10:00 mood=6\n", ScriptError::Line(1)),
            ("@ 3 10:00 mood=0\n", ScriptError::Line(1)),
            ("@ 3 10:00 loud\n", ScriptError::Line(1)),
            ("@ 60000 10:00\n", ScriptError::Line(1)),
            ("@ 3 10:00\n! lake.png\n", ScriptError::Line(2)),
        ] {
            assert_eq!(Script::parse(text), Err(error), "{text:?}");
        }
        let many = "@ 1 10:00\n".repeat(MAX_PAGES + 1);
        assert_eq!(Script::parse(&many), Err(ScriptError::Size(MAX_PAGES + 1)));
    }
}
