//! Which questions come by themselves while somebody writes.

use minicbor::decode::{Decoder, Error};
use minicbor::{Decode, Encode};

/// Seconds without a key before a question comes in the margin: 0 for never, else
/// [`IdlePrompts::SHORTEST`] to [`IdlePrompts::LONGEST`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Encode)]
#[cbor(transparent)]
pub struct IdlePrompts(#[n(0)] u16);

impl IdlePrompts {
    /// No questions.
    pub const OFF: Self = Self(0);
    /// Anything shorter would interrupt a thought.
    pub const SHORTEST: u16 = 5;
    /// Ten minutes: who is silent for longer has gone.
    pub const LONGEST: u16 = 600;

    /// As many seconds as asked for, within the bounds.
    #[must_use]
    pub const fn new(seconds: u16) -> Self {
        match seconds {
            0 => Self::OFF,
            1..Self::SHORTEST => Self(Self::SHORTEST),
            _ if seconds > Self::LONGEST => Self(Self::LONGEST),
            _ => Self(seconds),
        }
    }

    /// The number of seconds; 0 for never.
    #[must_use]
    pub const fn seconds(self) -> u16 {
        self.0
    }
}

impl Default for IdlePrompts {
    /// Fifteen seconds, as the source document has it.
    fn default() -> Self {
        Self(15)
    }
}

impl<'b, C> Decode<'b, C> for IdlePrompts {
    fn decode(decoder: &mut Decoder<'b>, _: &mut C) -> Result<Self, Error> {
        decoder.u16().map(Self::new)
    }
}

/// Who asks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum Asker {
    /// The model, where there is one; else as [`Asker::People`].
    #[default]
    #[n(0)]
    Model,
    /// Only questions that were written by people.
    #[n(1)]
    People,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn settings_from_before_there_were_prompts_want_them() {
        // { 0: 3, 1: 20 }
        let settings: Settings = minicbor::decode(&[0xa2, 0x00, 0x03, 0x01, 0x14]).unwrap();
        assert_eq!(settings.idle_prompts.seconds(), 15);
        assert!(!settings.hides_opening_prompts);
        assert_eq!(settings.prompts_by, Asker::Model);
    }

    #[test]
    fn what_was_turned_off_stays_off() {
        let settings = Settings {
            idle_prompts: IdlePrompts::OFF,
            hides_opening_prompts: true,
            prompts_by: Asker::People,
            ..Settings::default()
        };
        let bytes = minicbor::to_vec(&settings).unwrap();
        assert_eq!(minicbor::decode::<Settings>(&bytes).unwrap(), settings);
    }

    #[test]
    fn seconds_stay_within_their_bounds() {
        let of = |seconds| IdlePrompts::new(seconds).seconds();
        assert_eq!(
            [of(0), of(1), of(5), of(60), of(u16::MAX)],
            [0, 5, 5, 60, 600]
        );
    }
}
