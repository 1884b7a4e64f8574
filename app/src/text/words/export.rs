//! Words about exports.

use companion_protocol::export::Finished;
use companion_protocol::vault::{Failure, FailureKind};

use super::from_languages::export as said;
pub(crate) use super::from_languages::export::*;

/// What became of an export.
pub(crate) fn told(name: &str, finished: &Finished) -> String {
    let entries = said::entries(finished.entries);
    let size = super::size(finished.size_bytes);
    let mut told = match finished.address {
        Some(_) => said::handed_over(name, &entries, &size),
        None => said::finished(name, &entries, &size),
    };
    if finished.unreadable > 0 {
        told.push(' ');
        told.push_str(&said::unreadable(finished.unreadable));
    }
    if !finished.without_font.is_empty() {
        let letters: Vec<String> = finished.without_font.chars().map(String::from).collect();
        told.push(' ');
        told.push_str(&said::without_font(letters.join(" ")));
    }
    told
}

/// What happened, what is safe, what to do.
pub(crate) fn failure(failure: &Failure) -> String {
    match failure.kind {
        FailureKind::ExportFile => failed_file().to_owned(),
        FailureKind::ExportFonts => {
            let bytes: u64 = failure.detail.parse().unwrap_or_default();
            failed_fonts(bytes.div_ceil(1_000_000))
        }
        FailureKind::ExportPdf => failed_pdf().to_owned(),
        _ => super::vault_failure(failure),
    }
}
