//! HTML as Markdown. What notes hold of it: paragraphs, headings, emphasis, lists, links, quotes, code.
//!
//! html5ever cuts the text into tags; there is no tree, so that nothing is ever nested too deep. What is no
//! tag that Markdown knows is left out, its text kept.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::limits::{MAX_HTML_DEPTH, MAX_NESTED_BYTES};

/// The text of an HTML document or fragment, as Markdown.
pub(super) fn to_markdown(html: &str) -> String {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.into_inner().finish()
}

/// Whether a text is HTML rather than Markdown: it begins with a tag, and ends with one.
pub(super) fn is_html(text: &str) -> bool {
    let text = text.trim();
    let begins = [
        "<p",
        "<div",
        "<h1",
        "<h2",
        "<h3",
        "<ul",
        "<ol",
        "<!doctype",
        "<html",
        "<body",
        "<blockquote",
        "<pre",
    ];
    let head = text.get(..12).unwrap_or(text).to_ascii_lowercase();
    begins.iter().any(|tag| head.starts_with(tag)) && text.ends_with('>')
}

#[derive(Default)]
struct Sink(RefCell<Writer>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut writer = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => writer.text(&text),
            Token::TagToken(tag) => return writer.tag(&tag),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// A list that is open, and the number of its next item if items are numbered.
struct List {
    number: Option<u32>,
}

/// Markdown in the making.
#[derive(Default)]
struct Writer {
    done: String,
    /// Line breaks that are due before the next text: 1 begins a line, 2 a paragraph.
    breaks: u8,
    /// A space that is due.
    has_space: bool,
    lists: Vec<List>,
    quotes: usize,
    /// Within `pre`, where white space counts.
    preformatted: usize,
    /// Within a tag whose text is none: `script`, `style`, `title`.
    silent: usize,
    /// How many lists are open, those that are nested too deep included.
    list_depth: usize,
    /// The address of the link that is open: Markdown has none within another.
    link: Option<String>,
    /// A list's item has just begun: its first paragraph stands behind its sign.
    is_fresh_item: bool,
    /// Cells begun in this row.
    cells: usize,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.silent > 0 {
            return;
        }
        if self.preformatted > 0 {
            for (number, line) in text.split('\n').enumerate() {
                if number > 0 {
                    self.new_line();
                }
                self.push(line);
            }
            return;
        }
        for (number, word) in text.split(|c: char| c.is_ascii_whitespace()).enumerate() {
            if number > 0 {
                self.has_space = true;
            }
            if !word.is_empty() {
                self.push(&escaped(word));
            }
        }
    }

    /// Writes what is due, then `text`.
    fn push(&mut self, text: &str) {
        if self.breaks > 0 {
            if !self.done.is_empty() {
                let prefix = self.prefix();
                if self.breaks > 1 {
                    self.done.push('\n');
                    self.done.push_str(prefix.trim_end());
                }
                self.done.push('\n');
                self.done.push_str(&prefix);
            } else {
                self.done.push_str(&self.prefix());
            }
        } else if self.has_space && !self.done.ends_with([' ', '\n']) {
            self.done.push(' ');
        }
        self.breaks = 0;
        self.has_space = false;
        self.is_fresh_item = false;
        self.done.push_str(text);
    }

    /// What stands before every line here.
    fn prefix(&self) -> String {
        if self.done.len() > MAX_NESTED_BYTES {
            return String::new();
        }
        let indent = self.lists.len().saturating_sub(1);
        format!("{}{}", "> ".repeat(self.quotes), "  ".repeat(indent))
    }

    fn new_line(&mut self) {
        let prefix = self.prefix();
        self.done.push('\n');
        self.done.push_str(&prefix);
    }

    fn block(&mut self, breaks: u8) {
        if !self.is_fresh_item {
            self.breaks = self.breaks.max(breaks);
        }
        self.has_space = false;
    }

    /// Between paragraphs there is a blank line, within a list there is none.
    fn paragraph(&mut self) {
        let breaks = if self.lists.is_empty() { 2 } else { 1 };
        self.block(breaks);
    }

    /// A sign that touches the word it belongs to: before the text that follows, or after the one
    /// before.
    fn sign(&mut self, sign: &str, opens: bool) {
        if opens {
            self.push(sign);
        } else {
            // A space before the end of an emphasis belongs after it.
            let space = core::mem::take(&mut self.has_space);
            self.done.push_str(sign);
            self.has_space = space;
        }
    }

    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let opens = tag.kind == TagKind::StartTag;
        let name: &str = &tag.name;
        match name {
            "script" | "style" | "title" | "textarea" | "noscript" | "iframe" => {
                self.silent = stepped(self.silent, opens);
                if opens {
                    return TokenSinkResult::RawData(match name {
                        "title" | "textarea" => RawKind::Rcdata,
                        "script" => RawKind::ScriptData,
                        _ => RawKind::Rawtext,
                    });
                }
            }
            "br" if self.preformatted == 0 => self.block(1),
            "p" | "div" | "section" | "article" | "figure" | "table" | "header" | "footer" => {
                self.paragraph()
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.block(2);
                if opens {
                    let level = usize::from(name.as_bytes()[1] - b'0');
                    self.push(&format!("{} ", "#".repeat(level)));
                }
            }
            "b" | "strong" => self.sign("**", opens),
            "i" | "em" => self.sign("*", opens),
            "s" | "del" | "strike" => self.sign("~~", opens),
            "code" if self.preformatted == 0 => self.sign("`", opens),
            "hr" => {
                self.block(2);
                self.push("---");
                self.block(2);
            }
            "blockquote" => {
                self.block(2);
                self.quotes = stepped(self.quotes, opens).min(MAX_HTML_DEPTH);
            }
            "pre" if opens != (self.preformatted > 0) => self.preformatted(opens),
            "ul" | "ol" => self.list(name == "ol", opens),
            "li" if opens => self.item(),
            "li" | "dt" | "dd" => self.block(1),
            "a" => self.link(tag, opens),
            "img" => self.image(tag),
            "input" => self.checkbox(tag),
            "tr" => {
                self.block(1);
                self.cells = 0;
            }
            "td" | "th" if opens => {
                if self.cells > 0 {
                    self.push(" | ");
                }
                self.cells += 1;
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn preformatted(&mut self, opens: bool) {
        if opens {
            self.block(2);
            self.push("```");
            self.new_line();
        } else {
            if !self.done.ends_with('\n') {
                self.new_line();
            }
            self.done.push_str("```");
            self.block(2);
        }
        self.preformatted = usize::from(opens);
    }

    fn list(&mut self, is_numbered: bool, opens: bool) {
        let outside = if opens { 0 } else { 1 };
        let breaks = if self.list_depth <= outside { 2 } else { 1 };
        self.block(breaks);
        if opens && self.list_depth < MAX_HTML_DEPTH {
            let number = is_numbered.then_some(1);
            self.lists.push(List { number });
        } else if !opens && self.list_depth <= MAX_HTML_DEPTH {
            self.lists.pop();
        }
        self.list_depth = stepped(self.list_depth, opens);
    }

    fn item(&mut self) {
        self.breaks = self.breaks.max(1);
        let sign = match self.lists.last_mut().map(|list| &mut list.number) {
            Some(Some(number)) => {
                let sign = format!("{number}. ");
                *number = number.saturating_add(1);
                sign
            }
            _ => "- ".to_owned(),
        };
        self.push(&sign);
        self.is_fresh_item = true;
    }

    fn link(&mut self, tag: &Tag, opens: bool) {
        if let Some(address) = self.link.take() {
            self.sign(&format!("]({address})"), false);
        }
        if !opens {
            return;
        }
        let address = attribute(tag, "href").unwrap_or_default();
        let is_known = ["https:", "http:", "mailto:", "tel:"]
            .iter()
            .any(|scheme| address.starts_with(scheme));
        // A reference to something that lies beside the text.
        let is_known = is_known || address.starts_with(":/");
        if is_known && !address.contains(['(', ')', ' ', '\n', '<', '>']) {
            self.push("[");
            self.link = Some(address);
        }
    }

    /// An image that lies beside the text keeps its reference, so that it can be found; of those
    /// on the web the description stays.
    fn image(&mut self, tag: &Tag) {
        let description = attribute(tag, "alt").unwrap_or_default();
        let description = description.replace(['[', ']', '\n'], " ");
        match attribute(tag, "src") {
            Some(source) if source.starts_with(":/") => {
                self.push(&format!("![{description}]({source})"))
            }
            _ => self.text(&description),
        }
    }

    fn checkbox(&mut self, tag: &Tag) {
        if attribute(tag, "type").is_some_and(|kind| kind == "checkbox") {
            let is_set = attribute(tag, "checked").is_some();
            self.push(if is_set { "[x] " } else { "[ ] " });
        }
    }

    fn finish(mut self) -> String {
        if let Some(address) = self.link.take() {
            self.done.push_str(&format!("]({address})"));
        }
        if self.preformatted > 0 {
            self.done.push_str("\n```");
        }
        let lines: Vec<&str> = self.done.trim().lines().map(str::trim_end).collect();
        lines.join("\n")
    }
}

const fn stepped(count: usize, opens: bool) -> usize {
    if opens {
        count.saturating_add(1)
    } else {
        count.saturating_sub(1)
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let attribute = tag
        .attrs
        .iter()
        .find(|attribute| &*attribute.name.local == name)?;
    Some(attribute.value.to_string())
}

/// A word in which nothing is taken for a sign of Markdown.
fn escaped(word: &str) -> String {
    let mut safe = String::with_capacity(word.len());
    for (at, sign) in word.char_indices() {
        let is_sign = match sign {
            '*' | '`' | '[' | ']' | '<' | '\\' => true,
            // Within a word it means nothing.
            '_' => at == 0 || at + 1 == word.len(),
            _ => false,
        };
        if is_sign {
            safe.push('\\');
        }
        safe.push(sign);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_text_does_not_become_a_huge_one() {
        let lines = "\n".repeat(1 << 20);
        let html = format!("{}<pre>{lines}x", "<blockquote>".repeat(8));
        assert!(to_markdown(&html).len() < 2 * MAX_NESTED_BYTES);
    }

    #[test]
    fn what_notes_hold_becomes_markdown() {
        for (html, expected) in [
            (
                "<p>One <b>bold</b> and <i>italic </i>word.</p><p>Two<br>lines</p>",
                "One **bold** and *italic* word.\n\nTwo\nlines",
            ),
            ("<h2>Day</h2>text", "## Day\n\ntext"),
            (
                "<ol><li><p>a</p></li><li></li><li><p>b</p></li></ol>",
                "1. a\n2.\n3. b",
            ),
            (
                "<ul><li>a</li><li>b<ol><li>c</li><li>d</li></ol></li></ul><p>after</p>",
                "- a\n- b\n  1. c\n  2. d\n\nafter",
            ),
            (
                "<blockquote><p>said</p><p>again</p></blockquote>x",
                "> said\n>\n> again\n\nx",
            ),
            ("<pre><code>a  b\n  c</code></pre>", "```\na  b\n  c\n```"),
            (
                "<a href='https://x.org/'>link</a> <a href='javascript:x()'>no</a>",
                "[link](https://x.org/) no",
            ),
            (
                "&lt;b&gt; *star* snake_case &amp; <script>bad()</script><style>p{}</style>ok",
                "\\<b> \\*star\\* snake_case & ok",
            ),
            ("<input type=checkbox checked> done", "[x] done"),
            (
                "<table><tr><td>a<td>b</tr><tr><td>c</td></tr></table>",
                "a | b\nc",
            ),
            (
                "<img src=':/ab' alt='pond'><img src='https://x.org/a.png' alt='sea'>",
                "![pond](:/ab)sea",
            ),
            ("", ""),
        ] {
            assert_eq!(to_markdown(html), expected, "{html}");
        }
    }

    #[test]
    fn nothing_is_nested_too_deep() {
        for tag in [
            "<div>",
            "<ul>",
            "<ul><li>",
            "<blockquote>",
            "<a href='x:y'>",
            "<b>",
            "<pre>",
        ] {
            let text = to_markdown(&tag.repeat(20_000));
            assert!(text.len() < 1_000_000, "{tag} {}", text.len());
        }
    }

    #[test]
    fn html_is_told_from_markdown() {
        assert!(is_html("<p>One</p>") && is_html(" <!DOCTYPE html><html></html>\n"));
        for text in [
            "",
            "One <b>two</b>",
            "<https://x.org>",
            "# One\n<p>two</p>",
            "<p is no tag",
        ] {
            assert!(!is_html(text), "{text}");
        }
    }
}
