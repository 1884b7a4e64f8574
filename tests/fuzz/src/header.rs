//! What anybody can write without a key: the plain header, and envelopes.

use companion_crypto::{Header, RecordKey, RecoveryKey};

use crate::journal::{golden, keys};

/// The plain header of a vault. What is read can be written, and is read the same again.
pub fn header(bytes: &[u8]) {
    let Ok(header) = Header::from_bytes(bytes) else {
        return;
    };
    let _ = (header.kdf(), header.has_recovery_key());
    let recovery = RecoveryKey::parse(&golden().recovery_key).unwrap();
    let opened = header.unlock_with_recovery(&recovery);
    let written = Header::from_bytes(&header.to_bytes()).unwrap();
    assert_eq!(written.vault(), header.vault());
    assert_eq!(
        written.unlock_with_recovery(&recovery).is_ok(),
        opened.is_ok()
    );
}

/// A record key and the sealed envelope that lies under it. Only the golden journal's own
/// envelopes open, each under its own key.
pub fn envelope(bytes: &[u8]) {
    let Some((key, envelope)) = bytes.split_first_chunk::<16>() else {
        return;
    };
    let Some(key) = RecordKey::from_bytes(key) else {
        return;
    };
    if keys().open(&key, envelope).is_ok() {
        let known =
            |(stored, value): &(Vec<u8>, Vec<u8>)| stored == key.as_bytes() && value == envelope;
        assert!(
            golden().records.iter().any(known),
            "a forged envelope opens"
        );
    }
}
