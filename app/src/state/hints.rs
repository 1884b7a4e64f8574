//! Quiet hints: one at a time, where it matters, never while somebody writes, and never again once it was put
//! away. After one was followed or put away, the others wait for the next unlocking.

use companion_core::{Hint, HintsAway, Settings};
use companion_protocol::inference::ModelState;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{App, Pane};
use crate::platform::{install, model_files};

/// Entries from which a hint is worth somebody's attention: before, the page itself is enough.
const RECOVERY_KEY_FROM: usize = 1;
const INSTALL_FROM: usize = 2;
const BACKUP_FROM: usize = 3;
const MODEL_FROM: usize = 4;

/// Where a hint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HintPlace {
    /// On the page of an empty journal.
    EmptyPage,
    /// Above the list.
    List,
    /// Below an entry.
    Entry,
}

/// What hints need to know.
#[derive(Clone, Copy)]
pub(crate) struct Hints {
    /// Whether a recovery key opens the journal; unknown until asked.
    has_recovery_key: RwSignal<Option<bool>>,
    /// Whether there has ever been a backup; unknown until asked.
    has_backup: RwSignal<Option<bool>>,
    /// Whether a model may be on this device; unknown until asked.
    may_have_model: RwSignal<Option<bool>>,
    /// Whether one was followed or put away since the journal was opened.
    rest: RwSignal<bool>,
}

impl Hints {
    /// Nothing is known.
    pub(super) fn new() -> Self {
        Self {
            has_recovery_key: RwSignal::new(None),
            has_backup: RwSignal::new(None),
            may_have_model: RwSignal::new(None),
            rest: RwSignal::new(false),
        }
    }

    /// Forgets what was known of a journal that is locked now.
    pub(super) fn forget(self) {
        self.has_recovery_key.set(None);
        self.has_backup.set(None);
        self.rest.set(false);
    }
}

/// How things stand when a hint is to be chosen.
#[derive(Clone, Copy, Debug)]
struct Standing {
    entries: usize,
    drafts: usize,
    is_writing: bool,
    is_reading: bool,
    can_install: bool,
    has_recovery_key: Option<bool>,
    has_backup: Option<bool>,
    may_have_model: Option<bool>,
    /// Something louder stands above the list.
    is_reminded: bool,
}

/// Where a hint matters.
const fn place_of(hint: Hint) -> HintPlace {
    match hint {
        Hint::Sample => HintPlace::EmptyPage,
        Hint::RecoveryKey | Hint::Backup | Hint::Install => HintPlace::List,
        Hint::Model => HintPlace::Entry,
    }
}

/// The one hint that is due, if any is.
fn due(standing: &Standing, away: HintsAway) -> Option<Hint> {
    if standing.is_writing {
        return None;
    }
    let is_due = |hint: &Hint| {
        !away.has(*hint)
            && match hint {
                Hint::Sample => standing.entries == 0 && standing.drafts == 0,
                Hint::RecoveryKey => {
                    standing.entries >= RECOVERY_KEY_FROM
                        && standing.has_recovery_key == Some(false)
                        && !standing.is_reminded
                }
                Hint::Install => standing.entries >= INSTALL_FROM && standing.can_install,
                Hint::Backup => {
                    standing.entries >= BACKUP_FROM
                        && standing.has_backup == Some(false)
                        && !standing.is_reminded
                }
                Hint::Model => {
                    standing.entries >= MODEL_FROM
                        && standing.is_reading
                        && standing.may_have_model == Some(false)
                }
            }
    };
    [
        Hint::Sample,
        Hint::RecoveryKey,
        Hint::Backup,
        Hint::Install,
        Hint::Model,
    ]
    .into_iter()
    .find(is_due)
}

