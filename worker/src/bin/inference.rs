//! The inference worker's entry.

fn main() {
    companion_worker::inference::start();
}
