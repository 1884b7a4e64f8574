//! A page that the writer has prepared to begin with.

use minicbor::{Decode, Encode};

use crate::{Entropy, EntropyError, Timestamp};

/// Names one template of the writer's own for its whole life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Encode, Decode)]
#[cbor(transparent)]
pub struct TemplateId(#[cbor(n(0), with = "minicbor::bytes")] [u8; 16]);

impl TemplateId {
    /// Draws a fresh identifier.
    ///
    /// # Errors
    /// When the platform's random source fails.
    pub fn generate(entropy: &impl Entropy) -> Result<Self, EntropyError> {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// The identifier's 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }

    /// Rebuilds an identifier from its bytes.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }
}

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
