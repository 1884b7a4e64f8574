//! `companion-native quantize IN OUT --type q4_k`.

use std::fs::File;
use std::future::pending;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::pin::pin;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use companion_inference::ModelError;
use companion_inference::gguf::Shards;
use companion_inference::quantize::{Quantizer, WeightType};
use tempfile::{Builder, NamedTempFile};

use crate::CommandError;
use crate::progress::Progress;
use crate::{model_file, print};

/// Make a smaller file of a language model.
///
/// Smaller files need less memory and answer faster; below about four bits a weight, answers get
/// worse. The best source is a file in F16: weights that have been rounded before only lose more.
/// `companion-native compare` shows what was lost. Ctrl+C leaves no file behind.
#[derive(Args)]
pub struct Quantize {
    /// The model file; of a model in several files, any one of them.
    #[arg(value_name = "IN.gguf")]
    input: PathBuf,
    /// The file to write.
    #[arg(value_name = "OUT.gguf")]
    output: PathBuf,
    /// What weights become. Where a matrix does not suit it, the next larger type that does.
    #[arg(long = "type", value_name = "TYPE", value_parser = weight_type())]
    to: WeightType,
}

fn weight_type() -> impl TypedValueParser<Value = WeightType> {
    PossibleValuesParser::new(WeightType::ALL.map(WeightType::name)).try_map(|name| {
        let known = WeightType::ALL.into_iter().find(|kind| kind.name() == name);
        known.ok_or("no such type")
    })
}

impl Quantize {
    /// Writes the smaller file.
    ///
    /// # Errors
    /// When the model cannot be used or the file cannot be written, or on Ctrl+C; no file is left
    /// then.
    pub async fn run(self) -> Result<(), CommandError> {
        if self.output.exists() {
            return Err(CommandError::FileExists(self.output));
        }
        let (header, mut files) = model_file::open(&self.input)?;
        let mut quantizer = Quantizer::new(&header, self.to)?;
        if quantizer.is_quantized_already() {
            print::notice(
                "The weights of this file have been rounded before. What they lost does not come back.",
            );
        }
        // The vocabulary is in it.
        drop(header);
        // Under a name of its own, and gone with this variable, until it is whole.
        let part = new_part(&self.output).map_err(CommandError::file(&self.output))?;
        let written = write(&mut quantizer, &mut files, part.as_file(), &self.output).await?;
        part.as_file()
            .sync_all()
            .map_err(CommandError::file(&self.output))?;
        part.persist_noclobber(&self.output)
            .map_err(|error| CommandError::file(&self.output)(error.error))?;

        let before = files.size_bytes();
        let types = quantizer.matrix_types();
        let types: Vec<String> = types
            .iter()
            .map(|(name, count)| format!("{count} in {name}"))
            .collect();
        print::line(&format!(
            "Written to {}: {} MB, {:.0} % of before. Matrices: {}.",
            self.output.display(),
            written / 1_000_000,
            written as f64 / before.max(1) as f64 * 100.0,
            types.join(", ")
        ))
    }
}

/// An empty file beside `output`, readable by whoever may read files that this person makes.
fn new_part(output: &Path) -> io::Result<NamedTempFile> {
    let folder = match output.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let mut builder = Builder::new();
    builder.prefix(".companion-").suffix(".part");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Writes all pieces, and says how many bytes they had.
async fn write(
    quantizer: &mut Quantizer,
    files: &mut Shards<File>,
    part: &File,
    output: &Path,
) -> Result<u64, CommandError> {
    let mut stopped = pin!(async {
        if tokio::signal::ctrl_c().await.is_err() {
            // The system cannot tell of the keys: then they end the program as they always do.
            pending::<()>().await;
        }
    });
    let mut progress = Progress::begin("Quantizing");
    let mut out = BufWriter::new(part);
    let mut more = true;
    while more {
        tokio::select! {
            biased;
            () = &mut stopped => return Err(CommandError::Cancelled),
            () = tokio::task::yield_now() => {}
        }
        more = quantizer
            .step(files, &mut out)
            .map_err(|error| match error {
                ModelError::Write(error) => CommandError::file(output)(error),
                error => error.into(),
            })?;
        progress.tell(quantizer.done_bytes(), quantizer.total_bytes());
    }
    out.flush().map_err(CommandError::file(output))?;
    drop(out);
    Ok(part.metadata().map_err(CommandError::file(output))?.len())
}
