//! Keys and buttons that write Markdown. What becomes of a text is decided by plain functions;
//! here it is put into the field in a way that the browser can undo, as if it had been typed.

mod blocks;
mod change;
mod line;
mod lists;
mod marks;

use core::ops::Range;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, InputEvent, KeyboardEvent};

pub(crate) use blocks::Block;
pub(crate) use change::Change;
use change::{byte_of, utf16_of};
pub(crate) use marks::Emphasis;

use super::App;

/// What a button of the format bar does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// To the words.
    Emphasis(Emphasis),
    /// To the lines.
    Block(Block),
    /// Makes a link.
    Link,
}

/// The text in the field and what is selected of it, in bytes.
struct Page {
    text: String,
    select: Range<usize>,
}

impl App {
    /// Does what a key does to Markdown, and tells whether it did anything. Escape lets the next
    /// Tab out of a list, so that nobody is caught in it.
    pub(crate) fn markdown_key(self, event: &KeyboardEvent) -> bool {
        let command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        let is_plain = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
        let lets_out = self.editor.lets_tab_out.get_value();
        if event.key() != "Shift" {
            self.editor.lets_tab_out.set_value(event.key() == "Escape");
        }
        match event.key().to_ascii_lowercase().as_str() {
            "b" if command && !event.shift_key() => self.format(Format::Emphasis(Emphasis::Bold)),
            "i" if command && !event.shift_key() => {
                self.format(Format::Emphasis(Emphasis::Italic));
            }
            // With nothing selected the key is the palette's.
            "k" if command && !event.shift_key() && self.has_selection() => {
                self.format(Format::Link);
            }
            "tab" if is_plain && !lets_out => {
                let back = event.shift_key();
                return self.change_by(|page| lists::tab(&page.text, &page.select, back));
            }
            _ => return false,
        }
        true
    }

    /// Goes on with a list or a quotation where a line break was typed; tells whether it did.
    pub(crate) fn before_input(self, event: &InputEvent) -> bool {
        let breaks = matches!(
            event.input_type().as_str(),
            "insertLineBreak" | "insertParagraph"
        );
        breaks
            && !event.is_composing()
            && self.change_by(|page| {
                let is_caret = page.select.is_empty();
                is_caret.then(|| lists::enter(&page.text, page.select.start))?
            })
    }

    /// Formats what is selected.
    pub(crate) fn format(self, format: Format) {
        self.change_by(|Page { text, select }| match format {
            Format::Emphasis(emphasis) => Some(marks::toggle(text, select, emphasis)),
            Format::Block(block) => Some(blocks::toggle(text, select, block)),
            Format::Link => marks::link(text, select),
        });
    }

    /// Makes a link of what is selected where an address is pasted; tells whether it did.
    pub(super) fn paste_address(self, pasted: &str) -> bool {
        self.change_by(|page| marks::paste_address(&page.text, &page.select, pasted))
    }

    /// Puts a text in the place of what is selected.
    pub(super) fn insert(self, text: &str) {
        self.change_by(|page| {
            let end = page.select.start + text.len();
            Some(Change {
                range: page.select.clone(),
                text: text.to_owned(),
                select: end..end,
            })
        });
    }

    /// Puts a question as a quotation behind the paragraph of the caret, and the caret below.
    pub(super) fn quote(self, question: &str) {
        self.change_by(|page| Some(quote_of(&page.text, page.select.end, question)));
    }

    /// Puts a prepared text on an empty page, or behind what is there.
    pub(crate) fn insert_prepared(self, prepared: &str) {
        self.change_by(|page| Some(prepared_of(&page.text, prepared)));
    }

    fn has_selection(self) -> bool {
        self.page().is_some_and(|page| !page.select.is_empty())
    }

    fn page(self) -> Option<Page> {
        let field = self.editor.field.get_untracked()?;
        let text = field.value();
        let place = |at: Option<u32>| byte_of(&text, at.unwrap_or_default());
        let start = place(field.selection_start().ok()?);
        let end = place(field.selection_end().ok()?);
        Some(Page {
            select: start..end.max(start),
            text,
        })
    }

    /// Changes the text, if `decide` says so; tells whether it does.
    fn change_by(self, decide: impl FnOnce(&Page) -> Option<Change>) -> bool {
        if self.editor.is_saving.get_untracked() {
            return false;
        }
        let Some(page) = self.page() else {
            return false;
        };
        match decide(&page) {
            Some(change) => {
                self.apply(&page.text, &change);
                true
            }
            None => false,
        }
    }

    /// Makes the browser type the change, so that it can be undone like typing.
    fn apply(self, text: &str, change: &Change) {
        let Some(field) = self.editor.field.get_untracked() else {
            return;
        };
        // What fails here fails for a field that is gone.
        let _ = field.focus();
        let (start, end) = (
            utf16_of(text, change.range.start),
            utf16_of(text, change.range.end),
        );
        if !(change.range.is_empty() && change.text.is_empty()) {
            let _ = field.set_selection_range(start, end);
            if !type_into_focus(&change.text) {
                // This browser lets nobody type for others: then it can not undo it either.
                let _ = field.set_range_text_with_start_and_end(&change.text, start, end);
                self.typed();
            }
        }
        let after = change.applied(text);
        let _ = field.set_selection_range(
            utf16_of(&after, change.select.start),
            utf16_of(&after, change.select.end),
        );
    }
}

/// Types a text over what is selected, or deletes that; `false` where the browser refuses.
fn type_into_focus(text: &str) -> bool {
    let document = document().unchecked_into::<HtmlDocument>();
    let command = if text.is_empty() {
        "delete"
    } else {
        "insertText"
    };
    document
        .exec_command_with_show_ui_and_value(command, false, text)
        .unwrap_or(false)
}

/// A question as a quotation behind the paragraph that `caret` is in.
fn quote_of(text: &str, caret: usize, question: &str) -> Change {
    let end = text[caret..]
        .find("\n\n")
        .map_or(text.len(), |at| caret + at);
    let kept = text[..end].trim_end().len();
    let question = question.split_whitespace().collect::<Vec<_>>().join(" ");
    let gap = if kept == 0 { "" } else { "\n\n" };
    let quoted = format!("{gap}> {question}\n\n");
    let select = kept + quoted.len();
    Change {
        range: kept..end,
        text: quoted,
        select: select..select,
    }
}

/// A prepared text on an empty page with the caret at its first gap, or behind what is there.
fn prepared_of(text: &str, prepared: &str) -> Change {
    let kept = text.trim_end().len();
    let gap = if kept == 0 { "" } else { "\n\n" };
    let added = format!("{gap}{prepared}");
    let caret = kept + gap.len() + first_gap(prepared);
    Change {
        range: kept..text.len(),
        text: added,
        select: caret..caret,
    }
}

/// Where one begins to write in a prepared text: behind the first marker without words, else at
/// the first empty line that another empty line or the end follows, else at the end.
fn first_gap(prepared: &str) -> usize {
    let mut at = 0;
    let mut was_blank = false;
    for line in prepared.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        let start = line::Start::of(content);
        if start.marker.is_some() && start.content == content.len() {
            return at + content.len();
        }
        let is_blank = content.is_empty();
        if is_blank && was_blank {
            return at;
        }
        was_blank = is_blank;
        at += line.len();
    }
    prepared.len()
}

#[cfg(test)]
mod tests;
