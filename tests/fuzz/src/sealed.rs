//! Backups of Standard Notes under a password: what is sealed in them, and how.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use companion_core::Skipped;
use companion_exchange::import::Import;
use serde_json::{Value, json};

use crate::import::{BETWEEN, NEXT, read_all};

/// The key that a password would yield; deriving it takes a second for each input.
const ROOT_KEY: [u8; 32] = [1; 32];
/// The key for items, by its id, and the key of every item.
const ITEMS_KEY: ([u8; 32], &str) = ([2; 32], "k");
const ITEM_KEY: [u8; 32] = [3; 32];
const KEYS: &str = "SN|ItemsKey";

/// A backup as stored; or, where it is no JSON, what is sealed in one: items, each an id, a kind and a content.
pub fn import_sealed(bytes: &[u8]) {
    if bytes.starts_with(b"{") {
        let text = String::from_utf8_lossy(bytes).into_owned();
        read_all(Import::open_standard_notes(text, ROOT_KEY));
        return;
    }
    let parts = bytes.split(|&byte| byte == NEXT).map(|item| {
        let parts = item.splitn(3, |&byte| byte == BETWEEN);
        let mut parts = parts.map(|part| String::from_utf8_lossy(part).into_owned());
        core::array::from_fn(|_| parts.next().unwrap_or_default())
    });
    let items: Vec<[String; 3]> = parts.collect();
    let found = read_all(Import::open_standard_notes(backup(&items), ROOT_KEY));
    // Other keys may take the place of the one that everything is sealed with.
    if items.iter().all(|[_, kind, _]| kind != KEYS) {
        let opens = |found: &companion_exchange::import::Found| {
            !matches!(found.entry, Err(Skipped::Encrypted))
        };
        assert!(found.iter().all(opens), "what was sealed does not open");
    }
}

/// A backup with these items, sealed.
fn backup(items: &[[String; 3]]) -> String {
    let keys = format!(r#"{{"itemsKey":"{}"}}"#, hex(&ITEMS_KEY.0));
    let mut sealed = vec![item(ITEMS_KEY.1, KEYS, &keys)];
    sealed.extend(
        items
            .iter()
            .map(|[id, kind, content]| item(id, kind, content)),
    );
    json!({ "version": "004", "keyParams": {}, "items": sealed }).to_string()
}

fn item(id: &str, kind: &str, content: &str) -> Value {
    let is_key = kind == KEYS;
    let key = if is_key { ROOT_KEY } else { ITEMS_KEY.0 };
    json!({
        "uuid": id,
        "content_type": kind,
        "created_at": "2024-02-03T20:05:00.000Z",
        "content": seal(content, &ITEM_KEY, id),
        "enc_item_key": seal(&hex(&ITEM_KEY), &key, id),
        "items_key_id": (!is_key).then_some(ITEMS_KEY.1),
    })
}

/// `004:NONCE:CIPHERTEXT:AUTHENTICATED`.
fn seal(plain: &str, key: &[u8; 32], id: &str) -> String {
    let nonce = [4; 24];
    let authenticated = STANDARD.encode(json!({ "u": id, "v": "004" }).to_string());
    let payload = Payload {
        msg: plain.as_bytes(),
        aad: authenticated.as_bytes(),
    };
    let cipher = XChaCha20Poly1305::new(key.into());
    let sealed = cipher.encrypt(&XNonce::from(nonce), payload).unwrap();
    let sealed = STANDARD.encode(sealed);
    format!("004:{}:{sealed}:{authenticated}", hex(&nonce))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Sound examples, and what is in one.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let items = [
        [
            "n1",
            "Note",
            r#"{"title":"Rain","text":"All day","appData":{"org.standardnotes.sn":{"client_updated_at":"2024-02-04T07:00:00.000Z","pinned":true}}}"#,
        ],
        [
            "n2",
            "Note",
            r#"{"title":"","noteType":"super","text":"{\"root\":{\"children\":[{\"type\":\"paragraph\",\"children\":[{\"type\":\"text\",\"text\":\"a\"}]}]}}","trashed":false}"#,
        ],
        ["t", "Tag", r#"{"title":"sea","references":[{"uuid":"n1"}]}"#],
        [
            "k2",
            KEYS,
            r#"{"itemsKey":"0202020202020202020202020202020202020202020202020202020202020202"}"#,
        ],
    ]
    .map(|item| item.map(str::to_owned));
    let joined = |items: &[[String; 3]]| {
        let items = items.iter().map(|item| item.join("\u{1f}"));
        items.collect::<Vec<_>>().join("\u{1e}").into_bytes()
    };
    vec![
        ("import_sealed", backup(&items).into_bytes()),
        ("import_sealed", joined(&items)),
        ("import_sealed", joined(&items[..3])),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_here_opens() {
        for (_, sample) in samples() {
            import_sealed(&sample);
        }
        let (_, backup) = samples().swap_remove(0);
        let backup = String::from_utf8(backup).unwrap();
        let found = read_all(Import::open_standard_notes(backup, ROOT_KEY));
        let texts = found.into_iter().map(|found| found.entry.unwrap());
        let texts: Vec<_> = texts.map(|entry| (entry.content, entry.tags)).collect();
        assert_eq!(
            texts,
            [
                ("# Rain\n\nAll day".into(), vec!["sea".to_owned()]),
                ("a".into(), vec![]),
            ]
        );
    }
}
