//! HMAC, HKDF and PBKDF2, all with SHA-256, and Argon2id.

use argon2::{Algorithm, Argon2, Block, Params, Version};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Secret;
use crate::CryptoError;
use crate::slot::Progress;

type HmacSha256 = Hmac<Sha256>;

/// How often PBKDF2 reports: every few milliseconds on a slow phone.
const ITERATIONS_PER_REPORT: u32 = 10_000;

/// HMAC-SHA-256 over the concatenation of `parts`. The parts must be of fixed length, or all
/// but the last.
pub(crate) fn derive_hmac<'a>(key: &[u8], parts: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut mac = keyed(key);
    parts.into_iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// HKDF-SHA-256 (RFC 5869) of one key to `N` bytes under the concatenation of `info`.
pub(crate) fn derive_hkdf<const N: usize>(
    key: &Secret<32>,
    salt: &[u8],
    info: &[&[u8]],
) -> Secret<N> {
    const { assert!(N <= 255 * 32, "HKDF-SHA-256 yields at most 255 blocks") };
    let mut output = Secret::zeroed();
    let expanded = hkdf_into(key.expose(), salt, info, output.expose_mut());
    debug_assert!(expanded, "the length is checked at compile time");
    output
}

/// HKDF-SHA-256 into `output`; false if that is longer than HKDF can fill.
pub(super) fn hkdf_into(key: &[u8], salt: &[u8], info: &[&[u8]], output: &mut [u8]) -> bool {
    let hkdf = Hkdf::<Sha256>::new(Some(salt), key);
    hkdf.expand_multi_info(info, output).is_ok()
}

/// PBKDF2-HMAC-SHA-256 (RFC 8018) to its first block of 32 bytes, reporting progress.
///
/// The loop is our own because no crate reports progress; it is checked against the `pbkdf2`
/// crate and published vectors.
pub(crate) fn derive_pbkdf2(
    password: &[u8],
    salt: &[u8],
    iterations: u32,
    progress: &mut Progress<'_>,
) -> Secret<32> {
    const FIRST_BLOCK: [u8; 4] = 1_u32.to_be_bytes();
    let keyed = keyed(password);
    let mut block = Zeroizing::new([0_u8; 32]);
    let mut first = keyed.clone();
    first.update(salt);
    first.update(&FIRST_BLOCK);
    *block = first.finalize().into_bytes().into();
    let mut output = Secret::zeroed();
    *output.expose_mut() = *block;
    for done in 1..iterations {
        if done % ITERATIONS_PER_REPORT == 0 {
            progress(done, iterations);
        }
        let mut mac = keyed.clone();
        mac.update(block.as_slice());
        *block = mac.finalize().into_bytes().into();
        output
            .expose_mut()
            .iter_mut()
            .zip(block.iter())
            .for_each(|(sum, byte)| *sum ^= byte);
    }
    progress(iterations, iterations);
    output
}

/// Argon2id, version 1.3 (RFC 9106), to 32 bytes. The caller has checked the parameters
/// against bounds.
///
/// # Errors
/// [`CryptoError::OutOfMemory`] when the device does not lend `memory_kib`.
pub(crate) fn derive_argon2id(
    password: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
    lanes: u32,
) -> Result<Secret<32>, CryptoError> {
    let parameters = Params::new(memory_kib, passes, lanes, Some(32))
        .map_err(|_| CryptoError::KdfOutOfBounds)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters);
    argon2_into(&argon2, password, salt)
}

/// Runs `argon2` in memory of ours, which is asked for politely and wiped afterwards.
pub(super) fn argon2_into(
    argon2: &Argon2<'_>,
    password: &[u8],
    salt: &[u8],
) -> Result<Secret<32>, CryptoError> {
    let blocks = argon2.params().block_count();
    let mut memory = Zeroizing::new(Vec::new());
    memory
        .try_reserve_exact(blocks)
        .map_err(|_| CryptoError::OutOfMemory)?;
    memory.resize(blocks, Block::default());
    let mut output = Secret::zeroed();
    argon2
        .hash_password_into_with_memory(password, salt, output.expose_mut(), memory.as_mut_slice())
        .map_err(|_| CryptoError::KdfOutOfBounds)?;
    Ok(output)
}

#[expect(
    clippy::expect_used,
    reason = "HMAC takes keys of any length (RFC 2104)"
)]
fn keyed(key: &[u8]) -> HmacSha256 {
    HmacSha256::new_from_slice(key).expect("HMAC takes keys of any length")
}
