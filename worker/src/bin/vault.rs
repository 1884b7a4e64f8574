//! The vault worker's entry.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// Everything that is freed is wiped: entries' texts pass through many hands, not all of them
/// ours.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    companion_worker::vault::start();
}
