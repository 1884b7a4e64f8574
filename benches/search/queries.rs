//! What people type: words, beginnings of words, phrases, slips.

use crate::corpus::Corpus;

/// Queries of each kind.
const EACH: usize = 100;

/// Kinds of queries with their queries, drawn from the texts themselves.
pub(crate) fn draw(corpus: &mut Corpus, texts: &[String]) -> Vec<(&'static str, Vec<String>)> {
    let mut of = |make: fn(&mut Corpus, &[&str]) -> String| -> Vec<String> {
        let mut queries = Vec::new();
        while queries.len() < EACH {
            let text = &texts[(corpus.unit() * texts.len() as f64) as usize];
            let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
            let words: Vec<&str> = text.split_whitespace().filter(is_word).collect();
            if words.len() > 10 {
                queries.push(make(corpus, &words));
            }
        }
        queries
    };
    vec![
        ("a word", of(|corpus, words| pick(corpus, words).to_owned())),
        (
            "a beginning of 2 to 4 letters",
            of(|corpus, words| {
                let letters = 2 + (corpus.unit() * 3.0) as usize;
                pick(corpus, words).chars().take(letters).collect()
            }),
        ),
        (
            "two to four words of an entry",
            of(|corpus, words| {
                let count = 2 + (corpus.unit() * 3.0) as usize;
                let words: Vec<&str> = (0..count).map(|_| pick(corpus, words)).collect();
                words.join(" ")
            }),
        ),
        (
            "a phrase of three words",
            of(|corpus, words| {
                let at = (corpus.unit() * (words.len() - 3) as f64) as usize;
                format!("\"{}\"", words[at..at + 3].join(" "))
            }),
        ),
        (
            "a word with a slip",
            of(|corpus, words| {
                let long: Vec<&str> = words
                    .iter()
                    .copied()
                    .filter(|it| it.chars().count() > 5)
                    .collect();
                let word = if long.is_empty() {
                    pick(corpus, words)
                } else {
                    pick(corpus, &long)
                };
                let mut letters: Vec<char> = word.chars().collect();
                let at = (corpus.unit() * (letters.len() - 1) as f64) as usize;
                letters.swap(at, at + 1);
                letters.into_iter().collect()
            }),
        ),
    ]
}

fn pick<'a>(corpus: &mut Corpus, words: &[&'a str]) -> &'a str {
    words[(corpus.unit() * words.len() as f64) as usize]
}
