//! Entries as people write them: mostly a few paragraphs, now and then many pages.

/// Words in no order, and lengths of entries, the same in every run.
#[derive(Default)]
pub(crate) struct Words {
    state: u64,
}

const WORDS: [&str; 24] = [
    "the", "and", "I", "morning", "rain", "garden", "slept", "badly", "Nora", "called", "about",
    "nothing", "walked", "harbour", "café", "over", "again", "thought", "of", "mother", "quiet",
    "tomorrow", "work", "letter",
];

impl Words {
    /// An entry of 50 to 800 words, half of them under 140, two hundred on average: about
    /// 1.2 KB of text.
    pub(crate) fn entry(&mut self) -> String {
        let length = 40 + (12.0 * (6.0 * self.unit()).exp2()) as usize;
        let mut text = String::new();
        for at in 0..length {
            text += WORDS[(self.unit() * WORDS.len() as f64) as usize];
            text += match at {
                // A title of five words.
                4 => "\n\n",
                _ if at % 60 == 59 => ".\n\n",
                _ if at % 12 == 11 => ". ",
                _ => " ",
            };
        }
        text
    }

    /// SplitMix64, from 0 to below 1.
    fn unit(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
