//! Names of files that every system takes, and that do not collide on any of them.

use std::collections::HashSet;

use icu_normalizer::ComposingNormalizerBorrowed;

/// Longest name without its ending, in bytes: with a day before it and a number after it, it stays
/// below the 255 that file systems take, and short enough for paths on Windows.
const MAX_NAME_BYTES: usize = 80;

/// Names that were given out. Two names are the same if some file system takes them for the
/// same: in upper or lower case, composed or not.
#[derive(Default)]
pub(super) struct Names {
    taken: HashSet<String>,
}

impl Names {
    /// A path in `folder` that begins with `stem`, ends with `extension` and was not given out
    /// before; without the ending.
    pub(super) fn unique(&mut self, folder: &str, stem: &str, extension: &str) -> String {
        let mut path = format!("{folder}/{stem}");
        let mut number = 2_u32;
        while !self.taken.insert(folded(&format!("{path}.{extension}"))) {
            path = format!("{folder}/{stem} {number}");
            number += 1;
        }
        path
    }
}

fn folded(path: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(path);
    composed.to_lowercase()
}

/// As much of a text as can be a file's name, everywhere: without signs that some system keeps
/// for itself or that cannot be seen, and not too long. May be empty.
pub(super) fn safe(text: &str) -> String {
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(text);
    let visible: String = composed
        .chars()
        .map(|c| if is_reserved(c) { ' ' } else { c })
        .collect();
    let mut name = String::new();
    for word in visible.split_whitespace() {
        let separator = usize::from(!name.is_empty());
        if name.len() + separator + word.len() > MAX_NAME_BYTES {
            if name.is_empty() {
                name.push_str(&word[..word.floor_char_boundary(MAX_NAME_BYTES)]);
            }
            break;
        }
        if separator == 1 {
            name.push(' ');
        }
        name.push_str(word);
    }
    // A leading dot hides a file, a dot at the end is dropped by Windows.
    name.trim_matches(['.', ' ']).to_owned()
}

fn is_reserved(c: char) -> bool {
    let is_invisible = matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
    );
    // Square brackets, `#` and `^` end a link in Obsidian.
    let is_syntax = matches!(
        c,
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '[' | ']' | '#' | '^'
    );
    c.is_control() || is_invisible || is_syntax
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_by_every_system() {
        assert_eq!(safe("a/b\\c: \"d\"? <e>|*"), "a b c d e");
        assert_eq!(safe("..hidden.. "), "hidden");
        assert_eq!(safe("../../etc/passwd"), "etc passwd");
        assert_eq!(safe("x\u{202e}gpj.exe\u{0}\n"), "x gpj.exe");
        assert_eq!(safe("Cafe\u{301}"), "Café");
        assert_eq!(safe("[[a]] #b ^c"), "a b c");
        assert_eq!(safe("???"), "");
        assert_eq!(safe(&"日".repeat(90)).len(), 78);
        assert_eq!(safe(&"word ".repeat(40)).len(), 79);
    }

    #[test]
    fn no_two_names_are_the_same_anywhere() {
        let mut names = Names::default();
        assert_eq!(names.unique("2026", "Rain", "md"), "2026/Rain");
        assert_eq!(names.unique("2026", "rain", "md"), "2026/rain 2");
        assert_eq!(names.unique("2026", "Rain 2", "md"), "2026/Rain 2 2");
        assert_eq!(names.unique("2025", "Rain", "md"), "2025/Rain");
        assert_eq!(names.unique("2026", "Rain", "jpg"), "2026/Rain");
        assert_eq!(names.unique("2026", "Café", "md"), "2026/Café");
        assert_eq!(
            names.unique("2026", "Cafe\u{301}", "md"),
            "2026/Cafe\u{301} 2"
        );
    }
}
