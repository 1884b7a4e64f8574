//! Comparing the log's end with the head at unlock: a few records, whatever the log's length.

use companion_core::AuditFinding;
use companion_crypto::VaultKeys;
use companion_store::{Key, Store, Table};

use super::record::{Content, SEALED_BYTES, link, number_of, open, table_key};
use crate::VaultError;
use crate::manifest::Head;

/// Records asked for at a time where more than the end must be looked at.
const CHUNK: u64 = 256;

/// What is wrong at the log's end. Authentic records behind the last one that the head knows
/// become part of the log again, so that what is written next does not cover them.
///
/// In the middle of the log nothing is looked at: that is the work of a
/// [`Verification`](super::Verification).
pub(crate) async fn inspect<S: Store>(
    store: &S,
    keys: &VaultKeys,
    head: &mut Head,
) -> Result<Vec<AuditFinding>, VaultError> {
    let mut findings = Vec::new();
    let sealed = head.audit_length;
    if sealed > 0 {
        let last = store.get(Table::Audit, &table_key(sealed)).await?;
        findings.extend(match last {
            Some(last) => check_last(keys, head, &last),
            None => Some(AuditFinding::Truncated {
                from: last_stored(store, sealed).await? + 1,
                to: sealed,
            }),
        });
    }
    while let Some((next, content)) = next_of(store, keys, head).await? {
        if content.previous != head.audit_root {
            findings.push(AuditFinding::Forked {
                after: head.audit_length,
            });
        }
        head.audit_length += 1;
        head.audit_root = link(keys, head.audit_length, &content, &next);
    }
    if head.audit_length > sealed {
        findings.push(AuditFinding::Downgraded {
            sealed,
            found: head.audit_length,
        });
    } else if store
        .get(Table::Audit, &table_key(sealed.saturating_add(1)))
        .await?
        .is_some()
    {
        findings.push(AuditFinding::Inserted { at: sealed + 1 });
    }
    Ok(findings)
}

/// Finds the log's end where the head is lost: the last record that is authentic.
pub(crate) async fn recover<S: Store>(
    store: &S,
    keys: &VaultKeys,
    head: &mut Head,
) -> Result<(), VaultError> {
    let mut after: Option<Key> = None;
    loop {
        // A chunk's length fits every platform.
        let chunk = store
            .scan(Table::Audit, after.as_deref(), CHUNK as usize)
            .await?;
        for (key, sealed) in &chunk {
            if let Some(number) = number_of(key)
                && let Some(content) = open(keys, number, sealed)
            {
                head.audit_length = number;
                head.audit_root = link(keys, number, &content, sealed);
            }
        }
        if (chunk.len() as u64) < CHUNK {
            return Ok(());
        }
        after = chunk.into_iter().next_back().map(|(key, _)| key);
    }
}

fn check_last(keys: &VaultKeys, head: &Head, sealed: &[u8]) -> Option<AuditFinding> {
    let at = head.audit_length;
    match open(keys, at, sealed) {
        Some(content) if link(keys, at, &content, sealed) == head.audit_root => None,
        Some(_) => Some(AuditFinding::Forked { after: at - 1 }),
        None if sealed.len() < SEALED_BYTES => Some(AuditFinding::TornTail { at }),
        None => Some(AuditFinding::Edited { at }),
    }
}

/// The authentic record behind the last one that the head knows, if there is one.
async fn next_of<S: Store>(
    store: &S,
    keys: &VaultKeys,
    head: &Head,
) -> Result<Option<(Vec<u8>, Content)>, VaultError> {
    let number = head.audit_length.saturating_add(1);
    let next = store.get(Table::Audit, &table_key(number)).await?;
    Ok(next.and_then(|next| {
        let content = open(keys, number, &next)?;
        Some((next, content))
    }))
}

/// The greatest number below `end` under which a record lies; 0 if there is none.
async fn last_stored<S: Store>(store: &S, end: u64) -> Result<u64, VaultError> {
    let mut end = end;
    while end > 1 {
        let start = end.saturating_sub(CHUNK).max(1);
        let keys: Vec<Key> = (start..end).map(table_key).collect();
        let stored = store.get_many(Table::Audit, &keys).await?;
        if let Some(at) = stored.iter().rposition(Option::is_some) {
            return Ok(start + at as u64);
        }
        end = start;
    }
    Ok(0)
}
