//! Formatted text as Markdown. It works on a tree of its own, so that nothing of a browser is
//! needed to know what becomes of what.

/// A part of formatted text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Node {
    /// Text as it stands, white space and all.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element of HTML, reduced to what matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Its name in small letters.
    pub(crate) name: String,
    /// Where it leads.
    pub(crate) href: String,
    /// Its own style.
    pub(crate) style: String,
    /// Whether it is a box, and ticked.
    pub(crate) ticked: Option<bool>,
    /// What is in it.
    pub(crate) children: Vec<Node>,
}

/// The Markdown of formatted text; `None` if nothing in it is formatted, so that its plain text
/// says as much.
pub(crate) fn markdown(nodes: &[Node]) -> Option<String> {
    let mut writer = Writer {
        is_formatted: false,
    };
    let text = writer.blocks(nodes, Manner::default()).join("\n\n");
    writer.is_formatted.then_some(text)
}

/// What surrounds a piece of text.
#[derive(Clone, Copy, Default)]
struct Manner {
    bold: bool,
    italic: bool,
    /// White space and signs stand for themselves.
    verbatim: bool,
}

struct Writer {
    is_formatted: bool,
}

impl Writer {
    /// Paragraphs, lists and the like, each without its blank line.
    fn blocks(&mut self, nodes: &[Node], manner: Manner) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut line = String::new();
        for node in nodes {
            match node {
                Node::Element(element) if has_blocks(element) => {
                    flush(&mut line, &mut blocks);
                    self.block(element, manner.within(element), &mut blocks);
                }
                node => self.inline(node, manner, &mut line),
            }
        }
        flush(&mut line, &mut blocks);
        blocks
    }

    fn block(&mut self, element: &Element, manner: Manner, blocks: &mut Vec<String>) {
        match element.name.as_str() {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") => {
                // A heading is bold as it is.
                let manner = Manner {
                    bold: true,
                    ..manner
                };
                let words = self.blocks(&element.children, manner).join(" ");
                if !words.is_empty() {
                    self.is_formatted = true;
                    let level = usize::from(name.as_bytes()[1] - b'0');
                    blocks.push(format!(
                        "{} {}",
                        "#".repeat(level),
                        words.replace('\n', " ")
                    ));
                }
            }
            "ul" | "ol" => {
                let list = self.list(element, manner);
                if !list.is_empty() {
                    self.is_formatted = true;
                    blocks.push(list);
                }
            }
            "blockquote" => {
                let inner = self.blocks(&element.children, manner).join("\n\n");
                if !inner.is_empty() {
                    self.is_formatted = true;
                    blocks.push(prefixed(&inner, "> ", "> "));
                }
            }
            "pre" => {
                let code = text_of(&element.children);
                if !code.trim().is_empty() {
                    self.is_formatted = true;
                    blocks.push(format!("```\n{}\n```", code.trim_matches('\n')));
                }
            }
            "hr" => {
                self.is_formatted = true;
                blocks.push("---".into());
            }
            // Rows of a table become lines: tables do not read well while one writes.
            "tr" => {
                let cells = element.children.iter().filter_map(|cell| match cell {
                    Node::Element(cell) => {
                        Some(self.blocks(&cell.children, manner.within(cell)).join(" "))
                    }
                    Node::Text(_) => None,
                });
                let row = cells.collect::<Vec<_>>().join(" | ");
                if !row.trim_matches([' ', '|']).is_empty() {
                    blocks.push(row);
                }
            }
            _ => blocks.extend(self.blocks(&element.children, manner)),
        }
    }

    fn list(&mut self, list: &Element, manner: Manner) -> String {
        let mut lines: Vec<String> = Vec::new();
        let mut number = 0;
        for child in &list.children {
            let Node::Element(item) = child else { continue };
            if matches!(item.name.as_str(), "ul" | "ol") {
                // Some programs put a list below an item beside it instead of in it.
                let inner = self.list(item, manner);
                lines.push(prefixed(&inner, "  ", "  "));
                continue;
            }
            number += 1;
            let mut marker = if list.name == "ol" {
                format!("{number}. ")
            } else {
                "- ".to_owned()
            };
            let indentation = " ".repeat(marker.len());
            if let Some(ticked) = tick_of(item) {
                marker.push_str(if ticked { "[x] " } else { "[ ] " });
            }
            let mut content = String::new();
            for block in self.blocks(&item.children, manner.within(item)) {
                if !content.is_empty() {
                    let is_list = block.starts_with("- ") || block.starts_with("1. ");
                    content.push_str(if is_list { "\n" } else { "\n\n" });
                }
                content.push_str(&block);
            }
            lines.push(prefixed(&content, &marker, &indentation));
        }
        lines.join("\n")
    }

    fn inline(&mut self, node: &Node, manner: Manner, line: &mut String) {
        let element = match node {
            Node::Text(text) if manner.verbatim => return line.push_str(text),
            Node::Text(text) => return push_words(line, text),
            Node::Element(element) => element,
        };
        if is_left_out(element) {
            return;
        }
        match element.name.as_str() {
            "br" => {
                line.truncate(line.trim_end_matches(' ').len());
                line.push('\n');
            }
            "code" | "kbd" | "samp" | "tt" => {
                let code = text_of(&element.children);
                let code = code.split_whitespace().collect::<Vec<_>>().join(" ");
                if !code.is_empty() {
                    self.is_formatted = true;
                    let fence = if code.contains('`') { "``" } else { "`" };
                    line.push_str(&format!("{fence}{code}{fence}"));
                }
            }
            "a" => self.link(element, manner, line),
            "del" | "s" | "strike" => self.marked(element, manner, "~~", line),
            _ => {
                let inner = manner.within(element);
                let sign = match (inner.bold && !manner.bold, inner.italic && !manner.italic) {
                    (true, true) => "***",
                    (true, false) => "**",
                    (false, true) => "*",
                    (false, false) => "",
                };
                self.marked(element, inner, sign, line);
            }
        }
    }

    /// An element's text between signs, with the blanks at its ends outside of them.
    fn marked(&mut self, element: &Element, manner: Manner, sign: &str, line: &mut String) {
        let mut inner = String::new();
        for child in &element.children {
            self.inline(child, manner, &mut inner);
        }
        let words = inner.trim();
        if sign.is_empty() || words.is_empty() || words.contains('\n') {
            return join(line, &inner);
        }
        self.is_formatted = true;
        let before = if inner.starts_with(char::is_whitespace) {
            " "
        } else {
            ""
        };
        let behind = if inner.ends_with(char::is_whitespace) {
            " "
        } else {
            ""
        };
        join(line, &format!("{before}{sign}{words}{sign}{behind}"));
    }

    fn link(&mut self, element: &Element, manner: Manner, line: &mut String) {
        let mut inner = String::new();
        for child in &element.children {
            self.inline(child, manner, &mut inner);
        }
        let words = inner.trim();
        let leads_out = ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| element.href.starts_with(scheme));
        if !leads_out || words.is_empty() || words.contains('\n') {
            return join(line, &inner);
        }
        self.is_formatted = true;
        let href: String = element
            .href
            .chars()
            .map(|char| match char {
                ' ' => "%20".into(),
                '(' => "%28".into(),
                ')' => "%29".into(),
                char => char.to_string(),
            })
            .collect();
        let is_bare = text_of(&element.children).trim() == element.href;
        let link = if is_bare {
            href
        } else {
            format!("[{words}]({href})")
        };
        let before = if inner.starts_with(char::is_whitespace) {
            " "
        } else {
            ""
        };
        let behind = if inner.ends_with(char::is_whitespace) {
            " "
        } else {
            ""
        };
        join(line, &format!("{before}{link}{behind}"));
    }
}

