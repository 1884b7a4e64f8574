//! Bytes on their way into a model file: written, summed and finally verified.

use std::io::{Read, Seek, SeekFrom};

use companion_inference::Loader;
use companion_inference::embed::Encoder;
use companion_inference::gguf::Header;
use companion_inference::speech::Recognizer;
use companion_protocol::inference::{Failure, FailureKind, Progress, Stage};
use sha2::{Digest, Sha256};

use super::failure::{cancelled, failure, model};
use super::opfs::{AccessFile, Holds, check_space, megabytes};
use super::pace::Pace;
use super::record::Record;

/// Bytes read at once when an earlier part is summed again.
const REREAD_BYTES: usize = 1 << 20;

/// A file being received.
pub(super) struct Transfer<'a> {
    file: AccessFile,
    holds: Holds,
    sum: Sha256,
    received_bytes: u64,
    /// 0 when unknown.
    total_bytes: u64,
    pace: &'a Pace<'a>,
    is_cancelled: &'a dyn Fn() -> bool,
}

impl<'a> Transfer<'a> {
    /// Receives into `file`, which must become what `holds` says.
    pub(super) fn new(
        file: AccessFile,
        holds: Holds,
        pace: &'a Pace<'a>,
        is_cancelled: &'a dyn Fn() -> bool,
    ) -> Self {
        Self {
            file,
            holds,
            sum: Sha256::new(),
            received_bytes: 0,
            total_bytes: 0,
            pace,
            is_cancelled,
        }
    }

    /// Bytes that have arrived.
    pub(super) const fn received_bytes(&self) -> u64 {
        self.received_bytes
    }

    /// Forgets everything received.
    pub(super) fn restart(&mut self) -> Result<(), Failure> {
        self.sum = Sha256::new();
        self.received_bytes = 0;
        self.file.truncate(0)
    }

    /// Says how long the file will be, and makes sure that there is room for it.
    pub(super) async fn expect(&mut self, total_bytes: u64) -> Result<(), Failure> {
        self.total_bytes = total_bytes;
        check_space(total_bytes.saturating_sub(self.received_bytes)).await?;
        self.file.reserve(total_bytes)
    }

    /// Takes up what an earlier transfer has left in the file.
    pub(super) async fn resume(&mut self) -> Result<(), Failure> {
        let present_bytes = self.file.size_bytes()?;
        let mut buffer = vec![0; REREAD_BYTES];
        self.file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
        while self.received_bytes < present_bytes {
            let count = self.file.read(&mut buffer).map_err(unreadable)?;
            if count == 0 {
                break;
            }
            self.sum.update(&buffer[..count]);
            self.received_bytes += count as u64;
            self.report(Stage::Verify, present_bytes).await?;
        }
        Ok(())
    }

    /// Takes the next bytes.
    pub(super) async fn receive(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write(bytes)?;
        self.sum.update(bytes);
        self.received_bytes += bytes.len() as u64;
        self.report(Stage::Transfer, self.total_bytes).await
    }

    /// Makes what has arrived durable, for a later [`Transfer::resume`].
    pub(super) fn keep(&self) -> Result<(), Failure> {
        self.file.flush()
    }

    /// Verifies length and sum, and that the file is a model that can be used. `name` is taken
    /// when the file does not name itself better.
    pub(super) fn finish(
        mut self,
        file: &str,
        name: Option<String>,
        expected_sha256: Option<&str>,
    ) -> Result<Record, Failure> {
        self.file.flush()?;
        if self.total_bytes != 0 && self.received_bytes != self.total_bytes {
            return Err(failure(
                FailureKind::Network,
                format!(
                    "Only {} of {} arrived. Try again: what has arrived is kept.",
                    megabytes(self.received_bytes),
                    megabytes(self.total_bytes)
                ),
            ));
        }
        let sha256 = hexadecimal(&self.sum.finalize());
        if expected_sha256.is_some_and(|expected| !expected.eq_ignore_ascii_case(&sha256)) {
            return Err(failure(
                FailureKind::WrongSum,
                "The file differs from what its publisher announced (its SHA-256 is another). It \
                 was discarded.",
            ));
        }
        let own_name = check_usable(&mut self.file, self.holds)?;
        Ok(Record {
            file: file.to_owned(),
            name: name.or(own_name).unwrap_or_else(|| "Model".to_owned()),
            size_bytes: self.received_bytes,
            sha256,
        })
    }

    async fn report(&self, stage: Stage, total: u64) -> Result<(), Failure> {
        self.pace.progress(Progress {
            stage,
            done: self.received_bytes,
            total,
        });
        self.pace.breathe().await;
        if (self.is_cancelled)() {
            return Err(cancelled());
        }
        Ok(())
    }
}

/// Checks that a file is a complete model of the right kind, and returns its name.
fn check_usable<R: Read + Seek>(file: &mut R, holds: Holds) -> Result<Option<String>, Failure> {
    let header = Header::read(file).map_err(|error| model(&error))?;
    let name = header.name().map(str::to_owned);
    match holds {
        Holds::Models => Loader::check(&header),
        Holds::Encoders => Encoder::check(&header),
        Holds::Speech => Recognizer::check(&header),
    }
    .map_err(|error| model(&error))?;
    Ok(name)
}

/// Lower-case hexadecimal digits.
fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unreadable(error: std::io::Error) -> Failure {
    failure(
        FailureKind::Storage,
        format!("The browser's storage could not be read ({error})."),
    )
}
