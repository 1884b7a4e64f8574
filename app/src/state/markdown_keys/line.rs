//! How a line of Markdown begins: quotation signs, indentation, a list's marker, a box to tick.

use core::ops::Range;

/// The beginning of a line. All places are bytes from the line's start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    /// End of the quotation signs.
    pub(super) quote: usize,
    /// End of the indentation behind them.
    pub(super) indent: usize,
    /// The list's marker, if it is an item.
    pub(super) marker: Option<Marker>,
    /// Whether a box is there, and ticked.
    pub(super) ticked: Option<bool>,
    /// Where the content begins.
    pub(super) content: usize,
}

/// What makes a line an item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marker {
    /// `-`, `*` or `+`.
    Bullet(char),
    /// `1.` or `1)`.
    Number(u32, char),
}

impl Marker {
    /// As it is typed, with the space behind it.
    pub(super) fn typed(self) -> String {
        match self {
            Self::Bullet(sign) => format!("{sign} "),
            Self::Number(number, sign) => format!("{number}{sign} "),
        }
    }

    /// The marker of the item behind it.
    pub(super) const fn next(self) -> Self {
        match self {
            Self::Number(number, sign) => Self::Number(number.saturating_add(1), sign),
            bullet @ Self::Bullet(_) => bullet,
        }
    }
}

impl Start {
    /// Reads the beginning of a line.
    pub(super) fn of(line: &str) -> Self {
        let bytes = line.as_bytes();
        let blanks = |at: usize| {
            let rest = bytes[at..].iter();
            at + rest.take_while(|byte| matches!(byte, b' ' | b'\t')).count()
        };
        let mut quote = 0;
        while bytes.get(blanks(quote)) == Some(&b'>') {
            quote = blanks(quote) + 1;
            if bytes.get(quote) == Some(&b' ') {
                quote += 1;
            }
        }
        let indent = blanks(quote);
        let mut start = Self {
            quote,
            indent,
            marker: None,
            ticked: None,
            content: indent,
        };
        if let Some((marker, length)) = marker(&line[indent..]) {
            start.marker = Some(marker);
            start.content = indent + length;
            let rest = &line[start.content..];
            start.ticked = ["[ ] ", "[x] ", "[X] "]
                .iter()
                .position(|box_| rest.starts_with(box_))
                .map(|at| at > 0);
            if start.ticked.is_some() {
                start.content += 4;
            }
        }
        start
    }

    /// Bytes of indentation.
    pub(super) const fn indentation(&self) -> usize {
        self.indent - self.quote
    }
}

/// The marker that a text begins with and its length, the space behind it included.
fn marker(text: &str) -> Option<(Marker, usize)> {
    let first = text.chars().next()?;
    if matches!(first, '-' | '*' | '+') {
        return (text.as_bytes().get(1) == Some(&b' ')).then_some((Marker::Bullet(first), 2));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // More than nine digits are no list, by CommonMark.
    let number = text[..digits].parse().ok().filter(|_| digits <= 9)?;
    let sign = text[digits..].chars().next()?;
    (matches!(sign, '.' | ')') && text.as_bytes().get(digits + 1) == Some(&b' '))
        .then_some((Marker::Number(number, sign), digits + 2))
}

/// The line around a place, without its end.
pub(super) fn around(text: &str, place: usize) -> Range<usize> {
    let start = text[..place].rfind('\n').map_or(0, |at| at + 1);
    let end = text[place..].find('\n').map_or(text.len(), |at| place + at);
    start..end
}

/// The lines that a selection touches. One that ends at a line's start does not touch it.
pub(super) fn touched(text: &str, select: &Range<usize>) -> Vec<Range<usize>> {
    let mut lines = vec![around(text, select.start)];
    while let Some(last) = lines.last()
        && last.end + 1 < select.end
    {
        let next = around(text, last.end + 1);
        lines.push(next);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginnings_are_read() {
        let start = Start::of("> >   12) [x] done");
        assert_eq!((start.quote, start.indent, start.content), (4, 6, 14));
        assert_eq!(start.marker, Some(Marker::Number(12, ')')));
        assert_eq!(start.ticked, Some(true));
        assert_eq!(Start::of("- [ ] a").ticked, Some(false));
        for other in [
            "-",
            "-a",
            "1.a",
            "1",
            "**bold**",
            "2026",
            "1234567890. a",
            "",
            "- [y]",
        ] {
            let start = Start::of(other);
            assert!(start.marker.is_none() || other == "- [y]", "{other}");
            assert_eq!(start.ticked, None, "{other}");
        }
    }

    #[test]
    fn lines_are_found() {
        let text = "ab\ncd\n\nef";
        assert_eq!(around(text, 4), 3..5);
        assert_eq!(around(text, 6), 6..6);
        assert_eq!(touched(text, &(1..4)), [0..2, 3..5]);
        assert_eq!(touched(text, &(0..3)).len(), 1);
        assert_eq!(touched(text, &(0..9)).len(), 4);
    }
}
