//! Reading the list a page at a time: between two of them the page's thread is free.

use companion_core::EntrySummary;
use companion_protocol::list::{Page, Request};
use companion_protocol::vault;

use super::vault::{Answer, VaultClient, fault};

impl VaultClient {
    /// All entries outside the trash, newest first.
    pub(crate) async fn list_entries(self) -> Answer<Vec<EntrySummary>> {
        let mut entries: Vec<EntrySummary> = Vec::new();
        let mut list = None;
        loop {
            // A journal has fewer entries than that.
            let from = u32::try_from(entries.len()).unwrap_or(u32::MAX);
            let page = self.list_page(from).await?;
            if from > 0 && list != Some(page.list) {
                // The list was asked for anew meanwhile: pages of two do not fit together.
                entries.clear();
                continue;
            }
            list = Some(page.list);
            entries.reserve(page.entries.len() + page.left as usize);
            entries.extend(page.entries);
            if page.left == 0 {
                return Ok(entries);
            }
        }
    }

    async fn list_page(self, from: u32) -> Answer<Page> {
        match self.ask(vault::Request::List(Request { from })).await? {
            vault::Response::Page(page) => Ok(page),
            _ => Err(fault()),
        }
    }
}
