//! The module that judges passphrases. The vault worker loads it when somebody chooses one.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// Everything that is freed is wiped, as in the vault worker.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    companion_worker::strength::start();
}
