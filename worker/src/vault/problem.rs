//! What the vault found amiss, in the kinds of the protocol.

use companion_core::EntrySummary;
use companion_protocol::problem::{Named, Problem, Subject};

/// Problems as the page is told them.
pub(super) fn told(problems: &[companion_vault::Problem]) -> Vec<Problem> {
    problems.iter().map(problem).collect()
}

fn problem(found: &companion_vault::Problem) -> Problem {
    use companion_vault::Problem as Found;
    match found {
        Found::Missing(about) => Problem::Missing(subject(about)),
        Found::Damaged(about) => Problem::Damaged(subject(about)),
        Found::Replaced(about) => Problem::Replaced(subject(about)),
        Found::NewerThanListed(about) => Problem::NewerThanListed(subject(about)),
        Found::Unlisted(about) => Problem::Unlisted(subject(about)),
        Found::Foreign => Problem::Foreign,
        // There are 256 pages.
        Found::PagesDamaged(pages) => Problem::PagesDamaged(*pages as u64),
        Found::HeadDamaged => Problem::HeadDamaged,
        Found::PagesReplaced => Problem::PagesReplaced,
        Found::HeaderReplaced => Problem::HeaderReplaced,
        Found::Log(finding) => Problem::Log(*finding),
        Found::RestoreUnfinished { day } => Problem::RestoreUnfinished(day.clone()),
        Found::Rescued(about) => Problem::Rescued(subject(about)),
        Found::Repaired { day, finding } => Problem::Repaired {
            day: day.clone(),
            finding: finding.clone(),
        },
    }
}

fn subject(about: &companion_vault::Subject) -> Subject {
    use companion_vault::Subject as About;
    match about {
        About::Entry(entry) => Subject::Entry(named(entry)),
        About::Draft => Subject::Draft,
        About::Settings => Subject::Settings,
        About::Record => Subject::Record,
        About::Version(entry) => Subject::Version(entry.as_ref().map(named)),
        About::Attachment(entry) => Subject::Attachment(entry.as_ref().map(named)),
        About::SearchIndex => Subject::SearchIndex,
        About::Template => Subject::Template,
    }
}

fn named(entry: &EntrySummary) -> Named {
    Named {
        title: entry.title.clone(),
        day: entry.created.local_day(),
    }
}
