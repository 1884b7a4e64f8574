//! What weights can be quantized to, and which of a model's tensors are.

use candle_core::quantized::GgmlDType;

/// Blocks of the K-quants.
const K_BLOCK_LEN: usize = 256;

/// What a model's matrices can be quantized to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WeightType {
    /// 2.6 bits a weight.
    Q2K,
    /// 3.4 bits a weight.
    Q3K,
    /// 4.5 bits a weight, with K-quants' scales.
    Q4K,
    /// 4.5 bits a weight.
    Q4_0,
    /// 5 bits a weight.
    Q4_1,
    /// 5.5 bits a weight, with K-quants' scales.
    Q5K,
    /// 5.5 bits a weight.
    Q5_0,
    /// 6 bits a weight.
    Q5_1,
    /// 6.6 bits a weight.
    Q6K,
    /// 8.5 bits a weight.
    Q8_0,
    /// 16 bits a weight: half precision.
    F16,
}

impl WeightType {
    /// All of them, the smallest first.
    pub const ALL: [Self; 11] = [
        Self::Q2K,
        Self::Q3K,
        Self::Q4K,
        Self::Q4_0,
        Self::Q4_1,
        Self::Q5K,
        Self::Q5_0,
        Self::Q5_1,
        Self::Q6K,
        Self::Q8_0,
        Self::F16,
    ];

    /// What people call it, such as `q4_k`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Q2K => "q2_k",
            Self::Q3K => "q3_k",
            Self::Q4K => "q4_k",
            Self::Q4_0 => "q4_0",
            Self::Q4_1 => "q4_1",
            Self::Q5K => "q5_k",
            Self::Q5_0 => "q5_0",
            Self::Q5_1 => "q5_1",
            Self::Q6K => "q6_k",
            Self::Q8_0 => "q8_0",
            Self::F16 => "f16",
        }
    }

    /// The number by which a file says what most of it is: `enum llama_ftype` of llama.cpp, whose
    /// `_S` mixtures are those in which all layers are alike.
    pub(super) const fn file_type(self) -> u32 {
        match self {
            Self::F16 => 1,
            Self::Q4_0 => 2,
            Self::Q4_1 => 3,
            Self::Q8_0 => 7,
            Self::Q5_0 => 8,
            Self::Q5_1 => 9,
            Self::Q2K => 10,
            Self::Q3K => 11,
            Self::Q4K => 14,
            Self::Q5K => 16,
            Self::Q6K => 18,
        }
    }

    const fn dtype(self) -> GgmlDType {
        match self {
            Self::Q2K => GgmlDType::Q2K,
            Self::Q3K => GgmlDType::Q3K,
            Self::Q4K => GgmlDType::Q4K,
            Self::Q4_0 => GgmlDType::Q4_0,
            Self::Q4_1 => GgmlDType::Q4_1,
            Self::Q5K => GgmlDType::Q5K,
            Self::Q5_0 => GgmlDType::Q5_0,
            Self::Q5_1 => GgmlDType::Q5_1,
            Self::Q6K => GgmlDType::Q6K,
            Self::Q8_0 => GgmlDType::Q8_0,
            Self::F16 => GgmlDType::F16,
        }
    }

    /// The type of a matrix whose rows have `columns` weights: this one, or where its blocks do not
    /// fit, one that is no worse. The same choice as llama.cpp's, but for its IQ4_NL.
    pub(super) const fn fitting(self, columns: usize) -> GgmlDType {
        if !columns.is_multiple_of(32) {
            return GgmlDType::F16;
        }
        match self {
            _ if columns.is_multiple_of(K_BLOCK_LEN) => self.dtype(),
            Self::Q2K | Self::Q3K => GgmlDType::Q4_0,
            Self::Q4K => GgmlDType::Q5_0,
            Self::Q5K => GgmlDType::Q5_1,
            Self::Q6K => GgmlDType::Q8_0,
            _ => self.dtype(),
        }
    }

    /// The type for the matrix that the logits come from, which is worth more bits than the others.
    pub(super) fn for_output(self) -> Self {
        self.max(Self::Q6K)
    }
}

/// The number of a type in a file: `enum ggml_type` of ggml.
pub(super) const fn type_number(dtype: GgmlDType) -> u32 {
    match dtype {
        GgmlDType::F32 => 0,
        GgmlDType::F16 => 1,
        GgmlDType::Q4_0 => 2,
        GgmlDType::Q4_1 => 3,
        GgmlDType::Q5_0 => 6,
        GgmlDType::Q5_1 => 7,
        GgmlDType::Q8_0 => 8,
        GgmlDType::Q8_1 => 9,
        GgmlDType::Q2K => 10,
        GgmlDType::Q3K => 11,
        GgmlDType::Q4K => 12,
        GgmlDType::Q5K => 13,
        GgmlDType::Q6K => 14,
        GgmlDType::Q8K => 15,
        GgmlDType::BF16 => 30,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_fit_the_rows_and_are_never_worse() {
        for kind in WeightType::ALL {
            for columns in [64, 896, 1_536, 33] {
                let chosen = kind.fitting(columns);
                assert!(
                    columns.is_multiple_of(chosen.block_size()),
                    "{kind:?} {columns}"
                );
                // Bits a weight, without fractions.
                let size = |dtype: GgmlDType| dtype.type_size() * 256 / dtype.block_size();
                assert!(size(chosen) >= size(kind.dtype()), "{kind:?} {columns}");
            }
            assert!(kind.for_output() >= WeightType::Q6K);
        }
        assert!(WeightType::ALL.is_sorted());
    }
}
