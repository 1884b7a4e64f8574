//! Words about imports that need thought.

use companion_core::{Skipped, SkippedCount, Source};
use companion_protocol::import::{Preview, Receipt};
use companion_protocol::vault::{Failure, FailureKind};

use crate::text::dates;
use crate::text::words::{self, import as said};

/// What a program is called.
pub(crate) fn source(source: Source) -> &'static str {
    match source {
        Source::Companion => said::source_companion(),
        Source::DayOne => said::source_day_one(),
        Source::Jrnl => said::source_jrnl(),
        Source::Joplin => said::source_joplin(),
        Source::StandardNotes => said::source_standard_notes(),
        Source::Markdown => said::source_markdown(),
        Source::Sample => said::source_sample(),
    }
}

/// What is in a file and what would come of it, a sentence each.
pub(crate) fn preview(preview: &Preview) -> Vec<String> {
    // Counts are far inside the 53 bits of a double.
    let number = |count: u64| count as f64;
    let mut lines = vec![said::found(
        &preview.file_name,
        source(preview.source),
        number(preview.found),
    )];
    if preview.new == 0 {
        lines.push(said::nothing_new().to_owned());
        return lines;
    }
    let mut come = said::would_come(number(preview.entries));
    if let (Some(first), Some(last)) = (preview.first, preview.last) {
        let (first, last) = (first.local_day(), last.local_day());
        come.push(' ');
        come.push_str(&if first == last {
            said::range_day(dates::day(first))
        } else {
            said::range(dates::day(first), dates::day(last))
        });
    }
    lines.push(come);
    type Say = fn(f64) -> String;
    let more: [(u64, Say); 7] = [
        (preview.cut, |count| said::cut(count)),
        (preview.photos, |count| said::photos(count)),
        (preview.unseen, |count| said::unseen(count)),
        (preview.recordings, |count| said::recordings(count)),
        (preview.attachments_missing, |count| said::missing(count)),
        (preview.dates_of_files, |count| said::dates_of_files(count)),
        (preview.converted, |count| said::converted(count)),
    ];
    let more = more.into_iter().filter(|(count, _)| *count > 0);
    lines.extend(more.map(|(count, say)| say(number(count))));
    lines
}

/// What an import did, a sentence each.
pub(crate) fn receipt(receipt: &Receipt) -> Vec<String> {
    let number = |count: u64| count as f64;
    let mut lines = vec![said::reconciled(
        number(receipt.found),
        number(receipt.imported),
        number(receipt.skipped.total()),
    )];
    if receipt.found < receipt.total {
        let (found, total) = (number(receipt.found), number(receipt.total));
        lines.push(if receipt.is_finished {
            said::stopped_at(found, total)
        } else {
            said::cut_off_at(found, total)
        });
    }
    if receipt.entries > receipt.imported {
        lines.push(said::made(number(receipt.entries)));
    }
    if receipt.attachments > 0 {
        lines.push(said::attachments(number(receipt.attachments)));
    }
    if receipt.unseen > 0 {
        lines.push(said::unseen(number(receipt.unseen)));
    }
    if receipt.telling > 0 {
        lines.push(said::telling(number(receipt.telling)));
    }
    if receipt.attachments_missing > 0 {
        lines.push(said::attachments_missing(number(
            receipt.attachments_missing,
        )));
    }
    if let Some(undone) = receipt.undone {
        lines.push(said::undone_at(dates::moment(undone)));
    }
    lines
}

/// What an import is called once it has ended.
pub(crate) fn outcome(receipt: &Receipt) -> &'static str {
    match receipt {
        Receipt {
            undone: Some(_), ..
        } => said::undone_title(),
        Receipt {
            is_finished: false, ..
        } => said::cut_off_title(),
        Receipt { found, total, .. } if found < total => said::stopped_title(),
        _ => said::done_title(),
    }
}

/// One earlier import, in a line.
pub(crate) fn line(receipt: &Receipt) -> String {
    said::receipt(
        &receipt.file_name,
        source(receipt.source),
        dates::moment(receipt.begun),
        receipt.entries as f64,
    )
}

/// How many were skipped, and why.
pub(crate) fn skipped(skipped: SkippedCount) -> String {
    let count = skipped.count as f64;
    match skipped.reason {
        Skipped::Empty => said::skipped_empty(count),
        Skipped::Duplicate => said::skipped_duplicate(count),
        Skipped::Differs => said::skipped_differs(count),
        Skipped::NoDate => said::skipped_no_date(count),
        Skipped::Unreadable => said::skipped_unreadable(count),
        Skipped::TooLarge => said::skipped_too_large(count),
        Skipped::Encrypted => said::skipped_encrypted(count),
        Skipped::Deleted => said::skipped_deleted(count),
    }
}

/// Why one was skipped, in a word or two.
pub(crate) fn reason(reason: Skipped) -> &'static str {
    match reason {
        Skipped::Empty => said::reason_empty(),
        Skipped::Duplicate => said::reason_duplicate(),
        Skipped::Differs => said::reason_differs(),
        Skipped::NoDate => said::reason_no_date(),
        Skipped::Unreadable => said::reason_unreadable(),
        Skipped::TooLarge => said::reason_too_large(),
        Skipped::Encrypted => said::reason_encrypted(),
        Skipped::Deleted => said::reason_deleted(),
    }
}

/// What happened, what is safe, what to do.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::ImportUnknown => said::failure_unknown().to_owned(),
        FailureKind::ImportWrongPassword => said::failure_password().to_owned(),
        FailureKind::ImportTooLarge => said::failure_too_large().to_owned(),
        FailureKind::ImportDamaged => said::failure_damaged().to_owned(),
        FailureKind::ImportSealed => said::failure_sealed().to_owned(),
        FailureKind::ImportNewer => said::failure_newer().to_owned(),
        FailureKind::ImportFile => said::failure_file().to_owned(),
        FailureKind::StorageFull => said::failure_storage_full().to_owned(),
        _ => words::vault_failure(failure),
    }
}
