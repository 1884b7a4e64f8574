//! Backups that are made by themselves, into a folder that the person has picked.

use core::time::Duration;

use companion_core::Timestamp;
use companion_protocol::backup::Last;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::App;
use crate::platform::folder::{self, Fault, Permission};
use crate::platform::folder_choice::{Choice, generate_tag};
use crate::platform::{now, now_ms};
use crate::text::words::storage as words;

/// Backups of this journal that stay in the folder.
const KEPT: usize = 7;
/// How often to look whether a backup is due.
const LOOK: Duration = Duration::from_secs(10 * 60);
const MS_PER_DAY: f64 = 86_400_000.0;

/// Where backups by themselves stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Folder {
    /// This browser has no folders.
    Unsupported,
    /// None was picked.
    Off,
    /// One was.
    On {
        /// The folder's name.
        name: String,
        /// Days from one backup to the next.
        every_days: u16,
        /// When the last backup was put there.
        last: Option<Timestamp>,
        /// What is going on.
        course: Course,
    },
}

/// What is going on with the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Course {
    /// Nothing: the next backup is not due.
    Rest,
    /// A backup is being written.
    Busy,
    /// A backup is due, and the browser wants to be asked.
    Permission,
    /// The last attempt did not succeed; why, in words.
    Failed(String),
}

impl App {
    /// Begins to look now and then whether a backup is due. Called once.
    pub(crate) fn watch_folder(self) {
        let look = move || {
            // Writing a backup makes the vault busy: not under somebody's fingers.
            if self.is_open() && !self.is_in_sample() && !self.editor.is_typing.get_untracked() {
                spawn_local(async move {
                    if let Ok(last) = self.vault.last_backup().await {
                        self.back_up_if_due(last.as_ref()).await;
                    }
                });
            }
        };
        set_interval(look, LOOK);
    }

    /// Lets the person pick a folder, and writes the first backup into it.
    pub(crate) async fn choose_folder(self) {
        let picked = match folder::pick().await {
            Ok(Some(picked)) => picked,
            Ok(None) => return,
            Err(fault) => return self.say(words::folder_failed("", why(fault))),
        };
        let earlier = Choice::load().await;
        let choice = Choice {
            folder: picked,
            tag: match &earlier {
                Some(earlier) => earlier.tag.clone(),
                None => generate_tag(),
            },
            every_days: earlier.map_or(1, |earlier| earlier.every_days),
            last_ms: 0.0,
        };
        if choice.keep().await {
            self.back_up(choice).await;
        } else {
            self.show(&choice, Course::Failed(words::folder_unknown().into()));
        }
    }

    /// Makes no more backups by itself. What is in the folder stays.
    pub(crate) async fn leave_folder(self) {
        Choice::forget().await;
        self.safety.folder.set(Folder::Off);
    }

    /// Takes the notice away for now; the settings still say it.
    pub(crate) fn put_folder_notice_away(self) {
        self.safety.is_notice_away.set(true);
    }

    /// How many days from one backup to the next.
    pub(crate) async fn back_up_every(self, days: u16) {
        if let Some(choice) = Choice::load().await {
            let choice = Choice {
                every_days: days,
                ..choice
            };
            choice.keep().await;
            self.show(&choice, Course::Rest);
        }
    }

    /// Backs up into the folder now, from a click: the browser may have to be asked.
    pub(crate) async fn back_up_now(self) {
        let Some(choice) = Choice::load().await else {
            return self.safety.folder.set(Folder::Off);
        };
        match folder::request_permission(&choice.folder).await {
            Permission::Granted => self.back_up(choice).await,
            Permission::Ask => self.show(&choice, Course::Permission),
            Permission::Denied => {
                self.show(&choice, Course::Failed(words::folder_refused().into()));
            }
        }
    }

    /// Backs up into the folder if there is one and it is time.
    pub(super) async fn back_up_if_due(self, last: Option<&Last>) {
        if !folder::is_supported() {
            self.safety.folder.set(Folder::Unsupported);
            return;
        }
        let Some(choice) = Choice::load().await else {
            self.safety.folder.set(Folder::Off);
            return;
        };
        let is_empty = self.entries.with_untracked(Vec::is_empty) && last.is_none();
        if is_empty || !is_due(&choice, now_ms()) {
            self.show(&choice, Course::Rest);
            return;
        }
        match folder::permission(&choice.folder).await {
            Permission::Granted => self.back_up(choice).await,
            Permission::Ask => self.show(&choice, Course::Permission),
            Permission::Denied => {
                self.show(&choice, Course::Failed(words::folder_refused().into()));
            }
        }
    }

