//! Lines that become headings, items, boxes to tick or quotations, and back.

use core::ops::Range;

use super::change::{Change, Edits};
use super::line::{Marker, Start, touched};
use super::lists::renumbered;

/// What a line can be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// `## Heading`.
    Heading,
    /// `- item`.
    Bullets,
    /// `1. item`.
    Numbers,
    /// `- [ ] item`.
    Boxes,
    /// `> quotation`.
    Quote,
}

const HEADING: &str = "## ";

/// Makes `block` of the lines that are touched, or plain lines again where all are one. Blank
/// lines between others stay blank.
pub(super) fn toggle(text: &str, select: &Range<usize>, block: Block) -> Change {
    let lines = touched(text, select);
    let is_alone = lines.len() == 1;
    let wanted: Vec<(Range<usize>, Start)> = lines
        .into_iter()
        .filter(|line| is_alone || block == Block::Quote || !text[line.clone()].trim().is_empty())
        .map(|line| (line.clone(), Start::of(&text[line])))
        .collect();
    let takes_away = wanted
        .iter()
        .all(|(line, start)| is_one(&text[line.clone()], start, block));
    let mut edits = Edits::default();
    for (number, (line, start)) in (1u32..).zip(&wanted) {
        let at = |offset: usize| line.start + offset;
        match block {
            Block::Quote if takes_away => {
                let sign = text[line.clone()].find('>').unwrap_or_default();
                let space = usize::from(text[at(sign + 1)..line.end].starts_with(' '));
                edits.replace(at(sign)..at(sign + 1 + space), "");
            }
            Block::Quote => edits.replace(at(0)..at(0), "> "),
            Block::Heading => {
                let rest = &text[at(start.quote)..line.end];
                let signs = rest.len() - rest.trim_start_matches('#').len();
                let is_heading = signs > 0 && rest[signs..].starts_with(' ');
                let old = if is_heading { signs + 1 } else { 0 };
                let new = if takes_away { "" } else { HEADING };
                edits.replace(at(start.quote)..at(start.quote + old), new);
            }
            Block::Bullets | Block::Numbers | Block::Boxes => {
                let new = match block {
                    _ if takes_away => String::new(),
                    Block::Numbers => Marker::Number(number, '.').typed(),
                    Block::Boxes => "- [ ] ".into(),
                    _ => "- ".into(),
                };
                edits.replace(at(start.indent)..at(start.content), new);
            }
        }
    }
    let select = edits.map(select.start, true)..edits.map(select.end, true);
    renumbered(text, edits.apply(text), select)
}

fn is_one(line: &str, start: &Start, block: Block) -> bool {
    match block {
        Block::Heading => line[start.quote..].starts_with(HEADING),
        Block::Bullets => matches!(start.marker, Some(Marker::Bullet(_))) && start.ticked.is_none(),
        Block::Numbers => matches!(start.marker, Some(Marker::Number(..))),
        Block::Boxes => start.ticked.is_some(),
        Block::Quote => start.quote > 0,
    }
}
