//! What functions that have returned leave behind on the stack.
//!
//! Secrets that live on the heap are wiped when they are dropped. What a cipher or a parser
//! held in its own frames is not: those bytes stay until something else is called as deeply.

use core::hint::black_box;

/// How deep the stack is overwritten, in bytes. The frames of everything that touches a secret
/// (key derivation, ciphers, CBOR, Markdown) are far smaller together; a stack in Wasm has
/// 1 MiB, a thread's natively 2 MiB.
const DEPTH_BYTES: usize = 320 << 10;
const FRAME_BYTES: usize = 4 << 10;

/// Overwrites the stack below the caller. To be called after the last secret was dropped, from
/// a function near the bottom of the stack.
#[inline(never)]
pub fn wipe_stack() {
    wipe(DEPTH_BYTES / FRAME_BYTES);
}

#[inline(never)]
fn wipe(frames: usize) {
    let mut frame = [0_u8; FRAME_BYTES];
    black_box(&mut frame);
    if frames > 1 {
        wipe(frames - 1);
    }
    // Used after the call too, so that no frame is given up for the next one.
    black_box(&mut frame);
}
