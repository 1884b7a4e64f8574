//! Messages between page and workers, in both directions.

use companion_protocol::{Frame, Outgoing, inference, vault};
use minicbor::{Decode, Encode};

/// A message; the first byte chooses which kind. What is read can be written, and is read the
/// same again.
pub fn protocol(bytes: &[u8]) {
    let Some((kind, frame)) = bytes.split_first() else {
        return;
    };
    match kind {
        0 => round_trip::<vault::Request>(frame),
        1 => round_trip::<Outgoing<vault::Response, vault::Event>>(frame),
        2 => round_trip::<inference::Request>(frame),
        3 => round_trip::<Outgoing<inference::Response, inference::Event>>(frame),
        _ => {}
    }
}

fn round_trip<T: Encode<()> + for<'b> Decode<'b, ()>>(bytes: &[u8]) {
    let Ok(frame) = Frame::<T>::from_bytes(bytes) else {
        return;
    };
    // Not every message can be compared, since secrets and NaN are not; their bytes can.
    let written = frame.to_bytes();
    let again = Frame::<T>::from_bytes(&written).unwrap();
    assert_eq!(again.to_bytes(), written);
}
