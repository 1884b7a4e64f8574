//! What a journal is made of: entities, identifiers, limits, and the traits through which
//! the rest of Companion asks for time and randomness. No I/O, no platform code.

mod attachment;
mod audit;
mod calendar;
mod draft;
mod entry;
mod environment;
mod hints;
mod id;
pub mod limits;
mod mood;
mod origin;
mod prompt_settings;
mod reminder;
mod selection;
mod settings;
mod skipped;
mod strength;
mod tags;
mod template;
mod timestamp;
mod weakness;

pub use attachment::{Attachment, AttachmentKind, is_shown_everywhere};
pub use audit::{
    AiOutcome, AiTask, AuditEvent, AuditFinding, Detection, ModelName, PassphraseDerivation, WayIn,
};
pub use calendar::CivilDay;
pub use draft::Draft;
pub use entry::{EntrySummary, JournalEntry, count_words, title_of};
pub use environment::{Clock, Entropy, EntropyError};
pub use hints::{Hint, HintsAway};
pub use id::{AttachmentId, EntryId, ParseIdError, TemplateId};
pub use mood::Mood;
pub use origin::{Origin, Source};
pub use prompt_settings::{Asker, IdlePrompts};
pub use reminder::{MinuteOfDay, Reminder, Weekdays};
pub use selection::Selection;
pub use settings::{KeptRevisions, Settings};
pub use skipped::{Skipped, SkippedCount, SkippedThing, Tally, short_name};
pub use strength::{EstimatorError, Strength, StrengthEstimator};
pub use tags::{
    TypedTag, is_same_tag, rename_typed_tag, tag_key, tag_name, tags_with, typed_tags, untyped_tags,
};
pub use template::Template;
pub use timestamp::{Day, Timestamp};
pub use weakness::Weakness;
