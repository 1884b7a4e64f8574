//! An entry's Markdown as what is set one below the other.

use core::ops::Range;

use companion_exchange::export::is_harmless_address;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// How deep quotations and lists may stand in one another before they stand in no further.
const MAX_DEPTH: u8 = 6;

/// One paragraph, or what stands in its place.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Block {
    pub(crate) what: What,
    /// How many steps it stands in.
    pub(crate) depth: u8,
    pub(crate) is_quoted: bool,
    /// What stands before the first paragraph of a list's item.
    pub(crate) marker: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum What {
    Paragraph(Inline),
    /// With its level from 1.
    Heading(u8, Inline),
    Code(Inline),
    Rule,
    /// Rows of cells, the heads first.
    Table(Vec<Vec<Inline>>),
}

/// Text with marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Inline {
    pub(crate) text: String,
    pub(crate) marks: Vec<(Range<usize>, Mark)>,
}

impl Inline {
    /// Text without marks.
    pub(crate) fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            marks: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Mark {
    Bold,
    Italic,
    Strike,
    Code,
    Link(String),
}

/// Reads an entry. As in the reading view, line breaks stay, HTML is text, and a picture from
/// elsewhere is its description.
pub(crate) fn parse(markdown: &str) -> Vec<Block> {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut reader = Reader::default();
    for event in Parser::new_ext(markdown, options) {
        reader.read(event);
    }
    reader.close();
    reader.blocks
}

#[derive(Default)]
struct Reader {
    blocks: Vec<Block>,
    inline: Inline,
    heading: Option<u8>,
    is_code: bool,
    quotes: u8,
    /// The next number of each list, of those that count.
    lists: Vec<Option<u64>>,
    marker: Option<String>,
    open: Vec<(usize, Option<Mark>)>,
    rows: Vec<Vec<Inline>>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.inline.text.push_str(&text);
            }
            Event::Code(code) => {
                let start = self.inline.text.len();
                self.inline.text.push_str(&code);
                let range = start..self.inline.text.len();
                self.inline.marks.push((range, Mark::Code));
            }
            Event::SoftBreak | Event::HardBreak => self.inline.text.push('\n'),
            Event::Rule => {
                self.close();
                self.push(What::Rule);
            }
            // Not asked for in the options.
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph | Tag::HtmlBlock => self.close(),
            Tag::Heading { level, .. } => {
                self.close();
                self.heading = Some(number(level));
            }
            Tag::CodeBlock(_) => {
                self.close();
                self.is_code = true;
            }
            Tag::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_add(1);
            }
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                self.close();
                self.marker = Some(match self.lists.last_mut() {
                    Some(Some(next)) => {
                        let marker = format!("{next}.");
                        *next = next.saturating_add(1);
                        marker
                    }
                    _ => "•".to_owned(),
                });
            }
            Tag::Table(_) => {
                self.close();
                self.rows.clear();
            }
            Tag::TableHead | Tag::TableRow => self.rows.push(Vec::new()),
            Tag::Strong => self.mark(Some(Mark::Bold)),
            Tag::Emphasis => self.mark(Some(Mark::Italic)),
            Tag::Strikethrough => self.mark(Some(Mark::Strike)),
            Tag::Link { dest_url, .. } => {
                let is_kept = is_harmless_address(&dest_url);
                self.mark(is_kept.then(|| Mark::Link(dest_url.into_string())));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::HtmlBlock | TagEnd::Heading(_) | TagEnd::CodeBlock => {
                self.close();
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.close();
                self.marker = None;
            }
            TagEnd::TableCell => {
                let cell = core::mem::take(&mut self.inline);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            TagEnd::Table => {
                let rows = core::mem::take(&mut self.rows);
                self.push(What::Table(rows));
            }
            TagEnd::Strong | TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link => {
                if let Some((start, Some(mark))) = self.open.pop() {
                    let range = start..self.inline.text.len();
                    self.inline.marks.push((range, mark));
                }
            }
            _ => {}
        }
    }

    fn mark(&mut self, mark: Option<Mark>) {
        self.open.push((self.inline.text.len(), mark));
    }

    /// Ends the paragraph under way, if there is one.
    fn close(&mut self) {
        let mut inline = core::mem::take(&mut self.inline);
        let heading = self.heading.take();
        let is_code = core::mem::take(&mut self.is_code);
        let end = inline.text.trim_end_matches('\n').len();
        inline.text.truncate(end);
        for (range, _) in &mut inline.marks {
            range.end = range.end.min(end);
        }
        inline.marks.retain(|(range, _)| range.start < range.end);
        if inline.text.trim().is_empty() {
            return;
        }
        self.push(match heading {
            Some(level) => What::Heading(level, inline),
            None if is_code => What::Code(inline),
            None => What::Paragraph(inline),
        });
    }

    fn push(&mut self, what: What) {
        let lists = u8::try_from(self.lists.len()).unwrap_or(MAX_DEPTH);
        self.blocks.push(Block {
            what,
            depth: self.quotes.saturating_add(lists).min(MAX_DEPTH),
            is_quoted: self.quotes > 0,
            marker: self.marker.take(),
        });
    }
}

const fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> What {
        What::Paragraph(Inline::plain(text))
    }

    #[test]
    fn marks_lie_where_they_were() {
        let blocks = parse("A **b *c*** [d](https://x.org) [e](javascript:x) `f`");
        let What::Paragraph(inline) = &blocks[0].what else {
            panic!("{blocks:?}")
        };
        assert_eq!(inline.text, "A b c d e f");
        assert_eq!(
            inline.marks,
            [
                (4..5, Mark::Italic),
                (2..5, Mark::Bold),
                (6..7, Mark::Link("https://x.org".into())),
                (10..11, Mark::Code)
            ]
        );
    }

    #[test]
    fn lists_count_and_stand_in() {
        let blocks = parse("3. one\n4. two\n   - in\n\n   more\n\nout");
        let seen: Vec<_> = blocks
            .iter()
            .map(|block| (block.depth, block.marker.as_deref()))
            .collect();
        assert_eq!(
            seen,
            [
                (1, Some("3.")),
                (1, Some("4.")),
                (2, Some("•")),
                (1, None),
                (0, None)
            ]
        );
    }

    #[test]
    fn line_breaks_stay_and_html_is_text() {
        let blocks = parse("one\ntwo <b>\n\n<i>x</i>\n\n![alt](https://x.org/p.png)");
        assert_eq!(blocks[0].what, paragraph("one\ntwo <b>"));
        assert_eq!(blocks[1].what, paragraph("<i>x</i>"));
        assert_eq!(blocks[2].what, paragraph("alt"));
    }

    #[test]
    fn tables_have_rows_of_cells() {
        let blocks = parse("| a | b |\n|---|---|\n| c | d |");
        let What::Table(rows) = &blocks[0].what else {
            panic!("{blocks:?}")
        };
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1][1].text, "d");
    }

    #[test]
    fn deeply_nested_text_ends() {
        assert!(parse(&"> ".repeat(5_000)).len() < 10);
        assert!(parse(&"- ".repeat(5_000)).len() < 10_000);
        assert!(!parse(&"*a ".repeat(16_000)).is_empty());
    }
}
