//! What people read.

use std::borrow::Cow;
use std::io::{self, IsTerminal as _, Write as _};

use companion_core::Timestamp;

use crate::CommandError;

/// Prints one line of the result.
pub(crate) fn line(text: &str) -> Result<(), CommandError> {
    writeln!(io::stdout().lock(), "{text}").map_err(CommandError::Print)
}

/// Prints what is not the result: questions, notices.
pub(crate) fn notice(text: &str) {
    // Nothing is left to tell when standard error is closed.
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// Prints somebody's text as it is; on a terminal without signs that could steer it.
pub(crate) fn text(text: &str) -> Result<(), CommandError> {
    let mut out = io::stdout().lock();
    let shown = if out.is_terminal() {
        harmless(text)
    } else {
        Cow::Borrowed(text)
    };
    let end = if shown.ends_with('\n') { "" } else { "\n" };
    write!(out, "{shown}{end}").map_err(CommandError::Print)
}

/// Text in which nothing steers a terminal: control characters become `·`.
pub(crate) fn harmless(text: &str) -> Cow<'_, str> {
    let steers = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(steers) {
        Cow::Owned(text.replace(steers, "·"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A moment as its writer lived it: `2026-11-22 14:05`.
pub(crate) fn moment(at: Timestamp) -> String {
    let minute = at.local_minute_of_day();
    format!("{} {:02}:{:02}", day(at), minute / 60, minute % 60)
}

/// The writer's day: `2026-11-22`.
pub(crate) fn day(at: Timestamp) -> String {
    at.local_day()
        .to_iso()
        .unwrap_or_else(|| "on a day without a date".to_owned())
}

/// `1 entry`, `2 entries`.
pub(crate) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(harmless("a\u{1b}[2Jb\rc\u{9b}d\n\te"), "a·[2Jb·c·d\n\te");
        assert!(matches!(harmless("naïve 雨"), Cow::Borrowed(_)));
    }
}
