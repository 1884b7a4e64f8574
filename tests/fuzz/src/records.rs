//! The plaintexts of sealed records, as a faulty or hostile copy of Companion with the right
//! passphrase could have sealed them, in a journal whose manifest lists them.

use std::sync::OnceLock;

use companion_core::{AttachmentId, Draft, EntryId, EntrySummary, Timestamp};
use companion_crypto::{Digest, RecordKey, VaultId};
use companion_store::MemoryStore;
use companion_vault::Unlocked;
use minicbor::Encode;
use pollster::block_on;

use crate::journal::{Stored, golden, keys, seal, store_of, unlock};

pub(crate) const ENTRY: u8 = 1;
pub(crate) const DRAFT: u8 = 2;
pub(crate) const PAGE: u8 = 4;
pub(crate) const VERSION: u8 = 8;
pub(crate) const HEAD: u8 = 5;
const ATTACHMENT: u8 = 18;
const TEMPLATE: u8 = 21;
const RECEIPT: u8 = 24;
/// The entry whose record and draft are exchanged; the photo, the template and the receipt, too.
const ID: [u8; 16] = *b"an entry to fuzz";

/// Its version with the number that every exchanged record is sealed as.
const VERSION_NAME: [u8; 24] = *b"an entry to fuzz\0\0\0\0\0\0\x03\xe8";

/// A kind and the plaintext of a record of that kind. Whatever it says, the journal opens, and
/// what is written into it afterwards is kept.
pub fn records(bytes: &[u8]) {
    let Some((&kind, plaintext)) = bytes.split_first() else {
        return;
    };
    let store = journal_with(kind, plaintext);
    let Ok(Unlocked { mut vault, .. }) = unlock(store) else {
        // Only a vault of another identity or a newer format is refused; neither can be here.
        panic!("a record of kind {kind} keeps the writer out");
    };
    for line in vault.list_entries() {
        let _ = block_on(vault.read_entry(line.id));
        let _ = block_on(vault.open_draft(Some(line.id)));
    }
    for thrown in block_on(vault.list_trash()).unwrap() {
        let _ = block_on(vault.read_entry(thrown.entry.id));
    }
    let _ = block_on(vault.list_versions(EntryId::from_bytes(ID)));
    let _ = block_on(vault.read_version(EntryId::from_bytes(ID), REVISION));
    let _ = block_on(vault.list_drafts()).unwrap();
    let _ = block_on(vault.log_status()).unwrap();
    let _ = block_on(vault.read_settings()).unwrap();
    let _ = block_on(vault.last_backup()).unwrap();
    let _ = block_on(vault.list_templates());
    let _ = block_on(vault.list_receipts());
    let _ = block_on(vault.prompts_shown());
    let _ = block_on(vault.read_preview(AttachmentId::from_bytes(ID)));
    let _ = block_on(vault.read_attachment(AttachmentId::from_bytes(ID)));
    block_on(vault.repair()).unwrap();
    let draft = block_on(vault.open_draft(None)).unwrap();
    let draft = Draft {
        content: "Written afterwards".into(),
        ..draft
    };
    let saved = block_on(vault.save_entry(draft)).unwrap();
    let read = block_on(vault.read_entry(saved.id)).unwrap();
    assert_eq!(read.content, "Written afterwards");
}

/// The golden journal with one record more or exchanged, under a manifest that says so.
fn journal_with(kind: u8, plaintext: &[u8]) -> MemoryStore {
    let (name, content): (&[u8], &[u8]) = match kind {
        ENTRY | DRAFT | ATTACHMENT | TEMPLATE | RECEIPT => (&ID, plaintext),
        VERSION => (&VERSION_NAME, plaintext),
        // The page's number, then the page.
        PAGE if !plaintext.is_empty() => plaintext.split_at(1),
        PAGE => (&[0], plaintext),
        _ => (&[], plaintext),
    };
    let changed = seal(kind, name, REVISION, content);
    if kind == HEAD {
        let records = golden().records.iter().cloned();
        return store_of(records.chain([changed]));
    }
    let mut pages = vec![Vec::new(); 256];
    for (item, _) in listed() {
        pages[usize::from(item.key.as_bytes()[0])].push(item.clone());
    }
    let mut records: Vec<Stored> = listed()
        .iter()
        .map(|(item, value)| (item.key.as_bytes().to_vec(), value.clone()))
        .collect();
    if kind == PAGE {
        seal_manifest(&pages, Some((name, changed)), NO_LOG, &mut records);
    } else {
        let key = RecordKey::from_bytes(&changed.0).unwrap();
        pages[usize::from(changed.0[0])].push(Item::of(key, kind, REVISION, &changed.1));
        records.push(changed);
        seal_manifest(&pages, None, NO_LOG, &mut records);
    }
    store_of(records)
}

