//! Entries of real sentences, where the data set is there; otherwise of made-up words that are
//! as unevenly used as real ones.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// Texts by people, one a line under `text`, relative to the project.
const SOURCES: [&str; 6] = [
    "author_style/dev/entries.jsonl",
    "happydb_sample/dev/happy.jsonl",
    "dreaddit/dev/train.jsonl",
    "isear/dev/isear.jsonl",
    "goemotions/dev/train.jsonl",
    "emobank/dev/emobank.jsonl",
];
/// Different made-up words.
const MADE_UP: usize = 20_000;

/// Sentences, and lots that are the same in every run.
pub(crate) struct Corpus {
    sentences: Vec<String>,
    state: u64,
    /// Whether people wrote them.
    pub(crate) is_real: bool,
}

impl Corpus {
    /// The sentences of the data set in `folder`.
    pub(crate) fn load(folder: &Path) -> Self {
        let mut sentences = Vec::new();
        for source in SOURCES {
            let text = fs::read_to_string(folder.join(source)).unwrap_or_default();
            for line in text.lines() {
                let line: Value = serde_json::from_str(line).unwrap_or_default();
                let text = line["text"].as_str().unwrap_or_default();
                let pieces = text.split_inclusive(['.', '!', '?', '\n']).map(str::trim);
                let pieces = pieces.filter(|it| it.split(' ').count() > 3);
                sentences.extend(pieces.map(str::to_owned));
            }
        }
        let mut corpus = Self {
            is_real: !sentences.is_empty(),
            sentences,
            state: 0,
        };
        if !corpus.is_real {
            corpus.sentences = (0..60_000).map(|_| corpus.made_up()).collect();
        }
        corpus
    }

    /// Different sentences.
    pub(crate) fn len(&self) -> usize {
        self.sentences.len()
    }

    /// An entry of 50 to 800 words, half of them under 140, two hundred on average.
    pub(crate) fn entry(&mut self) -> String {
        let length = 40 + (12.0 * (6.0 * self.unit()).exp2()) as usize;
        let mut words = 0;
        let mut text = String::new();
        for at in 0_u32.. {
            let pick = (self.unit() * self.sentences.len() as f64) as usize;
            let sentence = &self.sentences[pick];
            if at == 0 {
                let title: Vec<&str> = sentence.split(' ').take(6).collect();
                text += &title.join(" ");
                text += "\n\n";
            }
            text += sentence;
            text += if at % 5 == 4 { "\n\n" } else { " " };
            words += sentence.split(' ').count();
            if words >= length {
                return text;
            }
        }
        text
    }

    /// A number from 0 to below 1 (SplitMix64).
    pub(crate) fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn made_up(&mut self) -> String {
        const SYLLABLES: [&str; 20] = [
            "ba", "den", "ri", "sol", "ta", "ven", "mo", "kul", "pe", "shi", "ga", "tor", "lin",
            "fa", "wes", "no", "dra", "qui", "hel", "um",
        ];
        let count = 6 + (self.unit() * 14.0) as usize;
        let words = (0..count).map(|_| {
            // Zipf: the word of rank r is used 1/r times as often as the first.
            let mut rank = (MADE_UP as f64).powf(self.unit()) as usize;
            let mut word = String::new();
            while rank > 0 {
                word += SYLLABLES[rank % SYLLABLES.len()];
                rank /= SYLLABLES.len();
            }
            word
        });
        let words: Vec<String> = words.collect();
        format!("{}.", words.join(" "))
    }
}
