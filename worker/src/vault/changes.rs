//! What became of a text: two versions, word by word, as one text that can be read.

use core::time::Duration;

use companion_protocol::history::{Change, Piece};
use similar::{ChangeTag, TextDiff};

/// Longest time spent on looking for the shortest description. Two texts of 50,000 characters
/// that have little in common would take seconds; after this, larger stretches count as changed.
const LONGEST: Duration = Duration::from_millis(300);

/// The changes that lead from `version` to `present`. All pieces but the added ones, joined, are
/// `version`; all but the removed ones are `present`.
pub(super) fn between(version: &str, present: &str) -> Vec<Piece> {
    let diff = TextDiff::configure()
        .timeout(LONGEST)
        .diff_words(version, present);
    let mut pieces = Pieces::default();
    for change in diff.iter_all_changes() {
        let word = change.value();
        match change.tag() {
            ChangeTag::Equal => pieces.same(word),
            ChangeTag::Delete => pieces.changed().removed.push_str(word),
            ChangeTag::Insert => pieces.changed().added.push_str(word),
        }
    }
    pieces.finish()
}

/// Pieces in the making. Changed words with only a space between them are one change: a sentence
/// written anew reads as one sentence gone and one come, not as a chequerboard.
#[derive(Default)]
struct Pieces {
    done: Vec<Piece>,
    removed: String,
    added: String,
    /// White space after a change: part of it if another change follows.
    space: String,
}

impl Pieces {
    fn same(&mut self, word: &str) {
        let is_in_change = !self.removed.is_empty() || !self.added.is_empty();
        if is_in_change && word.chars().all(|c| c.is_whitespace() && c != '\n') {
            self.space.push_str(word);
            return;
        }
        self.end_change();
        self.push(Change::Same, word);
    }

    fn changed(&mut self) -> &mut Self {
        self.removed.push_str(&self.space);
        self.added.push_str(&self.space);
        self.space.clear();
        self
    }

    fn end_change(&mut self) {
        let (removed, added) = (
            core::mem::take(&mut self.removed),
            core::mem::take(&mut self.added),
        );
        let space = core::mem::take(&mut self.space);
        self.push(Change::Removed, &removed);
        self.push(Change::Added, &added);
        self.push(Change::Same, &space);
    }

    fn push(&mut self, change: Change, text: &str) {
        match self.done.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.change == change => last.text.push_str(text),
            _ => self.done.push(Piece {
                change,
                text: text.to_owned(),
            }),
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.end_change();
        self.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(version: &str, present: &str) -> String {
        let pieces = between(version, present);
        let without = |change| {
            let kept = pieces.iter().filter(|piece| piece.change != change);
            kept.map(|piece| piece.text.as_str()).collect::<String>()
        };
        assert_eq!(without(Change::Added), version);
        assert_eq!(without(Change::Removed), present);
        let marked = pieces.iter().map(|Piece { change, text }| match change {
            Change::Same => text.clone(),
            Change::Removed => format!("[-{text}-]"),
            Change::Added => format!("[+{text}+]"),
        });
        marked.collect()
    }

    #[test]
    fn words_that_changed_are_marked() {
        assert_eq!(marked("a b c", "a b c"), "a b c");
        assert_eq!(
            marked("It rained.", "It snowed."),
            "It [-rained.-][+snowed.+]"
        );
        assert_eq!(marked("", "new"), "[+new+]");
        assert_eq!(marked("old", ""), "[-old-]");
        assert_eq!(marked("", ""), "");
        assert_eq!(
            marked("Grüße 🌧️ von hier", "Grüße 🌞 von hier"),
            "Grüße [-🌧️-][+🌞+] von hier"
        );
    }

    #[test]
    fn a_sentence_written_anew_is_one_change() {
        assert_eq!(
            marked(
                "# Day\n\nwe went home early\nend",
                "# Day\n\nthey stayed there long\nend"
            ),
            "# Day\n\n[-we went home early-][+they stayed there long+]\nend"
        );
    }

    #[test]
    fn texts_without_anything_in_common_are_told_apart() {
        let text = |offset: u32| {
            let words = (0..9_000_u32).map(|at| at.wrapping_mul(2_654_435_769) ^ offset);
            let words: Vec<String> = words.map(|word| format!("{word:x}")).collect();
            words.join(" ")
        };
        marked(&text(1), &text(77));
    }
}
