//! Functions of an encoder, without branches or calls so that the compiler vectorises them: an
//! encoder of this size spends as long in exponentials from the library as in its matrices.

/// Below this nothing is left of an exponential in single precision.
const EXP_MIN: f32 = -87.0;
/// 1.5 · 2²³: adding it rounds to a whole number, which then stands in the lowest bits.
const ROUNDING: f32 = 12_582_912.0;

/// eˣ for `x` of at most 0, with a relative error below 3e-7; below -87 it stays at 1e-38.
#[inline(always)]
pub(super) fn exp_of_negative(x: f32) -> f32 {
    let scaled = x.max(EXP_MIN) * core::f32::consts::LOG2_E;
    let shifted = scaled + ROUNDING;
    let fraction = scaled - (shifted - ROUNDING);
    // 2^fraction on [-½, ½]: Taylor's series of e^(fraction · ln 2).
    let y = fraction * core::f32::consts::LN_2;
    let power = 1.0
        + y * (1.0
            + y * (0.5
                + y * (1.0 / 6.0 + y * (1.0 / 24.0 + y * (1.0 / 120.0 + y * (1.0 / 720.0))))));
    // The whole part is at least -126, so that the exponent stays in range.
    let whole = shifted.to_bits().wrapping_sub(ROUNDING.to_bits());
    f32::from_bits(power.to_bits().wrapping_add(whole << 23))
}

/// Softmax in place.
pub(super) fn softmax(values: &mut [f32]) {
    let max = maximum(values);
    for value in values.iter_mut() {
        *value = exp_of_negative(*value - max);
    }
    let inverse = 1.0 / sum(values);
    for value in values.iter_mut() {
        *value *= inverse;
    }
}

/// 1 / (1 + e⁻ˣ), without overflow.
pub(super) fn sigmoid(x: f32) -> f32 {
    let small = exp_of_negative(-x.abs());
    if x >= 0.0 {
        1.0 / (1.0 + small)
    } else {
        small / (1.0 + small)
    }
}

/// The error function by a quotient of polynomials, within 4e-7 (the coefficients are those of
/// Eigen's `generic_fast_erf`); beyond ±4 it is ±1 in single precision.
#[inline(always)]
fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let z = x * x;
    let mut p = -2.726_142_3e-10_f32;
    p = p * z + 2.770_681_4e-8;
    p = p * z + -2.101_024e-6;
    p = p * z + -5.692_506_4e-5;
    p = p * z + -7.349_906_3e-4;
    p = p * z + -2.954_599_8e-3;
    p = p * z + -1.609_603_3e-2;
    let mut q = -1.456_607_2e-5_f32;
    q = q * z + -2.133_740_5e-4;
    q = q * z + -1.682_827e-3;
    q = q * z + -7.373_329_2e-3;
    q = q * z + -1.426_473_9e-2;
    x * p / q
}

/// GELU of every value, in its exact form: `x · Φ(x)`.
pub(super) fn gelu(values: &mut [f32]) {
    for value in values {
        let x = *value;
        *value = 0.5 * x * (1.0 + erf(x * core::f32::consts::FRAC_1_SQRT_2));
    }
}

/// LayerNorm of every row: `row = (row - mean) / sqrt(variance + epsilon) · weight + bias`.
pub(super) fn layer_norm(rows: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
    let width = weight.len();
    for row in rows.chunks_exact_mut(width) {
        let mean = sum(row) / width as f32;
        for value in row.iter_mut() {
            *value -= mean;
        }
        let variance = crate::numeric::dot(row, row) / width as f32;
        let scale = 1.0 / (variance + epsilon).sqrt();
        for ((value, w), b) in row.iter_mut().zip(weight).zip(bias) {
            *value = *value * scale * w + b;
        }
    }
}

/// Scales a vector to length 1; zeros stay zeros.
pub(super) fn normalize(vector: &mut [f32]) {
    let length = crate::numeric::dot(vector, vector).sqrt();
    // The reference has the same floor under the length.
    let inverse = 1.0 / length.max(1e-12);
    for value in vector {
        *value *= inverse;
    }
}

const LANES: usize = 16;

fn sum(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut sums = [0.0_f32; LANES];
    for chunk in chunks {
        for (sum, value) in sums.iter_mut().zip(chunk) {
            *sum += value;
        }
    }
    sums.iter().sum::<f32>() + rest.iter().sum::<f32>()
}

fn maximum(values: &[f32]) -> f32 {
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut largest = [f32::NEG_INFINITY; LANES];
    for chunk in chunks {
        for (max, &value) in largest.iter_mut().zip(chunk) {
            *max = if value > *max { value } else { *max };
        }
    }
    largest
        .iter()
        .chain(rest)
        .copied()
        .fold(f32::NEG_INFINITY, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_those_of_the_library() {
        for step in 0..=8_600 {
            let x = -(step as f32) * 0.01;
            let exact = f64::from(x).exp();
            let error = (f64::from(exp_of_negative(x)) - exact).abs() / exact;
            assert!(error < 3e-7, "exp({x}): {error:e}");
        }
        assert!(exp_of_negative(f32::NEG_INFINITY) < 1e-37);
        assert_eq!(exp_of_negative(0.0), 1.0);
    }

    #[test]
    fn the_error_function_has_the_values_of_the_tables() {
        // Abramowitz and Stegun, table 7.1.
        for (x, value) in [
            (0.0, 0.0),
            (0.1, 0.112_462_916_018),
            (0.5, 0.520_499_877_813),
            (1.0, 0.842_700_792_950),
            (1.5, 0.966_105_146_475),
            (2.0, 0.995_322_265_019),
            (3.0, 0.999_977_909_503),
            (6.0, 1.0),
        ] {
            for sign in [1.0, -1.0] {
                let error = (f64::from(erf(sign * x)) - f64::from(sign) * value).abs();
                assert!(error < 4e-7, "erf({x}): off by {error:e}");
            }
        }
    }

    #[test]
    fn softmax_and_sigmoid_of_large_values_are_finite() {
        let mut values = [1e30, 1e30, -1e30];
        softmax(&mut values);
        assert_eq!(values[..2], [0.5, 0.5]);
        assert!(values[2] < 1e-37);
        assert_eq!(sigmoid(0.0), 0.5);
        assert_eq!(sigmoid(1e30), 1.0);
        assert!(sigmoid(-1e30) < 1e-37);
    }

    #[test]
    fn layer_norm_has_mean_zero_and_variance_one() {
        let mut row = [1.0, 3.0, 5.0, 7.0];
        layer_norm(&mut row, &[1.0; 4], &[0.5; 4], 0.0);
        let mean: f32 = row.iter().sum::<f32>() / 4.0;
        assert!((mean - 0.5).abs() < 1e-6);
        let variance: f32 = row.iter().map(|x| (x - mean).powi(2)).sum::<f32>() / 4.0;
        assert!((variance - 1.0).abs() < 1e-6);
    }

    #[test]
    fn nothing_becomes_nothing() {
        let mut zeros = [0.0; 8];
        normalize(&mut zeros);
        assert_eq!(zeros, [0.0; 8]);
    }
}
