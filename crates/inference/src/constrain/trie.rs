//! All tokens of a vocabulary by their bytes, so that a whole vocabulary is tried against a
//! grammar in one walk: bytes that many tokens begin with are looked at once.

/// The bytes of all tokens, and the tokens in the order of their bytes: a trie without nodes.
pub(crate) struct TokenTrie {
    bytes: Vec<u8>,
    /// Where each token's bytes begin, by number; one more at the end.
    starts: Vec<u32>,
    /// Tokens with bytes, ordered by them.
    order: Vec<u32>,
    /// How many bytes each of `order` shares with the one before it.
    shared: Vec<u16>,
    /// Bytes of the longest token.
    longest: usize,
}

impl TokenTrie {
    /// Takes the bytes of tokens 0, 1, 2, …; tokens without bytes are never tried.
    pub(crate) fn new(tokens: impl Iterator<Item = Vec<u8>>) -> Self {
        let (mut bytes, mut starts) = (Vec::new(), vec![0]);
        for token in tokens {
            bytes.extend(token);
            // The vocabulary has at most 2^20 tokens (`Config`) out of a head of at most 64 MiB.
            starts.push(bytes.len() as u32);
        }
        let mut trie = Self {
            bytes,
            starts,
            order: Vec::new(),
            shared: Vec::new(),
            longest: 0,
        };
        let mut order: Vec<u32> = (0..)
            .take(trie.starts.len() - 1)
            .filter(|&token| !trie.bytes_of(token).is_empty())
            .collect();
        order.sort_unstable_by(|&a, &b| trie.bytes_of(a).cmp(trie.bytes_of(b)));
        let mut before: &[u8] = &[];
        let mut longest = 0;
        let mut shared = Vec::with_capacity(order.len());
        for &token in &order {
            let bytes = trie.bytes_of(token);
            let equal = bytes.iter().zip(before).take_while(|(a, b)| a == b);
            shared.push(u16::try_from(equal.count()).unwrap_or(u16::MAX));
            before = bytes;
            longest = longest.max(bytes.len());
        }
        (trie.order, trie.shared, trie.longest) = (order, shared, longest);
        trie
    }

    /// The bytes of a token; none for a number that is no token.
    pub(crate) fn bytes_of(&self, token: u32) -> &[u8] {
        let at = token as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(&start), Some(&end)) => &self.bytes[start as usize..end as usize],
            _ => &[],
        }
    }

    /// Whether some token is exactly `bytes`.
    pub(crate) fn contains(&self, bytes: &[u8]) -> bool {
        self.order
            .binary_search_by(|&token| self.bytes_of(token).cmp(bytes))
            .is_ok()
    }

    /// Lengths of the tokens that `text` begins with.
    fn prefix_lengths(&self, text: &[u8]) -> impl Iterator<Item = usize> {
        (1..=self.longest.min(text.len())).filter(|&length| self.contains(&text[..length]))
    }

    /// For every suffix of `text`, the empty one included: the fewest tokens that spell it.
    /// `None` when the vocabulary cannot.
    pub(crate) fn fewest_tokens(&self, text: &[u8]) -> Option<Box<[u32]>> {
        let mut fewest = vec![None; text.len() + 1];
        fewest[text.len()] = Some(0);
        for at in (0..text.len()).rev() {
            fewest[at] = self
                .prefix_lengths(&text[at..])
                .filter_map(|length| fewest[at + length])
                .min()
                .map(|count: u32| count + 1);
        }
        fewest.into_iter().collect()
    }

    /// Calls `found` with every token whose bytes `step` accepts one after another, and with
    /// the state behind its last byte.
    pub(crate) fn walk<S: Copy>(
        &self,
        start: S,
        step: impl Fn(S, u8) -> Option<S>,
        mut found: impl FnMut(u32, S),
    ) {
        // States behind each byte of the token before, as far as it was accepted.
        let mut states = vec![start];
        for (&token, &shared) in self.order.iter().zip(&self.shared) {
            let shared = usize::from(shared);
            if shared >= states.len() {
                // It begins like a token that was refused within these bytes.
                continue;
            }
            states.truncate(shared + 1);
            let bytes = self.bytes_of(token);
            for &byte in &bytes[shared..] {
                // Never empty: it holds the start.
                let Some(next) = states.last().and_then(|&state| step(state, byte)) else {
                    break;
                };
                states.push(next);
            }
            if let (true, Some(&state)) = (states.len() == bytes.len() + 1, states.last()) {
                found(token, state);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn trie(tokens: &[&str]) -> TokenTrie {
        TokenTrie::new(tokens.iter().map(|token| token.as_bytes().to_vec()))
    }

    #[test]
    fn fewest_tokens_is_no_greedy_choice() {
        // Taking "abc" first would leave "d" and "e": three in all.
        let trie = trie(&["a", "b", "c", "d", "e", "", "abc", "ab", "cde"]);
        assert_eq!(*trie.fewest_tokens(b"abcde").unwrap(), [2, 2, 1, 2, 1, 0]);
        assert_eq!(trie.fewest_tokens(b"abx"), None);
        assert_eq!(trie.bytes_of(99), b"");
    }

    proptest! {
        /// The walk finds what trying every token by itself finds.
        #[test]
        fn walking_equals_trying_each(
            tokens in proptest::collection::vec(proptest::collection::vec(b'a'..b'd', 0..5), 0..60),
            accepted in proptest::collection::vec(b'a'..b'd', 0..6),
        ) {
            let trie = TokenTrie::new(tokens.iter().cloned());
            let mut found = Vec::new();
            let step = |at: usize, byte: u8| (accepted.get(at) == Some(&byte)).then_some(at + 1);
            trie.walk(0, step, |token, state| found.push((token, state)));
            found.sort_unstable();
            let expected: Vec<(u32, usize)> = (0..)
                .zip(&tokens)
                .filter(|(_, token)| !token.is_empty() && accepted.starts_with(token))
                .map(|(number, token)| (number, token.len()))
                .collect();
            prop_assert_eq!(found, expected);
        }
    }
}
