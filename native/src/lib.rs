//! `companion-native`: the journal on the desktop. Its command line over a journal in a folder,
//! and the local server that serves the app.

pub mod commands;
mod environment;
mod failure;
mod journal;
mod model_file;
mod passphrase;
mod print;
mod progress;
pub mod server;
mod tree;
mod whole_file;
mod zones;

pub use failure::CommandError;
