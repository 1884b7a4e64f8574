//! Bringing templates and the notes of shown prompts in.

use companion_core::{Clock, Entropy, Template};
use companion_store::Store;

use super::BackupError;
use super::bring::Bringing;
use crate::Vault;
use crate::prompts_shown::PromptsShown;
use crate::record::{Kind, single_key};
use crate::templates::template_key;

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// A template comes if it is not here, or was changed later than the one here.
    pub(super) async fn merge_template(
        &self,
        theirs: Template,
        bringing: &mut Bringing,
    ) -> Result<(), BackupError> {
        let key = template_key(&self.keys, theirs.id);
        let ours: Option<Template> = self.read_ours(&key, Kind::Template).await?;
        if ours.is_none_or(|ours| ours.edited.unix_ms < theirs.edited.unix_ms) {
            let bytes = theirs.content.len();
            bringing.edit(bytes).put(key, Kind::Template, &theirs, None);
        }
        Ok(())
    }

    /// A prompt that was shown in either journal rests in both.
    pub(super) async fn merge_prompts_shown(
        &self,
        theirs: PromptsShown,
        bringing: &mut Bringing,
    ) -> Result<(), BackupError> {
        let key = single_key(&self.keys, Kind::PromptsShown);
        let ours: Option<PromptsShown> = self.read_ours(&key, Kind::PromptsShown).await?;
        let both = ours.clone().unwrap_or_default().union(theirs);
        if ours.as_ref() != Some(&both) {
            bringing.edit(0).put(key, Kind::PromptsShown, &both, None);
        }
        Ok(())
    }
}
