//! The list of entries, in pages.

use companion_core::{Day, EntrySummary};
use companion_protocol::backup;
use companion_protocol::list::{PAGE, Page, Request};
use companion_protocol::vault::{Response, Unlocked};
use companion_store::Store;

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

/// The list as it was when its first page was asked for.
#[derive(Default)]
pub(super) struct Listing {
    entries: Vec<EntrySummary>,
    number: u32,
}

impl Listing {
    /// Takes a list of which pages will be asked for. The same list keeps its number, so that
    /// two who read it at a time do not disturb each other.
    fn take(&mut self, entries: Vec<EntrySummary>) {
        if self.number == 0 || self.entries != entries {
            self.entries = entries;
            self.number = self.number.wrapping_add(1);
        }
    }

    /// The page after so many entries.
    fn page(&self, from: u32) -> Page {
        let after = self.entries.iter().skip(from as usize);
        let entries: Vec<_> = after.take(PAGE).cloned().collect();
        let given = from as usize + entries.len();
        let left = self.entries.len().saturating_sub(given);
        Page {
            entries,
            // A journal has fewer entries than that.
            left: u32::try_from(left).unwrap_or(u32::MAX),
            list: self.number,
        }
    }
}

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// A page of the list.
    pub(super) fn serve_list(&mut self, request: Request) -> Result<Page, ServiceError> {
        let vault = self.unlocked()?;
        if request.from == 0 {
            let entries = vault.list_entries();
            self.listing.take(entries);
        }
        Ok(self.listing.page(request.from))
    }
}

/// Leaves no more than the first page of the list in an answer that shows an unlocked journal, and
/// of the rest what was written on this day of the year.
pub(super) fn shorten(response: &mut Response, today: Day) {
    let Some(Unlocked {
        entries,
        has_more,
        remembered,
        ..
    }) = shown_by(response)
    else {
        return;
    };
    if entries.len() > PAGE {
        *remembered = entries.split_off(PAGE);
        remembered.retain(|entry| is_same_day_of_year(entry.created.local_day(), today));
        remembered.truncate(PAGE);
        *has_more = true;
    }
}

fn is_same_day_of_year(one: Day, other: Day) -> bool {
    let of_year = |day: Day| day.civil().map(|civil| (civil.month, civil.day));
    of_year(one) == of_year(other)
}

/// The unlocked journal in an answer that may be a long one; the sample is short.
fn shown_by(response: &mut Response) -> Option<&mut Unlocked> {
    match response {
        Response::Unlocked(unlocked) => Some(unlocked),
        Response::Backup(backup::Response::Restored(restored)) => Some(&mut restored.unlocked),
        Response::Backup(backup::Response::Merged(merged)) => Some(&mut merged.unlocked),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use companion_core::{EntryId, Settings, Timestamp};

    use super::*;

    fn list(count: usize) -> Vec<EntrySummary> {
        let moment = Timestamp {
            unix_ms: 0,
            utc_offset_minutes: 0,
        };
        let id = |at: usize| EntryId::from_bytes((at as u128).to_be_bytes());
        let entry = |at| EntrySummary::new(id(at), moment);
        (0..count).map(entry).collect()
    }

    #[test]
    fn the_pages_are_the_list() {
        for count in [0, 1, PAGE, PAGE + 1, 3 * PAGE] {
            let mut listing = Listing::default();
            listing.take(list(count));
            let mut found = Vec::new();
            loop {
                let page = listing.page(u32::try_from(found.len()).unwrap());
                assert!(page.entries.len() <= PAGE && page.list == 1);
                found.extend(page.entries);
                assert_eq!(page.left as usize, count - found.len());
                if page.left == 0 {
                    break;
                }
            }
            assert_eq!(found, list(count));
        }
    }

    #[test]
    fn pages_of_another_list_can_be_told() {
        let mut listing = Listing::default();
        listing.take(list(3));
        listing.take(list(3));
        assert_eq!(listing.page(0).list, 1);
        listing.take(list(2));
        assert_eq!(listing.page(2).list, 2);
    }

    /// How many entries an answer has left, and whether it says that there are more.
    fn shortened(mut response: Response) -> Option<(usize, bool)> {
        shorten(&mut response, Day(0));
        shown_by(&mut response).map(|shown| (shown.entries.len(), shown.has_more))
    }

    fn unlocked(count: usize) -> Unlocked {
        Unlocked {
            entries: list(count),
            drafts: Vec::new(),
            settings: Settings::default(),
            problems: Vec::new(),
            has_more: false,
            remembered: Vec::new(),
        }
    }

    #[test]
    fn behind_the_first_page_only_this_day_of_other_years_is_told() {
        const DAY_MS: i64 = 24 * 60 * 60 * 1000;
        let mut all = unlocked(PAGE + 800);
        for (at, entry) in all.entries.iter_mut().enumerate() {
            entry.created.unix_ms = -(at as i64) * DAY_MS;
        }
        let mut response = Response::Unlocked(all);
        // The first of January of 1970; 1969 is on the first page, 1968 was a leap year.
        shorten(&mut response, Day(0));
        let remembered = shown_by(&mut response).map(|shown| {
            let days = shown
                .remembered
                .iter()
                .map(|entry| entry.created.local_day().0);
            days.collect::<Vec<_>>()
        });
        assert_eq!(remembered, Some(vec![-731, -1_096]));
    }

    #[test]
    fn unlocking_answers_with_the_first_page_and_says_so() {
        let answer = |count| shortened(Response::Unlocked(unlocked(count)));
        assert_eq!(answer(PAGE), Some((PAGE, false)));
        assert_eq!(answer(PAGE + 1), Some((PAGE, true)));
        assert_eq!(shortened(Response::Done), None);
    }

    #[test]
    fn a_journal_made_or_changed_by_a_backup_comes_in_pages_too() {
        let report = backup::Report {
            made: list(1)[0].created,
            entries: 0,
            in_trash: 0,
            drafts: 0,
            attachments: 0,
            problems: Vec::new(),
        };
        let restored = backup::Restored {
            report: report.clone(),
            unlocked: unlocked(PAGE + 1),
        };
        let merged = backup::Merged {
            report,
            unlocked: unlocked(PAGE + 1),
            added: 0,
            updated: 0,
            kept_beside: 0,
            kept_as_version: 0,
            versions: 0,
        };
        for answer in [
            backup::Response::Restored(restored),
            backup::Response::Merged(merged),
        ] {
            let answer = shortened(Response::Backup(answer));
            assert_eq!(answer, Some((PAGE, true)));
        }
    }
}
