//! Places in the open entry, marked by the browser (CSS Custom Highlight API): the entry's own
//! elements stay as they are. Where a browser lacks it, the place comes into view unmarked.

use js_sys::{Array, Function, Object, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Node, Range};

/// The name by which the style sheet knows the places.
const NAME: &str = "found";
/// Places that are marked at most.
const MOST: usize = 500;
/// `NodeFilter.SHOW_TEXT`.
const TEXT_NODES: u32 = 4;

/// Marks what is spelled so within the element that `selector` names, and brings the first
/// place into view.
pub(crate) fn show(selector: &str, spellings: &[String]) {
    let Ok(Some(element)) = document().query_selector(selector) else {
        return;
    };
    let ranges = ranges(&element, spellings);
    if let Some(first) = ranges.first() {
        bring_into_view(first);
    }
    // Without the API nothing is marked.
    let _ = mark(&ranges);
}

/// Takes the marks away.
pub(crate) fn clear() {
    if let Ok(highlights) = highlights() {
        // There is nothing to take away otherwise.
        let _ = call(&highlights, "delete", &[NAME.into()]);
    }
}

fn ranges(element: &Element, spellings: &[String]) -> Vec<Range> {
    let mut ranges = Vec::new();
    let document = document();
    let Ok(walker) = document.create_tree_walker_with_what_to_show(element, TEXT_NODES) else {
        return ranges;
    };
    while let Ok(Some(node)) = walker.next_node() {
        let text = node.text_content().unwrap_or_default();
        for (start, end) in places(&text, spellings) {
            if ranges.len() < MOST
                && let Some(range) = range(&node, start, end)
            {
                ranges.push(range);
            }
        }
    }
    ranges
}

fn range(node: &Node, start: u32, end: u32) -> Option<Range> {
    let range = document().create_range().ok()?;
    range.set_start(node, start).ok()?;
    range.set_end(node, end).ok()?;
    Some(range)
}

/// Where the spellings stand as words of their own, in UTF-16 code units, in order.
fn places(text: &str, spellings: &[String]) -> Vec<(u32, u32)> {
    let mut places: Vec<(usize, usize)> = Vec::new();
    for spelling in spellings.iter().filter(|it| !it.is_empty()) {
        let found = text.match_indices(spelling.as_str());
        places.extend(
            found
                .map(|(at, word)| (at, at + word.len()))
                .filter(|&(start, end)| is_apart(text, start) && is_apart(text, end)),
        );
    }
    places.sort_unstable();
    // Texts of entries are shorter than 2³² code units.
    let utf16 = |at: usize| text[..at].encode_utf16().count() as u32;
    places
        .into_iter()
        .map(|(start, end)| (utf16(start), utf16(end)))
        .collect()
}

/// Whether no word goes on at a place. Scripts without spaces have no words to go on.
fn is_apart(text: &str, at: usize) -> bool {
    let is_letter = |letter: char| letter.is_alphanumeric() && letter < '\u{2e80}';
    let before = text[..at].chars().next_back().is_some_and(is_letter);
    let after = text[at..].chars().next().is_some_and(is_letter);
    !(before && after)
}

fn mark(ranges: &[Range]) -> Result<(), JsValue> {
    let highlights = highlights()?;
    let kind: Function = Reflect::get(&window(), &"Highlight".into())?.dyn_into()?;
    let ranges: Array = ranges.iter().collect();
    let highlight = Reflect::construct(&kind, &ranges)?;
    call(&highlights, "set", &[NAME.into(), highlight])
}

fn highlights() -> Result<JsValue, JsValue> {
    let css = Reflect::get(&window(), &"CSS".into())?;
    let highlights = Reflect::get(&css, &"highlights".into())?;
    if highlights.is_undefined() {
        return Err(highlights);
    }
    Ok(highlights)
}

fn bring_into_view(range: &Range) {
    let parent = range
        .start_container()
        .ok()
        .and_then(|node| node.parent_element());
    if let Some(parent) = parent {
        let options = Object::new();
        // Setting a property of a fresh object cannot fail; an element that is gone is not shown.
        let _ = Reflect::set(&options, &"block".into(), &"center".into());
        let _ = call(&parent, "scrollIntoView", &[options.into()]);
    }
}

fn call(object: &JsValue, method: &str, arguments: &[JsValue]) -> Result<(), JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let arguments: Array = arguments.iter().collect();
    Reflect::apply(&method, object, &arguments).map(drop)
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn places_are_whole_words_in_utf16() {
        let spellings = ["rain".to_owned(), "Rain".to_owned()];
        assert_eq!(
            places("🌧 rain, train, Rain", &spellings),
            [(3, 7), (16, 20)]
        );
        assert_eq!(places("明日東京に", &["東京".to_owned()]), [(2, 4)]);
        assert_eq!(places("", &["x".to_owned()]), []);
    }
}