impl Manner {
    /// The manner of what is in an element, by its name and its own style: some programs write
    /// `<b style="font-weight: normal">` around everything.
    fn within(self, element: &Element) -> Self {
        let style: String = element
            .style
            .to_ascii_lowercase()
            .replace(char::is_whitespace, "");
        let says = |words: &[&str]| words.iter().any(|word| style.contains(word));
        let mut manner = self;
        if matches!(element.name.as_str(), "b" | "strong") {
            manner.bold = true;
        }
        if matches!(element.name.as_str(), "i" | "em" | "cite" | "var") {
            manner.italic = true;
        }
        if says(&[
            "font-weight:bold",
            "font-weight:6",
            "font-weight:7",
            "font-weight:8",
        ]) {
            manner.bold = true;
        }
        if says(&["font-weight:normal", "font-weight:400"]) {
            manner.bold = self.bold && !matches!(element.name.as_str(), "b" | "strong");
        }
        if says(&["font-style:italic"]) {
            manner.italic = true;
        }
        manner
    }
}

/// Ends a line of text as a paragraph.
fn flush(line: &mut String, blocks: &mut Vec<String>) {
    let text = core::mem::take(line);
    let text = text.trim();
    if !text.is_empty() {
        blocks.push(text.lines().map(as_text).collect::<Vec<_>>().join("\n"));
    }
}

