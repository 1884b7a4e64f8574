//! How jrnl encrypts since version 2: the text as one Fernet token
//! (<https://github.com/fernet/spec>) under a key that PBKDF2 makes of the password and of a salt
//! that is the same for everybody (`jrnl/encryption/Jrnlv2Encryption.py`).

use aes::Aes128;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, KeyIvInit as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::import::error::ImportError;

const SALT: [u8; 16] = *b"\xf2\xd5q\x0e\xc1\x8d.\xde\xdc\x8e6t\x89\x04\xce\xf8";
const ITERATIONS: u32 = 100_000;
/// What every token begins with: version 128 and the first bytes of a time before the year 2106.
const BEGINNING: &str = "gAAAAA";
/// Version, time, vector, at least one block, tag.
const SHORTEST: usize = 1 + 8 + 16 + 16 + 32;

/// Whether a text is a Fernet token.
pub(crate) fn is_encrypted(text: &str) -> bool {
    let text = text.trim();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'=');
    text.starts_with(BEGINNING) && text.bytes().all(fits)
}

/// The text of an encrypted journal.
pub(crate) fn decrypt(token: &str, password: &str) -> Result<String, ImportError> {
    let mut key = Zeroizing::new([0; 32]);
    // Fails only for keys longer than any that HMAC-SHA-256 can make.
    pbkdf2::pbkdf2::<Hmac<Sha256>>(password.as_bytes(), &SALT, ITERATIONS, &mut *key)
        .map_err(|_| ImportError::WrongPassword)?;
    open(token.trim(), &key)
}

fn open(token: &str, key: &[u8; 32]) -> Result<String, ImportError> {
    let damaged = || ImportError::Damaged("the encrypted journal is damaged".into());
    let bytes = URL_SAFE.decode(token).map_err(|_| damaged())?;
    if bytes.len() < SHORTEST || bytes[0] != 0x80 {
        return Err(damaged());
    }
    let (signed, tag) = bytes.split_at(bytes.len() - 32);
    let (signing, encrypting) = key.split_at(16);
    let mut mac = Hmac::<Sha256>::new_from_slice(signing).map_err(|_| damaged())?;
    mac.update(signed);
    // Whether the password is wrong or a byte has changed, nobody can tell.
    mac.verify_slice(tag)
        .map_err(|_| ImportError::WrongPassword)?;
    let (vector, ciphertext) = signed[9..].split_at(16);
    let cipher = Decryptor::<Aes128>::new_from_slices(encrypting, vector).map_err(|_| damaged())?;
    let mut plain = Zeroizing::new(ciphertext.to_vec());
    let text = cipher
        .decrypt_padded::<Pkcs7>(&mut plain)
        .map_err(|_| damaged())?;
    String::from_utf8(text.to_vec()).map_err(|_| damaged())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From <https://github.com/fernet/spec/blob/master/verify.json>.
    const TOKEN: &str = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";
    const KEY: &str = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";

    fn key() -> [u8; 32] {
        URL_SAFE.decode(KEY).unwrap().try_into().unwrap()
    }

    #[test]
    fn the_published_token_opens() {
        assert!(is_encrypted(TOKEN));
        assert_eq!(open(TOKEN, &key()).unwrap(), "hello");
    }

    #[test]
    fn what_was_changed_does_not_open() {
        let bytes = URL_SAFE.decode(TOKEN).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(open(&URL_SAFE.encode(changed), &key()).is_err(), "{at}");
            assert!(
                open(&URL_SAFE.encode(&bytes[..at]), &key()).is_err(),
                "{at}"
            );
        }
        assert!(open("gAAAAA?", &key()).is_err());
        assert!(matches!(
            decrypt(TOKEN, "wrong"),
            Err(ImportError::WrongPassword)
        ));
    }
}
