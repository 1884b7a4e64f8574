//! The list of entries in pages: ten years of them in one message would keep the page's thread
//! from everything else while it is read.

use companion_core::EntrySummary;
use minicbor::{Decode, Encode};

/// Entries in one message: read in about a millisecond, on a slow phone in five.
pub const PAGE: usize = 400;

/// Asks for a page of the list, newest first, without the trash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Request {
    /// How many entries came before. The list is taken anew with its first page; later pages are
    /// of the same list, whatever has changed meanwhile.
    #[n(0)]
    pub from: u32,
}

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Page {
    /// Its entries.
    #[n(0)]
    pub entries: Vec<EntrySummary>,
    /// How many come after them.
    #[n(1)]
    pub left: u32,
    /// Which list it is of: pages of two do not fit together.
    #[n(2)]
    pub list: u32,
}
