//! Numbers within limits, digit by digit.

/// Largest magnitude of a limit, in units of the last decimal: every `f64` of it is exact.
const MAX_UNITS: i64 = 1_000_000_000_000_000;
/// Most decimals.
pub(super) const MAX_DECIMALS: u32 = 6;

/// Which numbers are allowed: multiples of `10^-decimals` from `min` to `max`, which are counted
/// in these units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    min: i64,
    max: i64,
    decimals: u32,
}

/// What has been written of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    /// All digits so far, as a whole number.
    digits: i64,
    whole_digits: u8,
    /// Digits after the point, once there is one.
    decimals: Option<u8>,
}

impl Range {
    /// `None` when no number lies in between, or limits are beyond what can be counted.
    pub(super) fn new(min: f64, max: f64, decimals: u32) -> Option<Self> {
        if decimals > MAX_DECIMALS {
            return None;
        }
        let units = 10_f64.powi(i32::try_from(decimals).ok()?);
        // The product of a decimal fraction and its power of ten may miss the whole number by a
        // rounding error, which must not exclude the limit itself.
        let (low, high) = ((min * units - 1e-6).ceil(), (max * units + 1e-6).floor());
        let limit = MAX_UNITS as f64;
        // Also false for what is not a number.
        let sound = low <= high && low >= -limit && high <= limit;
        sound.then_some(Self {
            min: low as i64,
            max: high as i64,
            decimals,
        })
    }

    pub(super) const fn start() -> Number {
        Number {
            negative: false,
            digits: 0,
            whole_digits: 0,
            decimals: None,
        }
    }

    /// The number with one more character, if a number of the range begins so.
    pub(super) fn step(&self, number: Number, byte: u8) -> Option<Number> {
        let mut next = number;
        match byte {
            b'-' if number == Self::start() => next.negative = true,
            b'.' if number.whole_digits > 0 && number.decimals.is_none() && self.decimals > 0 => {
                next.decimals = Some(0);
            }
            b'0'..=b'9' => {
                // JSON writes no zero before another digit.
                let leading_zero = number.whole_digits == 1 && number.digits == 0;
                match &mut next.decimals {
                    None if leading_zero => return None,
                    None => next.whole_digits += 1,
                    Some(count) if u32::from(*count) == self.decimals => return None,
                    Some(count) => *count += 1,
                }
                next.digits = number.digits * 10 + i64::from(byte - b'0');
            }
            _ => return None,
        }
        self.can_become_one(next).then_some(next)
    }

    /// Whether what is written is a number of the range.
    pub(super) fn is_complete(&self, number: Number) -> bool {
        number.whole_digits > 0 && number.decimals != Some(0) && {
            let (low, _) = self.reach(number, 0);
            (self.min..=self.max).contains(&if number.negative { -low } else { low })
        }
    }

    /// Characters after which the number can be complete; an upper bound that shrinks with every
    /// character.
    pub(super) fn missing(&self, number: Number) -> u32 {
        if self.is_complete(number) {
            return 0;
        }
        let units = 10_i64.pow(self.decimals);
        let whole = self.min.abs().max(self.max.abs()) / units;
        let longest = whole.checked_ilog10().unwrap_or(0)
            + 1
            + u32::from(self.min < 0)
            + if self.decimals > 0 {
                1 + self.decimals
            } else {
                0
            };
        let written = u32::from(number.negative)
            + u32::from(number.whole_digits)
            + number.decimals.map_or(0, |count| 1 + u32::from(count));
        // A number of the range has at most `longest` characters.
        longest.saturating_sub(written).max(1)
    }

    /// The magnitudes, in units, of the numbers that begin like this one and have `more` further
    /// digits before the point.
    fn reach(&self, number: Number, more: u32) -> (i64, i64) {
        let open = self.decimals - number.decimals.map_or(0, u32::from);
        // At most 16 digits and 6 more: saturating keeps what lies beyond every limit beyond it.
        let scale = 10_i64.saturating_pow(open + more);
        let low = number.digits.saturating_mul(scale);
        (low, low.saturating_add(scale - 1))
    }

    fn can_become_one(&self, number: Number) -> bool {
        let is_hit = |(low, high): (i64, i64)| {
            let (low, high) = if number.negative {
                (-high, -low)
            } else {
                (low, high)
            };
            low <= self.max && high >= self.min
        };
        if number.whole_digits == 0 {
            return !number.negative || self.min < 0;
        }
        // Only a whole part other than zero takes further digits.
        let more = if number.decimals.is_none() && number.digits > 0 {
            0..=16
        } else {
            0..=0
        };
        more.into_iter()
            .any(|more| is_hit(self.reach(number, more)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn write(range: &Range, text: &str) -> Option<Number> {
        text.bytes()
            .try_fold(Range::start(), |number, byte| range.step(number, byte))
    }

    fn accepts(range: &Range, text: &str) -> bool {
        write(range, text).is_some_and(|number| range.is_complete(number))
    }

    #[test]
    fn limits_hold_and_json_is_kept() {
        let percent = Range::new(0.0, 100.0, 0).unwrap();
        for good in ["0", "7", "99", "100"] {
            assert!(accepts(&percent, good), "{good}");
        }
        for bad in ["", "-", "-1", "101", "07", "1.0", "1e1", "+1"] {
            assert!(!accepts(&percent, bad), "{bad}");
        }
        let polarity = Range::new(-1.0, 1.0, 2).unwrap();
        for good in ["0", "-0.5", "1", "1.00", "-1", "0.07", "-0.99"] {
            assert!(accepts(&polarity, good), "{good}");
        }
        for bad in ["1.01", "-1.1", "0.", "00", "2", "0.123", "-.5"] {
            assert!(!accepts(&polarity, bad), "{bad}");
        }
        assert_eq!(Range::new(0.4, 0.6, 0), None);
        assert_eq!(Range::new(0.0, f64::INFINITY, 0), None);
        assert_eq!(Range::new(f64::NAN, 1.0, 0), None);
    }

    proptest! {
        /// Every number of the range can be written, none outside, and from every beginning the
        /// end is as near as promised.
        #[test]
        fn exactly_the_range(
            a in -5_000_i64..5_000,
            b in -5_000_i64..5_000,
            decimals in 0_u32..3,
            value in -6_000_i64..6_000,
        ) {
            let unit = 10_f64.powi(decimals as i32);
            let (min, max) = (a.min(b), a.max(b));
            let range = Range::new(min as f64 / unit, max as f64 / unit, decimals).unwrap();
            let text = format!("{:.*}", decimals as usize, value as f64 / unit);
            prop_assert_eq!(accepts(&range, &text), (min..=max).contains(&value), "{}", text);

            let mut number = Range::start();
            let mut missing = range.missing(number);
            while !range.is_complete(number) {
                let next = (b'-'..=b'9').find_map(|byte| range.step(number, byte));
                prop_assert!(next.is_some(), "no way on from {:?}", number);
                number = next.unwrap();
                prop_assert!(range.missing(number) < missing);
                missing = range.missing(number);
            }
        }
    }
}
