//! Build steps that a Makefile cannot say simply. Run as `cargo xtask TASK`.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a build step tells people what it does"
)]

mod build;
mod encoder;
mod gguf;
mod layers;
mod model;
mod origins;
mod pip;
mod speech;
mod targets;
mod tool;

use std::process::ExitCode;

use tool::Failure;

const USAGE: &str = "usage: cargo xtask TASK
  build [--profile release|quick]  the app and its workers, into dist/
  model                            the default model, into ~/.companion/models
  encoder                          the sentence encoder, into ~/.companion/models/encoders
  encoder FOLDER FILE              converts an encoder that was trained here
  speech                           the speech model, into ~/.companion/models/speech
  layers                           checks the direction of dependencies
  origins                          checks that no foreign address is named
  targets all|unit|integration|security
                                   arguments that choose these for `cargo test`";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("failed: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["build"] => build::run(build::Profile::Release),
        ["build", "--profile", name] => build::run(build::Profile::named(name)?),
        ["model"] => model::run(),
        ["encoder"] => encoder::run(),
        ["encoder", folder, file] => encoder::convert_folder(folder, file),
        ["speech"] => speech::run(),
        ["layers"] => layers::check(),
        ["origins"] => origins::check(),
        ["targets", part] => targets::print(part),
        _ => Err(Failure::new(USAGE)),
    }
}
