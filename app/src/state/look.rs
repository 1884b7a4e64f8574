//! Look and feel: the device's own affair, kept in the browser's plain settings.

use leptos::prelude::document;

use crate::platform::{read_setting, write_setting};
use crate::text::language;

const KEY: &str = "companion.look";
/// That single letters are no shortcuts.
const NO_LETTERS: &str = "no-letters";
/// Before the id of a language that was chosen.
const LANGUAGE: &str = "lang-";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the device.
    #[default]
    System,
    /// Warm paper.
    Light,
    /// Deep warm grey.
    Dark,
}

/// The letters of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Face {
    /// With serifs, as in a book.
    #[default]
    Serif,
    /// Without.
    Sans,
}

/// Their size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Size {
    /// Smaller than usual.
    Small,
    /// As designed.
    #[default]
    Medium,
    /// Larger.
    Large,
    /// Largest.
    Huge,
}

/// All of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// Light or dark.
    pub(crate) theme: Theme,
    /// The letters of entries.
    pub(crate) face: Face,
    /// Their size.
    pub(crate) size: Size,
    /// Whether the editor hides the list on wide screens too.
    pub(crate) full_screen_editor: bool,
    /// Whether single letters are no shortcuts.
    pub(crate) no_letter_keys: bool,
    /// The language of the page; `None` as the browser asks.
    pub(crate) language: Option<&'static str>,
}

impl Theme {
    /// Its name in settings and styles.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Face {
    /// Its name in settings and styles.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Serif => "serif",
            Self::Sans => "sans",
        }
    }
}

impl Size {
    /// Its name in settings and styles.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
            Self::Huge => "huge",
        }
    }
}

impl Look {
    /// What was chosen on this device, or what Companion was designed with.
    pub(crate) fn load() -> Self {
        let mut look = Self::default();
        for word in read_setting(KEY).unwrap_or_default().split(' ') {
            match word {
                "light" => look.theme = Theme::Light,
                "dark" => look.theme = Theme::Dark,
                "sans" => look.face = Face::Sans,
                "small" => look.size = Size::Small,
                "large" => look.size = Size::Large,
                "huge" => look.size = Size::Huge,
                "full" => look.full_screen_editor = true,
                NO_LETTERS => look.no_letter_keys = true,
                _ => {
                    if let Some(id) = word.strip_prefix(LANGUAGE) {
                        look.language = language::known(id);
                    }
                }
            }
        }
        look
    }

    /// Keeps the choice on this device.
    pub(crate) fn keep(self) {
        let editor = if self.full_screen_editor {
            "full"
        } else {
            "beside"
        };
        let language = self.language.map(|id| format!("{LANGUAGE}{id}"));
        let words = [
            self.theme.name(),
            self.face.name(),
            self.size.name(),
            editor,
            if self.no_letter_keys { NO_LETTERS } else { "" },
            language.as_deref().unwrap_or_default(),
        ];
        write_setting(KEY, &words.join(" "));
    }

    /// Applies it: styles follow the attributes of the root element.
    pub(crate) fn apply(self) {
        let Some(root) = document().document_element() else {
            return;
        };
        // Setting attributes with plain names cannot fail.
        let _ = root.set_attribute("data-theme", self.theme.name());
        let _ = root.set_attribute("data-face", self.face.name());
        let _ = root.set_attribute("data-size", self.size.name());
        self.apply_to_browser_bar();
    }

    /// Phones colour their bar by two `meta` elements, one a theme; a chosen theme sets both.
    fn apply_to_browser_bar(self) {
        for (own, selector) in [
            (Theme::Light, "meta[name=theme-color][data-for=light]"),
            (Theme::Dark, "meta[name=theme-color][data-for=dark]"),
        ] {
            let shown = if self.theme == Theme::System {
                own
            } else {
                self.theme
            };
            let colour = if shown == Theme::Dark {
                "#1d1a17"
            } else {
                "#f7f3ec"
            };
            if let Ok(Some(meta)) = document().query_selector(selector) {
                // Setting an attribute by a plain name cannot fail.
                let _ = meta.set_attribute("content", colour);
            }
        }
    }
}
