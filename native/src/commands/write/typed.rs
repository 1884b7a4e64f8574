//! Writing on the terminal itself.

use std::io;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::keeper::{Keeper, joined};
use crate::CommandError;
use crate::print;

/// At most that much typing is lost if the computer goes off, and the line that is not ended.
const PAUSE: Duration = Duration::from_secs(1);

/// Reads lines until Ctrl+D and keeps them as they come.
pub(super) async fn read(keeper: &mut Keeper) -> Result<(), CommandError> {
    let before = keeper.text().to_owned();
    if !before.is_empty() {
        print::text(&before)?;
    }
    print::notice("Write, and end with Ctrl+D on a line of its own. Ctrl+C leaves it as a draft.");
    let (sender, lines) = channel();
    thread::spawn(move || {
        for line in io::stdin().lines() {
            // The receiver is gone when the command has failed.
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    let mut typed = String::new();
    let mut kept = Instant::now();
    loop {
        let left = PAUSE.saturating_sub(kept.elapsed());
        if left.is_zero() {
            keeper.take(joined(&before, &typed));
            keeper.keep().await?;
            kept = Instant::now();
            continue;
        }
        match lines.recv_timeout(left) {
            Ok(line) => {
                typed += &line.map_err(|_| CommandError::NotText)?;
                typed.push('\n');
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    keeper.take(joined(&before, &typed));
    Ok(())
}
