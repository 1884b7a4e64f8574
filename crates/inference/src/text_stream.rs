//! Text from tokens as they come.

use crate::tokenizer::Tokenizer;

/// Collects the bytes of tokens and gives them out as soon as they are whole characters: a
/// character may be spread over several tokens.
#[derive(Debug, Default)]
pub struct TextStream {
    pending: Vec<u8>,
}

impl TextStream {
    /// Adds a token and returns the text that is complete with it, which may be empty.
    pub fn push(&mut self, tokenizer: &Tokenizer, token: u32) -> String {
        tokenizer.append_bytes(token, &mut self.pending);
        self.take_complete()
    }

    /// Takes all whole characters. Bytes that can never become one are replaced by U+FFFD;
    /// the beginning of a character stays until its end arrives.
    fn take_complete(&mut self) -> String {
        let mut text = String::new();
        let mut rest = self.pending.as_slice();
        loop {
            match core::str::from_utf8(rest) {
                Ok(valid) => {
                    text.push_str(valid);
                    rest = &[];
                    break;
                }
                Err(error) => {
                    let (valid, broken) = rest.split_at(error.valid_up_to());
                    // `valid` is valid by definition, so nothing is replaced here.
                    text.push_str(&String::from_utf8_lossy(valid));
                    rest = broken;
                    let Some(invalid) = error.error_len() else {
                        break;
                    };
                    text.push(char::REPLACEMENT_CHARACTER);
                    rest = &rest[invalid..];
                }
            }
        }
        self.pending = rest.to_vec();
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(stream: &mut TextStream, bytes: &[u8]) -> String {
        stream.pending.extend(bytes);
        stream.take_complete()
    }

    #[test]
    fn characters_come_out_whole() {
        let mut stream = TextStream::default();
        let text = "né 🌊 漢";
        let mut out = String::new();
        for byte in text.bytes() {
            let piece = feed(&mut stream, &[byte]);
            assert!(!piece.contains('\u{FFFD}'));
            out.push_str(&piece);
        }
        assert_eq!(out, text);
    }

    #[test]
    fn hopeless_bytes_are_replaced_and_the_rest_survives() {
        let mut stream = TextStream::default();
        assert_eq!(feed(&mut stream, b"a\xFFb\xF0\x9F"), "a\u{FFFD}b");
        assert_eq!(feed(&mut stream, b"x"), "\u{FFFD}x");
    }
}
