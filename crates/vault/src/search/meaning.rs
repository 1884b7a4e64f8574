//! Searching by meaning: vectors that an encoder elsewhere makes of passages, kept sealed and
//! compared here.
//!
//! A vector has length 1 and is kept as eight-bit numbers, so that comparing is a sum of
//! products. Compared is everything: ten thousand entries are some ten milliseconds.

use core::ops::Range;
use std::collections::HashMap;

use companion_core::{Clock, Entropy, EntryId};
use companion_store::Store;
use minicbor::{Decode, Encode};

use super::Search;
use super::index::Mark;
use super::keep::{Listed, STEP_SEGMENTS};
use super::passages::passages;
use super::segment::{FULL, Held};
use super::shelf::Shelf;
use crate::edit::Edit;
use crate::record::Kind;
use crate::{Vault, VaultError};

/// Names the encoder that made a vector: the SHA-256 of its file. Only vectors of one encoder
/// can be compared.
pub type EncoderSum = [u8; 32];

/// Entries whose passages are asked for at a time, and the passages after which it is enough.
const BATCH_ENTRIES: usize = 8;
const BATCH_PASSAGES: usize = 8;
/// Entries with new vectors that are stored together.
const STORE_EVERY: usize = 64;
/// Least cosine at which a passage counts as close in meaning: below, all-MiniLM-L6-v2 says
/// little more than that both are sentences.
const CLOSE: f32 = 0.3;
/// Entries that are close in meaning, at most.
const MOST_CLOSE: usize = 30;

/// A passage and what it means.
#[derive(Clone, Encode, Decode)]
#[cbor(array)]
struct Passage {
    /// Where it stands in the entry's text, in bytes.
    #[n(0)]
    start: u32,
    #[n(1)]
    end: u32,
    /// Its vector, as eight-bit numbers with sign.
    #[cbor(n(2), with = "minicbor::bytes")]
    vector: Vec<u8>,
}

/// An entry and what its passages mean.
#[derive(Clone, Encode, Decode)]
#[cbor(array)]
struct Meant {
    #[n(0)]
    id: EntryId,
    #[cbor(n(1), with = "minicbor::bytes")]
    mark: Mark,
    #[n(2)]
    passages: Vec<Passage>,
}

/// A segment as sealed.
#[derive(Encode, Decode)]
#[cbor(map)]
struct Segment {
    #[n(0)]
    number: u64,
    #[cbor(n(1), with = "minicbor::bytes")]
    encoder: EncoderSum,
    #[n(2)]
    entries: Vec<Meant>,
}

/// An entry whose passages were asked for, and where these stand in its text.
type Asked = (EntryId, Mark, Vec<Range<u32>>);

/// The vectors of a journal.
pub(super) struct Meaning {
    /// The encoder that they are of; none before one was named.
    encoder: Option<EncoderSum>,
    shelf: Shelf,
    entries: HashMap<EntryId, Known>,
    /// What was asked for last, by its number.
    asked: (u32, Vec<Asked>),
    is_storable: bool,
}

struct Known {
    meant: Meant,
    segment: Option<u64>,
    /// Whether the journal shows it.
    is_shown: bool,
}

impl Default for Meaning {
    fn default() -> Self {
        Self {
            encoder: None,
            shelf: Shelf::new(Kind::MeaningIndex),
            entries: HashMap::new(),
            asked: (0, Vec::new()),
            is_storable: true,
        }
    }
}

/// An entry that is close in meaning.
pub(super) struct Close {
    pub(super) id: EntryId,
    /// Where its closest passage begins, in bytes.
    pub(super) start: usize,
}

