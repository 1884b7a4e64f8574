//! Entries as a PDF: shaped, broken into lines and pages, in letters that lie in the file.
//!
//! A [`Book`] is made in two walks. The first looks at every text ([`Book::look`]) and tells which
//! fonts its letters need ([`Book::fonts_needed`]); the second sets the entries in type. Fonts are
//! slices of families, as browsers load them, so that nobody fetches Chinese for an English
//! journal. Where bytes come from and go to is not known here.

mod blocks;
mod book;
mod catalogue;
mod error;
mod fonts;
mod letters;
mod pages;
mod picture;
mod setter;
mod sizes;

pub use book::{Book, Paper};
pub use catalogue::{Catalogue, Slice};
pub use error::TypesetError;
