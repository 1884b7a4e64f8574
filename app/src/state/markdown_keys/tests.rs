//! Texts are written with `|` where the caret, or each end of the selection, stands.

use core::ops::Range;

use proptest::prelude::*;

use super::blocks::{self, Block};
use super::change::Change;
use super::marks::{self, Emphasis};
use super::{lists, quote_of};

fn read(marked: &str) -> (String, Range<usize>) {
    let start = marked.find('|').expect("a caret");
    let text = marked.replace('|', "");
    let end = marked.rfind('|').filter(|&end| end > start);
    (text, start..end.map_or(start, |end| end - 1))
}

fn show(text: &str, change: Option<Change>) -> String {
    let Some(change) = change else {
        return "none".into();
    };
    let mut shown = change.applied(text);
    shown.insert(change.select.end, '|');
    if !change.select.is_empty() {
        shown.insert(change.select.start, '|');
    }
    shown
}

fn enter(marked: &str) -> String {
    let (text, select) = read(marked);
    show(&text, lists::enter(&text, select.start))
}

fn tab(marked: &str, back: bool) -> String {
    let (text, select) = read(marked);
    show(&text, lists::tab(&text, &select, back))
}

fn mark(marked: &str, emphasis: Emphasis) -> String {
    let (text, select) = read(marked);
    show(&text, Some(marks::toggle(&text, &select, emphasis)))
}

fn block(marked: &str, block: Block) -> String {
    let (text, select) = read(marked);
    show(&text, Some(blocks::toggle(&text, &select, block)))
}

fn link(marked: &str) -> String {
    let (text, select) = read(marked);
    show(&text, marks::link(&text, &select))
}

#[test]
fn enter_goes_on_with_a_list() {
    assert_eq!(enter("- milk|"), "- milk\n- |");
    assert_eq!(enter("  * milk|"), "  * milk\n  * |");
    assert_eq!(enter("- mi| lk"), "- mi\n- |lk");
    assert_eq!(enter("- [x] milk|"), "- [x] milk\n- [ ] |");
    assert_eq!(enter("9. nine|"), "9. nine\n10. |");
    assert_eq!(enter("> said|"), "> said\n> |");
    assert_eq!(enter("> - a|\nb"), "> - a\n> - |\nb");
}

#[test]
fn enter_numbers_what_follows() {
    assert_eq!(enter("1. a|\n2. b\n3. c"), "1. a\n2. |\n3. b\n4. c");
    assert_eq!(
        enter("9. a|\n\n10. b\n   - x\n11. c\n\nend 1. d"),
        "9. a\n10. |\n\n11. b\n   - x\n12. c\n\nend 1. d"
    );
    assert_eq!(enter("3. a|\n3. b"), "3. a\n4. |\n5. b");
}

#[test]
fn enter_leaves_an_empty_item() {
    assert_eq!(enter("- a\n- |"), "- a\n|");
    assert_eq!(enter("- a\n  - |"), "- a\n- |");
    assert_eq!(enter("> a\n> |"), "> a\n|");
    assert_eq!(enter("> - |"), "> |");
    assert_eq!(enter("1. a\n2. [ ] |\n3. c"), "1. a\n|\n3. c");
}

#[test]
fn enter_is_itself_elsewhere() {
    for other in [
        "|",
        "text|",
        "|- a",
        "-| a",
        "```\n- a|",
        "**b**|",
        "-|",
        "2026. |x",
    ] {
        let wanted = if other == "2026. |x" {
            "2026. \n2027. |x"
        } else {
            "none"
        };
        assert_eq!(enter(other), wanted, "{other}");
    }
}

#[test]
fn tab_makes_items_deeper_and_less_deep() {
    assert_eq!(tab("- a\n- |b", false), "- a\n  - |b");
    assert_eq!(tab("- a\n  - |b", true), "- a\n- |b");
    assert_eq!(tab("1. a\n2. |b\n3. c", false), "1. a\n   1. |b\n2. c");
    assert_eq!(tab("1. a\n   1. |b\n2. c", true), "1. a\n2. |b\n3. c");
    assert_eq!(tab("10. a\n11. |b", false), "10. a\n    1. |b");
    assert_eq!(tab("- a\n- |b\n- c|", false), "- a\n  - |b\n  - c|");
    assert_eq!(tab("> - a\n> - |b", false), "> - a\n>   - |b");
    // The first item has nothing to be deeper than: the key does nothing.
    assert_eq!(tab("- |a", false), "- |a");
    assert_eq!(tab("- a\n  - |b", false), "- a\n  - |b");
}

#[test]
fn tab_keeps_its_meaning_outside_lists() {
    assert_eq!(tab("text|", false), "none");
    assert_eq!(tab("|", false), "none");
    assert_eq!(tab("- |a", true), "none");
    assert_eq!(tab("- |a\ntext|", false), "none");
}

