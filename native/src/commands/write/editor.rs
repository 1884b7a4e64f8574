//! Writing in the editor of one's choice.

use std::env;
use std::ffi::OsString;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use tokio::time::sleep;

use super::keeper::Keeper;
use super::sheet::Sheet;
use crate::CommandError;

/// How often the editor's file is looked at.
const PAUSE: Duration = Duration::from_secs(1);
/// How soon it is noticed that the editor was closed.
const BLINK: Duration = Duration::from_millis(50);

/// The command that VISUAL or EDITOR names.
pub(super) fn named() -> Option<OsString> {
    let named = |name| env::var_os(name).filter(|value| !value.is_empty());
    named("VISUAL").or_else(|| named("EDITOR"))
}

/// Opens the editor on `sheet` and keeps what is saved there until it is closed.
pub(super) async fn edit(
    keeper: &mut Keeper,
    editor: &OsString,
    sheet: &Sheet,
) -> Result<(), CommandError> {
    let not_started = |error| CommandError::Editor(format!("could not be started: {error}"));
    // Before the editor, which may be as quick as this line: from now on Ctrl+C ends nothing here.
    let signals = Signals::listen().map_err(not_started)?;
    let mut child = command(editor, sheet).spawn().map_err(not_started)?;
    let status = watch(keeper, &mut child, sheet, signals).await;
    if let Some(text) = sheet.text() {
        keeper.take(text);
    }
    match status {
        Some(status) if status.success() => Ok(()),
        ended => {
            keeper.keep().await?;
            let how = ended.map_or_else(
                || "was closed from outside".to_owned(),
                |status| format!("ended with {status}"),
            );
            Err(CommandError::Editor(how))
        }
    }
}

/// Waits for the editor; `None` when this program is to end before it.
async fn watch(
    keeper: &mut Keeper,
    child: &mut Child,
    sheet: &Sheet,
    mut signals: Signals,
) -> Option<ExitStatus> {
    let mut looked = Instant::now();
    loop {
        tokio::select! {
            () = sleep(BLINK) => {}
            () = signals.told_to_end() => {
                let _ = child.kill();
                return None;
            }
        }
        match child.try_wait() {
            Ok(None) => {}
            Ok(status) => return status,
            Err(_) => return None,
        }
        if looked.elapsed() >= PAUSE {
            looked = Instant::now();
            if let Some(text) = sheet.text() {
                keeper.take(text);
            }
            // What fails now is tried again, and told when the editor is closed.
            let _ = keeper.keep().await;
        }
    }
}

/// The editor's command line as the shell reads it, because `EDITOR` may hold options. The editor
/// takes the shell's place: a Ctrl+C that is meant for it would end a waiting shell.
#[cfg(unix)]
fn command(editor: &OsString, sheet: &Sheet) -> Command {
    let mut line = OsString::from("exec ");
    line.push(editor);
    line.push(" \"$@\"");
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).arg(editor).arg(sheet.file());
    command
}

#[cfg(not(unix))]
fn command(editor: &OsString, sheet: &Sheet) -> Command {
    let mut command = Command::new(editor);
    command.arg(sheet.file());
    command
}

/// The signals that would end this program, listened to as long as this lives.
#[cfg(unix)]
struct Signals {
    hangup: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    /// Ctrl+C is meant for the editor, which is in the same terminal: it is heard and not heeded.
    _interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    /// Listens from now on.
    fn listen() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            hangup: signal(SignalKind::hangup())?,
            terminate: signal(SignalKind::terminate())?,
            _interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Ends when the terminal goes away or somebody asks this program to end.
    async fn told_to_end(&mut self) {
        tokio::select! {
            _ = self.hangup.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// Ctrl+C, listened to as long as this lives and not heeded: it is meant for the editor.
#[cfg(windows)]
struct Signals {
    _interrupt: tokio::signal::windows::CtrlC,
}

#[cfg(windows)]
impl Signals {
    /// Listens from now on.
    fn listen() -> std::io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(|interrupt| Self {
            _interrupt: interrupt,
        })
    }

    /// Nothing else asks this program to end.
    async fn told_to_end(&mut self) {
        std::future::pending().await
    }
}
