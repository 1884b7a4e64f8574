//! The two workers: compiled, bound to JavaScript, optimised, each beside its loader.

use std::path::Path;
use std::process::Command;

use super::{Profile, optimise, wasm_command};
use crate::tool::{self, Failure, say};

/// A worker of `worker/src/bin/`.
struct Worker {
    /// Name of its binary and of its cargo feature.
    name: &'static str,
    /// Its scripts in `worker/loaders/`: what the page starts, and what that starts.
    loaders: &'static [&'static str],
    /// The modules built from it; its loader chooses among them.
    modules: &'static [Module],
    /// Speed where it is a model's, size elsewhere.
    optimisation: &'static str,
}

/// A build of a worker.
struct Module {
    /// What follows the worker's name in the names of its files.
    suffix: &'static str,
    vectors: Vectors,
}

/// Which vector instructions a module needs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Vectors {
    /// None, so that it can start in an old browser and say what is wrong.
    None,
    /// 128-bit vectors, which every current browser has.
    Simd128,
    /// Relaxed dot products in the kernels: twice as fast, and not in Safari.
    Relaxed,
    /// The same with memory that threads share, for pages that are isolated from other origins.
    Threaded,
}

impl Vectors {
    /// Whether the kernels get relaxed dot products.
    pub(super) fn is_relaxed(self) -> bool {
        matches!(self, Self::Relaxed | Self::Threaded)
    }
}

/// What the compiler must know of a build with [`Vectors::Threaded`]: the memory comes from
/// outside, with room to grow to all that 32 bits can address, and wasm-bindgen sets up each
/// thread's own part of it through these symbols.
const THREADED_FLAGS: &str = "-C target-feature=+simd128,+atomics,+bulk-memory,+mutable-globals \
    -C link-arg=--shared-memory -C link-arg=--import-memory -C link-arg=--max-memory=4294967296 \
    -C link-arg=--export=__heap_base -C link-arg=--export=__wasm_init_tls \
    -C link-arg=--export=__tls_size -C link-arg=--export=__tls_align -C link-arg=--export=__tls_base";

const WORKERS: [Worker; 4] = [
    Worker {
        name: "vault",
        loaders: &["vault.js"],
        modules: &[Module {
            suffix: "",
            vectors: Vectors::None,
        }],
        optimisation: "-O2",
    },
    // Part of the vault worker that is loaded when somebody exports a PDF.
    Worker {
        name: "pdf",
        loaders: &[],
        modules: &[Module {
            suffix: "",
            vectors: Vectors::None,
        }],
        optimisation: "-Oz",
    },
    // Another, loaded when somebody chooses a passphrase.
    Worker {
        name: "strength",
        loaders: &[],
        modules: &[Module {
            suffix: "",
            vectors: Vectors::None,
        }],
        optimisation: "-Oz",
    },
    Worker {
        name: "inference",
        loaders: &["inference.js", "inference_helper.js"],
        modules: &[
            Module {
                suffix: "",
                vectors: Vectors::Simd128,
            },
            Module {
                suffix: "_relaxed",
                vectors: Vectors::Relaxed,
            },
            Module {
                suffix: "_threaded",
                vectors: Vectors::Threaded,
            },
        ],
        optimisation: "-O3",
    },
];

/// Builds all workers into `folder`.
pub(super) fn build(root: &Path, profile: Profile, folder: &Path) -> Result<(), Failure> {
    for worker in WORKERS {
        for module in worker.modules {
            build_module(root, profile, &worker, module, folder)?;
        }
        for loader in worker.loaders {
            let source = root.join("worker/loaders").join(loader);
            tool::write(&folder.join(loader), &tool::read(&source)?)?;
        }
    }
    Ok(())
}

fn build_module(
    root: &Path,
    profile: Profile,
    worker: &Worker,
    module: &Module,
    folder: &Path,
) -> Result<(), Failure> {
    let Worker { name, .. } = worker;
    let out_name = format!("{name}{}_bindgen", module.suffix);
    say(&format!(
        "Building the {name}{} worker ({})",
        module.suffix.replace('_', " "),
        profile.name()
    ));
    compile(root, profile, name, module.vectors)?;
    let mut bind = Command::new("wasm-bindgen");
    bind.current_dir(root)
        .args(["--target", "web", "--no-typescript", "--out-name"])
        .arg(&out_name)
        .arg("--out-dir")
        .arg(folder)
        .arg(format!(
            "target/web/wasm32-unknown-unknown/{}/{name}.wasm",
            profile.name()
        ));
    tool::run(&mut bind, "`make setup` installs the version that fits.")?;
    if profile == Profile::Release {
        let bound = folder.join(format!("{out_name}_bg.wasm"));
        optimise(root, &bound, worker.optimisation, module.vectors)?;
    }
    Ok(())
}

fn compile(root: &Path, profile: Profile, name: &str, vectors: Vectors) -> Result<(), Failure> {
    let mut cargo = wasm_command("cargo", root);
    cargo
        .args(["build", "--target", "wasm32-unknown-unknown"])
        .args(["--package", "companion-worker"])
        .args(["--bin", name, "--features", name])
        .args(["--profile", profile.name()]);
    match vectors {
        Vectors::None => {}
        Vectors::Simd128 | Vectors::Relaxed => {
            cargo.env("RUSTFLAGS", "-C target-feature=+simd128");
        }
        Vectors::Threaded => {
            cargo.env("RUSTFLAGS", THREADED_FLAGS);
        }
    }
    if vectors.is_relaxed() {
        // For the kernels alone: everything else is compiled once for both modules.
        cargo
            .env("CARGO_UNSTABLE_PROFILE_RUSTFLAGS", "true")
            .arg("--config")
            .arg(format!(
                "profile.{}.package.companion-kernels.rustflags=['-Ctarget-feature=+relaxed-simd']",
                profile.name()
            ));
    }
    tool::run(&mut cargo, "The compiler's message above says why.")
}
