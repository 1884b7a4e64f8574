//! Markdown as HTML in which nothing runs, and from which nothing is fetched.

use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// Schemes that a link may lead to: what opens only when somebody follows it.
const SCHEMES: [&str; 4] = ["http:", "https:", "mailto:", "tel:"];

/// Whether a link may keep its address.
#[must_use]
pub fn is_harmless_address(address: &str) -> bool {
    let begins = |scheme: &&str| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.iter().any(begins) && !address.chars().any(char::is_control)
}

/// An entry as HTML, its headings two levels down: the page has its own above them. As in the
/// reading view, a line break stays one, HTML is shown as it was typed, and a picture from
/// elsewhere is its description.
pub(super) fn render(markdown: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut kept = Vec::new();
    let events = Parser::new_ext(markdown, options).filter_map(|event| {
        Some(match event {
            Event::Html(typed) | Event::InlineHtml(typed) => Event::Text(typed),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::SoftBreak => Event::HardBreak,
            Event::Start(Tag::Heading { level, .. }) => Event::Start(Tag::Heading {
                level: lowered(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            }),
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lowered(level))),
            Event::Start(Tag::CodeBlock(_)) => Event::Start(Tag::CodeBlock(
                pulldown_cmark::CodeBlockKind::Fenced(CowStr::Borrowed("")),
            )),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            Event::Start(Tag::Link { ref dest_url, .. }) => {
                let is_kept = is_harmless_address(dest_url);
                kept.push(is_kept);
                if !is_kept {
                    return None;
                }
                event
            }
            Event::End(TagEnd::Link) if !kept.pop().unwrap_or(false) => return None,
            other => other,
        })
    });
    let mut rendered = String::new();
    html::push_html(&mut rendered, events);
    rendered
}

const fn lowered(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => HeadingLevel::H6,
    }
}

/// Text between tags and in attributes.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_stands_below_the_pages_own_headings() {
        assert_eq!(
            render("# Day\n\nSome *soft*\n**rain**~~!~~"),
            "<h3>Day</h3>\n<p>Some <em>soft</em><br />\n<strong>rain</strong><del>!</del></p>\n"
        );
    }

    #[test]
    fn links_that_do_no_harm_stay() {
        assert_eq!(
            render("[a](https://example.org/?a=b&c) [b](HTTPS://x.org)"),
            "<p><a href=\"https://example.org/?a=b&amp;c\">a</a> <a href=\"HTTPS://x.org\">b</a></p>\n"
        );
    }

    #[test]
    fn nothing_is_fetched_or_run() {
        for hostile in [
            "![x](https://example.org/pixel.png)",
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script>",
            "a <style>p{background:url(https://example.org)}</style>",
            "[x](javascript:alert(1)) [y](data:text/html,hello) [z](//example.org) [w](/settings)",
            "[x](java\u{0}script:alert(1)) [y](\u{1}javascript:x)",
            "<iframe src=https://example.org></iframe>",
            "```x\" onload=alert(1)\ncode\n```",
            "[x](https://example.org \"a\\\" onclick=alert(1)\")",
            "# a {onclick=alert(1)}",
        ] {
            let html = render(hostile);
            for tag in html.split('<').skip(1) {
                let (tag, _) = tag.split_once('>').unwrap();
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                let allowed = ["p", "a", "code", "pre", "h3", "br"];
                assert!(allowed.contains(&name.trim_start_matches('/')), "{html}");
                let is_link = attributes.starts_with("href=\"https://example.org\"");
                assert!(
                    attributes.is_empty() || attributes == "/" || is_link,
                    "{html}"
                );
            }
        }
    }

    #[test]
    fn deeply_nested_text_ends() {
        assert!(render(&"> ".repeat(5_000)).len() < 1 << 20);
        assert!(render(&"[".repeat(50_000)).len() < 1 << 20);
    }
}
