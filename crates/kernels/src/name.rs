//! What an instruction set is called where somebody reads it.

use crate::Backend;

impl Backend {
    /// Its name in benchmarks, such as `avx512` or `relaxeddot`.
    #[must_use]
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}
