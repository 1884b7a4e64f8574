//! Settings that travel with the journal, sealed. Look and feel is the device's own affair.

use minicbor::decode::{Decoder, Error};
use minicbor::{Decode, Encode};

use crate::entry::is_false;
use crate::{Asker, HintsAway, IdlePrompts, Reminder};

/// What the writer has chosen for this journal.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Settings {
    /// Minutes without input after which the journal locks; 0 means never.
    #[n(0)]
    pub idle_lock_minutes: u16,
    /// Earlier versions kept of every entry.
    #[n(1)]
    #[cbor(default)]
    pub kept_revisions: KeptRevisions,
    /// When a question comes in the margin while somebody writes.
    #[n(2)]
    #[cbor(default)]
    pub idle_prompts: IdlePrompts,
    /// Whether an empty page stays empty instead of coming with a question.
    #[n(3)]
    #[cbor(default)]
    pub hides_opening_prompts: bool,
    /// Who asks.
    #[n(4)]
    #[cbor(default)]
    pub prompts_by: Asker,
    /// When the writer wants to be reminded of writing.
    #[n(16)]
    #[cbor(default)]
    pub reminder: Option<Reminder>,
    /// Whether a mark on the app's icon says that unsaved writing waits.
    #[n(17)]
    #[cbor(default, skip_if = "is_false")]
    pub marks_icon: bool,
    /// Hints that were put away.
    #[n(15)]
    #[cbor(default, skip_if = "HintsAway::is_empty")]
    pub hints_away: HintsAway,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            idle_lock_minutes: 10,
            kept_revisions: KeptRevisions::default(),
            idle_prompts: IdlePrompts::default(),
            hides_opening_prompts: false,
            prompts_by: Asker::default(),
            reminder: None,
            marks_icon: false,
            hints_away: HintsAway::default(),
        }
    }
}

/// How many earlier versions of an entry are kept: 0 to [`KeptRevisions::MAX`], never more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
#[cbor(transparent)]
pub struct KeptRevisions(#[n(0)] u16);

impl KeptRevisions {
    /// Most that can be kept: beyond, the journal's list would cost more than the entries.
    pub const MAX: Self = Self(100);

    /// As many as asked for, at most [`Self::MAX`].
    #[must_use]
    pub const fn new(count: u16) -> Self {
        if count > Self::MAX.0 {
            Self::MAX
        } else {
            Self(count)
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl Default for KeptRevisions {
    fn default() -> Self {
        Self(20)
    }
}

impl<'b, C> Decode<'b, C> for KeptRevisions {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, Error> {
        decoder.u16().map(Self::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_first_version_keep_twenty() {
        // { 0: 3 }, as the first version wrote it.
        let settings: Settings = minicbor::decode(&[0xa1, 0x00, 0x03]).unwrap();
        assert_eq!(
            (settings.idle_lock_minutes, settings.kept_revisions.get()),
            (3, 20)
        );
    }

    #[test]
    fn nobody_keeps_more_than_there_is_room_for() {
        assert_eq!(KeptRevisions::new(u16::MAX), KeptRevisions::MAX);
        let bytes = minicbor::to_vec(KeptRevisions(60_000)).unwrap();
        assert_eq!(
            minicbor::decode::<KeptRevisions>(&bytes).unwrap(),
            KeptRevisions::MAX
        );
        let none = minicbor::to_vec(KeptRevisions::new(0)).unwrap();
        assert_eq!(minicbor::decode::<KeptRevisions>(&none).unwrap().get(), 0);
    }
}
