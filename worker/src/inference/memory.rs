//! What the model has read and need not read again: the last conversation, in memory alone, and the
//! application's own instructions, in a file beside the model.

use std::cell::RefCell;
use std::io::Read;

use companion_inference::{Context, Model as Weights, Prefixes};
use companion_protocol::inference::Failure;

use super::opfs::Directory;
use super::record::{PREFIXES, Record};

/// A longer file is none of ours: sixteen instructions of a large model have less.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// The memory of one loaded model.
#[derive(Default)]
pub(super) struct Memory {
    last: RefCell<Option<Context>>,
    prefixes: RefCell<Option<Prefixes>>,
}

impl Memory {
    /// What is known of the beginning of `prompt`.
    pub(super) async fn recall(
        &self,
        weights: &Weights,
        record: Option<&Record>,
        prompt: &[u32],
    ) -> Context {
        let last = self.last.take();
        let prefixes = match self.prefixes.take() {
            Some(prefixes) => prefixes,
            None => read(weights, record).await,
        };
        let context = prefixes.resume(weights, prompt, last);
        *self.prefixes.borrow_mut() = Some(prefixes);
        context
    }

    /// Keeps what has been read in a conversation that began with the instruction `system`.
    pub(super) async fn remember(&self, weights: &Weights, context: Context, system: &str) {
        if let (Some(mut prefixes), Ok(tokens)) =
            (self.prefixes.take(), weights.system_prefix(system))
        {
            if prefixes.keep(weights, &context, &tokens) {
                // Without the file a cold start takes a little longer, and nothing else changes.
                let _ = write(&prefixes).await;
            }
            *self.prefixes.borrow_mut() = Some(prefixes);
        }
        *self.last.borrow_mut() = Some(context);
    }

    /// Forgets all, for another model.
    pub(super) fn forget(&self) {
        *self.last.borrow_mut() = None;
        *self.prefixes.borrow_mut() = None;
    }
}

/// The file's content, or nothing where it is missing, damaged or of another model.
async fn read(weights: &Weights, record: Option<&Record>) -> Prefixes {
    let sum = record.map_or("", |record| record.sha256.as_str());
    let known = async {
        let directory = Directory::open().await.ok()?;
        directory
            .size_of(PREFIXES)
            .await
            .filter(|&size_bytes| size_bytes <= MAX_FILE_BYTES)?;
        let mut file = directory.open_file(PREFIXES).await.ok()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).ok()?;
        Prefixes::read(weights, sum, &bytes)
    };
    known.await.unwrap_or_else(|| Prefixes::new(weights, sum))
}

async fn write(prefixes: &Prefixes) -> Result<(), Failure> {
    let mut file = Directory::open().await?.open_file(PREFIXES).await?;
    file.truncate(0)?;
    file.write(&prefixes.write())?;
    file.flush()
}