/// Texts whose meaning is to be found out, and how many entries are done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unmeant {
    /// To be given back with the vectors.
    pub batch: u32,
    /// In order. None if there are none left, or not known yet.
    pub texts: Vec<String>,
    /// Entries whose meaning is known.
    pub done: u64,
    /// Entries outside the trash.
    pub total: u64,
    /// Whether nothing is left to be done until the journal changes.
    pub is_settled: bool,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Does one small step of what is to be done for searching by meaning, and says which texts
    /// the encoder is to read next.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn texts_without_meaning(
        &mut self,
        search: &mut Search,
        encoder: &EncoderSum,
    ) -> Result<Unmeant, VaultError> {
        search.follow(self);
        if search.meaning.encoder.as_ref() != Some(encoder) {
            search.meaning = Meaning {
                encoder: Some(*encoder),
                ..Meaning::default()
            };
        }
        if !search.meaning.shelf.is_open() {
            for _ in 0..STEP_SEGMENTS {
                self.open_meanings(search).await?;
            }
            return Ok(search.unmeant(Vec::new(), false));
        }
        let mut unread: Vec<(i64, EntryId)> = search.unmeant_entries().collect();
        if unread.is_empty() {
            self.store_meanings(search).await?;
            return Ok(search.unmeant(Vec::new(), true));
        }
        let count = BATCH_ENTRIES.min(unread.len());
        // The newest first.
        unread.select_nth_unstable_by(count - 1, |one, other| other.cmp(one));
        unread.truncate(count);
        let ids: Vec<EntryId> = unread.into_iter().map(|(_, id)| id).collect();
        let mut texts = Vec::new();
        let mut asked = Vec::new();
        for (id, entry) in ids.iter().zip(self.read_entries(&ids).await?) {
            let Some(listed) = search.listed.get(id) else {
                continue;
            };
            // What cannot be opened has no passages.
            let content = entry.map(|entry| entry.content).unwrap_or_default();
            let ranges = passages(&content);
            texts.extend(ranges.iter().map(|range| content[range.clone()].to_owned()));
            // Texts of entries are shorter than 2³² bytes.
            let ranges = ranges.iter().map(|it| it.start as u32..it.end as u32);
            asked.push((*id, listed.mark, ranges.collect()));
            if texts.len() >= BATCH_PASSAGES {
                break;
            }
        }
        search.meaning.asked = (search.meaning.asked.0.wrapping_add(1), asked);
        Ok(search.unmeant(texts, false))
    }

    /// Takes the vectors of the texts that were asked for last, one after another. Those of
    /// another batch are ignored.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn learn_meanings(
        &mut self,
        search: &mut Search,
        batch: u32,
        vectors: &[f32],
    ) -> Result<(), VaultError> {
        if batch != search.meaning.asked.0 {
            return Ok(());
        }
        search.follow(self);
        let asked = core::mem::take(&mut search.meaning.asked.1);
        let count: usize = asked.iter().map(|(_, _, ranges)| ranges.len()).sum();
        let width = vectors.len().checked_div(count).unwrap_or(0);
        if count > 0 && (width == 0 || width * count != vectors.len()) {
            return Ok(());
        }
        let mut vectors = vectors.chunks_exact(width.max(1));
        for (id, mark, ranges) in asked {
            let passages = ranges
                .into_iter()
                .zip(&mut vectors)
                .map(|(range, vector)| Passage {
                    start: range.start,
                    end: range.end,
                    vector: eight_bits(vector),
                });
            let meant = Meant {
                id,
                mark,
                passages: passages.collect(),
            };
            // What was saved meanwhile is asked for again.
            if search
                .listed
                .get(&id)
                .is_none_or(|listed| listed.mark != mark)
            {
                continue;
            }
            search.meaning.bury(id, false);
            search.meaning.entries.insert(
                id,
                Known {
                    meant,
                    segment: None,
                    is_shown: true,
                },
            );
        }
        let entries = search.meaning.entries.values();
        if entries.filter(|it| it.segment.is_none()).count() >= STORE_EVERY {
            self.store_meanings(search).await?;
        }
        Ok(())
    }

    /// Removes all vectors from the journal.
    ///
    /// # Errors
    /// Failures of the store; they stay then.
    pub async fn forget_meanings(&mut self, search: &mut Search) -> Result<(), VaultError> {
        search.meaning = Meaning::default();
        let mut edit = Edit::default();
        let kind = Kind::MeaningIndex.code();
        for item in self.manifest.items().filter(|item| item.kind == kind) {
            edit.delete(item.key);
        }
        self.commit(edit).await
    }

    async fn open_meanings(&self, search: &mut Search) -> Result<(), VaultError> {
        let Some(key) = search.meaning.shelf.next_unopened(self) else {
            return Ok(());
        };
        let segment = match self.read::<Segment>(&key, Kind::MeaningIndex).await {
            Ok(segment) => segment,
            Err(VaultError::Damaged) => {
                self.note_damage(search, &key);
                None
            }
            Err(error) => return Err(error),
        };
        let meaning = &mut search.meaning;
        let sound = segment.filter(|it| {
            Some(it.encoder) == meaning.encoder && meaning.shelf.is_at(&self.keys, &key, it.number)
        });
        match sound {
            Some(segment) => meaning.put(segment, &search.listed),
            None => meaning.shelf.discard(key),
        }
        Ok(())
    }

    async fn store_meanings(&mut self, search: &mut Search) -> Result<(), VaultError> {
        let meaning = &mut search.meaning;
        let Some(encoder) = meaning
            .encoder
            .filter(|_| !self.rebuilt && meaning.is_storable)
        else {
            return Ok(());
        };
        let fresh = meaning.entries.values().filter(|it| it.segment.is_none());
        let Some(plan) = meaning.shelf.plan(fresh.count()) else {
            return Ok(());
        };
        let is_meant = |segment: Option<u64>| segment.is_none_or(|it| plan.taken.contains(&it));
        let meant = meaning.entries.values().filter(|it| is_meant(it.segment));
        let meant: Vec<Meant> = meant.map(|it| it.meant.clone()).collect();
        let ids: Vec<EntryId> = meant.iter().map(|it| it.id).collect();
        let mut edit = Edit::default();
        let chunks = (meaning.shelf.next()..).zip(meant.chunks(FULL));
        let segments = chunks.map(|(number, entries)| Segment {
            number,
            encoder,
            entries: entries.to_vec(),
        });
        let written = meaning.shelf.write(&self.keys, &plan, &mut edit, segments);
        match self.commit(edit).await {
            Ok(()) => {}
            Err(VaultError::StorageFull | VaultError::Storage(_)) => {
                search.meaning.is_storable = false;
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        search.follow(self);
        let meaning = &mut search.meaning;
        meaning.shelf.written(&plan);
        for (number, ids) in written.into_iter().zip(ids.chunks(FULL)) {
            let live = ids.len();
            meaning.shelf.put(
                number,
                Held {
                    live,
                    ..Held::default()
                },
            );
            for id in ids {
                if let Some(known) = meaning.entries.get_mut(id) {
                    known.segment = Some(number);
                }
            }
        }
        Ok(())
    }
}

impl Search {
    fn unmeant_entries(&self) -> impl Iterator<Item = (i64, EntryId)> {
        let unmeant = self
            .listed
            .iter()
            .filter(|(id, listed)| listed.is_shown && !self.meaning.entries.contains_key(id));
        unmeant.map(|(&id, listed)| (listed.created_ms, id))
    }

    fn unmeant(&self, texts: Vec<String>, is_settled: bool) -> Unmeant {
        let done = self.meaning.entries.values().filter(|it| it.is_shown);
        let total = self.listed.values().filter(|it| it.is_shown);
        Unmeant {
            batch: self.meaning.asked.0,
            texts,
            done: done.count() as u64,
            total: total.count() as u64,
            is_settled,
        }
    }
}

impl Meaning {
    /// Drops what is known of texts that are others now.
    pub(super) fn follow(&mut self, listed: &HashMap<EntryId, Listed>) {
        let mut outdated = Vec::new();
        for (&id, known) in &mut self.entries {
            match listed.get(&id) {
                Some(listed) if listed.mark == known.meant.mark => {
                    known.is_shown = listed.is_shown;
                }
                listed => outdated.push((id, listed.is_none())),
            }
        }
        for (id, is_gone) in outdated {
            self.bury(id, is_gone);
        }
    }

    fn bury(&mut self, id: EntryId, is_gone: bool) {
        if let Some(segment) = self.entries.remove(&id).and_then(|known| known.segment) {
            self.shelf.bury(segment, is_gone);
        }
    }

    fn put(&mut self, segment: Segment, listed: &HashMap<EntryId, Listed>) {
        let mut held = Held::default();
        for meant in segment.entries {
            match listed.get(&meant.id) {
                Some(listed)
                    if listed.mark == meant.mark && !self.entries.contains_key(&meant.id) =>
                {
                    let is_shown = listed.is_shown;
                    let segment = Some(segment.number);
                    self.entries.insert(
                        meant.id,
                        Known {
                            meant,
                            segment,
                            is_shown,
                        },
                    );
                    held.live += 1;
                }
                listed => {
                    held.dead += 1;
                    held.must_go |= listed.is_none();
                }
            }
        }
        self.shelf.put(segment.number, held);
    }

    /// Entries that are close in meaning to what `vector` stands for, closest first.
    pub(super) fn close_to(&self, vector: &[f32], admits: impl Fn(EntryId) -> bool) -> Vec<Close> {
        let wanted = eight_bits(vector);
        let wanted_length = length(&wanted);
        let mut close: Vec<(f32, Close)> = Vec::new();
        let shown = self.entries.values().filter(|known| known.is_shown);
        for known in shown.filter(|known| admits(known.meant.id)) {
            let cosines = known.meant.passages.iter().map(|passage| {
                let product = product(&passage.vector, &wanted) as f32;
                (
                    product / (length(&passage.vector) * wanted_length).max(1.0),
                    passage.start,
                )
            });
            let Some((cosine, start)) = cosines.max_by(|one, other| one.0.total_cmp(&other.0))
            else {
                continue;
            };
            if cosine >= CLOSE {
                let (id, start) = (known.meant.id, start as usize);
                close.push((cosine, Close { id, start }));
            }
        }
        close.sort_unstable_by(|one, other| {
            other.0.total_cmp(&one.0).then(one.1.id.cmp(&other.1.id))
        });
        close.truncate(MOST_CLOSE);
        close.into_iter().map(|(_, close)| close).collect()
    }
}

/// A vector in eight bits, its largest number as 127.
fn eight_bits(vector: &[f32]) -> Vec<u8> {
    let largest = vector
        .iter()
        .fold(0.0_f32, |most, number| most.max(number.abs()));
    if !largest.is_finite() || largest == 0.0 {
        return vec![0; vector.len()];
    }
    let each = vector
        .iter()
        .map(|number| (number / largest * 127.0).round() as i8);
    each.map(i8::cast_unsigned).collect()
}

/// The sum of products of two vectors in eight bits. Widths are at most 4,096, so it fits.
fn product(one: &[u8], other: &[u8]) -> i32 {
    let pairs = one.iter().zip(other);
    pairs
        .map(|(one, other)| i32::from(one.cast_signed()) * i32::from(other.cast_signed()))
        .sum()
}

fn length(vector: &[u8]) -> f32 {
    (product(vector, vector) as f32).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bits_keep_the_angle() {
        let one: Vec<f32> = (0..384)
            .map(|at| ((at * 37 % 101) as f32 - 50.0) / 900.0)
            .collect();
        let other: Vec<f32> = (0..384)
            .map(|at| ((at * 53 % 97) as f32 - 40.0) / 700.0)
            .collect();
        let exact: f32 = one.iter().zip(&other).map(|(a, b)| a * b).sum::<f32>()
            / one.iter().map(|a| a * a).sum::<f32>().sqrt()
            / other.iter().map(|a| a * a).sum::<f32>().sqrt();
        let (one, other) = (eight_bits(&one), eight_bits(&other));
        let kept = product(&one, &other) as f32 / (length(&one) * length(&other));
        assert!((exact - kept).abs() < 0.003, "{exact} {kept}");
        assert_eq!(eight_bits(&[0.0, f32::NAN]), [0, 0]);
        assert_eq!(eight_bits(&[f32::INFINITY]), [0]);
    }
}
