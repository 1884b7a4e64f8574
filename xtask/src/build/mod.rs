//! `cargo xtask build`: the app and its workers, into `dist/`, ready to be served by any host.
//!
//! Everything is put together in `target/web-dist/` and moved to `dist/` at the end, so that a
//! server that is running never sees half a build.

mod compress;
mod encoders;
mod fonts;
mod mark;
mod page;
mod precache;
mod stamp;
mod styles;
mod workers;

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use self::workers::Vectors;
use crate::encoder;
use crate::tool::{self, Context, Failure, say};

/// How much is optimised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Profile {
    /// What people run: link-time optimisation, `wasm-opt`, strong compression.
    Release,
    /// What tests run: the same code, built in a fraction of the time.
    Quick,
}

impl Profile {
    /// The profile of this name.
    pub(crate) fn named(name: &str) -> Result<Self, Failure> {
        match name {
            "release" => Ok(Self::Release),
            "quick" => Ok(Self::Quick),
            _ => Err(Failure::new(format!(
                "no profile {name:?}: choose release or quick"
            ))),
        }
    }

    /// Its name, which is also cargo's.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Quick => "quick",
        }
    }
}

/// Builds, unless `dist/` already holds what these sources give.
pub(crate) fn run(profile: Profile) -> Result<(), Failure> {
    let root = tool::root();
    // Held until the end: two builds at once would mix their files.
    let _lock = lock(&root.join("target/web-dist/lock"))?;
    let dist = root.join("dist");
    let has_encoder = encoder::verified_file()?.is_some();
    let stamp = format!("{} {has_encoder}", stamp::of_sources(&root, profile)?);
    let stamp_file = root.join("target/web-dist/stamp");
    if dist.join("index.html").is_file()
        && fs::read_to_string(&stamp_file).is_ok_and(|old| old == stamp)
    {
        say(&format!("dist/ is up to date ({})", profile.name()));
        return Ok(());
    }

    let start = Instant::now();
    let assembled = root.join("target/web-dist/assembled");
    tool::remove_folder(&assembled)?;
    page::build(&root, profile, &assembled)?;
    styles::join(&assembled)?;
    workers::build(&root, profile, &assembled.join("workers"))?;
    mark::write(&assembled)?;
    for part in ["manifest.webmanifest", "icons", "samples", "screenshots"] {
        copy_static(&root.join("static").join(part), &assembled.join(part))?;
    }
    encoders::add(&assembled)?;
    fonts::add(&root, &assembled)?;
    precache::write_service_worker(&root.join("static/sw.js"), &assembled)?;
    say("Compressing");
    compress::all(&assembled, profile)?;

    tool::remove_folder(&dist)?;
    fs::rename(&assembled, &dist).context("moving the build to dist/")?;
    tool::write(&stamp_file, stamp.as_bytes())?;
    print_sizes(&dist)?;
    say(&format!(
        "Built dist/ ({}) in {} s",
        profile.name(),
        start.elapsed().as_secs()
    ));
    Ok(())
}

/// Waits until no other build runs in this checkout. The lock ends with the returned file.
fn lock(path: &Path) -> Result<File, Failure> {
    tool::write(path, b"")?;
    let file = File::open(path).context("opening the build's lock")?;
    if file.try_lock().is_err() {
        say("Waiting for another build to end");
        file.lock().context("waiting for the build's lock")?;
    }
    Ok(file)
}

/// Copies a file or folder of `static/`, where it exists: screenshots come late in a release.
fn copy_static(from: &Path, to: &Path) -> Result<(), Failure> {
    if from.is_dir() {
        tool::copy_folder(from, to)
    } else if from.is_file() {
        tool::write(to, &tool::read(from)?)
    } else {
        Ok(())
    }
}

/// A cargo or trunk command for Wasm: the standard library is built from source, in a target
/// folder of its own.
fn wasm_command(program: &str, root: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        // wasm-bindgen reads from what would be stripped which features the module uses;
        // wasm-opt strips at the end.
        .env("CARGO_PROFILE_RELEASE_STRIP", "none")
        .env("CARGO_TARGET_DIR", root.join("target/web"));
    command
}

/// Shrinks a module in place. The features named are those that rustc's
/// `wasm32-unknown-unknown` emits; `vectors` adds what an inference worker is built with.
fn optimise(root: &Path, module: &Path, level: &str, vectors: Vectors) -> Result<(), Failure> {
    let mut command = Command::new(root.join("node_modules/.bin/wasm-opt"));
    command.args([
        level,
        "--strip-debug",
        "--strip-producers",
        "--enable-bulk-memory",
        "--enable-multivalue",
        "--enable-mutable-globals",
        "--enable-nontrapping-float-to-int",
        "--enable-reference-types",
        "--enable-sign-ext",
    ]);
    if vectors != Vectors::None {
        command.arg("--enable-simd");
    }
    if vectors.is_relaxed() {
        command.arg("--enable-relaxed-simd");
    }
    if vectors == Vectors::Threaded {
        command.arg("--enable-threads");
    }
    command.arg("-o").arg(module).arg(module);
    tool::run(&mut command, "`make setup` installs wasm-opt.")
}

fn print_sizes(dist: &Path) -> Result<(), Failure> {
    println!("{:>12} {:>12}  file", "bytes", "brotli");
    for file in tool::files_below(dist)? {
        let name = tool::relative(&file, dist);
        if !(name.ends_with(".wasm") || name.ends_with(".js") || name.ends_with(".css")) {
            continue;
        }
        let size_of = |path: &Path| fs::metadata(path).map(|data| data.len()).ok();
        let compressed = size_of(&dist.join(format!("{name}.br")));
        println!(
            "{:>12} {:>12}  {name}",
            size_of(&file).unwrap_or_default(),
            compressed.map_or_else(|| "-".to_owned(), |bytes| bytes.to_string()),
        );
    }
    Ok(())
}
