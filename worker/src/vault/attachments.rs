//! Photos and recordings: keeping, describing, reading.

mod photo;
pub(super) mod small;

use std::rc::Rc;

use companion_core::limits::{MAX_ATTACHMENT_BYTES, MAX_PHOTO_PIXELS};
use companion_core::{Attachment, EntryId};
use companion_protocol::attachments::{Part, Picture, Request, Response};
use companion_store::Store;
use companion_vault::VaultError;
use companion_vault::attachments::{NewAttachment, Preview};

pub(super) use photo::{draw_small, prepare};

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

/// A photo as it is to be kept.
pub struct PreparedPhoto {
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Width and height in pixels, as it is shown.
    pub size_px: (u32, u32),
    /// The media type of its small picture.
    pub preview_type: String,
    /// The bytes of its small picture.
    pub preview: Vec<u8>,
}

/// Why a photo cannot be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// It has more bytes or pixels than can be worked on.
    #[error(
        "the picture is too large: at most {MAX_ATTACHMENT_BYTES} bytes and {MAX_PHOTO_PIXELS} pixels"
    )]
    TooLarge,
    /// It is no picture that this browser can read.
    #[error("this browser cannot read the file as a picture")]
    Unreadable,
}

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about photos and recordings. `picked` is the file that came with
    /// the request.
    pub(super) async fn serve_attachments(
        &mut self,
        request: Request,
        picked: Option<H::File>,
    ) -> Result<Response, ServiceError> {
        if let Request::AddPhoto {
            entry,
            name,
            keeps_original,
        } = request
        {
            let list = self
                .add_photo(entry, name.as_deref(), keeps_original, picked)
                .await?;
            return Ok(Response::Carried(list));
        }
        let host = Rc::clone(&self.host);
        let vault = self.unlocked()?;
        Ok(match request {
            // Served above.
            Request::AddPhoto { entry, .. } | Request::List(entry) => {
                Response::Carried(vault.attachments_of(entry).await?)
            }
            Request::BeginRecording { entry, media_type } => {
                Response::Begun(vault.begin_recording(entry, &media_type).await?)
            }
            Request::AppendRecording { id, bytes } => {
                Response::Stored(vault.append_recording(id, &bytes).await?)
            }
            Request::FinishRecording {
                entry,
                id,
                duration_ms,
            } => Response::Carried(vault.finish_recording(entry, id, duration_ms).await?),
            Request::CancelRecording { entry, id } => {
                Response::Carried(vault.cancel_recording(entry, id).await?)
            }
            Request::Describe {
                entry,
                id,
                description,
                caption,
            } => {
                let described = vault.describe_attachment(entry, id, &description, &caption);
                Response::Carried(described.await?)
            }
            Request::Remove { entry, id } => {
                Response::Carried(vault.remove_attachment(entry, id).await?)
            }
            Request::PutBack {
                entry,
                attachment,
                at,
            } => {
                let at = usize::try_from(at).unwrap_or(usize::MAX);
                Response::Carried(vault.put_back_attachment(entry, attachment, at).await?)
            }
            Request::ForgetRemoved => {
                vault.forget_removed().await?;
                Response::Forgotten
            }
            Request::ReadPreview(id) => match vault.read_preview(id).await? {
                Some(preview) => Response::Preview(Some(Picture {
                    media_type: preview.media_type,
                    bytes: preview.bytes.to_vec(),
                })),
                // Whoever asks is shown the photo itself where there is still none.
                None => {
                    let made = small::make(vault, host.as_ref(), id).await;
                    Response::Preview(made.ok().flatten())
                }
            },
            Request::ReadPart { id, number } => Response::Part(Part {
                parts: vault.count_attachment_parts(id).await?,
                bytes: vault.read_attachment_part(id, number).await?.to_vec(),
            }),
        })
    }

    async fn add_photo(
        &mut self,
        entry: EntryId,
        name: Option<&str>,
        keeps_original: bool,
        picked: Option<H::File>,
    ) -> Result<Vec<Attachment>, ServiceError> {
        self.unlocked()?;
        let file = picked.ok_or(VaultError::AttachmentRefused)?;
        let photo = self.host.prepare_photo(file, keeps_original).await;
        let photo = photo.map_err(|error| match error {
            PhotoError::TooLarge => VaultError::AttachmentTooLarge {
                bytes: MAX_ATTACHMENT_BYTES,
            },
            PhotoError::Unreadable => VaultError::AttachmentRefused,
        })?;
        let vault = self.unlocked()?;
        vault
            .attach(
                entry,
                NewAttachment {
                    media_type: &photo.media_type,
                    bytes: &photo.bytes,
                    preview: Some(Preview {
                        media_type: &photo.preview_type,
                        bytes: &photo.preview,
                    }),
                    // Names of files tell places and people, too.
                    name: name.filter(|_| keeps_original),
                    size_px: Some(photo.size_px),
                    duration_ms: None,
                },
            )
            .await?;
        Ok(vault.attachments_of(entry).await?)
    }
}
