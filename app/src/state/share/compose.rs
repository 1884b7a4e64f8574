//! What was shared, as Markdown. It comes from anywhere: a page, another app, or a site that only
//! pretends to be one.

/// The text of a draft: a title that the text does not have itself, the text, and where it is
/// from. Nothing of it is more than text: Markdown is made safe where it is shown.
pub(crate) fn compose(title: &str, text: &str, url: &str) -> String {
    let (title, text, url) = (line(title), plain(text), line(url));
    let url = if leads_out(&url) { url } else { String::new() };
    let is_told = |what: &str| text.contains(what);
    let mut parts = Vec::new();
    let names_link = !url.is_empty() && !is_told(&url) && !title.is_empty() && !is_told(&title);
    if !names_link && !title.is_empty() && !is_told(&title) {
        parts.push(title.clone());
    }
    if !text.is_empty() {
        parts.push(text.clone());
    }
    if names_link {
        parts.push(format!("[{}]({})", as_words(&title), as_address(&url)));
    } else if !url.is_empty() && !is_told(&url) {
        parts.push(url);
    }
    parts.join("\n\n")
}

/// Text without what no keyboard types: control characters, and line ends of other systems.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept = |char: &char| matches!(char, '\n' | '\t') || !char.is_control();
    text.chars()
        .filter(kept)
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The same in one line.
fn line(text: &str) -> String {
    let words = plain(text);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn leads_out(url: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        url.get(..scheme.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    })
}

/// A title that cannot end its own link.
fn as_words(title: &str) -> String {
    let mut words = String::with_capacity(title.len());
    for char in title.chars() {
        if matches!(char, '[' | ']' | '\\' | '`' | '<' | '*' | '_') {
            words.push('\\');
        }
        words.push(char);
    }
    words
}

/// An address that cannot end its own link.
fn as_address(url: &str) -> String {
    url.replace(' ', "%20")
        .replace('(', "%28")
        .replace(')', "%29")
        .replace('<', "%3C")
        .replace('>', "%3E")
        .replace('\\', "%5C")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_becomes_a_link() {
        assert_eq!(
            compose("On quiet", "", "https://example.org/a (b)"),
            "[On quiet](https://example.org/a%20%28b%29)"
        );
        assert_eq!(
            compose("On [quiet]", "A line I liked", "https://example.org/"),
            "A line I liked\n\n[On \\[quiet\\]](https://example.org/)"
        );
    }

    #[test]
    fn what_the_text_says_is_not_said_twice() {
        let text = "On quiet https://example.org/";
        assert_eq!(compose("On quiet", text, "https://example.org/"), text);
        assert_eq!(compose("", text, ""), text);
        assert_eq!(compose("A note", "A note", ""), "A note");
        assert_eq!(compose("A note", "Milk", ""), "A note\n\nMilk");
        assert_eq!(compose("", "", ""), "");
    }

    #[test]
    fn addresses_that_run_something_are_left_out() {
        assert_eq!(compose("Click", "", "javascript:alert(1)"), "Click");
        assert_eq!(compose("", "text", "data:text/html,x"), "text");
        assert_eq!(
            compose("", "", "HTTPS://EXAMPLE.ORG"),
            "HTTPS://EXAMPLE.ORG"
        );
    }

    #[test]
    fn line_ends_of_other_systems_and_control_characters_are_made_plain() {
        assert_eq!(
            compose("a\r\nb", "1\r\n2\r3\0\u{1b}[31m", ""),
            "a b\n\n1\n2\n3[31m"
        );
    }

    proptest! {
        #[test]
        fn every_word_of_the_text_stays(title in any::<String>(), text in any::<String>(), url in any::<String>()) {
            let composed = compose(&title, &text, &url);
            prop_assert!(composed.contains(&plain(&text)));
            prop_assert!(!composed.chars().any(|char| char.is_control() && !matches!(char, '\n' | '\t')));
            prop_assert_eq!(plain(&composed), composed.clone());
        }
    }
}
