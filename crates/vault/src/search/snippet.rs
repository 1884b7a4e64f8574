//! The part of an entry that shows why it was found, with the places to be marked as ranges.

use core::ops::Range;

use super::index::body_start;
use super::rank::Marked;
use super::tokens::each_token;

/// Length of a snippet, in bytes of the entry's text.
const LENGTH: usize = 220;
/// How much of it stands before the first place, at most.
const BEFORE: usize = 60;
/// How much of a long entry is looked through for the best place. What a search finds is in its
/// first pages almost always, and a result must not wait for the rest.
const LOOKED_THROUGH: usize = 64 << 10;

/// Text with places to be marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// Plain text on one line.
    pub text: String,
    /// Places in it, in bytes, ascending and apart.
    pub marks: Vec<Range<usize>>,
}

/// A place that answers to a part of the query.
#[derive(Clone, Debug, PartialEq)]
struct Place {
    bytes: Range<usize>,
    /// Which part.
    clause: usize,
    /// How well it answers.
    weight: f32,
}

/// The line that says best why `content` was found. Without a place below the first line it is
/// the beginning of what follows that line.
pub(super) fn snippet(content: &str, marked: &[Marked]) -> Excerpt {
    let body = body_start(content);
    let end = content.floor_char_boundary(content.len().min(LOOKED_THROUGH));
    let places = places(&content[..end], marked);
    let in_body: Vec<Place> = places
        .into_iter()
        .filter(|it| it.bytes.start >= body)
        .collect();
    let start = match best(&in_body) {
        Some(first) => word_start(content, first.saturating_sub(BEFORE).max(body), first),
        None => body,
    };
    cut(content, start, &in_body)
}

/// A passage from `range` on, without marks: what is close in meaning has no words to mark.
pub(super) fn passage(content: &str, start: usize) -> Excerpt {
    cut(
        content,
        content.floor_char_boundary(start.min(content.len())),
        &[],
    )
}

/// A title with what was found in it.
pub(super) fn title_marks(title: &str, marked: &[Marked]) -> Vec<Range<usize>> {
    joined(places(title, marked).into_iter().map(|it| it.bytes))
}

/// What stands at the marked places, as it is written, each spelling once: to be found again
/// in the entry as it is shown.
pub(super) fn spellings(content: &str, marked: &[Marked]) -> Vec<String> {
    let end = content.floor_char_boundary(content.len().min(LOOKED_THROUGH));
    let ranges = joined(
        places(&content[..end], marked)
            .into_iter()
            .map(|it| it.bytes),
    );
    let mut spellings: Vec<String> = Vec::new();
    for range in ranges {
        let spelling = &content[range];
        if !spellings.iter().any(|it| it == spelling) {
            spellings.push(spelling.to_owned());
        }
    }
    spellings
}

/// Where a query's parts stand in a text, in order.
fn places(text: &str, marked: &[Marked]) -> Vec<Place> {
    let mut tokens: Vec<(String, Range<usize>)> = Vec::new();
    let mut places = Vec::new();
    let has_phrases = marked.iter().any(|it| matches!(it, Marked::Phrase { .. }));
    each_token(text, |token| {
        for (clause, marks) in marked.iter().enumerate() {
            if let Marked::Any(variants) = marks
                && let Some(&weight) = variants.get(token.term)
            {
                let bytes = token.bytes.clone();
                places.push(Place {
                    bytes,
                    clause,
                    weight,
                });
            }
        }
        if has_phrases {
            tokens.push((token.term.to_owned(), token.bytes));
        }
    });
    for (clause, marks) in marked.iter().enumerate() {
        let Marked::Phrase { terms, is_open } = marks else {
            continue;
        };
        let Some(&(last, _)) = terms.last() else {
            continue;
        };
        for at in 0..tokens.len().saturating_sub(last as usize) {
            let fits = terms.iter().all(|(distance, term)| {
                let here = &tokens[at + *distance as usize].0;
                here == term || (*is_open && *distance == last && here.starts_with(term.as_str()))
            });
            if fits {
                let bytes = tokens[at].1.start..tokens[at + last as usize].1.end;
                places.push(Place {
                    bytes,
                    clause,
                    weight: 1.0,
                });
            }
        }
    }
    places.sort_by_key(|it| (it.bytes.start, it.bytes.end));
    places
}

/// The place at which the stretch begins that answers to most of the query.
fn best(places: &[Place]) -> Option<usize> {
    let mut best: Option<(f32, usize)> = None;
    for (at, first) in places.iter().enumerate() {
        let end = first.bytes.start + LENGTH - BEFORE;
        let within = places[at..].iter().take_while(|it| it.bytes.end <= end);
        // The best place of each part, and a little for every other.
        let mut of_clause = [0.0_f32; 16];
        let mut count = 0.0;
        for place in within {
            count += 1.0;
            if let Some(of) = of_clause.get_mut(place.clause) {
                *of = of.max(place.weight);
            }
        }
        let worth = of_clause.iter().sum::<f32>() + 0.01 * count;
        if best.is_none_or(|(most, _)| worth > most) {
            best = Some((worth, first.bytes.start));
        }
    }
    best.map(|(_, start)| start)
}

