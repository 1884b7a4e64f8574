//! What is looked for, and which entries it lets through.

use companion_core::{Day, EntrySummary, Mood, is_same_tag};

/// What an entry must be to be shown. Several moods mean any of them, everything else must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    /// The first day.
    pub(crate) from: Option<Day>,
    /// The last day.
    pub(crate) to: Option<Day>,
    /// One of these moods.
    pub(crate) moods: Vec<Mood>,
    /// All of these tags.
    pub(crate) tags: Vec<String>,
    /// A favourite.
    pub(crate) is_favourite: bool,
    /// With a photo.
    pub(crate) has_photo: bool,
}

/// A part of a filter that can be taken away alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// The days.
    Days(Option<Day>, Option<Day>),
    /// A mood.
    Mood(Mood),
    /// A tag.
    Tag(String),
    /// That it is a favourite.
    Favourite,
    /// That it has a photo.
    Photo,
}

impl Filter {
    /// Whether everything is let through.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Places of the entries that it lets through.
    pub(crate) fn places(&self, entries: &[EntrySummary]) -> Vec<usize> {
        let numbered = entries.iter().enumerate();
        let admitted = numbered.filter(|(_, entry)| self.admits(entry));
        admitted.map(|(at, _)| at).collect()
    }

    fn admits(&self, entry: &EntrySummary) -> bool {
        let day = entry.created.local_day();
        self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
            && (!self.is_favourite || entry.is_favourite)
            && (!self.has_photo || entry.photos > 0)
            && (self.moods.is_empty() || entry.mood.is_some_and(|mood| self.moods.contains(&mood)))
            && self.tags.iter().all(|tag| has_tag(entry, tag))
    }

    /// What it is made of, in the order in which it is shown.
    pub(crate) fn parts(&self) -> Vec<Part> {
        let mut parts = Vec::new();
        if self.from.is_some() || self.to.is_some() {
            parts.push(Part::Days(self.from, self.to));
        }
        parts.extend(self.moods.iter().copied().map(Part::Mood));
        parts.extend(self.tags.iter().cloned().map(Part::Tag));
        parts.extend(self.is_favourite.then_some(Part::Favourite));
        parts.extend(self.has_photo.then_some(Part::Photo));
        parts
    }

    /// Takes a part away.
    pub(crate) fn remove(&mut self, part: &Part) {
        match part {
            Part::Days(..) => (self.from, self.to) = (None, None),
            Part::Mood(mood) => self.moods.retain(|other| other != mood),
            Part::Tag(tag) => self.tags.retain(|other| !is_same_tag(other, tag)),
            Part::Favourite => self.is_favourite = false,
            Part::Photo => self.has_photo = false,
        }
    }

    /// Looks for a mood, or no longer.
    pub(crate) fn toggle_mood(&mut self, mood: Mood) {
        if self.moods.contains(&mood) {
            self.moods.retain(|other| *other != mood);
        } else {
            self.moods.push(mood);
            self.moods.sort_unstable();
        }
    }

    /// Looks for a tag, or no longer.
    pub(crate) fn toggle_tag(&mut self, tag: &str) {
        if self.looks_for_tag(tag) {
            self.remove(&Part::Tag(tag.to_owned()));
        } else {
            self.tags.push(tag.to_owned());
        }
    }

    /// Whether a tag is looked for.
    pub(crate) fn looks_for_tag(&self, tag: &str) -> bool {
        self.tags.iter().any(|other| is_same_tag(other, tag))
    }
}

fn has_tag(entry: &EntrySummary, tag: &str) -> bool {
    entry.tags.iter().any(|other| is_same_tag(other, tag))
}

#[cfg(test)]
pub(super) mod tests {
    use companion_core::{EntryId, Timestamp};

    use super::*;

    /// An entry of noon on a day.
    pub(in crate::state) fn entry_on(day: i64) -> EntrySummary {
        let noon = Timestamp {
            unix_ms: day * 86_400_000 + 43_200_000,
            utc_offset_minutes: 0,
        };
        EntrySummary::new(EntryId::from_bytes([0; 16]), noon)
    }

    fn journal() -> Vec<EntrySummary> {
        let mut entries: Vec<_> = (0..5).map(|at| entry_on(10 - at)).collect();
        entries[0].mood = Some(Mood::Good);
        entries[1].mood = Some(Mood::Awful);
        entries[1].tags = vec!["Rain".into(), "Lena".into()];
        entries[2].tags = vec!["rain".into()];
        entries[2].photos = 1;
        entries[3].is_favourite = true;
        entries
    }

    fn found(change: impl FnOnce(&mut Filter)) -> Vec<usize> {
        let mut filter = Filter::default();
        change(&mut filter);
        filter.places(&journal())
    }

    #[test]
    fn each_part_lets_through_what_it_says() {
        assert_eq!(found(|_| {}), [0, 1, 2, 3, 4]);
        assert_eq!(found(|it| it.from = Some(Day(8))), [0, 1, 2]);
        assert_eq!(found(|it| it.to = Some(Day(8))), [2, 3, 4]);
        assert_eq!(found(|it| it.moods = vec![Mood::Good, Mood::Awful]), [0, 1]);
        assert_eq!(found(|it| it.tags = vec!["RAIN".into()]), [1, 2]);
        assert_eq!(
            found(|it| it.tags = vec!["rain".into(), "lena".into()]),
            [1]
        );
        assert_eq!(found(|it| it.is_favourite = true), [3]);
        assert_eq!(found(|it| it.has_photo = true), [2]);
        let nothing = |it: &mut Filter| (it.is_favourite, it.has_photo) = (true, true);
        assert_eq!(found(nothing), [0; 0]);
    }

    #[test]
    fn every_part_can_be_taken_away_alone() {
        let mut filter = Filter {
            from: Some(Day(1)),
            is_favourite: true,
            has_photo: true,
            ..Filter::default()
        };
        filter.toggle_mood(Mood::Great);
        filter.toggle_mood(Mood::Low);
        filter.toggle_tag("Rain");
        assert!(filter.looks_for_tag("rain"));
        let parts = filter.parts();
        assert_eq!(parts.len(), 6);
        for (at, part) in parts.iter().enumerate() {
            filter.remove(part);
            assert_eq!(filter.parts(), parts[at + 1..]);
        }
        assert!(filter.is_empty());
        filter.toggle_tag("Rain");
        filter.toggle_tag("RAIN");
        assert!(filter.is_empty());
    }
}
