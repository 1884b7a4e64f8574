//! Bringing in what other programs have written.
//!
//! [`Importing`] walks through a file twice. The first walk, the dry run, changes nothing and says what would
//! happen; the second does it, in batches of bounded size, each of them atomic with its part of the
//! receipt: an import that was cut off is whole as far as it came, says so, and can be undone like any
//! other. Both walks are made in steps, so that whoever drives them can stop between two.

mod convert;
mod error;
mod judge;
mod preview;
mod receipt;
mod run;
mod undo;

pub use error::ImportFailure;
pub use preview::{Preview, Sample};
pub use receipt::Receipt;

use companion_core::{AttachmentId, Clock, EntryId, short_name};
use companion_exchange::import::Import;

use judge::Seen;

/// An import under way.
pub struct Importing {
    import: Import,
    preview: Preview,
    receipt: Receipt,
    seen: Seen,
    is_looked_through: bool,
    keeps_originals: bool,
    /// Photos that came with the last batch.
    fresh: Vec<AttachmentId>,
}

impl Importing {
    /// Begins with a file that was opened, called `file_name`, which is kept in the receipt.
    ///
    /// # Errors
    /// When the platform's random source fails.
    pub fn new<E: Clock + companion_core::Entropy>(
        import: Import,
        file_name: &str,
        environment: &E,
    ) -> Result<Self, crate::VaultError> {
        // A receipt has a name like an entry's.
        let id = EntryId::generate(environment)?;
        let file_name = short_name(file_name);
        Ok(Self {
            preview: Preview::new(&import, file_name.clone()),
            receipt: Receipt::new(id, &import, file_name, environment.now()),
            import,
            seen: Seen::default(),
            is_looked_through: false,
            keeps_originals: false,
            fresh: Vec::new(),
        })
    }

    /// What the dry run has found, so far or in all.
    #[must_use]
    pub const fn preview(&self) -> &Preview {
        &self.preview
    }

    /// Whether photos stay as they are from now on, with everything that their files tell. If not, that is taken
    /// out.
    pub const fn keeps_originals(&mut self, keeps: bool) {
        self.keeps_originals = keeps;
    }

    /// Photos that came with the last batch and have no small picture yet.
    #[must_use]
    pub fn take_fresh_photos(&mut self) -> Vec<AttachmentId> {
        core::mem::take(&mut self.fresh)
    }

    /// What has been brought in so far.
    #[must_use]
    pub const fn receipt(&self) -> &Receipt {
        &self.receipt
    }

    /// How many things of how many the present walk has come to.
    #[must_use]
    pub fn progress(&self) -> (u64, u64) {
        (self.import.position() as u64, self.import.len() as u64)
    }
}