/// The golden journal's records other than its manifest.
fn listed() -> &'static [(Item, Vec<u8>)] {
    static LISTED: OnceLock<Vec<(Item, Vec<u8>)>> = OnceLock::new();
    LISTED.get_or_init(|| {
        let mut listed = Vec::new();
        for (key, value) in &golden().records {
            let key = RecordKey::from_bytes(key).unwrap();
            let record = keys().open(&key, value).unwrap().record;
            if record.kind != PAGE && record.kind != HEAD {
                let item = Item::of(key, record.kind, record.revision, value);
                listed.push((item, value.clone()));
            }
        }
        listed
    })
}

const NO_LOG: (u64, Digest) = (0, Digest::ZERO);
/// What every exchanged record is sealed as.
const REVISION: u64 = 1_000;

/// Adds pages and head. A `forged` page takes the place of the one with its number.
fn seal_manifest(
    pages: &[Vec<Item>],
    forged: Option<(&[u8], Stored)>,
    log: (u64, Digest),
    records: &mut Vec<Stored>,
) {
    let mut digests = vec![Digest::ZERO; 256];
    let mut count = 0;
    for (number, items) in (0..=u8::MAX).zip(pages) {
        let page = match &forged {
            Some((forged, page)) if *forged == [number] => page.clone(),
            _ if items.is_empty() => continue,
            _ => {
                let plain = minicbor::to_vec(Page { items }).unwrap();
                seal(PAGE, &[number], REVISION, &plain)
            }
        };
        digests[usize::from(number)] = Digest::of(&page.1);
        count += items.len() as u64;
        records.push(page);
    }
    let head = Head {
        vault: *keys().vault(),
        epoch: REVISION,
        count,
        root: keys().derive_root(&digests),
        audit_length: log.0,
        audit_root: log.1,
        header: Digest::of(&golden().header),
    };
    let plain = minicbor::to_vec(head).unwrap();
    records.push(seal(HEAD, &[], REVISION, &plain));
}

/// The golden journal's records with a head that names the end of a log: its length and link.
pub(crate) fn records_with_log(length: u64, link: Digest) -> Vec<Stored> {
    let mut pages = vec![Vec::new(); 256];
    let mut records = Vec::new();
    for (item, value) in listed() {
        let key = item.key.as_bytes();
        pages[usize::from(key[0])].push(item.clone());
        records.push((key.to_vec(), value.clone()));
    }
    seal_manifest(&pages, None, (length, link), &mut records);
    records
}

/// An item of a manifest page, as `docs/FORMAT.md` has it.
#[derive(Clone, Encode)]
#[cbor(map)]
struct Item {
    #[n(0)]
    key: RecordKey,
    #[n(1)]
    kind: u8,
    #[n(2)]
    revision: u64,
    #[n(3)]
    digest: Digest,
    #[n(4)]
    listing: Option<EntrySummary>,
    #[n(5)]
    version_of: Option<EntryId>,
}

impl Item {
    fn of(key: RecordKey, kind: u8, revision: u64, value: &[u8]) -> Self {
        let now = Timestamp {
            unix_ms: 0,
            utc_offset_minutes: 0,
        };
        let line = || EntrySummary {
            title: "Fuzzed".into(),
            word_count: 1,
            ..EntrySummary::new(EntryId::from_bytes(ID), now)
        };
        Self {
            key,
            kind,
            revision,
            digest: Digest::of(value),
            listing: (kind == ENTRY).then(line),
            version_of: (kind == VERSION).then(|| EntryId::from_bytes(ID)),
        }
    }
}

#[derive(Encode)]
#[cbor(map)]
struct Page<'a> {
    #[n(0)]
    items: &'a [Item],
}

#[derive(Encode)]
#[cbor(map)]
struct Head {
    #[n(0)]
    vault: VaultId,
    #[n(1)]
    epoch: u64,
    #[n(2)]
    count: u64,
    #[n(3)]
    root: Digest,
    #[n(4)]
    audit_length: u64,
    #[n(5)]
    audit_root: Digest,
    #[n(6)]
    header: Digest,
}
