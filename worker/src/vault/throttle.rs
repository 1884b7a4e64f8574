//! Slowing down whoever guesses passphrases at this keyboard.
//!
//! Only the answer to a wrong passphrase is delayed, so the right one is never held up, and
//! nobody is ever locked out. Somebody who has copied the database is not slowed by this but
//! by the key derivation.
//!
//! The count is kept in the journal's storage as well, until the journal is unlocked, so that
//! loading the page anew does not forget it.

/// Wrong attempts that are answered at once: people mistype.
const FREE_ATTEMPTS: u32 = 2;
const FIRST_DELAY_MS: u32 = 500;
const LONGEST_DELAY_MS: u32 = 5_000;

/// Counts wrong passphrases since the last right one.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    wrong: u32,
}

impl Throttle {
    /// Takes over how many there have been before.
    pub(crate) fn at_least(&mut self, wrong: u32) {
        self.wrong = self.wrong.max(wrong);
    }

    /// Notes a wrong passphrase and says for how long its answer is held back.
    pub(crate) fn wrong_ms(&mut self) -> u32 {
        self.wrong = self.wrong.saturating_add(1);
        match self.wrong.checked_sub(FREE_ATTEMPTS + 1) {
            None => 0,
            Some(doublings) => 2_u32
                .saturating_pow(doublings)
                .saturating_mul(FIRST_DELAY_MS)
                .min(LONGEST_DELAY_MS),
        }
    }

    /// Notes the right passphrase.
    pub(crate) fn right(&mut self) {
        self.wrong = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_and_end() {
        let mut throttle = Throttle::default();
        let delays: Vec<u32> = (0..8).map(|_| throttle.wrong_ms()).collect();
        assert_eq!(delays, [0, 0, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
        throttle.wrong = u32::MAX;
        assert_eq!(throttle.wrong_ms(), LONGEST_DELAY_MS);
        throttle.right();
        assert_eq!(throttle.wrong_ms(), 0);
    }
}
