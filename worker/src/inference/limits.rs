//! How many threads may compute.

use std::cell::Cell;

use companion_inference::threads;

/// All that limits the threads: what a measurement asks for, and giving way to others.
#[derive(Default)]
pub(super) struct ThreadLimits {
    gives_way: Cell<bool>,
    measured: Cell<Option<usize>>,
}

impl ThreadLimits {
    /// One thread alone from now on, or as many as there are.
    pub(super) fn give_way(&self, gives_way: bool) {
        self.gives_way.set(gives_way);
        self.apply();
    }

    /// At most so many threads for as long as what is returned lives.
    pub(super) fn at_most(&self, most: u32) -> Limit<'_> {
        self.measured.set(Some(most as usize));
        self.apply();
        Limit(self)
    }

    fn apply(&self) {
        threads::limit_threads(match self.measured.get() {
            _ if self.gives_way.get() => 1,
            Some(most) => most,
            None => usize::MAX,
        });
    }
}

/// A limit that ends when this is dropped.
pub(super) struct Limit<'a>(&'a ThreadLimits);

impl Drop for Limit<'_> {
    fn drop(&mut self) {
        self.0.measured.set(None);
        self.0.apply();
    }
}
