//! The sentence encoder as a part of the build, where this machine has it, so that every host
//! that serves the app can offer it from its own origin. The app never needs it, and fetches it
//! only when somebody wants what it is for; so it is not among the files kept for offline use.

use std::path::Path;

use serde_json::json;

use crate::encoder;
use crate::tool::{self, Failure};

/// Writes the encoder and the catalogue that lists it into `folder`. A host that serves language
/// models adds them to that catalogue.
pub(super) fn add(folder: &Path) -> Result<(), Failure> {
    let Some(source) = encoder::verified_file()? else {
        return Ok(());
    };
    let content = tool::read(&source)?;
    let path = format!("models/encoders/{}", encoder::FILE_NAME);
    let catalogue = json!({
        "models": [],
        "encoders": [{
            "id": encoder::FILE_NAME.trim_end_matches(".gguf"),
            "name": encoder::NAME,
            "purpose": "sentences",
            "path": path,
            "size_bytes": content.len(),
            "sha256": tool::sha256_hex(&content),
        }],
    });
    tool::write(&folder.join(path), &content)?;
    tool::write(
        &folder.join("models/catalogue.json"),
        format!("{catalogue:#}\n").as_bytes(),
    )
}
