//! `companion-native write [ID]`.

mod editor;
mod keeper;
mod sheet;
mod typed;

use std::ffi::OsString;
use std::io::{self, IsTerminal as _, Read as _};

use clap::Args;
use companion_core::EntrySummary;
use companion_core::limits::MAX_DRAFT_BYTES;

use self::keeper::{Keeper, joined};
use self::sheet::Sheet;
use crate::CommandError;
use crate::journal::{JournalOptions, find, short};
use crate::print;

/// Write an entry, or go on with one.
///
/// With standard input from a file or another program, its text becomes the entry. Otherwise
/// the editor that VISUAL or EDITOR names is opened; without one, you type here until Ctrl+D.
/// While you write, the text is kept in the journal as a draft about once a second.
#[derive(Args)]
pub struct Write {
    /// Go on with this entry, or with what was written and not saved; a new one otherwise.
    id: Option<String>,
    #[command(flatten)]
    journal: JournalOptions,
}

impl Write {
    /// Writes and saves.
    ///
    /// # Errors
    /// When the journal cannot be opened or written, or the editor fails.
    pub async fn run(self) -> Result<(), CommandError> {
        let journal = self.journal.unlock().await?;
        let id = match &self.id {
            Some(start) => Some(find(&journal, start).await?.id()),
            None => None,
        };
        let draft = journal.open_draft(id).await?;
        let mut keeper = Keeper::open(journal, draft).await?;
        let saved = if !io::stdin().is_terminal() {
            let text = joined(keeper.text(), &piped()?);
            keeper.take(text);
            keeper.save().await?
        } else if let Some(editor) = editor::named() {
            in_editor(&mut keeper, &editor).await?
        } else {
            typed::read(&mut keeper).await?;
            keeper.save().await?
        };
        match saved {
            Some(line) => print::line(&format!("Saved as {}.", short(line.id))),
            None => {
                print::notice("There was nothing to save.");
                Ok(())
            }
        }
    }
}

/// The editor's file goes only when the journal has what is in it.
async fn in_editor(
    keeper: &mut Keeper,
    editor: &OsString,
) -> Result<Option<EntrySummary>, CommandError> {
    let sheet = Sheet::lay(keeper.text())?;
    let saved = match editor::edit(keeper, editor, &sheet).await {
        Ok(()) => keeper.save().await,
        Err(error) => Err(error),
    };
    if !keeper.is_kept() {
        let file = sheet.leave();
        print::notice(&format!("What you wrote lies in {}.", file.display()));
    }
    saved
}

/// What another program wrote, at most what a draft may hold and one byte.
fn piped() -> Result<String, CommandError> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MAX_DRAFT_BYTES as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(CommandError::file(std::path::Path::new("standard input")))?;
    String::from_utf8(bytes).map_err(|_| CommandError::NotText)
}
