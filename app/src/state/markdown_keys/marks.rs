//! Emphasis and links.

use core::ops::Range;

use super::change::{Change, Edits};
use super::line::{Start, touched};

/// A way to emphasise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Emphasis {
    /// `**bold**`.
    Bold,
    /// `*italic*`.
    Italic,
}

impl Emphasis {
    const fn sign(self) -> &'static str {
        match self {
            Self::Bold => "**",
            Self::Italic => "*",
        }
    }

    /// Whether text between runs of so many asterisks has it.
    const fn is_in(self, run: usize) -> bool {
        match self {
            Self::Bold => run >= 2,
            Self::Italic => run % 2 == 1,
        }
    }
}

/// Emphasises what is selected, line by line, or takes the emphasis away where all of it has it.
/// With nothing selected, the word around the caret; outside a word, an empty pair of signs.
pub(super) fn toggle(text: &str, select: &Range<usize>, emphasis: Emphasis) -> Change {
    let sign = emphasis.sign();
    let is_caret = select.is_empty();
    let wanted = if is_caret {
        word(text, select.start)
    } else {
        select.clone()
    };
    let pieces: Vec<Range<usize>> = touched(text, &wanted)
        .into_iter()
        .filter_map(|line| piece(text, line, &wanted))
        .collect();
    let mut edits = Edits::default();
    if pieces.is_empty() {
        let (before, after) = text.split_at(select.start);
        let run = run(before, after);
        if is_caret && run > 0 && emphasis.is_in(run) {
            edits.replace(select.start - sign.len()..select.start + sign.len(), "");
            let caret = select.start - sign.len();
            return Change::between(text, &edits.apply(text), caret..caret);
        }
        // What is selected is blank, and stays.
        edits.replace(select.start..select.start, sign.repeat(2));
        let caret = select.start + sign.len();
        return Change::between(text, &edits.apply(text), caret..caret);
    }
    let has_it =
        |piece: &Range<usize>| emphasis.is_in(run(&text[..piece.start], &text[piece.end..]));
    let takes_away = pieces.iter().all(has_it);
    for piece in &pieces {
        if takes_away {
            edits.replace(piece.start - sign.len()..piece.start, "");
            edits.replace(piece.end..piece.end + sign.len(), "");
        } else if !has_it(piece) {
            edits.replace(piece.start..piece.start, sign);
            edits.replace(piece.end..piece.end, sign);
        }
    }
    let new = edits.apply(text);
    let select = if is_caret {
        let caret = edits.map(
            select.start,
            select.start < wanted.end || select.start == wanted.start,
        );
        caret..caret
    } else {
        // At least one piece is there.
        let start = pieces.first().map_or(select.start, |piece| piece.start);
        let end = pieces.last().map_or(select.end, |piece| piece.end);
        edits.map(start, true)..edits.map(end, false)
    };
    Change::between(text, &new, select)
}

/// The part of a line that is selected, without its marker, blanks at both ends, and asterisks
/// around it.
fn piece(text: &str, line: Range<usize>, wanted: &Range<usize>) -> Option<Range<usize>> {
    let content = line.start + Start::of(&text[line.clone()]).content;
    let (mut start, mut end) = (wanted.start.max(content), wanted.end.min(line.end));
    if start >= end {
        return None;
    }
    // Signs at the ends of a line that is selected beyond them are not what is emphasised.
    if wanted.end > line.end {
        end = start + text[start..end].trim_end().trim_end_matches('*').len();
    }
    if wanted.start < content {
        start = end - text[start..end].trim_start().trim_start_matches('*').len();
    }
    let whole = &text[start..end];
    start += whole.len() - whole.trim_start().len();
    end -= whole.len() - whole.trim_end().len();
    if start >= end {
        return None;
    }
    while end - start > 2 && text[start..end].starts_with('*') && text[start..end].ends_with('*') {
        (start, end) = (start + 1, end - 1);
    }
    Some(start..end)
}

/// Asterisks directly before and behind a place, as many as are on both sides, at most three.
fn run(before: &str, after: &str) -> usize {
    let stars =
        |bytes: &mut dyn Iterator<Item = u8>| bytes.take_while(|&byte| byte == b'*').count();
    let before = stars(&mut before.bytes().rev());
    let after = stars(&mut after.bytes());
    before.min(after).min(3)
}

/// The word around a place; empty outside of words.
fn word(text: &str, place: usize) -> Range<usize> {
    let is_part = |char: &char| char.is_alphanumeric() || matches!(char, '\'' | '’');
    let before: usize = text[..place]
        .chars()
        .rev()
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    let after: usize = text[place..]
        .chars()
        .take_while(is_part)
        .map(char::len_utf8)
        .sum();
    place - before..place + after
}

/// Makes a link of what is selected on one line: an address gets a place for its words, words
/// get a place for their address.
pub(super) fn link(text: &str, select: &Range<usize>) -> Option<Change> {
    let selected = &text[select.clone()];
    if selected.contains('\n') {
        return None;
    }
    let mut edits = Edits::default();
    let caret = if is_address(selected) {
        edits.replace(select.clone(), format!("[]({selected})"));
        select.start + 1
    } else {
        edits.replace(select.clone(), format!("[{selected}]()"));
        if selected.is_empty() {
            select.start + 1
        } else {
            select.end + 3
        }
    };
    Some(Change::between(text, &edits.apply(text), caret..caret))
}

/// What pasting an address over words makes: a link.
pub(super) fn paste_address(text: &str, select: &Range<usize>, pasted: &str) -> Option<Change> {
    let selected = &text[select.clone()];
    let pasted = pasted.trim();
    let makes_a_link = !selected.trim().is_empty()
        && !selected.contains(['\n', '[', ']'])
        && !is_address(selected)
        && is_address(pasted);
    if !makes_a_link {
        return None;
    }
    let mut edits = Edits::default();
    let linked = format!("[{selected}]({pasted})");
    let caret = select.start + linked.len();
    edits.replace(select.clone(), linked);
    Some(Change::between(text, &edits.apply(text), caret..caret))
}

/// Whether a text is one address of the web and nothing else.
pub(super) fn is_address(text: &str) -> bool {
    let rest = ["https://", "http://", "mailto:"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.contains([' ', '\n', '\t', '(', ')', '<']))
}
