//! What the page asks of the vault worker about searching.
//!
//! Places to be marked travel as ranges of bytes in the text beside them, never as HTML. The page
//! drives the work that is done in the background, step by step, so that it can wait while
//! somebody types.

use companion_core::{EntryId, EntrySummary};
use minicbor::{Decode, Encode};

/// A request about searching.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// Which entries answer this? Answer: [`Response::Found`].
    #[n(0)]
    Find(#[n(0)] Find),
    /// Do one small step of keeping the index. Answer: [`Response::Standing`].
    #[n(1)]
    Tend,
    /// Which texts is the encoder to read next? Answer: [`Response::Unmeant`].
    #[n(2)]
    TextsToMean {
        /// The SHA-256 of the encoder's file: vectors of another one are made anew.
        #[cbor(n(0), with = "minicbor::bytes")]
        encoder: [u8; 32],
    },
    /// What the encoder has made of them. Answer: [`Response::Done`].
    #[n(3)]
    Learn {
        /// The number that came with the texts.
        #[n(0)]
        batch: u32,
        /// The vectors one after another, as little-endian numbers of single precision.
        #[cbor(n(1), with = "minicbor::bytes")]
        vectors: Vec<u8>,
    },
    /// Remove all vectors from the journal. Answer: [`Response::Done`].
    #[n(4)]
    ForgetMeanings,
}

/// A query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Find {
    /// What was typed.
    #[n(0)]
    pub query: String,
    /// Results that are wanted, at most.
    #[n(1)]
    pub limit: u16,
    /// What it means, as little-endian numbers of single precision, if an encoder has read it.
    #[cbor(n(2), with = "minicbor::bytes")]
    pub vector: Option<Vec<u8>>,
    /// Entries among which it is looked; all of them if absent.
    #[n(3)]
    pub among: Option<Vec<EntryId>>,
}

/// An answer about searching.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// See [`Request::Find`].
    #[n(0)]
    Found(#[n(0)] Found),
    /// See [`Request::Tend`].
    #[n(1)]
    Standing(#[n(0)] Standing),
    /// See [`Request::TextsToMean`].
    #[n(2)]
    Unmeant(#[n(0)] Unmeant),
    /// It is done.
    #[n(3)]
    Done,
}

/// How much of the journal can be searched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Standing {
    /// Entries that a query looks at.
    #[n(0)]
    pub searched: u64,
    /// Entries outside the trash.
    #[n(1)]
    pub total: u64,
    /// Those among them that cannot be opened.
    #[n(2)]
    pub unreadable: u64,
    /// Whether nothing is left to be done until the journal changes.
    #[n(3)]
    pub is_settled: bool,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Found {
    /// The best, first.
    #[n(0)]
    pub results: Vec<Hit>,
    /// How many there are in all.
    #[n(1)]
    pub count: u64,
    /// No entry has all words; those found have some of them.
    #[n(2)]
    pub is_partial: bool,
    /// How much was searched.
    #[n(3)]
    pub standing: Standing,
}

/// An entry that was found.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Hit {
    /// Its line in the list.
    #[n(0)]
    pub entry: EntrySummary,
    /// Places to be marked in its title.
    #[n(1)]
    pub title_marks: Vec<Mark>,
    /// A line of plain text out of it.
    #[n(2)]
    pub snippet: String,
    /// Places to be marked in that line.
    #[n(3)]
    pub marks: Vec<Mark>,
    /// What was found, as it is written there: to be shown again in the open entry.
    #[n(4)]
    pub spellings: Vec<String>,
    /// Whether it has the words.
    #[n(5)]
    pub by_words: bool,
    /// Whether it is close in meaning.
    #[n(6)]
    pub by_meaning: bool,
}

/// A place in a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(array)]
pub struct Mark {
    /// Its first byte.
    #[n(0)]
    pub start: u32,
    /// The byte behind its last.
    #[n(1)]
    pub end: u32,
}

/// Texts whose meaning is to be found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Unmeant {
    /// To be given back with the vectors.
    #[n(0)]
    pub batch: u32,
    /// The texts; none if there are none left, or not known yet.
    #[n(1)]
    pub texts: Vec<String>,
    /// Entries whose meaning is known.
    #[n(2)]
    pub done: u64,
    /// Entries outside the trash.
    #[n(3)]
    pub total: u64,
    /// Whether nothing is left to be done until the journal changes.
    #[n(4)]
    pub is_settled: bool,
}

#[cfg(test)]
mod tests {
    use companion_core::{JournalEntry, Timestamp};

    use super::*;
    use crate::{Frame, vault};

    #[test]
    fn messages_survive_the_way() {
        let find = Find {
            query: "Grüße 東京".into(),
            limit: 20,
            vector: Some(1.5_f32.to_le_bytes().into()),
            among: Some(vec![EntryId::from_bytes([4; 16])]),
        };
        for body in [
            Request::Find(find),
            Request::Find(Find::default()),
            Request::Tend,
            Request::TextsToMean { encoder: [7; 32] },
            Request::Learn {
                batch: 3,
                vectors: vec![0; 8],
            },
            Request::ForgetMeanings,
        ] {
            let frame = Frame {
                number: 7,
                body: vault::Request::Search(body),
            };
            assert_eq!(Frame::from_bytes(&frame.to_bytes()).unwrap(), frame);
        }
        let entry = JournalEntry {
            id: EntryId::from_bytes([3; 16]),
            created: Timestamp::default(),
            edited: Timestamp::default(),
            content: "Rain".into(),
            prompt_used: None,
            word_count: 1,
            duration_seconds: 0,
            mood: None,
            is_favourite: false,
            tags: Vec::new(),
            attachments: Vec::new(),
            origin: None,
        };
        let hit = Hit {
            entry: entry.summary(),
            title_marks: vec![Mark { start: 0, end: 4 }],
            snippet: "It rained".into(),
            marks: Vec::new(),
            spellings: vec!["Rain".into()],
            by_words: true,
            by_meaning: false,
        };
        let found = Found {
            results: vec![hit],
            count: 1,
            is_partial: false,
            standing: Standing::default(),
        };
        for body in [
            Response::Found(found),
            Response::Standing(Standing::default()),
            Response::Unmeant(Unmeant::default()),
            Response::Done,
        ] {
            let frame = Frame {
                number: 7,
                body: vault::Response::Search(body),
            };
            assert_eq!(Frame::from_bytes(&frame.to_bytes()).unwrap(), frame);
        }
    }
}