/// A line of text whose beginning is no sign of Markdown.
fn as_text(line: &str) -> String {
    let line = line.trim();
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbers = digits > 0 && line[digits..].starts_with(". ");
    if numbers {
        return format!("{}\\{}", &line[..digits], &line[digits..]);
    }
    let begins_like_a_sign = ["# ", "## ", "### ", "> ", "- ", "+ "]
        .iter()
        .any(|sign| line.starts_with(sign));
    if begins_like_a_sign {
        return format!("\\{line}");
    }
    line.to_owned()
}

/// Adds text with its white space drawn together and its signs made plain.
fn push_words(line: &mut String, text: &str) {
    let mut words = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = line.chars().next_back();
    while let Some(char) = chars.next() {
        let next = chars.peek().copied();
        if char.is_whitespace() || char == '\u{200b}' || char == '\u{feff}' {
            if last.is_some_and(|last| !last.is_whitespace()) {
                words.push(' ');
                last = Some(' ');
            }
            continue;
        }
        let is_sign = match char {
            '*' | '`' => true,
            '_' => {
                let inside = |char: Option<char>| char.is_some_and(char::is_alphanumeric);
                !(inside(last) && inside(next))
            }
            '\\' => next.is_some_and(|next| next.is_ascii_punctuation()),
            '<' => next.is_some_and(|next| next.is_alphabetic() || matches!(next, '/' | '!')),
            _ => false,
        };
        if is_sign {
            words.push('\\');
        }
        words.push(char);
        last = Some(char);
    }
    line.push_str(&words);
}

/// Adds a finished piece, with one blank at most where they meet.
fn join(line: &mut String, piece: &str) {
    let begins_anew = line.is_empty() || line.ends_with(char::is_whitespace);
    line.push_str(if begins_anew {
        piece.trim_start_matches(' ')
    } else {
        piece
    });
}

/// Every line behind a prefix, the first behind one of its own; no blanks at ends of lines.
fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut lines = text.split('\n').enumerate().map(|(at, line)| {
        let prefix = if at == 0 { first } else { others };
        if line.is_empty() && at > 0 {
            prefix.trim_end().to_owned()
        } else {
            format!("{prefix}{line}")
        }
    });
    let mut joined = lines.next().unwrap_or_default();
    for line in lines {
        joined.push('\n');
        joined.push_str(&line);
    }
    joined
}

/// All text in some parts, as it stands.
fn text_of(nodes: &[Node]) -> String {
    nodes
        .iter()
        .map(|node| match node {
            Node::Text(text) => text.clone(),
            Node::Element(element) if element.name == "br" => "\n".into(),
            Node::Element(element) if is_left_out(element) => String::new(),
            Node::Element(element) => text_of(&element.children),
        })
        .collect()
}

/// The box of an item of a list, if it begins with one.
fn tick_of(item: &Element) -> Option<bool> {
    item.ticked.or_else(|| {
        let elements = item.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        });
        elements.take(1).find_map(tick_of)
    })
}

/// Whether an element is a block, or holds one: then its text can not stand in a line.
fn has_blocks(element: &Element) -> bool {
    let holds_one = |child: &Node| match child {
        Node::Element(child) => !is_left_out(child) && has_blocks(child),
        Node::Text(_) => false,
    };
    is_block(&element.name) || element.children.iter().any(holds_one)
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// What is never read: programs, styles, pictures and what is not shown.
fn is_left_out(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "audio"
            | "canvas"
            | "embed"
            | "head"
            | "iframe"
            | "img"
            | "link"
            | "math"
            | "meta"
            | "noscript"
            | "object"
            | "script"
            | "select"
            | "style"
            | "svg"
            | "template"
            | "textarea"
            | "title"
            | "video"
    )
}

#[cfg(test)]
mod tests;
