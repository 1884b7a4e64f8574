//! Key material: wiped when dropped, never printed, never compared byte by byte.

use companion_core::{Entropy, EntropyError};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// `N` secret bytes. Boxed, so that moving the value leaves no copies on the stack.
#[derive(Zeroize, ZeroizeOnDrop)]
pub(crate) struct Secret<const N: usize>(Box<[u8; N]>);

impl<const N: usize> Secret<N> {
    /// All zeros, to be filled in place.
    pub(crate) fn zeroed() -> Self {
        Self(Box::new([0; N]))
    }

    /// Draws a fresh secret.
    pub(crate) fn generate(entropy: &impl Entropy) -> Result<Self, EntropyError> {
        let mut secret = Self::zeroed();
        entropy.fill(secret.expose_mut())?;
        Ok(secret)
    }

    pub(crate) const fn expose(&self) -> &[u8; N] {
        &self.0
    }

    pub(crate) const fn expose_mut(&mut self) -> &mut [u8; N] {
        &mut self.0
    }
}
