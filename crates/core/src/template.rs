//! A page that the writer has prepared to begin with.

use minicbor::{Decode, Encode};

use crate::{TemplateId, Timestamp};

/// A template of the writer's own.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Template {
    /// Its name for life.
    #[n(0)]
    pub id: TemplateId,
    /// What it is called.
    #[n(1)]
    pub name: String,
    /// The text that a page begins with, as Markdown.
    #[n(2)]
    pub content: String,
    /// When it was last changed.
    #[n(3)]
    pub edited: Timestamp,
}
