//! Everything that can be done without a mouse, said once: the palette, the list of shortcuts and
//! the keys themselves come from here. A new command is a variant, a line in each of the matches
//! below and a word in `languages/*/commands.ftl`.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::{App, Pane};
use crate::platform::turn::drawn;
use crate::platform::{is_dialog_open, is_typing, listen};
use crate::text::words::commands as words;

/// The heading of the last part of the settings: once it is there, nothing above it moves any more.
const LAST_SETTING: &str = "about-title";

/// Something that can be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Palette,
    NewEntry,
    Save,
    FullScreen,
    Edit,
    Reflect,
    Versions,
    Delete,
    Search,
    Calendar,
    Tags,
    Journal,
    Trash,
    Activity,
    Settings,
    Backup,
    Shortcuts,
    Lock,
}

/// The keys of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Keys {
    /// Ctrl, or ⌘ on Apple's devices, and a letter.
    Command(char),
    /// The same with Shift.
    CommandShift(char),
    /// Ctrl, or ⌘, and Enter.
    CommandEnter,
    /// One character by itself, where nothing is typed. It can be switched off (WCAG 2.1.4).
    Character(char),
}

/// What lies over the page.
#[derive(Clone, Copy)]
pub(crate) struct Commands {
    /// Whether the palette is shown.
    pub(crate) palette: RwSignal<bool>,
    /// Whether the list of shortcuts is shown.
    pub(crate) shortcuts: RwSignal<bool>,
}

impl Commands {
    /// Nothing is shown.
    pub(crate) fn new() -> Self {
        Self {
            palette: RwSignal::new(false),
            shortcuts: RwSignal::new(false),
        }
    }
}

impl Command {
    /// In the order in which they are listed.
    pub(crate) const ALL: [Self; 18] = [
        Self::NewEntry,
        Self::Save,
        Self::FullScreen,
        Self::Edit,
        Self::Reflect,
        Self::Versions,
        Self::Delete,
        Self::Search,
        Self::Calendar,
        Self::Tags,
        Self::Journal,
        Self::Trash,
        Self::Activity,
        Self::Settings,
        Self::Backup,
        Self::Palette,
        Self::Shortcuts,
        Self::Lock,
    ];

    /// What it does, in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Palette => words::palette(),
            Self::NewEntry => words::new_entry(),
            Self::Save => words::save(),
            Self::FullScreen => words::full_screen(),
            Self::Edit => words::edit(),
            Self::Reflect => words::reflect(),
            Self::Versions => words::versions(),
            Self::Delete => words::delete(),
            Self::Search => words::search(),
            Self::Calendar => words::calendar(),
            Self::Tags => words::tags(),
            Self::Journal => words::journal(),
            Self::Trash => words::trash(),
            Self::Activity => words::activity(),
            Self::Settings => words::settings(),
            Self::Backup => words::backup(),
            Self::Shortcuts => words::shortcuts(),
            Self::Lock => words::lock(),
        }
    }

    /// Its keys, if it has any.
    pub(crate) const fn keys(self) -> Option<Keys> {
        match self {
            Self::Palette => Some(Keys::Command('k')),
            Self::NewEntry => Some(Keys::Character('n')),
            Self::Save => Some(Keys::CommandEnter),
            Self::Edit => Some(Keys::Character('e')),
            Self::Search => Some(Keys::Character('/')),
            Self::Settings => Some(Keys::Command(',')),
            Self::Shortcuts => Some(Keys::Character('?')),
            Self::Lock => Some(Keys::CommandShift('l')),
            _ => None,
        }
    }

    /// Whether it can be done on the page that is shown.
    pub(crate) fn is_possible(self, app: App) -> bool {
        let pane = app.pane.get_untracked();
        let reads = matches!(pane, Pane::Reading(_));
        match self {
            Self::Save | Self::FullScreen => pane == Pane::Writing,
            Self::Edit | Self::Reflect | Self::Versions | Self::Delete => reads,
            Self::Journal => pane != Pane::List,
            Self::Calendar => pane != Pane::Calendar,
            Self::Tags => pane != Pane::Tags,
            Self::Trash => pane != Pane::Trash,
            Self::Activity => pane != Pane::Activity,
            _ => true,
        }
    }

    /// Does it.
    pub(crate) fn run(self, app: App) {
        let entry = match app.pane.get_untracked() {
            Pane::Reading(entry) => Some(entry),
            _ => None,
        };
        match (self, entry) {
            (Self::Palette, _) => app.commands.palette.set(true),
            (Self::NewEntry, _) => spawn_local(app.write_new()),
            (Self::Save, _) => spawn_local(app.save()),
            (Self::FullScreen, _) => app.toggle_full_screen(),
            (Self::Edit, Some(entry)) => spawn_local(app.write_on(entry, None)),
            (Self::Reflect, Some(_)) => spawn_local(app.reflect()),
            (Self::Versions, Some(entry)) => app.go(Pane::Versions(entry)),
            (Self::Delete, Some(entry)) => spawn_local(app.delete(entry)),
            (Self::Search, _) => app.go_to_search(),
            (Self::Calendar, _) => app.go(Pane::Calendar),
            (Self::Tags, _) => app.go(Pane::Tags),
            (Self::Journal, _) => app.back_to(Pane::List),
            (Self::Trash, _) => app.go(Pane::Trash),
            (Self::Activity, _) => app.go(Pane::Activity),
            (Self::Settings, _) => app.back_to(Pane::Settings),
            (Self::Backup, _) => app.go_to_backup(),
            (Self::Shortcuts, _) => app.commands.shortcuts.set(true),
            (Self::Lock, _) => spawn_local(app.lock()),
            // About an entry, and none is shown.
            (Self::Edit | Self::Reflect | Self::Versions | Self::Delete, None) => {}
        }
    }
}

