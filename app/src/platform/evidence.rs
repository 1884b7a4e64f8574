//! What tells, when the journal's database is gone, that there was one.
//!
//! The browser keeps local storage apart from databases and files: clearing room takes a
//! site's databases first, and a damaged database is thrown away alone. The note says that a
//! journal was here, and the day of its last backup; nothing else.

use companion_core::Day;

use super::{read_setting, write_setting};

const KEY: &str = "companion.journal";
/// The note's version, and all of it where there is no backup.
const HERE: &str = "1";

/// A journal was here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The day of its last backup.
    pub(crate) backup: Option<Day>,
}

impl Evidence {
    /// What this browser remembers.
    pub(crate) fn find() -> Option<Self> {
        Self::parse(&read_setting(KEY)?)
    }

    /// Leaves the note.
    pub(crate) fn keep(self) {
        write_setting(KEY, &self.to_text());
    }

    fn to_text(self) -> String {
        match self.backup {
            Some(Day(day)) => format!("{HERE} {day}"),
            None => HERE.to_owned(),
        }
    }

    /// A note of another version still says that a journal was here.
    fn parse(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let version = words.next().filter(|version| !version.is_empty())?;
        let backup = words.next().filter(|_| version == HERE);
        Some(Self {
            backup: backup.and_then(|day| day.parse().ok()).map(Day),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_comes_back_as_it_was_left() {
        for backup in [None, Some(Day(20_779))] {
            let note = Evidence { backup };
            assert_eq!(Evidence::parse(&note.to_text()), Some(note));
        }
    }

    #[test]
    fn a_note_of_another_version_says_that_there_was_a_journal() {
        let unknown = Some(Evidence { backup: None });
        assert_eq!(Evidence::parse("2 something"), unknown);
        assert_eq!(Evidence::parse("1 nonsense"), unknown);
        assert_eq!(Evidence::parse(""), None);
    }
}
