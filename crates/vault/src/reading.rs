//! Markdown as HTML that is safe to show: no scripts, no styles, nothing that is fetched.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Options, Parser, html};

/// The only elements a reading view may contain.
const ELEMENTS: [&str; 29] = [
    "a",
    "blockquote",
    "br",
    "code",
    "dd",
    "del",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut sanitiser = Builder::empty();
    sanitiser
        .tags(ELEMENTS.into_iter().chain(["thead", "tr", "ul"]).collect())
        .tag_attributes(
            [
                ("a", HashSet::from(["href", "title"])),
                ("img", HashSet::from(["src", "alt", "title"])),
                ("ol", HashSet::from(["start"])),
            ]
            .into(),
        )
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        // A picture from elsewhere would tell its host that the entry is being read.
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            ("img", "src") => None,
            _ => Some(value.into()),
        });
    sanitiser
});

/// The reading view of an entry. Links lead out only when followed, without a referrer;
/// pictures show their alternative text only.
#[must_use]
pub fn render(markdown: &str) -> String {
    let parser = Parser::new_ext(
        markdown,
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_SMART_PUNCTUATION,
    );
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, parser);
    SANITISER.clean(&unsafe_html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html() {
        assert_eq!(
            render("# Day\n\nSome *soft* **rain**~~!~~"),
            "<h1>Day</h1>\n<p>Some <em>soft</em> <strong>rain</strong><del>!</del></p>\n"
        );
    }

    #[test]
    fn links_open_without_telling_where_they_came_from() {
        let html = render("[there](https://example.org/a?b=c)");
        assert!(
            html.contains(r#"href="https://example.org/a?b=c""#),
            "{html}"
        );
        assert!(html.contains(r#"rel="noopener noreferrer""#), "{html}");
    }

    #[test]
    fn nothing_is_fetched_run_or_styled() {
        for hostile in [
            "![x](https://example.org/pixel.png)",
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script>",
            "<style>p{background:url(https://example.org)}</style>",
            "<p style='background:url(https://example.org)' onclick=alert(1) class=x id=y>a</p>",
            "[x](javascript:alert(1))",
            "[x](data:text/html,hello)",
            "<iframe src=https://example.org></iframe><video poster=https://example.org/x>",
            "<svg><a xlink:href=https://example.org></svg><math href=https://example.org>",
            "<base href=https://example.org><link rel=stylesheet href=https://example.org>",
            "<form action=https://example.org><input></form>",
        ] {
            let html = render(hostile);
            for forbidden in [
                "example.org",
                "<script",
                "alert",
                "style",
                "onerror",
                "onclick",
                "javascript:",
                "data:",
                "class",
                "id=",
                "<iframe",
                "<svg",
                "<form",
                "src",
            ] {
                assert!(!html.contains(forbidden), "{hostile} gave {html}");
            }
        }
    }

    #[test]
    fn deeply_nested_text_ends() {
        assert!(!render(&"> ".repeat(5_000)).contains("script"));
        assert!(!render(&"<div>".repeat(20_000)).contains("div"));
    }
}
