//! How a passphrase becomes a key, and how cheap or costly that may be.
//!
//! Everything here may come from a stored header, which anybody may have changed: it is
//! checked against compiled-in bounds before any work is done.

use companion_core::Entropy;
use minicbor::bytes::ByteArray;
use minicbor::{Decode, Encode};

use crate::hazmat::{Secret, derive_argon2id, derive_pbkdf2, generate_bytes};
use crate::slot::{KIND_PASSPHRASE_ARGON2ID, KIND_PASSPHRASE_PBKDF2, Progress, encode};
use crate::{CryptoError, Passphrase};

const SALT_BYTES: usize = 32;

/// The key derivation of a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kdf {
    /// PBKDF2-HMAC-SHA-256: quick on every device, and cheap to attack with many processors.
    Pbkdf2(Pbkdf2),
    /// Argon2id: an attacker pays for memory, too.
    Argon2id(Argon2id),
}

impl Default for Kdf {
    fn default() -> Self {
        Self::Pbkdf2(Pbkdf2::default())
    }
}

impl From<Pbkdf2> for Kdf {
    fn from(parameters: Pbkdf2) -> Self {
        Self::Pbkdf2(parameters)
    }
}

impl From<Argon2id> for Kdf {
    fn from(parameters: Argon2id) -> Self {
        Self::Argon2id(parameters)
    }
}

impl Kdf {
    /// Derives a key that nobody uses, to see what it costs on this device.
    ///
    /// # Errors
    /// As deriving a real one: [`CryptoError::OutOfMemory`] when the device does not lend what
    /// Argon2id needs.
    pub fn rehearse(self, progress: &mut Progress<'_>) -> Result<(), CryptoError> {
        let kdf = SaltedKdf {
            kdf: self,
            salt: [0; SALT_BYTES],
        };
        kdf.derive(&Passphrase::new("rehearsal")?, progress)
            .map(drop)
    }
}

/// Parameters of PBKDF2-HMAC-SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pbkdf2 {
    iterations: u32,
}

impl Pbkdf2 {
    /// Fewest iterations, and the default: OWASP's recommendation of 2023 for
    /// PBKDF2-HMAC-SHA-256. A stored header that asks for less was tampered with.
    pub const MIN_ITERATIONS: u32 = 600_000;
    /// Most iterations: about ten seconds in a browser. A stored header that asks for more
    /// is there to hang the device.
    pub const MAX_ITERATIONS: u32 = 10_000_000;

    /// Checks the number of iterations.
    ///
    /// # Errors
    /// When it is outside [`Self::MIN_ITERATIONS`] to [`Self::MAX_ITERATIONS`].
    pub const fn new(iterations: u32) -> Result<Self, CryptoError> {
        if iterations < Self::MIN_ITERATIONS || iterations > Self::MAX_ITERATIONS {
            return Err(CryptoError::KdfOutOfBounds);
        }
        Ok(Self { iterations })
    }
}

impl Default for Pbkdf2 {
    fn default() -> Self {
        Self {
            iterations: Self::MIN_ITERATIONS,
        }
    }
}

/// Parameters of Argon2id, version 1.3 (RFC 9106).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argon2id {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Argon2id {
    /// Least memory, 19 MiB, which with [`Self::MIN_PASSES`] is OWASP's recommendation of 2023.
    pub const MIN_MEMORY_KIB: u32 = 19 << 10;
    /// Most memory, 1 GiB: what a browser can still be expected to lend.
    pub const MAX_MEMORY_KIB: u32 = 1 << 20;
    /// Fewest passes over the memory.
    pub const MIN_PASSES: u32 = 2;
    /// Most passes over the memory.
    pub const MAX_PASSES: u32 = 10;
    /// Most lanes. One thread computes them all, so more than one is of use to others only.
    pub const MAX_LANES: u32 = 4;

    /// Checks memory, passes and lanes.
    ///
    /// # Errors
    /// When one is outside its bounds.
    pub const fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, CryptoError> {
        if memory_kib < Self::MIN_MEMORY_KIB
            || memory_kib > Self::MAX_MEMORY_KIB
            || passes < Self::MIN_PASSES
            || passes > Self::MAX_PASSES
            || lanes < 1
            || lanes > Self::MAX_LANES
        {
            return Err(CryptoError::KdfOutOfBounds);
        }
        Ok(Self {
            memory_kib,
            passes,
            lanes,
        })
    }
}

