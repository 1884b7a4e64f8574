//! Keys and values of the tokens read so far.
//!
//! They are kept in pages that are allocated when first needed and never move, so that a long
//! context costs no copying and leaves no holes in a memory that cannot shrink (Wasm).

use core::ops::Range;

use crate::config::Config;

/// Positions in one page: 64 KiB of keys for a KV head of width 64.
const PAGE_TOKENS: usize = 256;

/// The cache of one sequence, for all layers.
pub(crate) struct KvCache {
    layers: Vec<Vec<Page>>,
    kv_heads: usize,
    head: usize,
}

/// `PAGE_TOKENS` slots, grouped by KV head so that attention streams through them.
struct Page {
    keys: Box<[f32]>,
    values: Box<[f32]>,
}

impl KvCache {
    pub(crate) fn new(config: &Config) -> Self {
        Self {
            layers: (0..config.layers).map(|_| Vec::new()).collect(),
            kv_heads: config.kv_heads,
            head: config.head,
        }
    }

    /// Bytes for a context of `tokens` positions.
    pub(crate) const fn size_bytes(config: &Config, tokens: usize) -> usize {
        let pages = tokens.div_ceil(PAGE_TOKENS);
        pages * PAGE_TOKENS * config.layers * config.kv_width() * 2 * size_of::<f32>()
    }

    /// Stores the key and value of all KV heads in a slot, taking memory up to it.
    pub(crate) fn store(&mut self, layer: usize, slot: usize, key: &[f32], value: &[f32]) {
        let (kv_heads, head) = (self.kv_heads, self.head);
        let pages = &mut self.layers[layer];
        let (page, slot) = (slot / PAGE_TOKENS, slot % PAGE_TOKENS);
        while pages.len() <= page {
            pages.push(Page {
                keys: vec![0.0; kv_heads * PAGE_TOKENS * head].into(),
                values: vec![0.0; kv_heads * PAGE_TOKENS * head].into(),
            });
        }
        let page = &mut pages[page];
        for kv_head in 0..kv_heads {
            let at = (kv_head * PAGE_TOKENS + slot) * head;
            let part = kv_head * head..(kv_head + 1) * head;
            page.keys[at..at + head].copy_from_slice(&key[part.clone()]);
            page.values[at..at + head].copy_from_slice(&value[part]);
        }
    }

    /// The keys and values of one head in some slots, which have been stored: pairs of slices of
    /// whole rows, page by page.
    pub(crate) fn rows(
        &self,
        layer: usize,
        kv_head: usize,
        slots: Range<usize>,
    ) -> impl Iterator<Item = (&[f32], &[f32])> {
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
                let start = kv_head * PAGE_TOKENS;
                let range = (start + from) * head..(start + to) * head;
                (&page.keys[range.clone()], &page.values[range])
            })
    }
}
