//! A product's results, written by several threads at once.

use core::marker::PhantomData;

use crate::lanes::Lanes;

/// The output of a product, of which every thread writes the rows of its own tiles. They lie
/// apart in each column, so that no thread can have a slice of them.
pub(super) struct Results<'a> {
    start: *mut f32,
    len: usize,
    output: PhantomData<&'a mut [f32]>,
}

// SAFETY: it is a `&mut [f32]` which is written through `put` alone, whose callers promise that
// no two threads write the same place.
unsafe impl Sync for Results<'_> {}

impl<'a> Results<'a> {
    /// Takes the output for as long as threads write to it.
    pub(super) const fn new(output: &'a mut [f32]) -> Self {
        Self {
            start: output.as_mut_ptr(),
            len: output.len(),
            output: PhantomData,
        }
    }

    /// Writes the first `kept` of the lanes' numbers from `at` on.
    ///
    /// # Safety
    /// The processor must have the instructions of `L`, and no other thread may write there.
    #[inline(always)]
    pub(super) unsafe fn put<L: Lanes>(&self, at: usize, kept: usize, floats: L::Floats) {
        assert!(at + kept <= self.len && kept <= L::ROWS);
        // SAFETY: the place has been checked and is this thread's alone; `results` holds as many
        // numbers as the widest vector unit has lanes.
        unsafe {
            let target = self.start.add(at);
            if kept == L::ROWS {
                L::store_floats(target, floats);
            } else {
                let mut results = [0.0; 16];
                L::store_floats(results.as_mut_ptr(), floats);
                target.copy_from_nonoverlapping(results.as_ptr(), kept);
            }
        }
    }
}
