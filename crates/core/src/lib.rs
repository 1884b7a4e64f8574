//! What a journal is made of: entities, identifiers, limits, and the traits through which
//! the rest of Companion asks for time and randomness. No I/O, no platform code.

mod attachment;
mod audit;
mod draft;
mod entry;
mod environment;
mod id;
pub mod limits;
mod mood;
mod origin;
mod settings;
mod timestamp;

pub use attachment::{Attachment, AttachmentId, AttachmentKind};
pub use audit::{
    AiOutcome, AiTask, AuditEvent, AuditFinding, Detection, ModelName, PassphraseDerivation, WayIn,
};
pub use draft::Draft;
pub use entry::{EntrySummary, JournalEntry, count_words, title_of};
pub use environment::{Clock, Entropy, EntropyError};
pub use id::{EntryId, ParseIdError};
pub use mood::Mood;
pub use origin::{Origin, Source};
pub use settings::{KeptRevisions, Settings};
pub use timestamp::{Day, Timestamp};
