//! Functions made of exponentials, without branches or calls so that the compiler vectorises
//! them: those of the library took 5% of reading a prompt.

/// Below this nothing is left of an exponential in single precision.
const EXP_MIN: f32 = -87.0;
/// 1.5 · 2²³: adding it rounds to a whole number, which then stands in the lowest bits.
const ROUNDING: f32 = 12_582_912.0;
/// Independent partial results: enough for the widest vector registers.
const LANES: usize = 16;

/// eˣ for `x` of at most 0, with a relative error below `3e-7 + 1e-7 · |x|`; below -87 it stays at
/// 1e-38.
#[inline(always)]
pub(crate) fn exp_of_negative(x: f32) -> f32 {
    // Not `max`, which is a call in WebAssembly.
    let x = if x > EXP_MIN { x } else { EXP_MIN };
    let scaled = x * core::f32::consts::LOG2_E;
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

/// 1 / (1 + e⁻ˣ), without overflow.
#[inline(always)]
pub(crate) fn sigmoid(x: f32) -> f32 {
    let small = exp_of_negative(-x.abs());
    let numerator = if x >= 0.0 { 1.0 } else { small };
    numerator / (1.0 + small)
}

/// Softmax in place, shifted by the maximum so that nothing overflows.
pub(crate) fn softmax(values: &mut [f32]) {
    let max = maximum(values);
    for value in values.iter_mut() {
        *value = exp_of_negative(*value - max);
    }
    let inverse = 1.0 / sum(values);
    for value in values.iter_mut() {
        *value *= inverse;
    }
}

/// SwiGLU: `gate = silu(gate) · up`.
pub(crate) fn swiglu(gate: &mut [f32], up: &[f32]) {
    for (g, u) in gate.iter_mut().zip(up) {
        *g = *g * sigmoid(*g) * u;
    }
}

/// Sum in sixteen partial sums.
pub(crate) fn sum(values: &[f32]) -> f32 {
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
    let larger = |max: f32, value: f32| if value > max { value } else { max };
    let (chunks, rest) = values.as_chunks::<LANES>();
    let mut largest = [f32::NEG_INFINITY; LANES];
    for chunk in chunks {
        for (max, &value) in largest.iter_mut().zip(chunk) {
            *max = larger(*max, value);
        }
    }
    largest
        .iter()
        .chain(rest)
        .fold(f32::NEG_INFINITY, |max, &value| larger(max, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponentials_are_close_to_the_librarys() {
        for i in 0..=87_000 {
            let x = -i as f32 / 1000.0;
            let exact = f64::from(x).exp();
            let error = (f64::from(exp_of_negative(x)) - exact).abs() / exact;
            assert!(error < 3e-7 - f64::from(x) * 1e-7, "{x}: {error}");
        }
        assert!(exp_of_negative(f32::NEG_INFINITY) < 1e-37);
    }

    #[test]
    fn softmax_of_large_values_is_finite() {
        let mut values = [1e30, 1e30, -1e30];
        softmax(&mut values);
        assert!((values[0] - 0.5).abs() < 1e-6 && values[0] == values[1]);
        assert!(values[2] < 1e-37);
    }

    #[test]
    fn sigmoids_do_not_overflow() {
        assert_eq!(sigmoid(0.0), 0.5);
        assert_eq!(sigmoid(200.0), 1.0);
        assert!(sigmoid(-200.0) < 1e-37 && sigmoid(-1.0) + sigmoid(1.0) == 1.0);
        let mut gate = [2.0];
        swiglu(&mut gate, &[3.0]);
        assert!((gate[0] - 6.0 / (1.0 + (-2.0_f32).exp())).abs() < 1e-5);
    }
}
