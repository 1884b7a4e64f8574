//! Words and text.

pub(crate) mod dates;
pub(crate) mod split;
pub(crate) mod title;
pub(crate) mod words;
