//! What the page can ask about photos and recordings.

use companion_core::{Attachment, AttachmentId, EntryId};
use companion_protocol::attachments::{Part, Picture, Request, Response};
use companion_protocol::vault;
use web_sys::File;

use super::vault::{Answer, VaultClient, fault};

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $file:expr, $answer:pat => $value:expr) => {
        match $client
            .ask_with(vault::Request::Attachments($request), $file)
            .await?
        {
            vault::Response::Attachments($answer) => Ok($value),
            _ => Err(fault()),
        }
    };
}

/// What an entry carries after a change.
type Carried = Answer<Vec<Attachment>>;

impl VaultClient {
    /// What an entry carries: its draft if there is one, else the entry.
    pub(crate) async fn attachments(self, entry: EntryId) -> Carried {
        ask!(self, Request::List(entry), None, Response::Carried(list) => list)
    }

    /// Attaches a photo to an entry's draft.
    pub(crate) async fn add_photo(
        self,
        entry: EntryId,
        file: File,
        keeps_original: bool,
    ) -> Carried {
        let request = Request::AddPhoto {
            entry,
            name: Some(file.name()),
            keeps_original,
        };
        ask!(self, request, Some(file), Response::Carried(list) => list)
    }

    /// Begins a recording on an entry's draft.
    pub(crate) async fn begin_recording(
        self,
        entry: EntryId,
        media_type: &str,
    ) -> Answer<Attachment> {
        let media_type = media_type.to_owned();
        ask!(self, Request::BeginRecording { entry, media_type }, None, Response::Begun(begun) => begun)
    }

    /// Stores the next part of a recording.
    pub(crate) async fn append_recording(self, id: AttachmentId, bytes: Vec<u8>) -> Answer<u64> {
        ask!(self, Request::AppendRecording { id, bytes }, None, Response::Stored(length) => length)
    }

    /// Ends a recording.
    pub(crate) async fn finish_recording(
        self,
        entry: EntryId,
        id: AttachmentId,
        duration_ms: u32,
    ) -> Carried {
        let request = Request::FinishRecording {
            entry,
            id,
            duration_ms,
        };
        ask!(self, request, None, Response::Carried(list) => list)
    }

    /// Throws a recording away.
    pub(crate) async fn cancel_recording(self, entry: EntryId, id: AttachmentId) -> Carried {
        ask!(self, Request::CancelRecording { entry, id }, None, Response::Carried(list) => list)
    }

    /// Writes what an attachment shows, and what is said about it.
    pub(crate) async fn describe_attachment(
        self,
        entry: EntryId,
        id: AttachmentId,
        description: String,
        caption: String,
    ) -> Carried {
        let request = Request::Describe {
            entry,
            id,
            description,
            caption,
        };
        ask!(self, request, None, Response::Carried(list) => list)
    }

    /// Takes an attachment off an entry's draft.
    pub(crate) async fn remove_attachment(self, entry: EntryId, id: AttachmentId) -> Carried {
        ask!(self, Request::Remove { entry, id }, None, Response::Carried(list) => list)
    }

    /// Puts back what was taken off.
    pub(crate) async fn put_back_attachment(
        self,
        entry: EntryId,
        attachment: Attachment,
        at: u32,
    ) -> Carried {
        let request = Request::PutBack {
            entry,
            attachment,
            at,
        };
        ask!(self, request, None, Response::Carried(list) => list)
    }

    /// What was taken off is not wanted back.
    pub(crate) async fn forget_removed(self) -> Answer<()> {
        ask!(self, Request::ForgetRemoved, None, Response::Forgotten => ())
    }

    /// The small picture of a photo, if there is one.
    pub(crate) async fn preview(self, id: AttachmentId) -> Answer<Option<Picture>> {
        ask!(self, Request::ReadPreview(id), None, Response::Preview(picture) => picture)
    }

    /// A whole attachment, in parts.
    pub(crate) async fn attachment(self, id: AttachmentId) -> Answer<Vec<Vec<u8>>> {
        let mut read = Vec::new();
        loop {
            // Far fewer parts than numbers.
            let number = u32::try_from(read.len()).unwrap_or(u32::MAX);
            let part = self.attachment_part(id, number).await?;
            let is_last = number + 1 >= part.parts;
            read.push(part.bytes);
            if is_last {
                return Ok(read);
            }
        }
    }

    async fn attachment_part(self, id: AttachmentId, number: u32) -> Answer<Part> {
        ask!(self, Request::ReadPart { id, number }, None, Response::Part(part) => part)
    }
}
