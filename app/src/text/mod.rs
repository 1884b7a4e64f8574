//! Words and text.

pub(crate) mod attachment_words;
pub(crate) mod dates;
pub(crate) mod fold;
pub(crate) mod import_words;
pub(crate) mod language;
pub(crate) mod split;
pub(crate) mod title;
pub(crate) mod words;
