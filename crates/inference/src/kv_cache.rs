//! Keys and values of the tokens read so far.
//!
//! They are kept in pages that are allocated when first needed and never move, so that a long
//! context costs no copying and leaves no holes in a memory that cannot shrink (Wasm).

use crate::config::Config;

/// Positions in one page: 64 KiB of keys for a KV head of width 64.
const PAGE_TOKENS: usize = 256;

/// The cache of one sequence, for all layers.
pub(crate) struct KvCache {
    layers: Vec<Vec<Page>>,
    kv_heads: usize,
    head: usize,
}

/// `PAGE_TOKENS` positions, grouped by KV head so that attention streams through them.
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

    /// Stores the key and value of all KV heads at `position`, which may be at most one past
    /// the last page.
    pub(crate) fn store(&mut self, layer: usize, position: usize, key: &[f32], value: &[f32]) {
        let (kv_heads, head) = (self.kv_heads, self.head);
        let pages = &mut self.layers[layer];
        let (page, slot) = (position / PAGE_TOKENS, position % PAGE_TOKENS);
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

    /// The keys and values of one head at positions `0..length`, page by page: pairs of slices
    /// of whole rows.
    pub(crate) fn pages(
        &self,
        layer: usize,
        kv_head: usize,
        length: usize,
    ) -> impl Iterator<Item = (&[f32], &[f32])> {
        let head = self.head;
        self.layers[layer]
            .iter()
            .take(length.div_ceil(PAGE_TOKENS))
            .enumerate()
            .map(move |(index, page)| {
                let rows = (length - index * PAGE_TOKENS).min(PAGE_TOKENS);
                let start = kv_head * PAGE_TOKENS * head;
                let range = start..start + rows * head;
                (&page.keys[range.clone()], &page.values[range])
            })
    }
}
