//! Where a recording's samples lie.

/// Samples that are handed out by the window, so that a long recording need not lie in the
/// memory of whoever listens.
pub trait Samples {
    /// How many there are.
    fn count(&self) -> usize;

    /// Fills `window` with those from `start` on; there are enough of them.
    fn read(&self, start: usize, window: &mut [f32]);
}

impl Samples for Vec<f32> {
    fn count(&self) -> usize {
        self.len()
    }

    fn read(&self, start: usize, window: &mut [f32]) {
        window.copy_from_slice(&self[start..][..window.len()]);
    }
}
