//! What is known of an entry, as the YAML at the head of its Markdown file. `docs/EXCHANGE.md`
//! has the keys.

use core::fmt::Write as _;

use companion_core::JournalEntry;

use crate::json::source_name;
use crate::when;

/// The lines between `---` and `---`, both included.
pub(super) fn write(entry: &JournalEntry) -> String {
    let mut yaml = String::from("---\n");
    let mut line = |key: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(yaml, "{key}: {value}");
    };
    line("id", &quoted(&entry.id.to_string()));
    line("created", &when::write(entry.created));
    line("edited", &when::write(entry.edited));
    if let Some(mood) = entry.mood {
        line("mood", &(mood as u8 + 1).to_string());
    }
    if entry.is_favourite {
        line("favourite", "true");
    }
    if !entry.tags.is_empty() {
        let tags: Vec<String> = entry.tags.iter().map(|tag| quoted(tag)).collect();
        line("tags", &format!("[{}]", tags.join(", ")));
    }
    if let Some(prompt) = &entry.prompt_used {
        line("prompt", &quoted(prompt));
    }
    line("words", &entry.word_count.to_string());
    line("seconds", &entry.duration_seconds.to_string());
    if let Some(origin) = &entry.origin {
        line("imported_from", source_name(origin.source));
        line("imported", &when::write(origin.imported));
    }
    yaml.push_str("---\n");
    yaml
}

/// A text as YAML reads it whatever is in it: JSON's strings are YAML's, too.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
