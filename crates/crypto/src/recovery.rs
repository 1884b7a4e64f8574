//! The recovery key: 256 random bits on paper.
//!
//! 13 groups of five characters, four that carry the key and one that checks the group. The
//! check is a code over the field of 32 elements that knows the group's number, so that one
//! wrong character, two exchanged characters and two exchanged groups are always noticed, and
//! the group at fault is named.

use companion_core::Entropy;
use zeroize::{Zeroize, Zeroizing};

use crate::hazmat::Secret;
use crate::{CryptoError, Digest};

/// Crockford's base 32: no I, L, O and U, which are read as 1, 1, 0 and V.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Groups of a recovery key.
pub const RECOVERY_KEY_GROUPS: usize = 13;
/// Characters of a group, its check included.
pub const RECOVERY_KEY_GROUP_CHARS: usize = 5;
const DATA_CHARS: usize = RECOVERY_KEY_GROUP_CHARS - 1;
/// 260 bits: the key, and four of its sum.
const DATA_SYMBOLS: usize = RECOVERY_KEY_GROUPS * DATA_CHARS;
/// Nothing that is typed as a recovery key is longer, spaces included.
const MAX_TYPED_BYTES: usize = 256;

/// A recovery key. Being uniformly random it needs no costly derivation. Wiped when dropped;
/// does not print.
pub struct RecoveryKey(Secret<32>);

/// Why something typed is no recovery key. Groups are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyError {
    /// Too few or too many characters.
    #[error(
        "a recovery key has {RECOVERY_KEY_GROUPS} groups of {RECOVERY_KEY_GROUP_CHARS} characters, {} in all; these are {found}",
        RECOVERY_KEY_GROUPS * RECOVERY_KEY_GROUP_CHARS
    )]
    Length {
        /// Letters and digits typed.
        found: usize,
    },
    /// A character that no recovery key has.
    #[error("group {group} has a character that no recovery key has")]
    Character {
        /// The group it stands in.
        group: usize,
    },
    /// A group whose check does not match.
    #[error(
        "group {group} is not as it was shown: look for a mistaken character or a group out of order"
    )]
    Group {
        /// The group at fault.
        group: usize,
    },
    /// Every group looks right, but not together.
    #[error("the groups do not belong together")]
    Sum,
}

impl RecoveryKey {
    pub(crate) fn generate(entropy: &impl Entropy) -> Result<Self, CryptoError> {
        Ok(Self(Secret::generate(entropy)?))
    }

    pub(crate) const fn secret(&self) -> &Secret<32> {
        &self.0
    }

    /// The key as it is shown: groups with hyphens between them.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut symbols = Zeroizing::new([0_u8; DATA_SYMBOLS]);
        let (mut bits, mut held) = (Zeroizing::new(0_u32), 0);
        let sum = sum_bits(&self.0) << 4;
        let bytes = self.0.expose().iter().chain([&sum]);
        let mut next = symbols.iter_mut();
        for &byte in bytes {
            *bits = *bits << 8 | u32::from(byte);
            held += 8;
            while held >= 5 {
                held -= 5;
                if let Some(symbol) = next.next() {
                    *symbol = (*bits >> held & 31) as u8;
                }
            }
            *bits &= (1 << held) - 1;
        }
        let length = RECOVERY_KEY_GROUPS * (RECOVERY_KEY_GROUP_CHARS + 1) - 1;
        let mut text = Zeroizing::new(String::with_capacity(length));
        for (number, group) in (1_u8..).zip(symbols.chunks_exact(DATA_CHARS)) {
            if number > 1 {
                text.push('-');
            }
            let last = check(number, group);
            let shown = group.iter().chain([&last]);
            text.extend(shown.map(|&symbol| char::from(ALPHABET[usize::from(symbol)])));
        }
        text
    }

    /// Reads what was typed: in either case, with any spaces and hyphens.
    ///
    /// # Errors
    /// What is wrong with it, and in which group.
    pub fn parse(typed: &str) -> Result<Self, RecoveryKeyError> {
        let chars = || typed.chars().filter(|c| !c.is_whitespace() && !is_dash(*c));
        let found = chars().count();
        if typed.len() > MAX_TYPED_BYTES || found != RECOVERY_KEY_GROUPS * RECOVERY_KEY_GROUP_CHARS
        {
            return Err(RecoveryKeyError::Length { found });
        }
        let mut symbols = Zeroizing::new([0_u8; RECOVERY_KEY_GROUPS * RECOVERY_KEY_GROUP_CHARS]);
        for (at, (symbol, typed)) in symbols.iter_mut().zip(chars()).enumerate() {
            let group = at / RECOVERY_KEY_GROUP_CHARS + 1;
            *symbol = symbol_of(typed).ok_or(RecoveryKeyError::Character { group })?;
        }
        let mut key = Secret::zeroed();
        let mut bytes = key.expose_mut().iter_mut();
        let (mut bits, mut held) = (Zeroizing::new(0_u32), 0);
        for (number, group) in (1_u8..).zip(symbols.chunks_exact(RECOVERY_KEY_GROUP_CHARS)) {
            let (data, last) = group.split_at(DATA_CHARS);
            if *last != [check(number, data)] {
                let group = usize::from(number);
                return Err(RecoveryKeyError::Group { group });
            }
            for &symbol in data {
                *bits = *bits << 5 | u32::from(symbol);
                held += 5;
                if held >= 8
                    && let Some(byte) = bytes.next()
                {
                    held -= 8;
                    *byte = (*bits >> held) as u8;
                    *bits &= (1 << held) - 1;
                }
            }
        }
        if *bits == u32::from(sum_bits(&key)) {
            Ok(Self(key))
        } else {
            Err(RecoveryKeyError::Sum)
        }
    }
}

