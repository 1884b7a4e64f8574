//! A request in the queue. A photo is made ready before the service sees it, so that the service
//! can store what is typed meanwhile.

use std::rc::Rc;

use companion_protocol::vault::Request;
use companion_protocol::{Frame, attachments as asks};

use super::attachments;
use super::files::BackupFile;
use super::queue::Queue;
use crate::port::Incoming;

/// A request with the file that came beside it.
pub(super) struct Asked {
    pub(super) frame: Frame<Request>,
    pub(super) file: Option<BackupFile>,
}

impl From<Incoming<Request>> for Asked {
    fn from(Incoming { frame, file }: Incoming<Request>) -> Self {
        let file = BackupFile::picked(file);
        Self { frame, file }
    }
}

impl Asked {
    /// Whether it may be done before a photo that was asked for earlier: storing what is typed.
    /// What a draft carries is known to the vault alone, so it cannot lose the photo. Everything
    /// else waits, saving above all: the entry is to have the photo.
    pub(super) const fn overtakes(&self) -> bool {
        matches!(self.frame.body, Request::StoreDraft(_))
    }

    /// How a photo is to be made ready, if there is one and it is not.
    pub(super) fn unready_photo(&self) -> Option<bool> {
        let Request::Attachments(asks::Request::AddPhoto { keeps_original, .. }) = self.frame.body
        else {
            return None;
        };
        let blob = self.file.as_ref().and_then(BackupFile::blob);
        blob.map(|_| keeps_original)
    }
}

/// Makes a photo ready, and lets the queue go on with it.
pub(super) async fn make_ready(queue: Rc<Queue<Asked>>, asked: Asked, keeps_original: bool) {
    let ready = match asked.file.as_ref().and_then(BackupFile::blob) {
        Some(blob) => {
            let photo = attachments::prepare(blob, keeps_original).await;
            Some(BackupFile::photo(photo))
        }
        None => None,
    };
    queue.release(Asked {
        file: ready,
        ..asked
    });
}
