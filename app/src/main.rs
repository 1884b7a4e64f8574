//! The page of Companion: everything that is seen and typed. Keys, storage and the model live in
//! two workers; this page shows the one entry that is on screen and talks to them.

#![allow(
    unreachable_pub,
    reason = "the component macro writes `pub` items; nothing leaves a binary crate"
)]

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

mod app;
mod clients;
mod components;
mod platform;
mod screens;
mod state;
mod text;

/// Everything that is freed is wiped: the text on screen and the passphrase pass through here.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    platform::stop::on_panic();
    // Compiling and linking all of it was one task; drawing it is the next.
    wasm_bindgen_futures::spawn_local(async {
        platform::turn::next_task().await;
        leptos::mount::mount_to_body(app::Root);
        platform::stop::stand_behind();
    });
}
