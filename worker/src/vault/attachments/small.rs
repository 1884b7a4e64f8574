//! The small picture of a photo that came without one, as imported photos do.

use companion_core::{AttachmentId, Clock, Entropy};
use companion_protocol::attachments::Picture;
use companion_store::Store;
use companion_vault::attachments::Preview;
use companion_vault::{Vault, VaultError};

use crate::vault::host::Host;

/// Makes the small picture of a photo and stores it with the photo. Nothing where this browser cannot show
/// the photo, or where no picture is.
///
/// # Errors
/// [`VaultError::NotFound`], [`VaultError::Damaged`], or failures of the store.
pub(in crate::vault) async fn make<S: Store, E: Clock + Entropy, H: Host>(
    vault: &mut Vault<S, E>,
    host: &H,
    id: AttachmentId,
) -> Result<Option<Picture>, VaultError> {
    let bytes = vault.read_attachment(id).await?;
    let Ok(picture) = host.draw_small(&bytes).await else {
        return Ok(None);
    };
    let preview = Preview {
        media_type: &picture.media_type,
        bytes: &picture.bytes,
    };
    vault.give_preview(id, preview).await?;
    Ok(Some(picture))
}
