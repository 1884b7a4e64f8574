//! Whether an entry begins with a title that is not marked as one.

/// Longer first lines are sentences that happen to stand alone.
const LONGEST_TITLE_CHARS: usize = 60;

/// Whether the first line reads as a title: short, without Markdown signs or a full stop, and
/// with a paragraph of its own before the rest. The list shows it as the title anyway.
pub(crate) fn is_first_line(content: &str) -> bool {
    let mut lines = content.trim_start().lines();
    let first = lines.next().unwrap_or_default().trim_end();
    let stands_alone = lines.next().is_some_and(|line| line.trim().is_empty());
    let is_plain =
        first.starts_with(|sign: char| sign.is_alphanumeric() || "“‘\"'¿¡".contains(sign));
    stands_alone
        && lines.next().is_some()
        && is_plain
        && !first.ends_with(['.', ',', ':', ';'])
        && first.chars().count() <= LONGEST_TITLE_CHARS
}

#[cfg(test)]
mod tests {
    use super::is_first_line;

    #[test]
    fn a_short_first_line_is_a_title() {
        assert!(is_first_line("The long way home\n\nRain."));
        assert!(is_first_line("“Why?”\n\nBecause."));
        for other in [
            "",
            "Only a line",
            "Only a line\n\n",
            "A sentence.\n\nAnother.",
            "Two\nlines",
            "# Marked\n\ntext",
            "- a list\n\ntext",
        ] {
            assert!(!is_first_line(other), "{other:?}");
        }
        assert!(!is_first_line(&format!("{}\n\ntext", "long ".repeat(20))));
    }
}
