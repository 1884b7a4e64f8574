//! `companion-native`: the journal on the desktop. So far the local server that serves the app.

pub mod server;
