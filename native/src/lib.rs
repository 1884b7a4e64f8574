//! `companion-native`: the journal on the desktop. The local server that serves the app, and
//! what can be done with a backup without it.

pub mod server;
pub mod verify;
