use proptest::prelude::*;

use super::*;

/// Reads a made-up notation, `<b>…</b>` with well-formed nesting: enough to write tests in.
fn tree(html: &str) -> Vec<Node> {
    let mut open: Vec<Element> = vec![Element::default()];
    let mut rest = html;
    while !rest.is_empty() {
        let Some(at) = rest.find('<') else {
            push(&mut open, Node::Text(rest.to_owned()));
            break;
        };
        if at > 0 {
            push(&mut open, Node::Text(rest[..at].to_owned()));
        }
        let end = at + rest[at..].find('>').expect("a closed tag");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if tag.starts_with('/') {
            let element = open.pop().expect("an open element");
            push(&mut open, Node::Element(element));
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let value = |key: &str| {
            attributes
                .split_once(&format!("{key}=\""))
                .and_then(|(_, rest)| rest.split_once('"'))
                .map(|(value, _)| value.to_owned())
                .unwrap_or_default()
        };
        let element = Element {
            name: name.to_owned(),
            href: value("href"),
            style: value("style"),
            ticked: (name == "input").then(|| attributes.contains("checked")),
            children: Vec::new(),
        };
        if matches!(name, "br" | "hr" | "input" | "img" | "meta") {
            push(&mut open, Node::Element(element));
        } else {
            open.push(element);
        }
    }
    open.pop().expect("the root").children
}

fn push(open: &mut [Element], node: Node) {
    open.last_mut()
        .expect("an open element")
        .children
        .push(node);
}

fn of(html: &str) -> String {
    markdown(&tree(html)).unwrap_or_else(|| "plain".into())
}

#[test]
fn text_without_form_is_left_to_the_browser() {
    assert_eq!(of("<div>one</div><div><span>two</span></div>"), "plain");
    assert_eq!(of("<p>a</p><p>b<br>c</p>"), "plain");
    assert_eq!(of("<pre> </pre><b> </b>"), "plain");
}

#[test]
fn emphasis_and_links() {
    assert_eq!(of("so <b>very </b>dear"), "so **very** dear");
    assert_eq!(
        of("<p>so <em>ve<strong>ry</strong></em></p>"),
        "so *ve**ry***"
    );
    assert_eq!(
        of(
            "<b style=\"font-weight: normal;\"><p>plain <span style=\"font-weight:700\">bold</span></p></b>"
        ),
        "plain **bold**"
    );
    assert_eq!(
        of("see <a href=\"https://a.example/x (1)\">here</a>."),
        "see [here](https://a.example/x%20%281%29)."
    );
    assert_eq!(
        of("<a href=\"https://a.example/\">https://a.example/</a>"),
        "https://a.example/"
    );
    assert_eq!(of("<a href=\"javascript:alert(1)\">x</a><i>y</i>"), "x*y*");
}

#[test]
fn blocks() {
    assert_eq!(
        of(
            "<h2>A <b>day</b></h2>\n<p>First\n line</p>\n<blockquote><p>said</p><p>again</p></blockquote><hr><p>end</p>"
        ),
        "## A day\n\nFirst line\n\n> said\n>\n> again\n\n---\n\nend"
    );
    assert_eq!(
        of("<pre><code>let x = *p;\n</code></pre>"),
        "```\nlet x = *p;\n```"
    );
    assert_eq!(of("press <kbd>Esc</kbd>"), "press `Esc`");
    assert_eq!(
        of("<table><tr><th>a</th><th>b</th></tr><tr><td><b>c</b></td><td>d</td></tr></table>"),
        "a | b\n\n**c** | d"
    );
}

#[test]
fn lists() {
    assert_eq!(
        of(
            "<ul><li>one</li><li><p>two</p><ul><li>deep</li></ul></li></ul><ol><li>a</li><li>b</li></ol>"
        ),
        "- one\n- two\n  - deep\n\n1. a\n2. b"
    );
    assert_eq!(
        of("<ul><li>one</li><ul><li>beside</li></ul></ul>"),
        "- one\n  - beside"
    );
    assert_eq!(
        of(
            "<ul><li><input type=\"checkbox\" checked> done</li><li><input type=\"checkbox\"> open</li></ul>"
        ),
        "- [x] done\n- [ ] open"
    );
    assert_eq!(of("<ol><li><p>a</p><p>b</p></li></ol>"), "1. a\n\n   b");
}

#[test]
fn what_looks_like_markdown_stays_text() {
    assert_eq!(
        of("<p># no</p><p>1. no</p><p>2 * 3 * 4, a_b _c_ &lt;</p><i>i</i>"),
        "\\# no\n\n1\\. no\n\n2 \\* 3 \\* 4, a_b \\_c\\_ &lt;\n\n*i*"
    );
}

#[test]
fn nothing_that_is_not_shown_comes_along() {
    assert_eq!(
        of(
            "<meta><style>p{}</style><script>alert(1)</script><b>ok</b><img src=\"x\"><svg><b>no</b></svg>"
        ),
        "**ok**"
    );
}

proptest! {
    #[test]
    fn every_letter_of_the_text_comes_along(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("<b>"), Just("<i>"), Just("<p>"), Just("<li>"), Just("<ul>"), Just("<ol>"),
                Just("<blockquote>"), Just("<h3>"), Just("<span>"), Just("</>"), Just("<br>"),
                Just("word "), Just("ö"), Just(" \n "), Just("tail"),
            ],
            0..60,
        ),
    ) {
        let mut open = 0;
        let mut html = String::new();
        let mut text = String::new();
        for part in parts {
            match part {
                "</>" if open == 0 => continue,
                "</>" => open -= 1,
                "<br>" => {}
                _ if part.starts_with('<') => open += 1,
                words => text.push_str(words),
            }
            html.push_str(part);
        }
        html.push_str(&"</>".repeat(open));
        // Directly in a list there is no text in HTML that browsers make.
        let nodes = tidy(tree(&html));
        let letters = |text: &str| text.chars().filter(|char| char.is_alphabetic()).collect::<String>();
        if let Some(markdown) = markdown(&nodes) {
            prop_assert_eq!(letters(&markdown), letters(&text_of(&nodes)));
        }
    }
}

/// The same without text or other elements where only items may stand.
fn tidy(nodes: Vec<Node>) -> Vec<Node> {
    nodes
        .into_iter()
        .map(|node| match node {
            Node::Element(mut element) => {
                let is_list = matches!(element.name.as_str(), "ul" | "ol");
                element.children = tidy(element.children);
                if is_list {
                    element.children.retain(|child| {
                        matches!(child, Node::Element(item) if matches!(item.name.as_str(), "li" | "ul" | "ol"))
                    });
                }
                Node::Element(element)
            }
            text => text,
        })
        .collect()
}
