//! What is not as it was left, in sentences.

use companion_protocol::problem::{Named, Problem, Subject};

use super::from_languages::problem::*;
use super::{activity, storage};
use crate::platform::intl;

/// One problem: what it is, and what may help.
pub(crate) fn sentence(problem: &Problem) -> String {
    match problem {
        Problem::Missing(Subject::SearchIndex)
        | Problem::Damaged(Subject::SearchIndex)
        | Problem::Replaced(Subject::SearchIndex) => index_damaged().to_owned(),
        Problem::Missing(subject) => missing(name(subject)),
        Problem::Damaged(subject) => damaged(name(subject)),
        Problem::Replaced(subject) => replaced(name(subject)),
        Problem::NewerThanListed(subject) => newer_than_listed(name(subject)),
        Problem::Unlisted(subject) => unlisted(name(subject)),
        Problem::Foreign => foreign().to_owned(),
        Problem::PagesDamaged(pages) => pages_damaged(*pages),
        Problem::HeadDamaged => head_damaged().to_owned(),
        Problem::PagesReplaced => pages_replaced().to_owned(),
        Problem::HeaderReplaced => header_replaced().to_owned(),
        Problem::Log(finding) => log(activity::finding(finding)),
        Problem::RestoreUnfinished(day) => restore_unfinished(day),
        Problem::Rescued(subject) => rescued(name(subject)),
        Problem::Repaired { day, finding } => repaired(day, finding),
        Problem::ClockBehind => storage::clock_behind().to_owned(),
        Problem::PassphraseNotStored => passphrase_not_stored().to_owned(),
    }
}

fn name(subject: &Subject) -> String {
    match subject {
        Subject::Entry(named) => with(named, |title, day| entry(title, day), entry_untitled),
        Subject::Draft => draft().to_owned(),
        Subject::Settings => settings().to_owned(),
        Subject::Record => record().to_owned(),
        Subject::Version(None) => version_unknown().to_owned(),
        Subject::Version(Some(named)) => {
            with(named, |title, day| version(title, day), version_untitled)
        }
        Subject::SearchIndex => search_index().to_owned(),
        Subject::Template => template().to_owned(),
        Subject::Attachment(None) => attachment_unknown().to_owned(),
        Subject::Attachment(Some(named)) => with(
            named,
            |title, day| attachment(title, day),
            attachment_untitled,
        ),
    }
}

/// An entry by its title, or without one.
fn with(
    named: &Named,
    titled: impl FnOnce(&str, String) -> String,
    untitled: impl FnOnce(String) -> String,
) -> String {
    let day = intl::day(named.day, false);
    match named.title.as_str() {
        "" => untitled(day),
        title => titled(title, day),
    }
}