impl App {
    /// The hint to be shown in this place now.
    pub(crate) fn hint_in(self, place: HintPlace) -> Option<Hint> {
        if self.hints.rest.get() || self.beginning.in_sample.get() {
            return None;
        }
        let pane = self.pane.get();
        let standing = Standing {
            entries: self.entries.with(Vec::len),
            drafts: self.drafts.with(Vec::len),
            is_writing: pane == Pane::Writing || self.editor.is_typing.get(),
            is_reading: matches!(pane, Pane::Reading(_)),
            can_install: self.install_offer.with(Option::is_some),
            has_recovery_key: self.hints.has_recovery_key.get(),
            has_backup: self.hints.has_backup.get(),
            may_have_model: match self.model.with(|model| model.state) {
                ModelState::None => self.hints.may_have_model.get(),
                _ => Some(true),
            },
            is_reminded: self.safety.reminder.get().is_some(),
        };
        let away = self.settings.with(|settings| settings.hints_away);
        due(&standing, away).filter(|hint| place_of(*hint) == place)
    }

    /// Asks the vault what hints depend on.
    pub(crate) async fn learn_for_hints(self) {
        if let Ok(ways) = self.vault.ways_in().await {
            self.hints.has_recovery_key.set(Some(ways.has_recovery_key));
        }
        if let Ok(last) = self.vault.last_backup().await {
            self.hints.has_backup.set(Some(last.is_some()));
        }
        let may_have_model = model_files::may_be_there().await;
        self.hints.may_have_model.set(Some(may_have_model));
    }

    /// Puts a hint away for good.
    pub(crate) async fn put_hint_away(self, hint: Hint) {
        self.hints.rest.set(true);
        let settings = self.settings.get_untracked();
        let settings = Settings {
            hints_away: settings.hints_away.with(hint),
            ..settings
        };
        self.change_settings(settings).await;
    }

    /// Does what a hint proposes.
    pub(crate) fn follow_hint(self, hint: Hint) {
        match hint {
            Hint::Sample => spawn_local(async move {
                // Who has looked around knows where it is.
                self.put_hint_away(hint).await;
                if let Err(why) = self.look_at_sample().await {
                    self.say(why);
                }
            }),
            Hint::RecoveryKey => self.go_to_setting("recovery-title"),
            Hint::Backup => self.go_to_backup(),
            Hint::Install => install::accept(self.install_offer),
            Hint::Model => self.go_to_setting("model-title"),
        }
        self.hints.rest.set(true);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STANDING: Standing = Standing {
        entries: 9,
        drafts: 0,
        is_writing: false,
        is_reading: true,
        can_install: true,
        has_recovery_key: Some(false),
        has_backup: Some(false),
        may_have_model: Some(false),
        is_reminded: false,
    };

    #[test]
    fn hints_come_one_after_the_other_and_none_comes_twice() {
        let mut away = HintsAway::default();
        let mut told = Vec::new();
        while let Some(hint) = due(&STANDING, away) {
            told.push(hint);
            away = away.with(hint);
        }
        let all = [Hint::RecoveryKey, Hint::Backup, Hint::Install, Hint::Model];
        assert_eq!(told, all);
    }

    #[test]
    fn nobody_is_told_anything_while_writing() {
        let writing = Standing {
            is_writing: true,
            ..STANDING
        };
        assert_eq!(due(&writing, HintsAway::default()), None);
    }

    #[test]
    fn a_hint_waits_for_its_moment() {
        let told = |entries| {
            let standing = Standing {
                entries,
                has_recovery_key: Some(true),
                is_reading: false,
                ..STANDING
            };
            due(&standing, HintsAway::default())
        };
        assert_eq!(told(0), Some(Hint::Sample));
        assert_eq!(told(1), None);
        assert_eq!(told(2), Some(Hint::Install));
        assert_eq!(told(3), Some(Hint::Backup));
        let unknown = Standing {
            has_recovery_key: None,
            has_backup: None,
            can_install: false,
            is_reading: false,
            ..STANDING
        };
        assert_eq!(due(&unknown, HintsAway::default()), None);
        let reminded = Standing {
            is_reminded: true,
            can_install: false,
            is_reading: false,
            ..STANDING
        };
        assert_eq!(due(&reminded, HintsAway::default()), None);
    }
}
