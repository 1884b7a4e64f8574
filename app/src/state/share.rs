//! What other apps share becomes a draft. While the journal is locked, or not there yet, it waits
//! in this page's memory.

mod compose;

use companion_core::limits::{MAX_ATTACHMENTS, MAX_DRAFT_BYTES};
use companion_core::{Draft, EntryId, count_words};
use companion_protocol::vault::{Failure, FailureKind};
use leptos::prelude::*;
use web_sys::File;

use super::App;
use crate::platform::share::{self, Parcel};
use crate::platform::{is_hidden, now};
use crate::text::words;
use crate::text::words::share as share_words;
use compose::compose;

/// What the service worker says instead of a token; the local server says the last, where there
/// is no service worker yet.
const TOO_LARGE: &str = "too-large";
const UNREADABLE: &str = "unreadable";
const NOT_READY: &str = "not-ready";

/// Something that was shared and is not a draft yet.
#[derive(Clone, Debug)]
pub(crate) struct Shared {
    token: String,
    content: String,
    pictures: Vec<File>,
    /// Files that are no pictures, or more than an entry carries.
    left_out: usize,
    /// The draft that a part of it is in already.
    entry: Option<EntryId>,
}

impl Shared {
    fn of(parcel: Parcel) -> Self {
        let (mut pictures, others): (Vec<File>, Vec<File>) = parcel
            .files
            .into_iter()
            .partition(|file| file.type_().starts_with("image/"));
        let extra = pictures.len().saturating_sub(MAX_ATTACHMENTS);
        pictures.truncate(MAX_ATTACHMENTS);
        Self {
            token: parcel.token,
            content: compose(&parcel.title, &parcel.text, &parcel.url),
            pictures,
            left_out: others.len() + extra,
            entry: None,
        }
    }

    /// Why it cannot become a draft, in words.
    fn trouble(&self) -> Option<String> {
        if self.content.is_empty() && self.pictures.is_empty() {
            Some(share_words::nothing().into())
        } else if self.content.len() > MAX_DRAFT_BYTES {
            Some(share_words::too_long().into())
        } else {
            None
        }
    }

    /// Its words and pictures.
    pub(crate) fn counts(&self) -> (u32, usize) {
        (count_words(&self.content), self.pictures.len())
    }
}

impl App {
    /// Takes what was shared, as the address tells it, and what this window had taken before it
    /// was loaded anew.
    pub(crate) async fn receive_shared(self, told: Option<String>) {
        let arrivals = self.arrivals;
        let mut tokens = share::open_tokens();
        match told.as_deref() {
            None => {}
            Some(TOO_LARGE) => arrivals.say(share_words::too_large()),
            Some(UNREADABLE) => arrivals.say(share_words::unreadable()),
            Some(NOT_READY) => arrivals.say(share_words::not_ready()),
            Some(token) => tokens.push(token.to_owned()),
        }
        if tokens.is_empty() {
            return;
        }
        share::note_open_tokens(&tokens);
        let parcels = share::ask(&tokens).await;
        if parcels.len() < tokens.len() {
            arrivals.say(share_words::lost());
        }
        for shared in parcels.into_iter().map(Shared::of) {
            if let Some(trouble) = shared.trouble() {
                arrivals.say(trouble);
                share::let_go(&[shared.token]);
            } else {
                arrivals.shared.update(|waiting| waiting.push(shared));
            }
        }
        self.note_shared();
        if self.takes_errands() {
            self.draft_shared(true).await;
        }
    }

    /// Makes drafts of everything that waits, and opens the last one.
    pub(crate) async fn draft_shared(self, opens: bool) {
        let arrivals = self.arrivals;
        if arrivals.is_drafting.get_value() {
            return;
        }
        arrivals.is_drafting.set_value(true);
        let mut last = None;
        while let Some(next) = arrivals.next_shared() {
            match self.draft_of(next).await {
                Ok((entry, left_out)) => {
                    last = Some(entry);
                    self.drop_first_shared();
                    if left_out > 0 {
                        arrivals.say(share_words::left_out(left_out));
                    }
                }
                Err(failure) => {
                    arrivals.say(share_words::not_kept(words::vault_failure(&failure)));
                    break;
                }
            }
        }
        arrivals.is_drafting.set_value(false);
        let Some(entry) = last.filter(|_| self.is_open()) else {
            return;
        };
        self.refresh_drafts().await;
        if opens && !is_hidden() {
            self.write_on(entry, None).await;
        }
        self.say(share_words::is_draft());
    }

    /// Nothing of what waits is wanted.
    pub(crate) fn refuse_shared(self) {
        while self.arrivals.next_shared().is_some() {
            self.drop_first_shared();
        }
        self.arrivals.trouble.set(None);
    }

    /// Stores one of them: the text first, then each picture. What is stored is not stored again
    /// by another try.
    async fn draft_of(self, shared: Shared) -> Result<(EntryId, usize), Failure> {
        let entry = match shared.entry {
            Some(entry) => entry,
            None => {
                let blank = self.vault.open_draft(None).await?;
                let entry = blank.entry_id;
                let draft = Draft {
                    cursor_utf16: u32::try_from(shared.content.encode_utf16().count())
                        .unwrap_or_default(),
                    content: shared.content,
                    updated: now(),
                    ..blank
                };
                self.vault.store_draft(draft).await?;
                self.arrivals
                    .change_first(|first| first.entry = Some(entry));
                entry
            }
        };
        let mut left_out = shared.left_out;
        for picture in shared.pictures {
            match self.vault.add_photo(entry, picture, false).await {
                Ok(_) => {}
                Err(failure) if is_of_the_file(failure.kind) => left_out += 1,
                Err(failure) => return Err(failure),
            }
            self.arrivals.change_first(|first| {
                first.pictures.remove(0);
                first.left_out = left_out;
            });
        }
        Ok((entry, left_out))
    }

    fn drop_first_shared(self) {
        let first = self
            .arrivals
            .shared
            .try_update(|waiting| (!waiting.is_empty()).then(|| waiting.remove(0)));
        if let Some(Some(first)) = first {
            share::let_go(&[first.token]);
        }
        self.note_shared();
    }

    fn note_shared(self) {
        let tokens: Vec<String> = self.arrivals.shared.with_untracked(|waiting| {
            let tokens = waiting.iter().map(|shared| shared.token.clone());
            tokens.collect()
        });
        share::note_open_tokens(&tokens);
    }
}

/// Whether a picture was refused for what it is.
const fn is_of_the_file(kind: FailureKind) -> bool {
    matches!(
        kind,
        FailureKind::AttachmentRefused
            | FailureKind::AttachmentTooLarge
            | FailureKind::TooManyAttachments
    )
}
