//! Templates on their way to a page, and the writer's own.

use companion_core::{Template, TemplateId};
use companion_protocol::writing::{NewTemplate, Templates};

use super::{App, Undo};
use crate::platform::language;
use crate::text::words;

impl App {
    /// All templates; nothing where they can not be read, which is said.
    pub(crate) async fn all_templates(self) -> Option<Templates> {
        match self.vault.templates(language()).await {
            Ok(templates) => Some(templates),
            Err(failure) => {
                self.say(words::vault_failure(&failure));
                None
            }
        }
    }

    /// Stores a template of the writer's own. Tells whether it is stored.
    pub(crate) async fn keep_template(
        self,
        id: Option<TemplateId>,
        name: String,
        content: String,
    ) -> bool {
        let template = NewTemplate { id, name, content };
        match self.vault.write_template(template).await {
            Ok(_) => {
                self.say(words::writing::template_kept());
                true
            }
            Err(failure) => {
                self.say(words::vault_failure(&failure));
                false
            }
        }
    }

    /// Removes a template of the writer's own and offers to bring it back.
    pub(crate) async fn delete_template(self, template: Template) {
        match self.vault.delete_template(template.id).await {
            Ok(()) => self.say_with_undo(
                words::writing::template_deleted(),
                Undo::Template(Box::new(template)),
            ),
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }

    /// Brings a deleted template back.
    pub(crate) async fn bring_template_back(self, template: Template) {
        let template = NewTemplate {
            id: Some(template.id),
            name: template.name,
            content: template.content,
        };
        match self.vault.write_template(template).await {
            Ok(_) => self.say(words::writing::template_back()),
            Err(failure) => self.say(words::vault_failure(&failure)),
        }
    }
}