impl Keys {
    /// Whether it is one of those that can be switched off.
    pub(crate) const fn is_character(self) -> bool {
        matches!(self, Self::Character(_))
    }

    /// How they are written on this device: `Ctrl+Shift+L` or `⇧⌘L`.
    pub(crate) fn told(self, is_apple: bool) -> String {
        let capital = |letter: char| letter.to_uppercase().to_string();
        match (self, is_apple) {
            (Self::Character(letter), _) => capital(letter),
            (Self::Command(letter), true) => format!("⌘{}", capital(letter)),
            (Self::CommandShift(letter), true) => format!("⇧⌘{}", capital(letter)),
            (Self::CommandEnter, true) => "⌘↩".to_owned(),
            (Self::Command(letter), false) => words::control_with(capital(letter)),
            (Self::CommandShift(letter), false) => words::control_shift_with(capital(letter)),
            (Self::CommandEnter, false) => words::control_with(words::enter()),
        }
    }

    fn are_pressed(self, event: &KeyboardEvent) -> bool {
        let command = event.ctrl_key() || event.meta_key();
        let is_plain = !command && !event.alt_key();
        match self {
            Self::Character(letter) => is_plain && event.key().to_lowercase() == letter.to_string(),
            Self::Command(letter) => command && !event.shift_key() && is_key(event, letter),
            Self::CommandShift(letter) => command && event.shift_key() && is_key(event, letter),
            Self::CommandEnter => command && event.key() == "Enter",
        }
    }
}

/// Whether a key is this letter's, by what it writes or, where letters are not Latin, by its place.
fn is_key(event: &KeyboardEvent, letter: char) -> bool {
    let key = event.key().to_lowercase();
    let writes_latin = key.is_ascii();
    if writes_latin {
        key == letter.to_string()
    } else {
        event.code() == format!("Key{}", letter.to_ascii_uppercase())
    }
}

impl App {
    /// Does what the keyboard asks for, for as long as the page lives.
    pub(crate) fn listen_to_keys(self) {
        listen(&window(), "keydown", move |event| {
            let event: KeyboardEvent = event.unchecked_into();
            // What a field has made use of is done already.
            let is_done = event.default_prevented() || event.repeat() || event.is_composing();
            if is_done || !self.is_open() {
                return;
            }
            let command = Command::ALL.into_iter().find(|command| {
                command.keys().is_some_and(|keys| keys.are_pressed(&event))
                    && command.is_possible(self)
            });
            let Some(command) = command else { return };
            let is_character = matches!(command.keys(), Some(Keys::Character(_)));
            let characters_count = !self.look.with_untracked(|look| look.no_letter_keys);
            let may = match (command, is_character) {
                (Command::Lock, _) => true,
                (_, true) => characters_count && !is_typing() && !is_dialog_open(),
                (_, false) => !is_dialog_open(),
            };
            if may {
                event.prevent_default();
                command.run(self);
            }
        });
    }

    /// Goes to a part of the settings, by the id of its heading.
    pub(crate) fn go_to_setting(self, heading: &'static str) {
        if self.pane.get_untracked() != Pane::Settings {
            self.go(Pane::Settings);
        }
        spawn_local(async move {
            drawn(LAST_SETTING).await;
            crate::platform::show(heading);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_listed_once_and_no_two_share_their_keys() {
        for (at, command) in Command::ALL.iter().enumerate() {
            for other in &Command::ALL[at + 1..] {
                assert_ne!(command, other);
                assert!(command.keys().is_none() || command.keys() != other.keys());
            }
        }
    }

    #[test]
    fn apple_has_signs_and_others_words() {
        assert_eq!(Keys::CommandShift('l').told(true), "⇧⌘L");
        assert_eq!(Keys::Command('k').told(true), "⌘K");
        assert_eq!(Keys::Character('n').told(false), "N");
    }
}
