//! Padding that hides exact lengths: the Padmé scheme (Nikitin et al., "Reducing Metadata
//! Leakage from Encrypted Files and Communication with PURBs", 2019) above a floor.

use zeroize::Zeroizing;

use crate::CryptoError;

/// The smallest padded plaintext: a settings record and a short note look the same.
const MIN_PADDED_BYTES: usize = 256;
/// The length prefix inside the padding: big-endian `u32`.
const PREFIX_BYTES: usize = 4;

/// Size of a plaintext of `length_bytes`, prefix included, once padded: at most 12% more,
/// and the length leaks only O(log log n) bits.
pub(crate) const fn padded_bytes(length_bytes: usize) -> usize {
    if length_bytes <= MIN_PADDED_BYTES {
        return MIN_PADDED_BYTES;
    }
    let exponent = length_bytes.ilog2();
    let significant_bits = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - significant_bits)) - 1;
    (length_bytes + mask) & !mask
}

/// Length prefix, `plaintext` and zeros.
pub(crate) fn pad(plaintext: &[u8]) -> Result<Zeroizing<Vec<u8>>, CryptoError> {
    let length = u32::try_from(plaintext.len()).map_err(|_| CryptoError::TooLarge)?;
    let unpadded = PREFIX_BYTES
        .checked_add(plaintext.len())
        .ok_or(CryptoError::TooLarge)?;
    let size = padded_bytes(unpadded);
    let mut padded = Zeroizing::new(Vec::with_capacity(size));
    padded.extend_from_slice(&length.to_be_bytes());
    padded.extend_from_slice(plaintext);
    padded.resize(size, 0);
    Ok(padded)
}

/// Leaves the plaintext inside `padded`, which must be padded exactly as [`pad`] does.
pub(crate) fn unpad(padded: &mut Vec<u8>) -> Result<(), CryptoError> {
    let (prefix, rest) = padded
        .split_first_chunk::<PREFIX_BYTES>()
        .ok_or(CryptoError::Damaged)?;
    let length = usize::try_from(u32::from_be_bytes(*prefix)).map_err(|_| CryptoError::Damaged)?;
    let filling = rest.get(length..).ok_or(CryptoError::Damaged)?;
    let canonical = padded.len() == padded_bytes(PREFIX_BYTES + length)
        && filling.iter().all(|&byte| byte == 0);
    if !canonical {
        return Err(CryptoError::Damaged);
    }
    padded.copy_within(PREFIX_BYTES..PREFIX_BYTES + length, 0);
    padded.truncate(length);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn sizes_fall_into_few_buckets() {
        assert_eq!(padded_bytes(0), 256);
        assert_eq!(padded_bytes(256), 256);
        assert_eq!(padded_bytes(257), 272);
        assert_eq!(padded_bytes(1_000), 1_024);
        assert_eq!(padded_bytes(1 << 20), 1 << 20);
        let buckets: std::collections::BTreeSet<_> = (0..100_000).map(padded_bytes).collect();
        assert!(buckets.len() < 150, "{}", buckets.len());
    }

    proptest! {
        #[test]
        fn padding_costs_little_and_is_idempotent(length in 257_usize..1 << 30) {
            let padded = padded_bytes(length);
            prop_assert!(padded >= length && padded - length <= length / 8);
            prop_assert_eq!(padded_bytes(padded), padded);
        }

        #[test]
        fn what_is_padded_comes_back(plaintext: Vec<u8>) {
            let mut padded = pad(&plaintext).unwrap();
            unpad(&mut padded).unwrap();
            prop_assert_eq!(&*padded, &plaintext);
        }

        #[test]
        fn strange_padding_is_refused(plaintext: Vec<u8>, at: prop::sample::Index, other in 1_u8..) {
            let mut padded = pad(&plaintext).unwrap();
            let filling = PREFIX_BYTES + plaintext.len();
            prop_assume!(filling < padded.len());
            let at = filling + at.index(padded.len() - filling);
            padded[at] = other;
            prop_assert_eq!(unpad(&mut padded), Err(CryptoError::Damaged));
        }
    }
}
