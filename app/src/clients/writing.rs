//! What the page can ask about prompts and templates, of either worker.

use companion_core::{Template, TemplateId};
use companion_protocol::inference::{self, Finished};
use companion_protocol::vault;
use companion_protocol::writing::{
    AskPrompt, Digest, Moment, NewTemplate, Prompt, Request, Response, Templates,
};

use super::InferenceClient;
use super::vault::{Answer, VaultClient, fault};

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $answer:pat => $value:expr) => {
        match $client.ask(vault::Request::Writing($request)).await? {
            vault::Response::Writing($answer) => Ok($value),
            _ => Err(fault()),
        }
    };
}

impl VaultClient {
    /// All templates, Companion's own in a language.
    pub(crate) async fn templates(self, language: String) -> Answer<Templates> {
        ask!(self, Request::Templates(language), Response::Templates(all) => all)
    }

    /// Stores a template of the writer's own.
    pub(crate) async fn write_template(self, template: NewTemplate) -> Answer<Template> {
        ask!(self, Request::WriteTemplate(template), Response::Template(stored) => stored)
    }

    /// Removes a template of the writer's own.
    pub(crate) async fn delete_template(self, id: TemplateId) -> Answer<()> {
        ask!(self, Request::DeleteTemplate(id), Response::Done => ())
    }

    /// A written prompt that was not shown lately, if there is one.
    pub(crate) async fn prompt(self, moment: Moment, language: String) -> Answer<Option<Prompt>> {
        let request = Request::Prompt { moment, language };
        ask!(self, request, Response::Prompt(prompt) => prompt)
    }

    /// What was on the writer's mind lately.
    pub(crate) async fn digest(self) -> Answer<Digest> {
        ask!(self, Request::Digest, Response::Digest(digest) => digest)
    }
}

impl InferenceClient {
    /// Asks for a question for the margin; its text arrives as events.
    pub(crate) async fn ask_prompt(
        self,
        prompt: AskPrompt,
    ) -> Result<Finished, inference::Failure> {
        self.generate(inference::Request::Prompt(prompt)).await
    }
}
