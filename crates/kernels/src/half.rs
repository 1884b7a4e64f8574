//! IEEE 754 half precision.

/// The value of a half-precision number given by its bits.
pub(crate) fn half_to_f32(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let magnitude = u32::from(bits & 0x7fff);
    if magnitude >= 0x7c00 {
        // Infinity and NaN.
        return f32::from_bits(sign | 0x7f80_0000 | (magnitude & 0x3ff) << 13);
    }
    // Shifted into place, the exponent is too small by 127 - 15; the product also normalises
    // subnormal numbers.
    let scaled = f32::from_bits(magnitude << 13) * f32::from_bits((127 + 112) << 23);
    f32::from_bits(scaled.to_bits() | sign)
}

/// The half-precision number next to `value`, of two equally near ones the even one. What is too
/// large becomes the largest, NaN too: halves made here are finite, so that a product with zero is
/// zero.
pub(crate) fn f32_to_half(value: f32) -> u16 {
    /// The largest half.
    const LARGEST: f32 = 65_504.0;
    let sign = (value.to_bits() >> 16) & 0x8000;
    // Not `min`, which is a call in WebAssembly; false for NaN.
    let magnitude = value.abs();
    let magnitude = if magnitude < LARGEST {
        magnitude
    } else {
        LARGEST
    };
    // Added to a number with the same last place that the result will have, the rest is rounded
    // away: 2^13 steps of the number itself, but at least the smallest half.
    let exponent = (magnitude.to_bits() >> 23).max(127 - 14);
    let anchor = f32::from_bits((exponent + 13) << 23);
    let steps = (magnitude + anchor).to_bits() - anchor.to_bits();
    // The exponent, counted from that of the subnormal halves; their implied bit is in `steps`.
    let bits = ((exponent - (127 - 14)) << 10) + steps;
    // At most 0x7bff, and the sign.
    (bits | sign) as u16
}

#[cfg(test)]
mod tests {
    use super::{f32_to_half, half_to_f32};

    /// Every finite half comes back, and every number becomes the nearest of them.
    #[test]
    fn rounding_finds_the_nearest_half() {
        for bits in 0..0x7bff_u16 {
            for sign in [0, 0x8000] {
                assert_eq!(f32_to_half(half_to_f32(bits | sign)), bits | sign);
            }
            let (low, high) = (half_to_f32(bits), half_to_f32(bits + 1));
            let middle = f32::midpoint(low, high);
            let even = bits + (bits & 1);
            assert_eq!(f32_to_half(middle), even, "between {low} and {high}");
            assert_eq!(f32_to_half(middle.next_down()), bits);
            assert_eq!(f32_to_half(-middle.next_up()), (bits + 1) | 0x8000);
        }
        for large in [65_504.0, 65_520.0, 1e30, f32::INFINITY, f32::NAN] {
            assert_eq!(f32_to_half(large.abs()), 0x7bff, "{large}");
        }
        assert_eq!(f32_to_half(-1e30), 0xfbff);
    }

    #[test]
    fn all_kinds_of_halves() {
        for (bits, value) in [
            (0x0000, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65_504.0),
            (0x0400, 6.103_515_6e-5),
            (0x0001, 5.960_464_5e-8),
            (0x83ff, -6.097_555e-5),
        ] {
            assert_eq!(half_to_f32(bits), value, "{bits:#06x}");
        }
        assert!(half_to_f32(0x7c01).is_nan());
        assert_eq!(half_to_f32(0xfc00), f32::NEG_INFINITY);
    }
}
