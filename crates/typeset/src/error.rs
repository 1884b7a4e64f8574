//! Why a book could not be made.

/// A book that cannot be made. Messages hold no text of entries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypesetError {
    /// The list of fonts is not of this version.
    #[error("the list of fonts cannot be read")]
    Catalogue,
    /// A font's file is none.
    #[error("the font {0} is damaged")]
    Font(String),
    /// The file could not be written.
    #[error("the PDF could not be written: {0}")]
    Write(String),
}
