//! Words about earlier versions of entries.

use companion_protocol::history::Known;

pub(crate) use super::from_languages::history::*;

/// The choices for how many versions are kept.
pub(crate) const KEEP_CHOICES: [u16; 6] = [0, 5, 10, 20, 50, 100];

/// How a version's length compares with the entry's.
pub(crate) fn difference(known: &Known) -> String {
    let words = known.words_more.unsigned_abs();
    match known.words_more {
        0 => same_length().to_owned(),
        1.. => more_words(words),
        _ => fewer_words(words),
    }
}
