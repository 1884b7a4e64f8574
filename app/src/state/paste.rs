//! Pasting: formatted text comes as Markdown, and an address over words makes a link of them.

mod markdown;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DomParser, HtmlInputElement, SupportedType};

use self::markdown::{Element, Node, markdown};
use super::App;
use crate::text::words::writing as words;

/// Browsers take a minute and more to lay out five times as much in one field, in which nothing
/// else goes on. An entry holds a twentieth of it.
const MAX_TEXT_BYTES: usize = 1 << 20;
/// Longer HTML comes as the plain text beside it.
const MAX_HTML_BYTES: usize = 2 << 20;
/// Likewise with more elements and texts, or nested more deeply.
const MAX_NODES: usize = 20_000;
const MAX_DEPTH: usize = 100;

impl App {
    /// Pastes into the editor what the browser would paste less well, and tells whether it did.
    pub(crate) fn paste(self, event: &ClipboardEvent) -> bool {
        let Some(data) = event.clipboard_data() else {
            return false;
        };
        // Pictures are not this one's affair.
        if data.files().is_some_and(|files| files.length() > 0) {
            return false;
        }
        let read = |kind| data.get_data(kind).unwrap_or_default();
        let text = read("text/plain");
        if text.len() > MAX_TEXT_BYTES {
            self.say(words::paste_too_long());
            return true;
        }
        if self.paste_address(&text) {
            return true;
        }
        let html = read("text/html");
        if html.is_empty() || html.len() > MAX_HTML_BYTES {
            return false;
        }
        match parse(&html).and_then(|nodes| markdown(&nodes)) {
            Some(text) => {
                self.insert(&text);
                true
            }
            None => false,
        }
    }
}

/// The content of an HTML document, read by the browser into a document that is not shown:
/// there no script runs and nothing is fetched. `None` if it is too much.
fn parse(html: &str) -> Option<Vec<Node>> {
    let document = DomParser::new()
        .ok()?
        .parse_from_string(html, SupportedType::TextHtml)
        .ok()?;
    let mut left = MAX_NODES;
    children(document.body()?.as_ref(), MAX_DEPTH, &mut left)
}

fn children(parent: &web_sys::Node, depth: usize, left: &mut usize) -> Option<Vec<Node>> {
    let depth = depth.checked_sub(1)?;
    let mut nodes = Vec::new();
    let mut next = parent.first_child();
    while let Some(node) = next {
        next = node.next_sibling();
        *left = left.checked_sub(1)?;
        match node.node_type() {
            web_sys::Node::TEXT_NODE => {
                nodes.push(Node::Text(node.text_content().unwrap_or_default()));
            }
            web_sys::Node::ELEMENT_NODE => {
                let children = children(&node, depth, left)?;
                let element = node.unchecked_into::<web_sys::Element>();
                let attribute = |name| element.get_attribute(name).unwrap_or_default();
                nodes.push(Node::Element(Element {
                    name: element.tag_name().to_ascii_lowercase(),
                    href: attribute("href"),
                    style: attribute("style"),
                    ticked: ticked(&element),
                    children,
                }));
            }
            _ => {}
        }
    }
    Some(nodes)
}

/// Whether an element is a box, and ticked: an input, or an item that says so to screen readers.
fn ticked(element: &web_sys::Element) -> Option<bool> {
    if let Some(input) = element.dyn_ref::<HtmlInputElement>() {
        return (input.type_() == "checkbox").then(|| input.checked());
    }
    let is_box = element.get_attribute("role").as_deref() == Some("checkbox");
    is_box.then(|| element.get_attribute("aria-checked").as_deref() == Some("true"))
}
