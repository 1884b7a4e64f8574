//! Text from the keyboard, from paper, or from an entry that somebody else has written.

use companion_crypto::{Passphrase, RecoveryKey};
use companion_vault::reading as view;

/// A recovery key as typed. What is read is shown, and read the same again.
pub fn recovery_key(bytes: &[u8]) {
    let Ok(typed) = core::str::from_utf8(bytes) else {
        return;
    };
    if let Ok(key) = RecoveryKey::parse(typed) {
        let shown = key.to_text();
        let again = RecoveryKey::parse(&shown).unwrap();
        assert_eq!(*again.to_text(), *shown);
    }
}

/// A passphrase as typed.
pub fn passphrase(bytes: &[u8]) {
    let Ok(typed) = core::str::from_utf8(bytes) else {
        return;
    };
    let _ = Passphrase::new(typed);
    let _ = companion_strength::estimate(typed);
}

/// An entry's Markdown on its way to the screen: whatever is written, the page gets neither a
/// script nor an address that runs one.
pub fn reading(bytes: &[u8]) {
    let Ok(markdown) = core::str::from_utf8(bytes) else {
        return;
    };
    let html = view::render(markdown);
    for (at, _) in html.match_indices('<') {
        let tag = html[at + 1..].trim_start_matches('/');
        let name: String = tag
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let name = name.to_ascii_lowercase();
        assert!(
            ![
                "script", "style", "iframe", "object", "embed", "form", "svg", "math", "base",
                "meta", "link"
            ]
            .contains(&name.as_str()),
            "<{name}> on its way to the page"
        );
    }
}
