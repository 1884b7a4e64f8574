//! What the page asks of the vault worker about photos and recordings.
//!
//! A photo that is to be kept travels as a `File` beside the message; the worker makes it smaller
//! and takes out what it tells beside the picture. What was kept comes back in parts, none
//! larger than 256 KiB.

use companion_core::{Attachment, AttachmentId, EntryId};
use minicbor::{Decode, Encode};

/// A request about photos and recordings.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Request {
    /// What an entry carries: its draft if there is one, else the entry. Answer:
    /// [`Response::Carried`].
    #[n(0)]
    List(#[n(0)] EntryId),
    /// Attach the photo that comes beside this message to the entry's draft. Answer:
    /// [`Response::Carried`].
    #[n(1)]
    AddPhoto {
        /// The entry being written.
        #[n(0)]
        entry: EntryId,
        /// What its file is called.
        #[n(1)]
        name: Option<String>,
        /// Whether it stays as it is, with everything that its file tells.
        #[n(2)]
        keeps_original: bool,
    },
    /// Begin a recording on the entry's draft. Answer: [`Response::Begun`].
    #[n(2)]
    BeginRecording {
        /// The entry being written.
        #[n(0)]
        entry: EntryId,
        /// The media type that the browser records.
        #[n(1)]
        media_type: String,
    },
    /// Store the next part of a recording. Answer: [`Response::Stored`].
    #[n(3)]
    AppendRecording {
        /// The recording.
        #[n(0)]
        id: AttachmentId,
        /// What was recorded since the last part.
        #[n(1)]
        #[cbor(with = "minicbor::bytes")]
        bytes: Vec<u8>,
    },
    /// End a recording. Answer: [`Response::Carried`].
    #[n(4)]
    FinishRecording {
        /// The entry being written.
        #[n(0)]
        entry: EntryId,
        /// The recording.
        #[n(1)]
        id: AttachmentId,
        /// How long it plays.
        #[n(2)]
        duration_ms: u32,
    },
    /// Throw a recording away. Answer: [`Response::Carried`].
    #[n(5)]
    CancelRecording {
        /// The entry being written.
        #[n(0)]
        entry: EntryId,
        /// The recording.
        #[n(1)]
        id: AttachmentId,
    },
    /// Write what an attachment shows, and what is said about it. Answer:
    /// [`Response::Carried`].
    #[n(6)]
    Describe {
        /// The entry being written.
        #[n(0)]
        entry: EntryId,
        /// The attachment.
        #[n(1)]
        id: AttachmentId,
        /// The text that stands in for it.
        #[n(2)]
        description: String,
        /// The text below it.
        #[n(3)]
        caption: String,
    },
    /// Take an attachment off the entry's draft. Answer: [`Response::Carried`].
    #[n(7)]
    Remove {
        /// The entry being written.
        #[n(0)]
        entry: EntryId,
        /// The attachment.
        #[n(1)]
        id: AttachmentId,
    },
    /// Put back what was taken off. Answer: [`Response::Carried`].
    #[n(8)]
    PutBack {
        /// The entry being written.
        #[n(0)]
        entry: EntryId,
        /// The attachment as it was.
        #[n(1)]
        attachment: Attachment,
        /// Its place among the others, from 0.
        #[n(2)]
        at: u32,
    },
    /// What was taken off is not wanted back. Answer: [`Response::Forgotten`].
    #[n(9)]
    ForgetRemoved,
    /// The small picture of a photo. Answer: [`Response::Preview`].
    #[n(10)]
    ReadPreview(#[n(0)] AttachmentId),
    /// One part of an attachment, from 0. Answer: [`Response::Part`].
    #[n(11)]
    ReadPart {
        /// The attachment.
        #[n(0)]
        id: AttachmentId,
        /// Which part.
        #[n(1)]
        number: u32,
    },
}

/// An answer about photos and recordings.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(array)]
pub enum Response {
    /// What the entry carries now.
    #[n(0)]
    Carried(#[n(0)] Vec<Attachment>),
    /// See [`Request::BeginRecording`].
    #[n(1)]
    Begun(#[n(0)] Attachment),
    /// How long the recording is by now, in bytes: all of it is durable.
    #[n(2)]
    Stored(#[n(0)] u64),
    /// See [`Request::ForgetRemoved`].
    #[n(3)]
    Forgotten,
    /// See [`Request::ReadPreview`]; nothing if there is none.
    #[n(4)]
    Preview(#[n(0)] Option<Picture>),
    /// See [`Request::ReadPart`].
    #[n(5)]
    Part(#[n(0)] Part),
}

/// A small picture.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Picture {
    /// Its media type.
    #[n(0)]
    pub media_type: String,
    /// Its bytes.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}

/// A part of an attachment.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Part {
    /// In how many parts it is read.
    #[n(0)]
    pub parts: u32,
    /// The bytes of this one.
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    pub bytes: Vec<u8>,
}
