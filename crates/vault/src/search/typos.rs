//! How many slips of the fingers lie between two words.

/// Slips that are forgiven in a word of so many letters: short words differ by one letter from
/// too many others.
pub(super) const fn forgiven(letters: usize) -> u8 {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// The letters of a word as a set of 64, which rules most pairs of words out at once.
pub(super) fn letter_set(word: &str) -> u64 {
    word.chars()
        .fold(0, |set, letter| set | 1 << (u32::from(letter) % 64))
}

/// Whether two sets of letters can belong to words that are at most `most` slips apart: a slip
/// takes one letter away and puts one in at most.
pub(super) const fn may_be_near(one: u64, other: u64, most: u8) -> bool {
    let most = most as u32;
    (one & !other).count_ones() <= most && (other & !one).count_ones() <= most
}

/// The number of slips between two words, if at most `most`: a letter too many, one missing,
/// one wrong, or two neighbours exchanged (optimal string alignment).
pub(super) fn slips(one: &[char], other: &[char], most: u8) -> Option<u8> {
    if one.len().abs_diff(other.len()) > usize::from(most) {
        return None;
    }
    let width = other.len() + 1;
    // Three rows of the table: two letters back, one back, and the present.
    let mut before = vec![0_usize; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0_usize; width];
    for (i, &a) in one.iter().enumerate() {
        row[0] = i + 1;
        let mut least = row[0];
        for (j, &b) in other.iter().enumerate() {
            let wrong = last[j] + usize::from(a != b);
            let mut cost = wrong.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a == other[j - 1] && b == one[i - 1] {
                cost = cost.min(before[j - 1] + 1);
            }
            row[j + 1] = cost;
            least = least.min(cost);
        }
        if least > usize::from(most) {
            return None;
        }
        core::mem::swap(&mut before, &mut last);
        core::mem::swap(&mut last, &mut row);
    }
    u8::try_from(last[width - 1]).ok().filter(|&it| it <= most)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn between(one: &str, other: &str, most: u8) -> Option<u8> {
        let letters = |word: &str| word.chars().collect::<Vec<_>>();
        slips(&letters(one), &letters(other), most)
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(between("garden", "garden", 1), Some(0));
        assert_eq!(between("garden", "gardne", 1), Some(1));
        assert_eq!(between("garden", "gaden", 1), Some(1));
        assert_eq!(between("garden", "gardenn", 1), Some(1));
        assert_eq!(between("garden", "gordon", 1), None);
        assert_eq!(between("garden", "gordon", 2), Some(2));
        assert_eq!(between("", "ab", 2), Some(2));
        assert_eq!(between("", "", 0), Some(0));
    }

    proptest! {
        #[test]
        fn sets_never_rule_out_what_is_near(one in "[a-eéß]{0,9}", other in "[a-eéß]{0,9}") {
            for most in 0..3 {
                if between(&one, &other, most).is_some() {
                    prop_assert!(may_be_near(letter_set(&one), letter_set(&other), most));
                }
            }
            prop_assert_eq!(between(&one, &other, 2), between(&other, &one, 2));
        }
    }
}
