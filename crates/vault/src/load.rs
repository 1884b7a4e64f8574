//! Reading head and pages at unlock, and telling what is wrong with them.

use companion_core::AuditFinding;
use companion_crypto::{Digest, RecordKey, VaultKeys};
use companion_store::{Key, Store, Table};

use crate::audit::tail;
use crate::manifest::{Head, Items, Manifest, Page, page_of};
use crate::record::{Kind, decode, page_key, single_key};
use crate::{Problem, VaultError};

/// A manifest as found.
pub(crate) struct Loaded {
    pub(crate) manifest: Manifest,
    /// Whether head and pages are authentic and belong together. If not, what is listed is a
    /// hint at most, and the list must be rebuilt from the records.
    pub(crate) sound: bool,
    pub(crate) problems: Vec<Problem>,
}

impl Loaded {
    /// Compares the audit log's end with the head, or finds it where the head is lost.
    pub(crate) async fn inspect_log<S: Store>(
        &mut self,
        store: &S,
        keys: &VaultKeys,
    ) -> Result<Vec<AuditFinding>, VaultError> {
        let head = &mut self.manifest.head;
        if self.problems.contains(&Problem::HeadDamaged) {
            tail::recover(store, keys, head).await?;
            return Ok(Vec::new());
        }
        tail::inspect(store, keys, head).await
    }
}

/// Reads the manifest of an unlocked vault whose header has the sum `header`.
pub(crate) async fn load<S: Store>(
    store: &S,
    keys: &VaultKeys,
    header: Digest,
) -> Result<Loaded, VaultError> {
    let mut manifest = Manifest::empty(*keys.vault(), header);
    let mut problems = Vec::new();
    let mut newest_page = 0;
    let mut pages_damaged = 0;

    let head_key = single_key(keys, Kind::Head);
    let page_keys: Vec<RecordKey> = (0..=u8::MAX).map(|page| page_key(keys, page)).collect();
    let stored_keys: Vec<Key> = core::iter::once(&head_key)
        .chain(&page_keys)
        .map(|key| key.as_bytes().to_vec())
        .collect();
    let mut stored = store
        .get_many(Table::Records, &stored_keys)
        .await?
        .into_iter();
    let head_bytes = stored.next().flatten();

    for (page, (key, envelope)) in (0..=u8::MAX).zip(page_keys.iter().zip(stored)) {
        let Some(envelope) = envelope else { continue };
        manifest.digests[usize::from(page)] = Digest::of(&envelope);
        match open_page(keys, key, &envelope, page)? {
            Some((revision, items)) => {
                newest_page = newest_page.max(revision);
                *manifest.page_mut(page) = items;
            }
            None => pages_damaged += 1,
        }
    }
    if pages_damaged > 0 {
        problems.push(Problem::PagesDamaged(pages_damaged));
    }

    let head = match &head_bytes {
        Some(envelope) => open_head(keys, &head_key, envelope)?,
        None => None,
    };
    let sound = match head {
        Some(head) => {
            if head.header != header {
                problems.push(Problem::HeaderReplaced);
            }
            let matches = head.root == keys.derive_root(&manifest.digests)
                && head.count == manifest.count()
                && head.vault == *keys.vault();
            if !matches && pages_damaged == 0 {
                problems.push(Problem::PagesReplaced);
            }
            manifest.head = head;
            matches && pages_damaged == 0
        }
        None => {
            problems.push(Problem::HeadDamaged);
            false
        }
    };
    // A rebuilt journal counts on from the newest change that is known.
    manifest.head.epoch = manifest.head.epoch.max(newest_page);
    manifest.head_bytes = head_bytes;
    Ok(Loaded {
        manifest,
        sound,
        problems,
    })
}

/// A page's revision and items; `None` if it is damaged.
fn open_page(
    keys: &VaultKeys,
    key: &RecordKey,
    envelope: &[u8],
    page: u8,
) -> Result<Option<(u64, Items)>, VaultError> {
    let Ok(opened) = keys.open(key, envelope) else {
        return Ok(None);
    };
    let sealed: Page = match decode(&opened, Kind::Page) {
        Ok(sealed) => sealed,
        Err(VaultError::Damaged) => return Ok(None),
        Err(error) => return Err(error),
    };
    let items: Items = sealed
        .items
        .into_iter()
        .filter(|item| page_of(&item.key) == page)
        .map(|item| (item.key, item))
        .collect();
    Ok(Some((opened.record.revision, items)))
}

/// The head; `None` if it is damaged.
fn open_head(
    keys: &VaultKeys,
    key: &RecordKey,
    envelope: &[u8],
) -> Result<Option<Head>, VaultError> {
    let Ok(opened) = keys.open(key, envelope) else {
        return Ok(None);
    };
    match decode::<Head>(&opened, Kind::Head) {
        Ok(head) => Ok((head.epoch == opened.record.revision).then_some(head)),
        Err(VaultError::Damaged) => Ok(None),
        Err(error) => Err(error),
    }
}
