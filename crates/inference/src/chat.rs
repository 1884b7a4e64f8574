//! Conversations in the ChatML form that Qwen2.5 and Qwen3 were trained on.

use crate::ModelError;
use crate::gguf::Header;
use crate::tokenizer::Tokenizer;

const START: &str = "<|im_start|>";
const END: &str = "<|im_end|>";
/// Between these Qwen3 thinks.
const THINK: &str = "<think>";
const THOUGHT: &str = "</think>";

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Instructions of the application.
    System,
    /// What is asked or given.
    User,
    /// What the model answered.
    Assistant,
}

impl Role {
    const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
        }
    }
}

/// One turn of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// Who speaks.
    pub role: Role,
    /// What is said, as plain text.
    pub text: &'a str,
}

/// What is known of a file's own template. The template itself is not executed: it is a program
/// from an untrusted file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Template {
    /// Whether the model thinks before it answers unless it is told not to (Qwen3).
    thinks: bool,
}

impl Template {
    /// Checks that the template is a ChatML one.
    pub(crate) fn from_header(header: &Header) -> Result<Self, ModelError> {
        let template = header
            .string("tokenizer.chat_template")
            .map_err(|_| ModelError::UnsupportedTemplate)?;
        if template.contains(START) && template.contains(END) && template.contains("assistant") {
            Ok(Self {
                thinks: template.contains("enable_thinking"),
            })
        } else {
            Err(ModelError::UnsupportedTemplate)
        }
    }

    /// The tokens of a conversation and of the `opening` of the assistant's next answer, which the
    /// model then continues; it may be empty. A model that thinks is told that it has done so,
    /// unless `may_think`.
    pub(crate) fn prompt(
        self,
        tokenizer: &Tokenizer,
        messages: &[Message<'_>],
        opening: &str,
        may_think: bool,
    ) -> Result<Vec<u32>, ModelError> {
        let mut tokens = Vec::new();
        for message in messages {
            append_turn(tokenizer, message, &mut tokens)?;
        }
        tokens.push(tokenizer.control(START)?);
        if !self.thinks || may_think {
            tokens.extend(tokenizer.encode(&format!("assistant\n{opening}"))?);
            return Ok(tokens);
        }
        // As Qwen3's own template writes it with `enable_thinking` false.
        tokens.extend(tokenizer.encode("assistant\n")?);
        tokens.push(tokenizer.control(THINK)?);
        tokens.extend(tokenizer.encode("\n\n")?);
        tokens.push(tokenizer.control(THOUGHT)?);
        tokens.extend(tokenizer.encode(&format!("\n\n{opening}"))?);
        Ok(tokens)
    }
}

/// Takes what a model thinks out of what it says: everything between the two tokens, and the
/// blank lines behind.
#[derive(Debug, Default)]
pub(crate) struct Thoughts {
    inside: bool,
    just_over: bool,
}

impl Thoughts {
    /// Passes the `text` that came with `token` on, unless it is thought.
    pub(crate) fn strip(&mut self, tokenizer: &Tokenizer, token: u32, text: String) -> String {
        let is = |name: &str| tokenizer.control(name).is_ok_and(|own| own == token);
        if is(THINK) || is(THOUGHT) {
            self.inside = is(THINK);
            self.just_over = !self.inside;
            return String::new();
        }
        if self.inside {
            return String::new();
        }
        if !self.just_over {
            return text;
        }
        let rest = text.trim_start();
        self.just_over = rest.is_empty();
        rest.to_owned()
    }
}

/// The tokens of a conversation up to where the second message begins, when `text` is the first.
pub(crate) fn system_prefix(tokenizer: &Tokenizer, text: &str) -> Result<Vec<u32>, ModelError> {
    let role = Role::System;
    let mut tokens = Vec::new();
    append_turn(tokenizer, &Message { role, text }, &mut tokens)?;
    tokens.push(tokenizer.control(START)?);
    Ok(tokens)
}

/// Control tokens stand between the pieces of text, so that each is encoded by itself.
fn append_turn(
    tokenizer: &Tokenizer,
    message: &Message<'_>,
    tokens: &mut Vec<u32>,
) -> Result<(), ModelError> {
    tokens.push(tokenizer.control(START)?);
    tokens.extend(tokenizer.encode(&format!("{}\n{}", message.role.name(), message.text))?);
    tokens.push(tokenizer.control(END)?);
    tokens.extend(tokenizer.encode("\n")?);
    Ok(())
}
