//! Conversations in the ChatML form that Qwen2.5 was trained on.

use crate::ModelError;
use crate::gguf::Header;
use crate::tokenizer::Tokenizer;

const START: &str = "<|im_start|>";
const END: &str = "<|im_end|>";

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

/// Checks that the file's own template is a ChatML one. The template itself is not executed:
/// it is a program from an untrusted file.
pub(crate) fn check_template(header: &Header) -> Result<(), ModelError> {
    let template = header
        .string("tokenizer.chat_template")
        .map_err(|_| ModelError::UnsupportedTemplate)?;
    if template.contains(START) && template.contains(END) && template.contains("assistant") {
        Ok(())
    } else {
        Err(ModelError::UnsupportedTemplate)
    }
}

/// The tokens of a conversation and of the `opening` of the assistant's next answer, which the
/// model then continues; it may be empty.
pub(crate) fn prompt(
    tokenizer: &Tokenizer,
    messages: &[Message<'_>],
    opening: &str,
) -> Result<Vec<u32>, ModelError> {
    let (start, end) = (tokenizer.control(START)?, tokenizer.control(END)?);
    let mut tokens = Vec::new();
    for message in messages {
        tokens.push(start);
        tokens.extend(tokenizer.encode(&format!("{}\n{}", message.role.name(), message.text))?);
        tokens.push(end);
        tokens.extend(tokenizer.encode("\n")?);
    }
    tokens.push(start);
    tokens.extend(tokenizer.encode(&format!("assistant\n{opening}"))?);
    Ok(tokens)
}
