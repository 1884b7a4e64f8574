//! The inside of a JSON string, up to its closing quotation mark.

/// Where in a string the next byte stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Text {
    /// Characters that may still begin.
    left: u32,
    inside: Inside,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inside {
    /// Between two characters.
    Nothing,
    /// Behind a backslash.
    Escape,
    /// Within a character of UTF-8: how many bytes are missing, and the limits of the next.
    Character { missing: u8, low: u8, high: u8 },
}

/// What a byte did to a string.
pub(super) enum TextStep {
    Goes(Text),
    Ends,
    Refused,
}

impl Text {
    /// A string of at most `max_chars` Unicode scalar values.
    pub(super) const fn new(max_chars: u32) -> Self {
        Self {
            left: max_chars,
            inside: Inside::Nothing,
        }
    }

    /// Takes one byte. Refused are control characters, which JSON forbids, `\u` escapes, which
    /// nothing needs, and bytes that are no UTF-8; with `ascii`, everything beyond ASCII.
    pub(super) const fn step(self, byte: u8, ascii: bool) -> TextStep {
        match self.inside {
            Inside::Nothing => self.begin(byte, ascii),
            Inside::Escape => match byte {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {
                    self.goes(Inside::Nothing)
                }
                _ => TextStep::Refused,
            },
            Inside::Character { missing, low, high } => match byte {
                _ if byte < low || byte > high => TextStep::Refused,
                _ if missing == 1 => self.goes(Inside::Nothing),
                _ => self.goes(Inside::Character {
                    missing: missing - 1,
                    low: 0x80,
                    high: 0xBF,
                }),
            },
        }
    }

    /// Bytes until the string can be over, its closing mark included.
    pub(super) const fn missing(self) -> u32 {
        match self.inside {
            Inside::Nothing => 1,
            Inside::Escape => 2,
            Inside::Character { missing, .. } => missing as u32 + 1,
        }
    }

    const fn goes(self, inside: Inside) -> TextStep {
        TextStep::Goes(Self { inside, ..self })
    }

    /// The first byte of a character. The limits of second bytes are those of the table
    /// "Well-Formed UTF-8 Byte Sequences" of the Unicode Standard (3-7).
    const fn begin(self, byte: u8, ascii: bool) -> TextStep {
        if byte == b'"' {
            return TextStep::Ends;
        }
        if self.left == 0 || ascii && !byte.is_ascii() {
            return TextStep::Refused;
        }
        let (missing, low, high) = match byte {
            0..=0x1F | 0x80..=0xC1 | 0xF5..=0xFF => return TextStep::Refused,
            b'\\' => {
                return TextStep::Goes(Self {
                    left: self.left - 1,
                    inside: Inside::Escape,
                });
            }
            0x20..=0x7F => (0, 0, 0),
            0xC2..=0xDF => (1, 0x80, 0xBF),
            0xE0 => (2, 0xA0, 0xBF),
            0xED => (2, 0x80, 0x9F),
            0xE1..=0xEF => (2, 0x80, 0xBF),
            0xF0 => (3, 0x90, 0xBF),
            0xF4 => (3, 0x80, 0x8F),
            0xF1..=0xF3 => (3, 0x80, 0xBF),
        };
        TextStep::Goes(Self {
            left: self.left - 1,
            inside: if missing == 0 {
                Inside::Nothing
            } else {
                Inside::Character { missing, low, high }
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The length of the string's inside if it is over exactly with the last byte.
    fn accepts(bytes: &[u8], max_chars: u32) -> bool {
        let mut text = Text::new(max_chars);
        for (index, &byte) in bytes.iter().enumerate() {
            match text.step(byte, false) {
                TextStep::Goes(next) => text = next,
                TextStep::Ends => return index + 1 == bytes.len(),
                TextStep::Refused => return false,
            }
        }
        false
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_json(
            bytes in proptest::collection::vec(
                prop_oneof![any::<u8>(), Just(b'\\'), Just(b'n'), Just(0xC3), Just(0xA9)], 0..6)
        ) {
            let json = [b"\"", &bytes[..], b"\""].concat();
            let parsed: Option<String> = serde_json::from_slice(&json).ok();
            let accepted = accepts(&json[1..], 100);
            // All that is refused though it is JSON is the escape by number: too long for here.
            prop_assert_eq!(accepted, parsed.is_some(), "{:?}", bytes);
        }

        #[test]
        fn every_text_fits_its_own_length(text in "\\PC{0,8}") {
            let json = serde_json::to_string(&text).unwrap();
            prop_assume!(!json.contains("\\u"));
            let count = text.chars().count() as u32;
            prop_assert!(accepts(&json.as_bytes()[1..], count));
            prop_assert!(count == 0 || !accepts(&json.as_bytes()[1..], count - 1));
        }
    }
}