#[test]
fn emphasis_comes_and_goes() {
    use Emphasis::{Bold, Italic};
    assert_eq!(mark("so |very| dear", Bold), "so **|very|** dear");
    assert_eq!(mark("so **|very|** dear", Bold), "so |very| dear");
    assert_eq!(mark("so |**very**| dear", Bold), "so |very| dear");
    assert_eq!(mark("so **|very|** dear", Italic), "so ***|very|*** dear");
    assert_eq!(mark("so ***|very|*** dear", Italic), "so **|very|** dear");
    assert_eq!(mark("so ***|very|*** dear", Bold), "so *|very|* dear");
    assert_eq!(mark("so| very |dear", Bold), "so **|very|** dear");
    assert_eq!(mark("so ve|ry dear", Bold), "so **ve|ry** dear");
    assert_eq!(mark("so **ve|ry** dear", Bold), "so ve|ry dear");
    assert_eq!(mark("so |", Bold), "so **|**");
    assert_eq!(mark("so **|**", Bold), "so |");
    assert_eq!(mark("- |a\n\n- b|", Bold), "- **|a**\n\n- **b|**");
    assert_eq!(mark("I don|’t", Italic), "*I don|’t*".replace("*I ", "I *"));
}

#[test]
fn links_have_a_place_for_what_is_missing() {
    assert_eq!(link("see |here|"), "see [here](|)");
    assert_eq!(link("|https://a.example/x|"), "[|](https://a.example/x)");
    assert_eq!(link("see |"), "see [|]()");
    assert_eq!(link("|a\nb|"), "none");
    let (text, select) = read("see |here| now");
    let pasted = marks::paste_address(&text, &select, "https://a.example ");
    assert_eq!(show(&text, pasted), "see [here](https://a.example)| now");
    assert_eq!(marks::paste_address(&text, &select, "not an address"), None);
    assert_eq!(
        marks::paste_address(&text, &(0..0), "https://a.example"),
        None
    );
}

#[test]
fn lines_become_blocks_and_lines_again() {
    assert_eq!(block("Bread|", Block::Heading), "## Bread|");
    assert_eq!(block("## Bread|", Block::Heading), "Bread|");
    assert_eq!(block("# Bread|", Block::Heading), "## Bread|");
    assert_eq!(block("|a\n\nb|", Block::Bullets), "- |a\n\n- b|");
    assert_eq!(block("- |a\n- b|", Block::Bullets), "|a\nb|");
    assert_eq!(block("- |a\n- b|", Block::Numbers), "1. |a\n2. b|");
    assert_eq!(block("1. |a\n2. b|", Block::Boxes), "- [ ] |a\n- [ ] b|");
    assert_eq!(block("- [x] a|", Block::Boxes), "a|");
    assert_eq!(block("|a\n\nb|", Block::Quote), "> |a\n> \n> b|");
    assert_eq!(block("> |a\n>\n> b|", Block::Quote), "|a\n\nb|");
    assert_eq!(block("|", Block::Bullets), "- |");
    assert_eq!(block("1. x\n\n|y", Block::Numbers), "1. x\n\n2. |y");
}

#[test]
fn a_question_is_quoted_below_the_paragraph() {
    let quoted = |marked: &str, question: &str| {
        let (text, select) = read(marked);
        show(&text, Some(quote_of(&text, select.end, question)))
    };
    assert_eq!(quoted("|", "Why?"), "> Why?\n\n|");
    assert_eq!(quoted("One|", "Why?"), "One\n\n> Why?\n\n|");
    assert_eq!(
        quoted("One tw|o\nthree\n\nfour", "Why?"),
        "One two\nthree\n\n> Why?\n\n|\n\nfour"
    );
    assert_eq!(quoted("One\n\n|", "Why?"), "One\n\n> Why?\n\n|");
}

/// The letters of a text: what no key may ever lose.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|char| char.is_alphabetic() && *char != 'x')
        .collect()
}

fn changes(text: &str, select: &Range<usize>) -> Vec<Change> {
    let mut all: Vec<Change> = [Emphasis::Bold, Emphasis::Italic]
        .map(|emphasis| marks::toggle(text, select, emphasis))
        .into();
    all.extend(
        [
            Block::Heading,
            Block::Bullets,
            Block::Numbers,
            Block::Boxes,
            Block::Quote,
        ]
        .map(|block| blocks::toggle(text, select, block)),
    );
    all.extend(lists::enter(text, select.end));
    all.extend(
        [false, true]
            .iter()
            .filter_map(|&back| lists::tab(text, select, back)),
    );
    all.extend(marks::link(text, select));
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_letter_is_ever_lost(
        text in "([-*+>#\\[\\]x .)0-9`\n\tabé漢🌧]|- |1\\. |\n\n|> ){0,40}",
        first in 0.0..1.0f64,
        second in 0.0..1.0f64,
    ) {
        let place = |share: f64| {
            let mut at = (text.len() as f64 * share) as usize;
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (first, second) = (place(first), place(second));
        let select = first.min(second)..first.max(second);
        for change in changes(&text, &select) {
            let after = change.applied(&text);
            prop_assert_eq!(letters(&after), letters(&text));
            prop_assert!(change.select.start <= change.select.end);
            prop_assert!(after.is_char_boundary(change.select.start));
            prop_assert!(after.is_char_boundary(change.select.end));
        }
    }

    #[test]
    fn emphasis_twice_is_as_before(text in "[a-c \n]{1,30}", from in 0usize..30, to in 0usize..30) {
        let (from, to) = (from.min(text.len()), to.min(text.len()));
        let select = from.min(to)..from.max(to);
        for emphasis in [Emphasis::Bold, Emphasis::Italic] {
            let once = marks::toggle(&text, &select, emphasis);
            let between = once.applied(&text);
            let twice = marks::toggle(&between, &once.select, emphasis);
            prop_assert_eq!(twice.applied(&between), text.clone());
        }
    }
}
