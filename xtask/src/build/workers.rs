//! The two workers: compiled, bound to JavaScript, optimised, each beside its loader.

use std::path::Path;
use std::process::Command;

use super::{Profile, optimise, wasm_command};
use crate::tool::{self, Failure, say};

/// A worker of `worker/src/bin/`.
struct Worker {
    /// Name of its binary, of its cargo feature and of its loader.
    name: &'static str,
    /// Whether it needs Wasm SIMD. The others do without, so that they can start in an old
    /// browser and say what is wrong.
    simd: bool,
    /// Speed where it is a model's, size elsewhere.
    optimisation: &'static str,
}

const WORKERS: [Worker; 2] = [
    Worker {
        name: "vault",
        simd: false,
        optimisation: "-O2",
    },
    Worker {
        name: "inference",
        simd: true,
        optimisation: "-O3",
    },
];

/// Builds all workers into `folder`.
pub(super) fn build(root: &Path, profile: Profile, folder: &Path) -> Result<(), Failure> {
    for worker in WORKERS {
        let name = worker.name;
        say(&format!("Building the {name} worker ({})", profile.name()));
        compile(root, profile, &worker)?;
        let module = format!(
            "target/web/wasm32-unknown-unknown/{}/{name}.wasm",
            profile.name()
        );
        let mut bind = Command::new("wasm-bindgen");
        bind.current_dir(root)
            .args(["--target", "web", "--no-typescript", "--out-name"])
            .arg(format!("{name}_bindgen"))
            .arg("--out-dir")
            .arg(folder)
            .arg(module);
        tool::run(&mut bind, "`make setup` installs the version that fits.")?;
        if profile == Profile::Release {
            let bound = folder.join(format!("{name}_bindgen_bg.wasm"));
            optimise(root, &bound, worker.optimisation, worker.simd)?;
        }
        let loader = format!("{name}.js");
        let source = root.join("worker/loaders").join(&loader);
        tool::write(&folder.join(loader), &tool::read(&source)?)?;
    }
    Ok(())
}

fn compile(root: &Path, profile: Profile, worker: &Worker) -> Result<(), Failure> {
    let mut cargo = wasm_command("cargo", root);
    cargo
        .args(["build", "--target", "wasm32-unknown-unknown"])
        .args(["--package", "companion-worker"])
        .args(["--bin", worker.name, "--features", worker.name])
        .args(["--profile", profile.name()]);
    if worker.simd {
        cargo.env("RUSTFLAGS", "-C target-feature=+simd128");
    }
    tool::run(&mut cargo, "The compiler's message above says why.")
}
