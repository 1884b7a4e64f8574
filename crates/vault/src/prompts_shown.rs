//! Which of the written prompts were shown when, so that none comes again too soon.

use companion_core::limits::PROMPT_REST_DAYS;
use companion_core::{Clock, Day, Entropy};
use companion_store::Store;
use minicbor::{Decode, Encode};

use crate::edit::Edit;
use crate::record::{Kind, single_key};
use crate::{Vault, VaultError};

/// The record: one line a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(crate) struct PromptsShown {
    #[n(0)]
    lines: Vec<Line>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
struct Line {
    /// The prompt's number, which is its own for ever.
    #[n(0)]
    prompt: u16,
    /// Days from 1970-01-01 to when it was last shown, where the writer was.
    #[n(1)]
    day: i64,
}

impl PromptsShown {
    /// What is known of both: of each prompt, when it was last shown.
    pub(crate) fn union(mut self, other: Self) -> Self {
        for line in other.lines {
            let own = self.lines.iter_mut().find(|own| own.prompt == line.prompt);
            match own {
                Some(own) => own.day = own.day.max(line.day),
                None => self.lines.push(line),
            }
        }
        self.lines.sort_by_key(|line| line.day);
        self
    }

    /// The same with `prompt` shown on `today`, and without what was long ago.
    fn with(mut self, prompt: u16, today: Day) -> Self {
        // A day that lies ahead, of a clock that was wrong, keeps nothing back for ever.
        self.lines
            .retain(|line| line.prompt != prompt && (today.0 - line.day).abs() < PROMPT_REST_DAYS);
        self.lines.push(Line {
            prompt,
            day: today.0,
        });
        self
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// The prompts shown within the last 60 days and the day of each, the last shown at the
    /// end.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn prompts_shown(&self) -> Result<Vec<(u16, Day)>, VaultError> {
        let today = self.environment.now().local_day();
        let shown: PromptsShown = self
            .read_or_default(Kind::PromptsShown, PromptsShown::default)
            .await?;
        let lines = shown.lines.into_iter();
        Ok(lines
            .filter(|line| (today.0 - line.day).abs() < PROMPT_REST_DAYS)
            .map(|line| (line.prompt, Day(line.day)))
            .collect())
    }

    /// Notes that a prompt is shown now.
    ///
    /// # Errors
    /// Failures of the store; it may come again soon then.
    pub async fn note_prompt_shown(&mut self, prompt: u16) -> Result<(), VaultError> {
        let shown: PromptsShown = self
            .read_or_default(Kind::PromptsShown, PromptsShown::default)
            .await?;
        let shown = shown.with(prompt, self.environment.now().local_day());
        let mut edit = Edit::default();
        let key = single_key(&self.keys, Kind::PromptsShown);
        edit.put(key, Kind::PromptsShown, &shown, None);
        self.commit(edit).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(lines: &[(u16, i64)]) -> PromptsShown {
        let lines = lines.iter().map(|&(prompt, day)| Line { prompt, day });
        PromptsShown {
            lines: lines.collect(),
        }
    }

    #[test]
    fn a_prompt_rests_for_sixty_days_and_the_list_stays_short() {
        let after = shown(&[(1, 100), (2, 41), (3, 40), (4, 500)]).with(1, Day(100));
        assert_eq!(after, shown(&[(2, 41), (1, 100)]));
    }

    #[test]
    fn of_two_journals_the_later_day_counts() {
        let both = shown(&[(1, 5), (2, 9)]).union(shown(&[(3, 1), (1, 7), (2, 8)]));
        assert_eq!(both, shown(&[(3, 1), (1, 7), (2, 9)]));
    }
}
