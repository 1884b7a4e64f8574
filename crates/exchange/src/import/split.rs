//! Texts that are longer than one entry may be.

/// The text in parts of at most `max_chars` characters each, cut where it hurts least: between
/// paragraphs, else between lines, sentences, words, and only then within one. Joined, the parts
/// are the text but for white space where it was cut.
#[must_use]
pub fn split(text: &str, max_chars: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((limit, _)) = rest.char_indices().nth(max_chars.max(1)) {
        let head = &rest[..limit];
        let cut = cut(head);
        let (part, tail) = rest.split_at(cut);
        let part = part.trim_end();
        if !part.is_empty() {
            parts.push(part);
        }
        rest = tail.trim_start_matches(['\n', '\r', ' ', '\t']);
    }
    if !rest.trim().is_empty() || parts.is_empty() {
        parts.push(rest);
    }
    parts
}

/// Where to cut, in bytes: in the second half, so that parts do not become crumbs.
fn cut(head: &str) -> usize {
    const SEAMS: [&str; 5] = ["\n\n", "\n", ". ", "。", " "];
    for seam in SEAMS {
        let at = head.rfind(seam).map(|at| at + seam.len());
        if let Some(at) = at.filter(|at| *at > head.len() / 2) {
            return at;
        }
    }
    head.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_text_is_one_part() {
        assert_eq!(split("", 10), [""]);
        assert_eq!(split("ten signs!", 10), ["ten signs!"]);
    }

    #[test]
    fn a_long_text_is_cut_at_its_seams() {
        assert_eq!(
            split("one two.\n\nthree four", 12),
            ["one two.", "three four"]
        );
        assert_eq!(split("aaaa bbbb cccc", 10), ["aaaa bbbb", "cccc"]);
        assert_eq!(split("ééééééé", 3), ["ééé", "ééé", "é"]);
    }

    #[test]
    fn nothing_but_white_space_is_lost() {
        let text: String = (0..5_000)
            .map(|at| match at % 97 {
                0 => "\n\n".to_owned(),
                1 => "。".to_owned(),
                _ => format!("w{at} "),
            })
            .collect();
        let parts = split(&text, 700);
        assert!(parts.iter().all(|part| part.chars().count() <= 700));
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&parts.concat()), bare(&text));
        assert!(split(&" ".repeat(5_000), 700).concat().trim().is_empty());
    }
}