    async fn back_up(self, choice: Choice) {
        // The vault writes one backup at a time, and one on its way to the person must stay.
        if self.backup_is_leaving() || self.is_backing_up() {
            return;
        }
        self.show(&choice, Course::Busy);
        match self.write_into(&choice).await {
            Ok(()) => {
                let choice = Choice {
                    last_ms: now_ms(),
                    ..choice
                };
                choice.keep().await;
                self.show(&choice, Course::Rest);
                if let Ok(last) = self.vault.last_backup().await {
                    self.note_backup(last.as_ref());
                }
            }
            // The journal was locked meanwhile: it is due again after unlocking.
            Err(_) if !self.is_open() => self.safety.folder.set(Folder::Off),
            Err(why) => self.show(&choice, Course::Failed(why)),
        }
    }

    async fn write_into(self, choice: &Choice) -> Result<(), String> {
        let in_words = |failure| words::folder_failure(&failure);
        let written = self
            .vault
            .write_backup_for_folder()
            .await
            .map_err(in_words)?;
        let day = now().local_day().to_iso().unwrap_or_default();
        let name = format!("{}{day}{ENDING}", beginning(&choice.tag));
        let copied = folder::copy_backup(&written.name, &choice.folder, &name).await;
        copied.map_err(|fault| why(fault).to_owned())?;
        self.vault.backup_in_folder().await.map_err(in_words)?;
        // Older ones that cannot be removed only take room.
        if let Ok(names) = folder::names(&choice.folder).await {
            for old in outdated(names, &choice.tag, &name) {
                let _ = folder::remove(&choice.folder, &old).await;
            }
        }
        Ok(())
    }

    fn is_backing_up(self) -> bool {
        self.safety.folder.with_untracked(
            |folder| matches!(folder, Folder::On { course, .. } if *course == Course::Busy),
        )
    }

    fn show(self, choice: &Choice, course: Course) {
        let last = (choice.last_ms > 0.0).then(|| Timestamp {
            // Whole milliseconds, far inside the range of both types.
            unix_ms: choice.last_ms as i64,
            ..now()
        });
        self.safety.folder.set(Folder::On {
            name: choice.folder.name(),
            every_days: choice.every_days,
            last,
            course,
        });
    }
}

const ENDING: &str = ".companion";

/// How the names of a journal's backups begin; the day follows.
fn beginning(tag: &str) -> String {
    format!("companion-auto-{tag}-")
}

/// Whether it is time. A backup from the future was made by a clock that was wrong.
fn is_due(choice: &Choice, now_ms: f64) -> bool {
    let age_ms = now_ms - choice.last_ms;
    // A little early, so that a daily habit does not slip to every second day.
    age_ms < 0.0 || age_ms > f64::from(choice.every_days) * MS_PER_DAY * 0.9
}

/// Backups of this journal beyond those that stay. `newest` was just written and stays,
/// whatever day it bears.
fn outdated(names: Vec<String>, tag: &str, newest: &str) -> Vec<String> {
    let beginning = beginning(tag);
    let is_day = |day: &str| {
        day.len() == "2026-11-22".len()
            && day.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            })
    };
    let mut ours: Vec<String> = names
        .into_iter()
        .filter(|name| {
            let day = name.strip_prefix(&beginning);
            name != newest
                && day
                    .and_then(|rest| rest.strip_suffix(ENDING))
                    .is_some_and(is_day)
        })
        .collect();
    ours.sort_unstable_by(|one, other| other.cmp(one));
    ours.split_off(ours.len().min(KEPT - 1))
}

fn why(fault: Fault) -> &'static str {
    match fault {
        Fault::Gone => words::folder_gone(),
        Fault::Full => words::folder_full(),
        Fault::Refused => words::folder_refused(),
        Fault::Differs => words::folder_differs(),
        Fault::Unknown => words::folder_unknown(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_older_backups_of_this_journal_are_removed() {
        let day = |day: u32| format!("companion-auto-abc123-2026-11-{day:02}.companion");
        let mut names: Vec<String> = (1..=9).map(day).collect();
        let others = [
            "companion-2026-01-01.companion",
            "companion-auto-other1-2026-01-01.companion",
            "companion-auto-abc123-2026-01-01.companion.bak",
            "companion-auto-abc123-notes.companion",
            "diary.txt",
        ];
        names.extend(others.map(str::to_owned));
        assert_eq!(outdated(names, "abc123", &day(9)), [day(2), day(1)]);
    }

    #[test]
    fn the_newest_stays_whatever_its_day() {
        let far = |year: u32| format!("companion-auto-abc123-{year}-01-01.companion");
        let today = far(2026);
        let mut names: Vec<String> = (2090..2099).map(far).collect();
        names.push(today.clone());
        assert!(!outdated(names, "abc123", &today).contains(&today));
    }
}