/// The first four bits of the key's SHA-256.
fn sum_bits(key: &Secret<32>) -> u8 {
    let mut sum = Digest::of(key.expose());
    let bits = sum.0[0] >> 4;
    sum.0.zeroize();
    bits
}

/// The check of group `number`: number and symbols as coefficients of a polynomial over the
/// field of 32 elements, evaluated at the generator.
fn check(number: u8, data: &[u8]) -> u8 {
    data.iter().fold(times_generator(number), |sum, symbol| {
        times_generator(sum ^ symbol)
    })
}

/// A product in the field of 32 elements, modulo x^5 + x^2 + 1.
const fn times_generator(element: u8) -> u8 {
    let product = element << 1;
    product ^ ((product >> 5) * 0x25)
}

fn symbol_of(typed: char) -> Option<u8> {
    let read = match typed.to_ascii_uppercase() {
        'I' | 'L' => '1',
        'O' => '0',
        'U' => 'V',
        other => other,
    };
    let at = ALPHABET.iter().position(|&c| char::from(c) == read)?;
    u8::try_from(at).ok()
}

/// Hyphens and dashes, as word processors like to exchange them.
const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(bytes: [u8; 32]) -> RecoveryKey {
        let mut secret = Secret::zeroed();
        *secret.expose_mut() = bytes;
        RecoveryKey(secret)
    }

    fn parse(typed: &str) -> Result<[u8; 32], RecoveryKeyError> {
        RecoveryKey::parse(typed).map(|key| *key.0.expose())
    }

    fn text() -> String {
        key(core::array::from_fn(|at| (at * 37 + 11) as u8))
            .to_text()
            .to_string()
    }

    #[test]
    fn the_text_is_part_of_the_format() {
        assert_eq!(
            *key([0; 32]).to_text(),
            "00005-0000A-0000F-0000M-0000H-0000Y-0000V-0000D-00008-00007-00002-0000S-0006G"
        );
        assert_eq!(
            text(),
            "1CR5Z-AYMZH-RKMG5-WCTRT-FPHCD-FV0HM-6SDR6-19EAP-XWA3V-JQM3T-N36ZE-45SW8-C638B"
        );
    }

    #[test]
    fn typing_is_read_generously() {
        let bytes = parse(&text()).unwrap();
        for typed in [
            text().to_lowercase(),
            text().replace('-', " "),
            text().replace('-', "\u{2013}\n"),
            text().replace('-', ""),
            text().replace('1', "l").replace('0', "o").replace('V', "u"),
        ] {
            assert_eq!(parse(&typed), Ok(bytes), "{typed}");
        }
    }

    #[test]
    fn every_wrong_character_is_noticed_in_its_group() {
        let text = text();
        for (at, right) in text.char_indices().filter(|&(_, c)| c != '-') {
            for wrong in ALPHABET.map(char::from).into_iter().filter(|&c| c != right) {
                let mut typed = text.clone();
                typed.replace_range(at..=at, &wrong.to_string());
                let group = at / 6 + 1;
                assert_eq!(parse(&typed), Err(RecoveryKeyError::Group { group }));
            }
        }
    }

    #[test]
    fn exchanged_characters_and_groups_are_noticed() {
        let text = text();
        let groups: Vec<&str> = text.split('-').collect();
        for (first, second) in (0..13).flat_map(|a| (a + 1..13).map(move |b| (a, b))) {
            let mut typed = groups.clone();
            typed.swap(first, second);
            let group = first + 1;
            assert_eq!(
                parse(&typed.join(" ")),
                Err(RecoveryKeyError::Group { group })
            );
        }
        for at in 0..13 {
            for (first, second) in (0..5).flat_map(|a| (a + 1..5).map(move |b| (a, b))) {
                let mut typed: Vec<String> = groups.iter().map(|&group| group.into()).collect();
                let mut bytes = typed[at].clone().into_bytes();
                bytes.swap(first, second);
                typed[at] = String::from_utf8(bytes).unwrap();
                if typed[at] != groups[at] {
                    let group = at + 1;
                    assert_eq!(
                        parse(&typed.concat()),
                        Err(RecoveryKeyError::Group { group })
                    );
                }
            }
        }
    }

    #[test]
    fn what_is_no_key_is_told_so() {
        assert_eq!(parse(""), Err(RecoveryKeyError::Length { found: 0 }));
        assert_eq!(
            parse(&text()[..70]),
            Err(RecoveryKeyError::Length { found: 59 })
        );
        let foreign = text()
            .replacen('-', "", 1)
            .replacen(char::is_alphanumeric, "!", 7);
        assert!(matches!(
            parse(&foreign),
            Err(RecoveryKeyError::Character { group: 1 })
        ));
        assert!(parse(&" ".repeat(1 << 20)).is_err());
    }

    proptest! {
        #[test]
        fn what_is_shown_comes_back(bytes: [u8; 32]) {
            prop_assert_eq!(parse(&key(bytes).to_text()), Ok(bytes));
        }

        #[test]
        fn anything_typed_is_refused_without_harm(typed: String) {
            prop_assert!(parse(&typed).is_err());
        }
    }
}