/// The beginning of the first whole word from `from` on, at most `to`.
fn word_start(content: &str, from: usize, to: usize) -> usize {
    let from = content.floor_char_boundary(from);
    let before = content[..from].chars().next_back();
    if before.is_none_or(char::is_whitespace) {
        return from;
    }
    let space = content[from..to].find(char::is_whitespace);
    space.map_or(from, |at| from + at)
}

/// A line of plain text from `start` on: white space and signs of Markdown are left out.
fn cut(content: &str, start: usize, places: &[Place]) -> Excerpt {
    let mut end = content.floor_char_boundary(content.len().min(start + LENGTH));
    if end < content.len()
        && let Some(space) = content[start..end].rfind(char::is_whitespace)
        && space > LENGTH / 2
    {
        end = start + space;
    }
    let mut text = String::new();
    // Where each byte of the stretch has come to stand.
    let mut moved = Vec::with_capacity(end - start + 1);
    let is_cut_before = content[..start].trim_end().len() > body_start(content);
    if is_cut_before {
        text.push('…');
    }
    let mut is_line_start = start == 0 || content[..start].ends_with('\n');
    let mut wants_space = false;
    for letter in content[start..end].chars() {
        let is_sign = matches!(letter, '*' | '`' | '~')
            || (is_line_start && matches!(letter, '#' | '>' | '-' | '+'));
        if letter.is_whitespace() {
            wants_space = true;
        } else if !is_sign {
            if wants_space && !text.is_empty() && text != "…" {
                text.push(' ');
            }
            wants_space = false;
        }
        moved.extend(core::iter::repeat_n(text.len(), letter.len_utf8()));
        if !letter.is_whitespace() && !is_sign {
            text.push(letter);
        }
        is_line_start = letter == '\n' || (is_line_start && (letter.is_whitespace() || is_sign));
    }
    moved.push(text.len());
    if end < content.trim_end().len() {
        text.push('…');
    }
    let inside = places
        .iter()
        .filter(|it| it.bytes.start >= start && it.bytes.end <= end);
    let ranges = inside.filter_map(|it| {
        let from = *moved.get(it.bytes.start - start)?;
        let to = *moved.get(it.bytes.end - start)?;
        // A space or sign behind the place may stand before what comes next.
        let to = from + text.get(from..to)?.trim_end().len();
        (from < to).then_some(from..to)
    });
    let marks = joined(ranges);
    Excerpt { text, marks }
}

/// Ranges in order, those that touch as one.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any(terms: &[&str]) -> Vec<Marked> {
        let one = |term: &&str| Marked::Any([((*term).to_owned(), 1.0)].into());
        terms.iter().map(one).collect()
    }

    fn shown(excerpt: &Excerpt) -> String {
        let mut shown = String::new();
        let mut at = 0;
        for mark in &excerpt.marks {
            shown += &excerpt.text[at..mark.start];
            shown += &format!("[{}]", &excerpt.text[mark.clone()]);
            at = mark.end;
        }
        shown + &excerpt.text[at..]
    }

    #[test]
    fn a_snippet_shows_the_best_place() {
        let text = format!(
            "Title\n\nrain {} then rain and *tea* at last",
            "word ".repeat(80)
        );
        let found = snippet(&text, &any(&["rain", "tea"]));
        assert!(found.text.starts_with('…'), "{}", found.text);
        assert!(
            shown(&found).ends_with("then [rain] and [tea] at last"),
            "{}",
            shown(&found)
        );
    }

    #[test]
    fn signs_and_line_breaks_do_not_show() {
        let found = snippet(
            "# Day\n\n> **Rain** all\n- day `long`\n",
            &any(&["rain", "long"]),
        );
        assert_eq!(shown(&found), "[Rain] all day [long]");
        let found = snippet("Only a title with rain", &any(&["rain"]));
        assert_eq!(found, Excerpt::default());
        assert_eq!(
            title_marks("Only rain", &any(&["rain"])).first(),
            Some(&(5..9))
        );
    }

    #[test]
    fn phrases_are_marked_whole() {
        let phrase = Marked::Phrase {
            terms: vec![(0, "long".into()), (1, "wa".into())],
            is_open: true,
        };
        let found = snippet(
            "T\nThe long way, the long road",
            core::slice::from_ref(&phrase),
        );
        assert_eq!(shown(&found), "The [long way], the long road");
        assert_eq!(spellings("T\nThe long way", &[phrase]), ["long way"]);
    }

    #[test]
    fn pairs_of_letters_are_one_mark() {
        let phrase = Marked::Phrase {
            terms: vec![(0, "東京".into()), (1, "京に".into())],
            is_open: true,
        };
        assert_eq!(
            shown(&snippet("日\n明日東京に行く", &[phrase])),
            "明日[東京に]行く"
        );
    }

    proptest! {
        #[test]
        fn marks_lie_within_their_text(text in "[\\PC\n*#é東]{0,400}", words in "[a-zé東 ]{0,12}") {
            let terms: Vec<&str> = words.split(' ').filter(|it| !it.is_empty()).collect();
            for excerpt in [snippet(&text, &any(&terms)), passage(&text, words.len())] {
                let mut last = 0;
                for mark in &excerpt.marks {
                    prop_assert!(mark.start >= last && excerpt.text.get(mark.clone()).is_some());
                    last = mark.end;
                }
            }
        }
    }
}
