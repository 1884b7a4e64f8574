//! Text that has been typed and not yet saved.

use minicbor::{Decode, Encode};

use crate::entry::is_false;
use crate::{Attachment, EntryId, Mood, Timestamp};

/// The state of an editor, stored about once a second so that nothing typed is lost.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Draft {
    /// The entry being written; a new entry gets its identifier with its first draft.
    #[n(0)]
    pub entry_id: EntryId,
    /// Whether the entry has been saved before.
    #[n(1)]
    pub is_new: bool,
    /// When the writer began this sitting.
    #[n(2)]
    pub started: Timestamp,
    /// When this draft was stored.
    #[n(3)]
    pub updated: Timestamp,
    /// The text on screen.
    #[n(4)]
    pub content: String,
    /// Where the cursor stood, in UTF-16 code units as the browser counts.
    #[n(5)]
    pub cursor_utf16: u32,
    /// Seconds spent writing in this sitting.
    #[n(6)]
    pub duration_seconds: u32,
    /// The question or prompt being answered.
    #[n(7)]
    pub prompt_used: Option<String>,
    /// The day and time that the writer has given the entry; otherwise it keeps its own, or
    /// takes that of its first sitting.
    #[n(8)]
    pub created: Option<Timestamp>,
    /// How the writer says they felt.
    #[n(9)]
    pub mood: Option<Mood>,
    /// Whether the writer has marked the entry as dear.
    #[n(10)]
    #[cbor(skip_if = "is_false")]
    pub is_favourite: bool,
    /// Photos and recordings, in the writer's order. Their bytes are stored already.
    #[n(11)]
    #[cbor(skip_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
