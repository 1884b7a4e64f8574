//! How far something is, for people who wait longer than a second.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Nothing is said before.
const PATIENCE: Duration = Duration::from_secs(1);
/// Time between two figures.
const PAUSE: Duration = Duration::from_millis(100);

/// One line that counts, and goes when the work is done. Silent where nobody looks on.
pub(crate) struct Progress {
    what: &'static str,
    begun: Instant,
    told: Option<Instant>,
    is_seen: bool,
    /// What comes when this is done.
    next: &'static str,
    done: u64,
}

impl Progress {
    /// Begins some work, described by a word such as "Unlocking".
    pub(crate) fn begin(what: &'static str) -> Self {
        Self::begin_two(what, what)
    }

    /// Begins work that is done in two walks, the second of which counts anew.
    pub(crate) fn begin_two(what: &'static str, next: &'static str) -> Self {
        Self {
            what,
            begun: Instant::now(),
            told: None,
            is_seen: io::stderr().is_terminal(),
            next,
            done: 0,
        }
    }

    /// `done` of `all` is done.
    pub(crate) fn tell(&mut self, done: u64, all: u64) {
        if done < self.done {
            self.what = self.next;
        }
        self.done = done;
        let now = Instant::now();
        let is_due = match self.told {
            None => now - self.begun >= PATIENCE,
            Some(told) => now - told >= PAUSE,
        };
        if self.is_seen && is_due {
            self.told = Some(now);
            let percent = done.saturating_mul(100) / all.max(1);
            let mut out = io::stderr().lock();
            let _ = write!(out, "\r\x1b[K{} … {percent} %", self.what);
            let _ = out.flush();
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.told.is_some() {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}
