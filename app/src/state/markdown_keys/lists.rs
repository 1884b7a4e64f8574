//! Enter and Tab in lists and quotations.

use core::ops::Range;

use super::change::{Change, Edits};
use super::line::{Marker, Start, around, touched};

/// What Enter does behind the content of a list's item or in a quotation: the next item, or, in
/// an empty one, the way out. `None` where it is an ordinary line break.
pub(super) fn enter(text: &str, caret: usize) -> Option<Change> {
    let line = around(text, caret);
    let start = Start::of(&text[line.clone()]);
    let is_quoted = start.quote > 0;
    if (start.marker.is_none() && !is_quoted)
        || caret < line.start + start.content
        || is_in_code(text, line.start)
    {
        return None;
    }
    let content = &text[line.start + start.content..line.end];
    let mut edits = Edits::default();
    if content.trim().is_empty() {
        if start.marker.is_some() && start.indentation() > 0 {
            return tab(text, &(caret..caret), true);
        }
        let kept = if start.marker.is_some() {
            text[line.start..line.start + start.quote].to_owned()
        } else {
            String::new()
        };
        let caret = line.start + kept.len();
        edits.replace(line, kept);
        return Some(Change::between(text, &edits.apply(text), caret..caret));
    }
    let mut begun = format!("\n{}", &text[line.start..line.start + start.indent]);
    if let Some(marker) = start.marker {
        begun.push_str(&marker.next().typed());
        if start.ticked.is_some() {
            begun.push_str("[ ] ");
        }
    }
    let blanks = text[caret..line.end].len() - text[caret..line.end].trim_start().len();
    let after = caret + begun.len();
    edits.replace(caret..caret + blanks, begun);
    Some(renumbered(text, edits.apply(text), after..after))
}

/// What Tab, or Shift+Tab if `back`, does to items of a list: a level deeper, or less deep.
/// `None` where no list is, or where it can not be less deep: there the key keeps its meaning.
pub(super) fn tab(text: &str, select: &Range<usize>, back: bool) -> Option<Change> {
    let lines = touched(text, select);
    let start_of = |line: &Range<usize>| Start::of(&text[line.clone()]);
    let items: Vec<(Range<usize>, Start)> = lines
        .iter()
        .filter(|line| !text[(*line).clone()].trim().is_empty())
        .map(|line| (line.clone(), start_of(line)))
        .collect();
    if items.iter().any(|(_, start)| start.marker.is_none()) {
        return None;
    }
    let (first_line, first) = items.first()?;
    let depth = first.indentation();
    let mut edits = Edits::default();
    if back {
        if depth == 0 {
            return None;
        }
        let parent = before(text, first_line.start)
            .find(|start| start.marker.is_some() && start.indentation() < depth);
        let less = depth - parent.map_or(0, |parent| parent.indentation());
        for (line, start) in &items {
            let from = line.start + start.quote;
            edits.replace(from..from + less.min(start.indentation()), "");
        }
    } else {
        let elder = before(text, first_line.start)
            .take_while(|start| start.marker.is_none() || start.indentation() >= depth)
            .find(|start| start.marker.is_some() && start.indentation() == depth);
        // Below the first item there is nothing to be deeper than.
        let width = elder
            .and_then(|elder| elder.marker)
            .map_or(0, |marker| marker.typed().len());
        for (line, start) in &items {
            let from = line.start + start.quote;
            match start.marker {
                // A list of its own begins with one.
                Some(Marker::Number(_, sign)) if width > 0 => {
                    let to = line.start + start.indent + marker_length(start);
                    let kept = &text[from..line.start + start.indent];
                    let first = Marker::Number(1, sign).typed();
                    edits.replace(from..to, format!("{}{kept}{first}", " ".repeat(width)));
                }
                _ => edits.replace(from..from, " ".repeat(width)),
            }
        }
    }
    let select = edits.map(select.start, true)..edits.map(select.end, true);
    Some(renumbered(text, edits.apply(text), select))
}

/// Bytes of a marker as it stands, which may be `01.`, and of the space behind it.
const fn marker_length(start: &Start) -> usize {
    start.content - start.indent - if start.ticked.is_some() { 4 } else { 0 }
}

/// The beginnings of the lines above, upwards, as far as the same list goes.
fn before(text: &str, line_start: usize) -> impl Iterator<Item = Start> {
    text[..line_start]
        .trim_end_matches('\n')
        .rsplit('\n')
        .map(Start::of)
        .take_while(|start| start.marker.is_some() || start.indentation() > 0)
}

/// The change to `new`, whose list around the selection is numbered in order. The selection
/// keeps its distance from the ends of its lines.
pub(super) fn renumbered(old: &str, new: String, select: Range<usize>) -> Change {
    let block = block(&new, select.start);
    let mut edits = Edits::default();
    let mut levels: Vec<(usize, Marker)> = Vec::new();
    let mut at = block.start;
    for line in new[block].split('\n') {
        let start = Start::of(line);
        let place = at;
        at += line.len() + 1;
        let Some(marker) = start.marker else {
            continue;
        };
        let depth = start.indentation();
        while levels.last().is_some_and(|&(deeper, _)| deeper > depth) {
            levels.pop();
        }
        let wanted = match (levels.last(), marker) {
            (Some(&(same, Marker::Number(elder, sign))), Marker::Number(_, own))
                if same == depth && sign == own =>
            {
                Marker::Number(elder.saturating_add(1), sign)
            }
            _ => marker,
        };
        if levels.last().is_some_and(|&(same, _)| same == depth) {
            levels.pop();
        }
        levels.push((depth, wanted));
        if wanted != marker {
            let from = place + start.indent;
            edits.replace(from..from + marker_length(&start), wanted.typed());
        }
    }
    let select = edits.map(select.start, true)..edits.map(select.end, true);
    Change::between(old, &edits.apply(&new), select)
}

/// The list around a place: lines up to one that is neither an item nor indented. Blank lines
/// belong to it between items.
fn block(text: &str, place: usize) -> Range<usize> {
    let belongs = |line: &str| {
        let start = Start::of(line);
        start.marker.is_some() || (start.indentation() > 0 && start.indent < line.len())
    };
    let here = around(text, place);
    let (mut start, mut end) = (here.start, here.end);
    while start > 0 {
        let above = around(text, start - 1);
        let line = &text[above.clone()];
        let is_gap = line.trim().is_empty()
            && above.start > 0
            && belongs(&text[around(text, above.start - 1)]);
        if !belongs(line) && !is_gap {
            break;
        }
        start = above.start;
    }
    while end < text.len() {
        let below = around(text, end + 1);
        let line = &text[below.clone()];
        let is_gap = line.trim().is_empty()
            && below.end < text.len()
            && belongs(&text[around(text, below.end + 1)]);
        if !belongs(line) && !is_gap {
            break;
        }
        end = below.end;
    }
    start..end
}

/// Whether a line lies between two fences of code.
fn is_in_code(text: &str, line_start: usize) -> bool {
    let fences = text[..line_start]
        .lines()
        .filter(|line| line.trim_start().starts_with("```"));
    fences.count() % 2 == 1
}
