//! Which segments are stored, and which of them are still to be opened.

use std::collections::BTreeMap;

use companion_core::{Clock, Entropy};
use companion_crypto::{RecordKey, VaultKeys};
use companion_store::Store;

use super::segment::{Held, taken_in};
use crate::Vault;
use crate::edit::Edit;
use crate::record::Kind;

/// The stored segments of one kind.
pub(super) struct Shelf {
    kind: Kind,
    held: BTreeMap<u64, Held>,
    next: u64,
    /// Segments to be opened; `None` before anybody has looked which there are.
    unopened: Option<Vec<RecordKey>>,
    /// Records that are damaged, of another version or of another encoder: to be removed.
    useless: Vec<RecordKey>,
}

/// What is to be written, and what it replaces.
pub(super) struct Plan {
    /// The segments that are taken in.
    pub(super) taken: Vec<u64>,
    useless: Vec<RecordKey>,
}

impl Shelf {
    /// A shelf on which nobody has looked.
    pub(super) const fn new(kind: Kind) -> Self {
        Self {
            kind,
            held: BTreeMap::new(),
            next: 1,
            unopened: None,
            useless: Vec::new(),
        }
    }

    /// Whether all segments have been opened.
    pub(super) fn is_open(&self) -> bool {
        self.unopened.as_ref().is_some_and(Vec::is_empty)
    }

    /// The next record to be opened.
    pub(super) fn next_unopened<S: Store, E: Clock + Entropy>(
        &mut self,
        vault: &Vault<S, E>,
    ) -> Option<RecordKey> {
        let unopened = self.unopened.get_or_insert_with(|| {
            let of_kind = |kind: u8| kind == self.kind.code();
            let items = vault.manifest.items().filter(|item| of_kind(item.kind));
            items.map(|item| item.key).collect()
        });
        unopened.pop()
    }

    /// Notes that a record is of no use.
    pub(super) fn discard(&mut self, key: RecordKey) {
        self.useless.push(key);
    }

    /// Notes what an opened segment holds.
    pub(super) fn put(&mut self, number: u64, held: Held) {
        self.next = self.next.max(number.saturating_add(1));
        self.held.insert(number, held);
    }

    /// Notes that an entry of a segment does not count any more, and whether it is gone for good.
    pub(super) fn bury(&mut self, segment: u64, is_gone: bool) {
        if let Some(held) = self.held.get_mut(&segment) {
            held.live = held.live.saturating_sub(1);
            held.dead += 1;
            held.must_go |= is_gone;
        }
    }

    /// What is to be written if there are so many `fresh` entries; `None` if nothing is.
    pub(super) fn plan(&self, fresh: usize) -> Option<Plan> {
        let held: Vec<(u64, Held)> = self.held.iter().map(|(&at, &it)| (at, it)).collect();
        let plan = Plan {
            taken: taken_in(&held, fresh),
            useless: self.useless.clone(),
        };
        let is_idle = fresh == 0 && plan.taken.is_empty() && plan.useless.is_empty();
        (!is_idle).then_some(plan)
    }

    /// Puts what a plan removes into an edit, and the new segments, whose numbers it returns.
    pub(super) fn write<T: minicbor::Encode<()>>(
        &self,
        keys: &VaultKeys,
        plan: &Plan,
        edit: &mut Edit,
        segments: impl Iterator<Item = T>,
    ) -> Vec<u64> {
        let mut written = Vec::new();
        let mut useless = plan.useless.clone();
        for (number, segment) in (self.next..).zip(segments) {
            let key = segment_key(keys, self.kind, number);
            // A damaged record whose number nobody could read may lie here.
            useless.retain(|it| *it != key);
            edit.put(key, self.kind, &segment, None);
            written.push(number);
        }
        for &number in &plan.taken {
            edit.delete(segment_key(keys, self.kind, number));
        }
        useless.into_iter().for_each(|key| edit.delete(key));
        written
    }

    /// The number that the first segment of the next plan gets.
    pub(super) const fn next(&self) -> u64 {
        self.next
    }

    /// Notes that a plan is durable.
    pub(super) fn written(&mut self, plan: &Plan) {
        for number in &plan.taken {
            self.held.remove(number);
        }
        self.useless.retain(|it| !plan.useless.contains(it));
    }

    /// Whether this record is the segment that it says it is.
    pub(super) fn is_at(&self, keys: &VaultKeys, key: &RecordKey, number: u64) -> bool {
        number < u64::MAX && segment_key(keys, self.kind, number) == *key
    }
}

/// Where a segment lies.
fn segment_key(keys: &VaultKeys, kind: Kind, number: u64) -> RecordKey {
    keys.derive_record_key(kind.code(), &number.to_be_bytes())
}
