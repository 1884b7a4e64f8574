//! Super notes: a tree of Lexical's nodes in JSON (<https://lexical.dev>), as Markdown.

use serde::Deserialize;

/// A node; serde reads JSON that is nested 128 deep at most.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Node {
    #[serde(rename = "type")]
    kind: String,
    text: String,
    /// Bits of emphasis of a text.
    format: serde_json::Value,
    tag: String,
    list_type: String,
    value: Option<u64>,
    checked: Option<bool>,
    url: String,
    children: Vec<Node>,
}

#[derive(Deserialize)]
struct Root {
    root: Node,
}

/// The text of a super note; none if it is not one.
pub(super) fn to_markdown(json: &str) -> Option<String> {
    let root: Root = serde_json::from_str(json).ok()?;
    let mut text = String::new();
    for node in &root.root.children {
        block(node, 0, &mut text);
    }
    Some(text.trim().to_owned())
}

fn block(node: &Node, depth: usize, text: &mut String) {
    match node.kind.as_str() {
        "heading" => {
            let level = node
                .tag
                .strip_prefix('h')
                .and_then(|level| level.parse().ok());
            let level: usize = level.unwrap_or(1);
            text.push_str(&"#".repeat(level.clamp(1, 6)));
            text.push(' ');
            inline_all(node, text);
            text.push_str("\n\n");
        }
        "list" => {
            list(node, depth, text);
            if depth == 0 {
                text.push('\n');
            }
        }
        "quote" => {
            let mut said = String::new();
            inline_all(node, &mut said);
            for line in said.lines() {
                text.push_str("> ");
                text.push_str(line);
                text.push('\n');
            }
            text.push('\n');
        }
        "code" => {
            text.push_str("```\n");
            inline_all(node, text);
            text.push_str("\n```\n\n");
        }
        "horizontalrule" => text.push_str("---\n\n"),
        _ => {
            let blocks = [
                "paragraph",
                "heading",
                "list",
                "quote",
                "code",
                "collapsible-content",
                "table",
                "tablerow",
            ];
            if node
                .children
                .iter()
                .any(|child| blocks.contains(&child.kind.as_str()))
            {
                for child in &node.children {
                    block(child, depth, text);
                }
            } else {
                inline(node, text);
                text.push_str("\n\n");
            }
        }
    }
}

fn list(node: &Node, depth: usize, text: &mut String) {
    for (at, item) in node.children.iter().enumerate() {
        // An item that holds a list holds nothing else.
        if let Some(inner) = item.children.iter().find(|child| child.kind == "list") {
            list(inner, depth + 1, text);
            continue;
        }
        text.push_str(&"  ".repeat(depth));
        match (node.list_type.as_str(), item.checked) {
            ("number", _) => {
                let number = item.value.unwrap_or(at as u64 + 1);
                text.push_str(&format!("{number}. "));
            }
            ("check", Some(true)) => text.push_str("- [x] "),
            ("check", _) => text.push_str("- [ ] "),
            _ => text.push_str("- "),
        }
        inline_all(item, text);
        text.push('\n');
    }
}

fn inline_all(node: &Node, text: &mut String) {
    for child in &node.children {
        inline(child, text);
    }
}

fn inline(node: &Node, text: &mut String) {
    match node.kind.as_str() {
        "linebreak" => text.push('\n'),
        "link" | "autolink" if !node.url.is_empty() => {
            text.push('[');
            inline_all(node, text);
            text.push_str(&format!("]({})", node.url));
        }
        _ => {
            let bits = node.format.as_u64().unwrap_or_default();
            let signs: String = [(1, "**"), (2, "*"), (4, "~~"), (16, "`")]
                .into_iter()
                .filter(|(bit, _)| bits & bit != 0)
                .map(|(_, sign)| sign)
                .collect();
            let words = node.text.trim();
            if signs.is_empty() || words.is_empty() {
                text.push_str(&node.text);
            } else {
                // Signs touch the words, or they mean nothing.
                let (before, after) = node.text.split_once(words).unwrap_or_default();
                let closing: String = signs.chars().rev().collect();
                text.push_str(&format!("{before}{signs}{words}{closing}{after}"));
            }
            inline_all(node, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_super_note_becomes_markdown() {
        let json = r#"{"root":{"type":"root","children":[
            {"type":"heading","tag":"h2","children":[{"type":"text","text":"Day"}]},
            {"type":"paragraph","children":[{"type":"text","text":"Some "},{"type":"text","format":3,"text":"strong words "},
              {"type":"linebreak"},{"type":"link","url":"https://x.org","children":[{"type":"text","text":"link"}]}]},
            {"type":"list","listType":"check","children":[{"type":"listitem","checked":true,"children":[{"type":"text","text":"done"}]},
              {"type":"listitem","children":[{"type":"list","listType":"number","children":[{"type":"listitem","children":[{"type":"text","text":"one"}]}]}]}]},
            {"type":"quote","children":[{"type":"text","text":"said"}]},{"type":"code","children":[{"type":"code-highlight","text":"x = 1"}]}]}}"#;
        assert_eq!(
            to_markdown(json).unwrap(),
            "## Day\n\nSome ***strong words*** \n[link](https://x.org)\n\n- [x] done\n  1. one\n\n> said\n\n```\nx = 1\n```"
        );
        assert_eq!(to_markdown("plain"), None);
        let deep = format!(
            r#"{{"root":{}{}}}"#,
            r#"{"children":["#.repeat(300),
            "]}".repeat(300)
        );
        assert_eq!(to_markdown(&deep), None);
    }
}
