//! Where a small model is kept: one file in a directory of its own, with a record beside it.

use companion_protocol::encoder::State;
use companion_protocol::inference::{Download, Failure, FailureKind};

use super::download;
use super::failure::failure;
use super::lane::Lane;
use super::opfs::{Directory, Holds};
use super::pace::Pace;
use super::record::{self, Record, Stored};

/// A place for one small model.
#[derive(Clone, Copy)]
pub(super) struct Shelf {
    /// Name of the directory.
    pub(super) directory: &'static str,
    pub(super) holds: Holds,
    /// What is said when the stored file is damaged.
    pub(super) damaged: &'static str,
}

impl Shelf {
    /// Opens the directory.
    pub(super) async fn open(self) -> Result<Directory, Failure> {
        Directory::named(self.directory, self.holds).await
    }

    /// The record of what is stored, whose file is there.
    pub(super) async fn stored(self, directory: &Directory) -> Result<Option<Record>, Failure> {
        let damaged = || failure(FailureKind::UnusableFile, self.damaged);
        match record::current(directory).await? {
            Stored::None => Ok(None),
            Stored::Damaged => Err(damaged()),
            Stored::Some(record) => {
                if directory.size_of(&record.file).await == Some(record.size_bytes) {
                    Ok(Some(record))
                } else {
                    Err(damaged())
                }
            }
        }
    }

    /// Fetches a file, until the lane is asked to stop.
    pub(super) async fn get(
        self,
        request: &Download,
        lane: &Lane,
        pace: &Pace<'_>,
    ) -> Result<Record, Failure> {
        let is_stopped = || lane.is_stopped();
        lane.download(async |signal| {
            self.receive(async |directory, current| {
                download::download(directory, current, request, signal, pace, &is_stopped).await
            })
            .await
        })
        .await
    }

    /// Receives a file and, once it is verified, puts it in the old one's place. Until then the
    /// old one stays.
    pub(super) async fn receive<F>(self, receive: F) -> Result<Record, Failure>
    where
        F: AsyncFnOnce(&Directory, Option<&Record>) -> Result<Record, Failure>,
    {
        let directory = self.open().await?;
        // A damaged record is replaced like one that is not there.
        let current = self.stored(&directory).await.unwrap_or(None);
        match receive(&directory, current.as_ref()).await {
            Ok(record) => {
                record::switch(&directory, &record).await?;
                Ok(record)
            }
            Err(failure) => {
                let partial = record::partial(&directory).await;
                record::clean(&directory, current.as_ref(), partial.as_ref()).await;
                Err(failure)
            }
        }
    }

    /// Deletes what is stored.
    pub(super) async fn remove(self) -> Result<(), Failure> {
        record::remove(&self.open().await?).await
    }
}

/// What the page is told of what is stored.
pub(super) fn state(record: Option<&Record>, is_loaded: bool) -> State {
    State {
        name: record.map(|record| record.name.clone()),
        size_bytes: record.map_or(0, |record| record.size_bytes),
        sha256: record.map(|record| record.sha256.clone()),
        is_loaded,
    }
}
