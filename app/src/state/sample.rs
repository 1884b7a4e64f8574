//! The sample journal: a journal to look around in, held by a vault worker of its own in memory alone. Nothing
//! of it is stored, so leaving it, or a reload, removes it.

use companion_protocol::sample::Picture;
use js_sys::Uint8Array;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::{App, Phase};
use crate::platform::language;
use crate::text::words;

/// Languages that the sample is written in; everybody else reads the first one.
const LANGUAGES: [&str; 2] = ["en", "de"];
/// The pictures in it.
const PICTURES: [&str; 2] = ["lake.png", "window.png"];

impl App {
    /// Whether the open journal is the sample.
    pub(crate) fn is_in_sample(self) -> bool {
        self.beginning.in_sample.get_untracked()
    }

    /// Locks the writer's own journal, if it is open, and opens the sample.
    ///
    /// # Errors
    /// Why it was not opened, in words.
    pub(crate) async fn look_at_sample(self) -> Result<(), String> {
        let has_journal = matches!(self.phase.get_untracked(), Phase::Open | Phase::Locked);
        let Some((script, pictures)) = fetch_sample().await else {
            return Err(words::sample::not_loaded().to_owned());
        };
        if self.is_open() {
            self.lock().await;
        }
        if self.is_open() {
            // What was typed could not be stored: the editor says so.
            return Ok(());
        }
        // The sample has a worker of its own, which is never asked for the writer's journal.
        self.is_presumed.set(false);
        self.vault.end();
        match self.vault.open_sample(script, pictures).await {
            Ok(unlocked) => {
                self.beginning.in_sample.set(true);
                self.beginning.has_own.set(has_journal);
                self.enter(unlocked);
                Ok(())
            }
            Err(failure) => {
                self.vault.end();
                Err(words::vault_failure(&failure))
            }
        }
    }

    /// Puts the sample away: its worker ends, and everything that was done in it is gone.
    pub(crate) async fn leave_sample(self) {
        self.put_away();
        self.vault.end();
        self.beginning.in_sample.set(false);
        self.phase.set(Phase::Starting);
        self.look_for_journal().await;
    }
}

/// The text of the sample and its pictures, from the app's own files.
async fn fetch_sample() -> Option<(String, Vec<Picture>)> {
    let asked = language();
    let spoken = LANGUAGES
        .into_iter()
        .find(|it| asked.split('-').next() == Some(it))
        .unwrap_or(LANGUAGES[0]);
    let script = fetch(&format!("{spoken}.txt")).await?;
    let mut pictures = Vec::new();
    for name in PICTURES {
        // An entry without its picture is still an entry.
        if let Some(bytes) = fetch(name).await {
            let name = name.to_owned();
            pictures.push(Picture { name, bytes });
        }
    }
    Some((String::from_utf8(script).ok()?, pictures))
}

async fn fetch(name: &str) -> Option<Vec<u8>> {
    let fetching = window().fetch_with_str(&format!("./samples/{name}"));
    let response: Response = JsFuture::from(fetching).await.ok()?.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    let content = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&content).to_vec())
}
