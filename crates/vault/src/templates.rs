//! Templates of the writer's own: each a record of its own, found by its kind.

use companion_core::limits::{
    MAX_TEMPLATE_CHARS, MAX_TEMPLATE_NAME_CHARS, MAX_TEMPLATES, MAX_TITLE_CHARS,
};
use companion_core::{Clock, Entropy, Template, TemplateId};
use companion_crypto::{RecordKey, VaultKeys};
use companion_store::Store;

use crate::edit::Edit;
use crate::record::Kind;
use crate::{Vault, VaultError};

/// Where a template lies.
pub(crate) fn template_key(keys: &VaultKeys, id: TemplateId) -> RecordKey {
    keys.derive_record_key(Kind::Template.code(), id.as_bytes())
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// The writer's own templates by name. Damaged ones are left out: unlocking has reported
    /// them.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn list_templates(&self) -> Result<Vec<Template>, VaultError> {
        let mut templates = Vec::new();
        let items = self.manifest.items();
        for item in items.filter(|item| item.kind == Kind::Template.code()) {
            match self.read::<Template>(&item.key, Kind::Template).await {
                Ok(Some(template)) => templates.push(template),
                Ok(None) | Err(VaultError::Damaged) => {}
                Err(error) => return Err(error),
            }
        }
        templates.sort_by_cached_key(|template| (template.name.to_lowercase(), template.id));
        Ok(templates)
    }

    /// Stores a template: a new one if `id` is `None`, else in the place of the one of that
    /// name, or anew where that is gone. A name that is too long is cut; an empty one becomes
    /// the text's first line.
    ///
    /// # Errors
    /// [`VaultError::TooLong`] when the text is longer than a template may be,
    /// [`VaultError::TooManyTemplates`], or failures of store and randomness; nothing is changed
    /// then.
    pub async fn write_template(
        &mut self,
        id: Option<TemplateId>,
        name: &str,
        content: String,
    ) -> Result<Template, VaultError> {
        let chars = content.chars().count();
        if chars > MAX_TEMPLATE_CHARS {
            return Err(VaultError::TooLong { chars });
        }
        let id = match id {
            Some(id) => id,
            None => TemplateId::generate(&self.environment)?,
        };
        let key = template_key(&self.keys, id);
        if self.manifest.get(&key).is_none() && self.count_templates() >= MAX_TEMPLATES {
            return Err(VaultError::TooManyTemplates);
        }
        let template = Template {
            id,
            name: name_of(name, &content),
            content,
            edited: self.environment.now(),
        };
        let mut edit = Edit::default();
        edit.put(key, Kind::Template, &template, None);
        self.commit(edit).await?;
        Ok(template)
    }

    /// Removes a template, if it is there.
    ///
    /// # Errors
    /// Failures of the store; the template stays then.
    pub async fn delete_template(&mut self, id: TemplateId) -> Result<(), VaultError> {
        let key = template_key(&self.keys, id);
        if self.manifest.get(&key).is_none() {
            return Ok(());
        }
        let mut edit = Edit::default();
        edit.delete(key);
        self.commit(edit).await
    }

    fn count_templates(&self) -> usize {
        let items = self.manifest.items();
        items
            .filter(|item| item.kind == Kind::Template.code())
            .count()
    }
}

/// A name on one line that fits.
fn name_of(typed: &str, content: &str) -> String {
    let joined = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let named = if joined.is_empty() {
        companion_core::title_of(content)
    } else {
        joined
    };
    const { assert!(MAX_TEMPLATE_NAME_CHARS <= MAX_TITLE_CHARS) };
    named.chars().take(MAX_TEMPLATE_NAME_CHARS).collect()
}
