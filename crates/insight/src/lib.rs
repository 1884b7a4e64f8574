//! What the model is asked, and what of its answer is kept. No model and no I/O: a
//! conversation goes out as text, an answer comes in as text.

mod language;
pub mod prompter;
pub mod prompts;
pub mod reflect;
pub mod templates;
