//! A passphrase as the key derivation sees it.

use companion_core::limits::MAX_PASSPHRASE_BYTES;
use icu_normalizer::ComposingNormalizerBorrowed;
use zeroize::Zeroizing;

use crate::CryptoError;

/// A passphrase in Unicode normalization form NFKC, so that the same typing opens the journal
/// on every platform: macOS composes "é" differently from Windows, and an input method may
/// produce full-width letters. Wiped when dropped; does not print.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Normalises what was typed.
    ///
    /// # Errors
    /// When it is longer than [`MAX_PASSPHRASE_BYTES`] before or after normalisation.
    pub fn new(typed: &str) -> Result<Self, CryptoError> {
        // Checked before the work too: NFKC can lengthen a text 18-fold.
        if typed.len() > MAX_PASSPHRASE_BYTES {
            return Err(CryptoError::PassphraseTooLong);
        }
        // Reserved in full, so that growing leaves no unwiped copy behind.
        const LONGEST_EXPANSION: usize = 18;
        let mut normal = Zeroizing::new(String::with_capacity(typed.len() * LONGEST_EXPANSION));
        // Writing to a `String` cannot fail.
        let written = ComposingNormalizerBorrowed::new_nfkc().normalize_to(typed, &mut *normal);
        if written.is_err() || normal.len() > MAX_PASSPHRASE_BYTES {
            return Err(CryptoError::PassphraseTooLong);
        }
        Ok(Self(normal))
    }

    pub(crate) fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(typed: &str) -> Vec<u8> {
        Passphrase::new(typed).unwrap().expose().to_vec()
    }

    #[test]
    fn the_same_typing_is_the_same_passphrase_on_every_platform() {
        assert_eq!(bytes("cafe\u{301} noir"), bytes("caf\u{e9} noir"));
        assert_eq!(bytes("ｐａｓｓ"), b"pass");
        assert_ne!(bytes("Cafe"), bytes("cafe"));
        assert_ne!(bytes(" cafe"), bytes("cafe"));
    }

    #[test]
    fn endless_passphrases_are_refused() {
        assert!(Passphrase::new(&"a".repeat(MAX_PASSPHRASE_BYTES)).is_ok());
        assert!(Passphrase::new(&"a".repeat(MAX_PASSPHRASE_BYTES + 1)).is_err());
        // Three bytes that normalise to thirty-three.
        assert!(Passphrase::new(&"\u{fdfa}".repeat(300)).is_err());
    }
}
