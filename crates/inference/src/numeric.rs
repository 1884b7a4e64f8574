//! Small vector arithmetic on slices, written so that the compiler vectorises it.

/// Independent partial sums: enough for the widest vector registers.
const LANES: usize = 16;

/// Σ aᵢ·bᵢ over slices of equal length.
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; LANES];
    let (a_chunks, b_chunks) = (a.chunks_exact(LANES), b.chunks_exact(LANES));
    let tail: f32 = a_chunks
        .remainder()
        .iter()
        .zip(b_chunks.remainder())
        .map(|(x, y)| x * y)
        .sum();
    for (x, y) in a_chunks.zip(b_chunks) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    // In halves, which take vectors again: one after another took as long as 64 products.
    let mut width = LANES;
    while width > 1 {
        width /= 2;
        for lane in 0..width {
            sums[lane] += sums[lane + width];
        }
    }
    sums[0] + tail
}

/// `target += factor · source`.
pub(crate) fn add_scaled(target: &mut [f32], factor: f32, source: &[f32]) {
    for (t, s) in target.iter_mut().zip(source) {
        *t += factor * s;
    }
}

/// `target += source`.
pub(crate) fn add(target: &mut [f32], source: &[f32]) {
    for (t, s) in target.iter_mut().zip(source) {
        *t += s;
    }
}

/// RMSNorm of every row: `output = input / sqrt(mean(input²) + epsilon) · weight`.
pub(crate) fn rms_norm(input: &[f32], weight: &[f32], epsilon: f32, output: &mut [f32]) {
    let width = weight.len();
    for (row, out) in input
        .chunks_exact(width)
        .zip(output.chunks_exact_mut(width))
    {
        let scale = 1.0 / (dot(row, row) / width as f32 + epsilon).sqrt();
        for ((o, x), w) in out.iter_mut().zip(row).zip(weight) {
            *o = x * scale * w;
        }
    }
}

/// RMSNorm of every row, in place.
pub(crate) fn rms_norm_in_place(rows: &mut [f32], weight: &[f32], epsilon: f32) {
    let width = weight.len();
    for row in rows.chunks_exact_mut(width) {
        let scale = 1.0 / (dot(row, row) / width as f32 + epsilon).sqrt();
        for (x, w) in row.iter_mut().zip(weight) {
            *x = *x * scale * w;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_counts_the_tail() {
        let a: Vec<f32> = (0..37).map(|i| i as f32).collect();
        assert_eq!(dot(&a, &[2.0; 37]), 2.0 * 666.0);
    }

    #[test]
    fn rms_norm_has_unit_mean_square() {
        let mut out = [0.0; 4];
        rms_norm(
            &[3.0, -3.0, 3.0, -3.0],
            &[1.0, 1.0, 2.0, 0.0],
            0.0,
            &mut out,
        );
        assert_eq!(out, [1.0, -1.0, 2.0, 0.0]);
    }
}
