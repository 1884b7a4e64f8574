//! The part of an entry that the model reads.

/// Longest excerpt, in Unicode scalar values: about 300 tokens. Reading is what the writer waits
/// for.
const MAX_EXCERPT_CHARS: usize = 1_200;
/// Part of the excerpt taken from the beginning; the rest is the end, where entries arrive at
/// what matters.
const EXCERPT_HEAD_CHARS: usize = 500;

/// The whole entry if it is short, else its beginning and its end, cut at words.
pub(super) fn excerpt(entry: &str) -> String {
    let entry = entry.trim();
    let count = entry.chars().count();
    if count <= MAX_EXCERPT_CHARS {
        return entry.to_owned();
    }
    let skipped = count - (MAX_EXCERPT_CHARS - EXCERPT_HEAD_CHARS);
    let head = &entry[..byte_of(entry, EXCERPT_HEAD_CHARS)];
    let tail = &entry[byte_of(entry, skipped)..];
    // Cut at a space where there is one; languages without spaces are cut anywhere.
    let head = head
        .rsplit_once(char::is_whitespace)
        .map_or(head, |(kept, _)| kept);
    let tail = tail
        .split_once(char::is_whitespace)
        .map_or(tail, |(_, kept)| kept);
    format!("{head} […] {tail}")
}

/// Where the character of that number begins.
fn byte_of(text: &str, char_index: usize) -> usize {
    text.char_indices()
        .nth(char_index)
        .map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_entries_keep_beginning_and_end() {
        let entry = format!("Beginning {} end", "middle ".repeat(2_000));
        let short = excerpt(&entry);
        assert!(short.starts_with("Beginning ") && short.ends_with(" end"));
        assert!(short.contains(" […] "));
        assert!(short.chars().count() <= MAX_EXCERPT_CHARS + 5);
        let unbroken = "漢".repeat(5_000);
        assert!(excerpt(&unbroken).chars().count() <= MAX_EXCERPT_CHARS + 5);
    }
}
