//! Keys and values of the tokens read so far, in half precision: all of a long context is read for
//! every token written.
//!
//! They are kept in pages that are allocated when first needed and never move, so that a long
//! context costs no copying and leaves no holes in a memory that cannot shrink (Wasm).

use core::ops::Range;

use companion_kernels::{Halves, ShapeError};

use crate::config::Config;

/// Positions in one page. As many halves are a line of the cache of every processor, and two
/// vectors of the widest.
const PAGE_TOKENS: usize = 32;

/// The cache of one sequence, for all layers.
pub(crate) struct KvCache {
    layers: Vec<Vec<Page>>,
    kv_heads: usize,
    head: usize,
    halves: Halves,
    /// Keys are stored with the factor that their products with queries would get.
    scale: f32,
}

/// `PAGE_TOKENS` slots, grouped by KV head so that attention streams through them: of each head
/// first the keys, a line of slots for each of its channels, then the values, a line of channels
/// for each slot. So both are tables that many numbers of a line are multiplied with at once.
struct Page(Box<[u16]>);

/// One head's keys and values in some slots of one page.
pub(crate) struct Rows<'a> {
    keys: &'a [u16],
    values: &'a [u16],
    slots: usize,
    head: usize,
    halves: Halves,
}

impl KvCache {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            layers: (0..config.layers).map(|_| Vec::new()).collect(),
            kv_heads: config.kv_heads,
            head: config.head,
            halves: Halves::best(),
            scale: 1.0 / (config.head as f32).sqrt(),
        }
    }

    /// Bytes for a context of `tokens` positions.
    pub(crate) const fn size_bytes(config: &Config, tokens: usize) -> usize {
        let pages = tokens.div_ceil(PAGE_TOKENS) * config.layers;
        pages * page_halves(config.kv_heads, config.head) * size_of::<u16>()
    }

    /// Stores the key and value of all KV heads in a slot, rounded, taking memory up to it.
    pub(crate) fn store(&mut self, layer: usize, slot: usize, key: &[f32], value: &[f32]) {
        let scale = self.scale;
        let pairs = key.iter().zip(value);
        let halves = pairs.map(|(key, value)| (Halves::round(key * scale), Halves::round(*value)));
        self.store_halves(layer, slot, halves);
    }

    /// As [`KvCache::store`], of what has been rounded: pairs of a key's and a value's numbers.
    pub(crate) fn store_halves(
        &mut self,
        layer: usize,
        slot: usize,
        pairs: impl Iterator<Item = (u16, u16)>,
    ) {
        let (kv_heads, head) = (self.kv_heads, self.head);
        let pages = &mut self.layers[layer];
        let (page, slot) = (slot / PAGE_TOKENS, slot % PAGE_TOKENS);
        while pages.len() <= page {
            pages.push(Page(vec![0; page_halves(kv_heads, head)].into()));
        }
        let places = places(kv_heads, head, slot);
        let page = &mut pages[page].0;
        for ((key_at, value_at), (key, value)) in places.zip(pairs) {
            page[key_at] = key;
            page[value_at] = value;
        }
    }

    /// The key and value of a slot that has been stored, as [`KvCache::store_halves`] takes them.
    pub(crate) fn halves(
        &self,
        layer: usize,
        slot: usize,
    ) -> impl Iterator<Item = (u16, u16)> + '_ {
        let page = &self.layers[layer][slot / PAGE_TOKENS].0;
        places(self.kv_heads, self.head, slot % PAGE_TOKENS)
            .map(|(key_at, value_at)| (page[key_at], page[value_at]))
    }

    /// The keys and values of one head in some slots, which have been stored, page by page.
    pub(crate) fn rows(
        &self,
        layer: usize,
        kv_head: usize,
        slots: Range<usize>,
    ) -> impl Iterator<Item = Rows<'_>> {
        let head = self.head;
        let pages = slots.start / PAGE_TOKENS..slots.end.div_ceil(PAGE_TOKENS);
        let first = pages.start;
        self.layers[layer][pages]
            .iter()
            .enumerate()
            .map(move |(index, page)| {
                let before = (first + index) * PAGE_TOKENS;
                let from = slots.start.saturating_sub(before);
                let to = (slots.end - before).min(PAGE_TOKENS);
                let keys = 2 * kv_head * head * PAGE_TOKENS;
                let values = keys + head * PAGE_TOKENS;
                Rows {
                    keys: &page.0[keys + from..],
                    values: &page.0[values + from * head..],
                    slots: to - from,
                    head,
                    halves: self.halves,
                }
            })
    }
}

impl Rows<'_> {
    /// How many they are.
    pub(crate) const fn slots(&self) -> usize {
        self.slots
    }

    /// Adds to `scores` the products of `rows` queries, a line for each channel, with every key,
    /// divided by the root of a head's width. The queries' scores lie `stride` apart.
    pub(crate) fn add_scores(
        &self,
        queries: &[f32],
        rows: usize,
        scores: &mut [f32],
        stride: usize,
    ) -> Result<(), ShapeError> {
        let keys = (self.keys, PAGE_TOKENS);
        self.halves
            .add_products(queries, rows, keys, self.slots, (scores, stride))
    }

    /// Adds to `rows` outputs, one behind another, all values by their `weights`, a line for each
    /// slot.
    pub(crate) fn add_values(
        &self,
        weights: &[f32],
        rows: usize,
        output: &mut [f32],
    ) -> Result<(), ShapeError> {
        let (values, head) = ((self.values, self.head), self.head);
        self.halves
            .add_products(weights, rows, values, head, (output, head))
    }
}

/// Halves of a page.
const fn page_halves(kv_heads: usize, head: usize) -> usize {
    2 * kv_heads * head * PAGE_TOKENS + Halves::PADDING
}

/// Where in a page the numbers of a slot's key and value are, head by head.
fn places(kv_heads: usize, head: usize, slot: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..kv_heads).flat_map(move |kv_head| {
        let keys = 2 * kv_head * head * PAGE_TOKENS;
        let values = keys + head * PAGE_TOKENS;
        (0..head).map(move |i| (keys + i * PAGE_TOKENS + slot, values + slot * head + i))
    })
}
