//! The page that is written on, over the whole screen.

use leptos::prelude::*;

use super::App;
use crate::platform::{fill_screen, is_screen_filled, listen};

impl App {
    /// Fills the screen with the page that is written on, or gives the screen back.
    pub(crate) fn toggle_full_screen(self) {
        let fills = !self.look.with_untracked(|look| look.full_screen_editor);
        self.choose_full_screen(fills);
        fill_screen(fills);
    }

    /// Follows who leaves the full screen by the browser's own key, for as long as the page lives.
    pub(crate) fn watch_full_screen(self) {
        listen(&document(), "fullscreenchange", move |_| {
            let is_wanted = self.look.with_untracked(|look| look.full_screen_editor);
            if is_wanted && !is_screen_filled() {
                self.choose_full_screen(false);
            }
        });
    }

    fn choose_full_screen(self, fills: bool) {
        self.look.update(|look| look.full_screen_editor = fills);
        self.look.get_untracked().keep();
    }
}
