//! Where a text that is too long for one entry is best cut.

/// Byte offset at which `text` is cut so that the first part has at most `limit` characters: at
/// the end of a paragraph, else of a line, a sentence or a word, as long as that keeps at least
/// half of what fits. `None` if the whole text fits.
pub(crate) fn point(text: &str, limit: usize) -> Option<usize> {
    let (end, _) = text.char_indices().nth(limit)?;
    let fits = &text[..end];
    let half = end / 2;
    ["\n\n", "\n", ". ", " "]
        .into_iter()
        .filter_map(|gap| fits.rfind(gap).map(|at| at + gap.len()))
        .find(|&at| at > half)
        .or(Some(end))
}

#[cfg(test)]
mod tests {
    use super::point;

    #[test]
    fn a_text_that_fits_is_not_cut() {
        assert_eq!(point("", 5), None);
        assert_eq!(point("12345", 5), None);
    }

    #[test]
    fn the_best_gap_wins() {
        assert_eq!(point("one two.\n\nthree four five", 14), Some(10));
        assert_eq!(point("one two three", 9), Some(8));
        assert_eq!(
            point("a bcdefghijklmnop", 10),
            Some(10),
            "too early a gap is no gap"
        );
        assert_eq!(point("ééééé", 3), Some(6));
    }
}
