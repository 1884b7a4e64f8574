//! Markdown as HTML that is safe to show: no scripts, no styles, nothing that is fetched.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// The only elements a reading view may contain.
const ELEMENTS: [&str; 27] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
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
    "span",
    "strong",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static SANITISER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut sanitiser = Builder::empty();
    sanitiser
        .tags(ELEMENTS.into())
        .tag_attributes(
            [
                ("a", HashSet::from(["href", "title"])),
                ("img", HashSet::from(["alt", "title"])),
                ("ol", HashSet::from(["start"])),
            ]
            .into(),
        )
        .allowed_classes([("span", HashSet::from(["box"]))].into())
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer"))
        .set_tag_attribute_value("a", "target", "_blank");
    sanitiser
});

/// A box to tick stands in place of the bullet: the page knows it by its class.
const OPEN: &str = "<span class=\"box\">☐</span> ";
const TICKED: &str = "<span class=\"box\">☑</span> ";

/// The reading view of an entry. A line break stays a line break, and HTML is shown as it was
/// typed. Links lead out only when followed, without a referrer. Pictures show their
/// alternative text only: fetching one would tell its host that the entry is being read.
#[must_use]
pub fn render(markdown: &str) -> String {
    let options =
        Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::Html(typed) | Event::InlineHtml(typed) => Event::Text(typed),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        Event::SoftBreak => Event::HardBreak,
        Event::TaskListMarker(ticked) => {
            Event::InlineHtml(if ticked { TICKED } else { OPEN }.into())
        }
        other => other,
    });
    let mut unsafe_html = String::new();
    html::push_html(&mut unsafe_html, events);
    SANITISER.clean(&unsafe_html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html() {
        assert_eq!(
            render("# Day\n\nSome *soft*\n**rain**~~!~~"),
            "<h1>Day</h1>\n<p>Some <em>soft</em><br>\n<strong>rain</strong><del>!</del></p>\n"
        );
    }

    #[test]
    fn boxes_to_tick_are_drawn() {
        let html = render("- [ ] open\n- [x] done");
        assert!(
            html.contains(r#"<li><span class="box">☐</span> open</li>"#),
            "{html}"
        );
        assert!(
            html.contains(r#"<li><span class="box">☑</span> done</li>"#),
            "{html}"
        );
    }

    #[test]
    fn links_open_elsewhere_without_telling_where_they_came_from() {
        let html = render("[there](https://example.org/a?b=c)");
        for attribute in [
            r#"href="https://example.org/a?b=c""#,
            r#"rel="noopener noreferrer""#,
            r#"target="_blank""#,
        ] {
            assert!(html.contains(attribute), "{html}");
        }
    }

    #[test]
    fn what_looks_like_html_is_shown_as_typed() {
        assert_eq!(
            render("I <3 you <sigh>"),
            "<p>I &lt;3 you &lt;sigh&gt;</p>\n"
        );
        assert_eq!(render("<b>\nx"), "<p>&lt;b&gt;\nx</p>\n");
    }

    #[test]
    fn nothing_is_fetched_run_or_styled() {
        for hostile in [
            "![x](https://example.org/pixel.png)",
            "<img src=x onerror=alert(1)>",
            "<script>alert(1)</script>",
            "a <style>p{background:url(https://example.org)}</style>",
            "<p style='background:url(https://example.org)' onclick=alert(1) class=x id=y>a</p>",
            "[x](javascript:alert(1)) <a href=javascript:alert(1)>x</a>",
            "[x](data:text/html,hello) [y](vbscript:x) [z](//example.org) [w](/settings)",
            "<iframe src=https://example.org></iframe><video poster=https://example.org/x>",
            "<svg><a xlink:href=https://example.org></svg><math href=https://example.org>",
            "```x\" onload=alert(1)\ncode\n```",
            "[x](https://example.org \"a\\\" onclick=alert(1)\")",
        ] {
            let html = render(hostile);
            for tag in html
                .split('<')
                .skip(1)
                .map(|rest| rest.split('>').next().unwrap())
            {
                let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
                assert!(ELEMENTS.contains(&name.trim_start_matches('/')), "{html}");
                assert!(name != "img" || !attributes.contains("src"), "{html}");
                for (at, _) in attributes.match_indices("=\"") {
                    let attribute = attributes[..at].rsplit(' ').next().unwrap();
                    let allowed = ["href", "title", "alt", "start", "rel", "target"];
                    assert!(allowed.contains(&attribute), "{attribute} in {html}");
                }
                if let Some((_, address)) = attributes.split_once("href=\"") {
                    assert!(address.starts_with("https://example.org"), "{html}");
                }
            }
        }
    }

    #[test]
    fn deeply_nested_text_ends() {
        assert!(render(&"> ".repeat(5_000)).len() < 1 << 20);
        assert!(render(&"[".repeat(50_000)).len() < 1 << 20);
        assert!(render(&"*a ".repeat(16_000)).len() < 1 << 20);
    }
}
