//! Functions of an encoder, without branches or calls so that the compiler vectorises them.

use crate::exponential::sum;

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
    p = p * z + -2.954_6e-3;
    p = p * z + -1.609_603_3e-2;
    let mut q = -1.456_607_2e-5_f32;
    q = q * z + -2.133_740_5e-4;
    q = q * z + -1.682_827e-3;
    q = q * z + -7.373_329_2e-3;
    q = q * z + -1.426_473_9e-2;
    x * p / q
}

/// GELU of every value, in its exact form: `x · Φ(x)`.
pub(crate) fn gelu(values: &mut [f32]) {
    for value in values {
        let x = *value;
        *value = 0.5 * x * (1.0 + erf(x * core::f32::consts::FRAC_1_SQRT_2));
    }
}

/// LayerNorm of every row: `row = (row - mean) / sqrt(variance + epsilon) · weight + bias`.
pub(crate) fn layer_norm(rows: &mut [f32], weight: &[f32], bias: &[f32], epsilon: f32) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
