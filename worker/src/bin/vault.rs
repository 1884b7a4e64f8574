//! The vault worker's entry.

fn main() {
    companion_worker::vault::start();
}
