//! Quiet hints: things worth knowing that nobody has to know, each told until it is put away.

use minicbor::{Decode, Encode};

/// A hint. The numbers are part of the format, and never given to another hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// There is a sample journal to look around in.
    Sample = 0,
    /// A recovery key opens the journal if the passphrase is forgotten.
    RecoveryKey = 1,
    /// A backup outlives the device.
    Backup = 2,
    /// The app can be installed.
    Install = 3,
    /// A language model can be chosen.
    Model = 4,
}

/// Hints that the writer has put away, one bit each, and that do not come again. Bits that this version does not
/// know are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(transparent)]
pub struct HintsAway(#[n(0)] u32);

impl HintsAway {
    /// Whether this hint was put away.
    #[must_use]
    pub const fn has(self, hint: Hint) -> bool {
        self.0 & bit(hint) != 0
    }

    /// The same, and this hint too.
    #[must_use]
    pub const fn with(self, hint: Hint) -> Self {
        Self(self.0 | bit(hint))
    }

    /// Whether none was put away.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0 == 0
    }
}

const fn bit(hint: Hint) -> u32 {
    1 << hint as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Settings;

    #[test]
    fn what_is_put_away_stays_away() {
        let away = HintsAway::default()
            .with(Hint::Backup)
            .with(Hint::Sample)
            .with(Hint::Backup);
        assert!(away.has(Hint::Backup) && away.has(Hint::Sample));
        assert!(!away.has(Hint::Install) && !away.has(Hint::RecoveryKey));
        let settings = Settings {
            hints_away: away,
            ..Settings::default()
        };
        let bytes = minicbor::to_vec(&settings).unwrap();
        assert_eq!(minicbor::decode::<Settings>(&bytes).unwrap(), settings);
    }

    #[test]
    fn settings_of_earlier_versions_have_put_nothing_away() {
        let settings: Settings = minicbor::decode(&[0xa1, 0x00, 0x03]).unwrap();
        assert!(settings.hints_away.is_empty());
        // And whoever puts nothing away writes what earlier versions wrote.
        let length = |settings| minicbor::to_vec::<Settings>(settings).unwrap().len();
        let away = Settings {
            hints_away: HintsAway::default().with(Hint::Sample),
            ..Settings::default()
        };
        assert_eq!(length(away), length(Settings::default()) + 2);
    }

    #[test]
    fn bits_of_a_newer_version_are_kept() {
        let newer: HintsAway = minicbor::decode(&[0x19, 0x80, 0x00]).unwrap();
        let bytes = minicbor::to_vec(newer.with(Hint::Sample)).unwrap();
        assert_eq!(bytes, [0x19, 0x80, 0x01]);
    }
}