impl Default for Argon2id {
    /// 64 MiB and three passes, the second recommendation of RFC 9106, with one lane, because
    /// a worker has one thread.
    fn default() -> Self {
        Self {
            memory_kib: 64 << 10,
            passes: 3,
            lanes: 1,
        }
    }
}

/// A key derivation with the salt of one slot.
pub(crate) struct SaltedKdf {
    pub(crate) kdf: Kdf,
    salt: [u8; SALT_BYTES],
}

/// What a slot of PBKDF2 stores.
#[derive(Encode, Decode)]
#[cbor(map)]
struct StoredPbkdf2 {
    #[n(0)]
    salt: ByteArray<SALT_BYTES>,
    #[n(1)]
    iterations: u32,
}

/// What a slot of Argon2id stores.
#[derive(Encode, Decode)]
#[cbor(map)]
struct StoredArgon2id {
    #[n(0)]
    salt: ByteArray<SALT_BYTES>,
    #[n(1)]
    memory_kib: u32,
    #[n(2)]
    passes: u32,
    #[n(3)]
    lanes: u32,
}

impl SaltedKdf {
    /// Draws a salt.
    pub(crate) fn generate(entropy: &impl Entropy, kdf: Kdf) -> Result<Self, CryptoError> {
        let salt = generate_bytes(entropy)?;
        Ok(Self { kdf, salt })
    }

    /// Reads the parameters of a slot of `kind`; `None` if that takes no passphrase.
    ///
    /// # Errors
    /// When they cannot be read or are outside the bounds.
    pub(crate) fn read(kind: u16, parameters: &[u8]) -> Option<Result<Self, CryptoError>> {
        match kind {
            KIND_PASSPHRASE_PBKDF2 => Some(Self::read_pbkdf2(parameters)),
            KIND_PASSPHRASE_ARGON2ID => Some(Self::read_argon2id(parameters)),
            _ => None,
        }
    }

    fn read_pbkdf2(parameters: &[u8]) -> Result<Self, CryptoError> {
        let stored: StoredPbkdf2 =
            minicbor::decode(parameters).map_err(|_| CryptoError::NotAHeader)?;
        Ok(Self {
            kdf: Pbkdf2::new(stored.iterations)?.into(),
            salt: stored.salt.into(),
        })
    }

    fn read_argon2id(parameters: &[u8]) -> Result<Self, CryptoError> {
        let stored: StoredArgon2id =
            minicbor::decode(parameters).map_err(|_| CryptoError::NotAHeader)?;
        Ok(Self {
            kdf: Argon2id::new(stored.memory_kib, stored.passes, stored.lanes)?.into(),
            salt: stored.salt.into(),
        })
    }

    /// The slot's kind and its stored parameters.
    pub(crate) fn to_stored(&self) -> (u16, Vec<u8>) {
        let salt = self.salt.into();
        match self.kdf {
            Kdf::Pbkdf2(Pbkdf2 { iterations }) => (
                KIND_PASSPHRASE_PBKDF2,
                encode(&StoredPbkdf2 { salt, iterations }),
            ),
            Kdf::Argon2id(parameters) => (
                KIND_PASSPHRASE_ARGON2ID,
                encode(&StoredArgon2id {
                    salt,
                    memory_kib: parameters.memory_kib,
                    passes: parameters.passes,
                    lanes: parameters.lanes,
                }),
            ),
        }
    }

    /// The key-encryption key of `passphrase`.
    ///
    /// # Errors
    /// [`CryptoError::OutOfMemory`] when the device does not lend what Argon2id needs.
    pub(crate) fn derive(
        &self,
        passphrase: &Passphrase,
        progress: &mut Progress<'_>,
    ) -> Result<Secret<32>, CryptoError> {
        match self.kdf {
            Kdf::Pbkdf2(Pbkdf2 { iterations }) => Ok(derive_pbkdf2(
                passphrase.expose(),
                &self.salt,
                iterations,
                progress,
            )),
            Kdf::Argon2id(parameters) => {
                progress(0, 1);
                let key = derive_argon2id(
                    passphrase.expose(),
                    &self.salt,
                    parameters.memory_kib,
                    parameters.passes,
                    parameters.lanes,
                )?;
                progress(1, 1);
                Ok(key)
            }
        }
    }
}
