//! Identifiers: 128 random bits, shown as 32 lower-case hexadecimal digits.

use core::fmt;
use core::str::FromStr;

use minicbor::{Decode, Encode};

use crate::{Entropy, EntropyError};

/// Defines the names of one kind of thing, so that the name of one kind is never taken for another's.
macro_rules! identifier {
    ($(#[$documentation:meta])* $Id:ident) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
        #[cbor(transparent)]
        pub struct $Id(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

        impl $Id {
            /// Draws a fresh identifier.
            ///
            /// # Errors
            /// When the platform's random source fails.
            pub fn generate(entropy: &impl Entropy) -> Result<Self, EntropyError> {
                let mut bytes = [0; 16];
                entropy.fill(&mut bytes)?;
                Ok(Self(bytes))
            }

            /// The identifier's 16 bytes.
            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Rebuilds an identifier from its bytes.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }
        }

        impl fmt::Display for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $Id {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $Id {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                parse(text).map(Self)
            }
        }
    };
}

identifier! {
    /// Names one journal entry for its whole life, through edits, deletion, backup and sync.
    EntryId
}

identifier! {
    /// Names one attachment for its whole life.
    AttachmentId
}

identifier! {
    /// Names one template of the writer's own for its whole life.
    TemplateId
}

/// The text is not 32 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an identifier is 32 hexadecimal digits")]
pub struct ParseIdError;

fn parse(text: &str) -> Result<[u8; 16], ParseIdError> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    if pairs.len() != 16 || !rest.is_empty() {
        return Err(ParseIdError);
    }
    let mut bytes = [0; 16];
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        *byte = nibble(*high)? << 4 | nibble(*low)?;
    }
    Ok(bytes)
}

fn nibble(digit: u8) -> Result<u8, ParseIdError> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        b'A'..=b'F' => Ok(digit - b'A' + 10),
        _ => Err(ParseIdError),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_form_round_trips() {
        let id = EntryId::from_bytes(*b"0123456789abcdef");
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!("00ff".parse::<EntryId>(), Err(ParseIdError));
        assert_eq!("zz".repeat(16).parse::<EntryId>(), Err(ParseIdError));
        assert_eq!("é".repeat(16).parse::<EntryId>(), Err(ParseIdError));
    }
}
