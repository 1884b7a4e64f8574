//! Journals of other programs, read one entry after another.
//!
//! [`Import::open`] looks at what a file holds and says which program wrote it; [`Import::next`] yields what
//! is in it, each thing either an entry or a reason why it is none; [`Import::rewind`] begins again, so that
//! a dry run and the import itself read the same. Nothing is unpacked, and nothing is kept but what is
//! being read.

mod companion;
mod day_one;
mod document;
mod error;
mod found;
mod html;
mod joplin;
mod jrnl;
pub mod limits;
mod markdown;
mod split;
mod standard_notes;
mod tree;

use std::io::{Read, Seek, SeekFrom};

use companion_core::Source;
use companion_core::limits::MAX_ATTACHMENT_BYTES;

pub use error::ImportError;
pub use found::{ForeignAttachment, ForeignEntry, Found, Guesses, Place};
pub use split::split;
pub use tree::{Member, Tree};

use crate::when::Zones;
use companion::Companion;
use day_one::DayOne;
use document::{Document, Kind, text_of};
use joplin::Joplin;
use limits::{MAX_DOCUMENT_BYTES, MAX_DOCUMENTS, MAX_DOCUMENTS_BYTES};
use markdown::Markdown;
use standard_notes::StandardNotes;
use tree::{Tar, Zip, is_tar, is_zip};

/// A file that was recognised, and how far it has been read.
pub struct Import {
    tree: Box<dyn Tree>,
    reader: Reader,
    next: usize,
}

/// One for each format.
enum Reader {
    Companion(Companion),
    DayOne(DayOne),
    JrnlText(jrnl::Journal),
    JrnlJson(Document),
    Joplin(Joplin),
    StandardNotes(StandardNotes),
    Markdown(Markdown),
}

/// What is known of a file beside its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct About<'a> {
    /// Its name, which may hold the date of a lone text. Nothing else is believed of it.
    pub name: &'a str,
    /// When it was last changed, in milliseconds since 1970.
    pub modified_ms: Option<i64>,
    /// What opens it, if it is encrypted.
    pub password: Option<&'a str>,
}

impl Import {
    /// Opens a file, whatever it is.
    ///
    /// # Errors
    /// Any [`ImportError`]. [`ImportError::PasswordNeeded`] asks to try again with a password.
    pub fn open(
        mut source: impl Read + Seek + 'static,
        about: About<'_>,
    ) -> Result<Self, ImportError> {
        let length_bytes = source.seek(SeekFrom::End(0))?;
        source.seek(SeekFrom::Start(0))?;
        let mut head = Vec::new();
        source.by_ref().take(512).read_to_end(&mut head)?;
        source.seek(SeekFrom::Start(0))?;
        if is_zip(&head) {
            return Self::open_tree(Box::new(Zip::open(source, length_bytes)?), about.password);
        }
        if is_tar(&head) {
            return Self::open_tree(Box::new(Tar::open(source, length_bytes)?), about.password);
        }
        if length_bytes > MAX_DOCUMENT_BYTES {
            return Err(ImportError::TooLarge(
                "the file is larger than any journal that is read as one text",
            ));
        }
        let mut bytes = Vec::new();
        source.take(MAX_DOCUMENT_BYTES).read_to_end(&mut bytes)?;
        let text = text_of(bytes).ok_or(ImportError::NotRecognised)?;
        Self::open_text(text, about)
    }

    /// Opens files that lie beside each other.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_tree(mut tree: Box<dyn Tree>, password: Option<&str>) -> Result<Self, ImportError> {
        let reader = if joplin::is_export(tree.as_mut()) {
            Reader::Joplin(Joplin::open(tree.as_mut())?)
        } else if let Some(reader) = read_documents(tree.as_mut(), password)? {
            reader
        } else if let Some(markdown) = Markdown::open(tree.members())? {
            Reader::Markdown(markdown)
        } else {
            return Err(ImportError::NotRecognised);
        };
        Ok(Self {
            tree,
            reader,
            next: 0,
        })
    }

    /// Opens a backup of Standard Notes under its root key: for fuzzers, which cannot derive one for every
    /// input.
    ///
    /// # Errors
    /// As [`Self::open`].
    #[doc(hidden)]
    pub fn open_standard_notes(text: String, root_key: [u8; 32]) -> Result<Self, ImportError> {
        match Document::read(text)? {
            (Kind::StandardNotes, document) => Ok(Self {
                tree: Box::new(Lone::default()),
                reader: Reader::StandardNotes(StandardNotes::open_under(document, root_key)?),
                next: 0,
            }),
            _ => Err(ImportError::NotRecognised),
        }
    }

    fn open_text(text: String, about: About<'_>) -> Result<Self, ImportError> {
        let begins_with = |sign| text.trim_start().starts_with(sign);
        let reader = if begins_with('{') {
            let (kind, document) = Document::read(text)?;
            of_document(kind, document, &[], about.password)?
        } else {
            let text = if jrnl::is_encrypted(&text) {
                let password = about.password.ok_or(ImportError::PasswordNeeded)?;
                jrnl::decrypt(&text, password)?
            } else {
                text
            };
            if !jrnl::is_journal(&text) {
                return Self::open_lone(text, about);
            }
            Reader::JrnlText(jrnl::Journal::read(text)?)
        };
        Ok(Self {
            tree: Box::new(Lone::default()),
            reader,
            next: 0,
        })
    }

    /// A text that is nothing else: Markdown, if it is text at all.
    fn open_lone(text: String, about: About<'_>) -> Result<Self, ImportError> {
        let steers = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}');
        let name = about.name.rsplit(['/', '\\']).next().unwrap_or_default();
        let is_named_text = [".md", ".markdown", ".mdown", ".txt"]
            .iter()
            .any(|ending| name.to_ascii_lowercase().ends_with(ending));
        if text.contains(steers) || !is_named_text {
            return Err(ImportError::NotRecognised);
        }
        let lone = Lone {
            members: vec![Member {
                path: name.to_owned(),
                length_bytes: text.len() as u64,
                modified_ms: about.modified_ms,
            }],
            bytes: text.into_bytes(),
        };
        Self::open_tree(Box::new(lone), None)
    }

    /// Which program has written it.
    #[must_use]
    pub const fn source(&self) -> Source {
        match self.reader {
            Reader::Companion(_) => Source::Companion,
            Reader::DayOne(_) => Source::DayOne,
            Reader::JrnlText(_) | Reader::JrnlJson(_) => Source::Jrnl,
            Reader::Joplin(_) => Source::Joplin,
            Reader::StandardNotes(_) => Source::StandardNotes,
            Reader::Markdown(_) => Source::Markdown,
        }
    }

    /// How many things there are in it.
    #[must_use]
    pub fn len(&self) -> usize {
        match &self.reader {
            Reader::Companion(it) => it.len(),
            Reader::DayOne(it) => it.len(),
            Reader::JrnlText(it) => it.len(),
            Reader::JrnlJson(it) => it.len(),
            Reader::Joplin(it) => it.len(),
            Reader::StandardNotes(it) => it.len(),
            Reader::Markdown(it) => it.len(),
        }
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of them have been read.
    #[must_use]
    pub const fn position(&self) -> usize {
        self.next
    }

    /// The next thing; nothing at the end.
    ///
    /// # Errors
    /// When the file cannot be read on: it is damaged, or gone.
    pub fn next(&mut self, zones: &Zones<'_>) -> Result<Option<Found>, ImportError> {
        let (number, tree) = (self.next, self.tree.as_mut());
        let found = match &self.reader {
            Reader::Companion(it) => it.get(number),
            Reader::DayOne(it) => it.get(number, tree.members(), zones),
            Reader::JrnlText(it) => it.get(number, zones),
            Reader::JrnlJson(it) => jrnl::exported(it, number, zones),
            Reader::Joplin(it) => it.get(number, tree, zones)?,
            Reader::StandardNotes(it) => it.get(number, zones),
            Reader::Markdown(it) => it.get(number, tree, zones)?,
        };
        if found.is_some() {
            self.next += 1;
        }
        Ok(found)
    }

    /// Begins again with the first.
    pub const fn rewind(&mut self) {
        self.next = 0;
    }

    /// The bytes of an attachment.
    ///
    /// # Errors
    /// [`ImportError::TooLarge`], or when it is damaged or gone.
    pub fn read_attachment(
        &mut self,
        attachment: &ForeignAttachment,
    ) -> Result<Vec<u8>, ImportError> {
        match &attachment.place {
            Place::Member(number) => self.tree.read(*number, MAX_ATTACHMENT_BYTES),
            Place::Inline(bytes) => Ok(bytes.clone()),
        }
    }
}

/// The JSON documents of a tree, if they are ones that are known here.
fn read_documents(
    tree: &mut dyn Tree,
    password: Option<&str>,
) -> Result<Option<Reader>, ImportError> {
    let candidates: Vec<usize> = tree
        .members()
        .iter()
        .enumerate()
        .filter(|(_, member)| !member.is_hidden() && may_be_document(member))
        .map(|(number, _)| number)
        .take(MAX_DOCUMENTS)
        .collect();
    let mut journals = Vec::new();
    for number in candidates {
        let Some(text) = text_of(tree.read(number, MAX_DOCUMENT_BYTES)?) else {
            continue;
        };
        if !text.trim_start().starts_with('{') {
            continue;
        }
        match Document::read(text) {
            // Day One puts each journal into a document of its own.
            Ok((Kind::DayOne, document)) => {
                journals.push(document);
                let kept: usize = journals.iter().map(|it| it.text().len()).sum();
                if kept > MAX_DOCUMENTS_BYTES {
                    return Err(ImportError::TooLarge(
                        "the journals in the zip are larger than is read at a time",
                    ));
                }
            }
            Ok((kind, document)) if journals.is_empty() => {
                return of_document(kind, document, tree.members(), password).map(Some);
            }
            Ok(_) | Err(ImportError::NotRecognised) => {}
            Err(error) => return Err(error),
        }
    }
    Ok((!journals.is_empty()).then(|| Reader::DayOne(DayOne::new(journals, tree.members()))))
}

/// Documents lie at the top, or in one folder; Standard Notes calls its own a text.
fn may_be_document(member: &Member) -> bool {
    let is_near = member.path.matches('/').count() <= 1;
    let is_backup = member.name().starts_with("Standard Notes Backup");
    is_near && (member.extension().eq_ignore_ascii_case("json") || is_backup)
}

fn of_document(
    kind: Kind,
    document: Document,
    members: &[Member],
    password: Option<&str>,
) -> Result<Reader, ImportError> {
    Ok(match kind {
        Kind::Companion => Reader::Companion(Companion::new(document, members)),
        Kind::DayOne => Reader::DayOne(DayOne::new(vec![document], members)),
        Kind::Jrnl => Reader::JrnlJson(document),
        Kind::StandardNotes => Reader::StandardNotes(StandardNotes::open(document, password)?),
    })
}

/// A text by itself, or nothing beside one.
#[derive(Default)]
struct Lone {
    members: Vec<Member>,
    bytes: Vec<u8>,
}

impl Tree for Lone {
    fn members(&self) -> &[Member] {
        &self.members
    }

    fn read(&mut self, number: usize, max_bytes: u64) -> Result<Vec<u8>, ImportError> {
        if number >= self.members.len() {
            return Err(ImportError::Damaged("there is no such file".into()));
        }
        if self.bytes.len() as u64 > max_bytes {
            return Err(ImportError::TooLarge("the file is larger than is read"));
        }
        Ok(self.bytes.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Many journals that are small as long as they are packed.
    struct Journals(Vec<Member>);

    impl Tree for Journals {
        fn members(&self) -> &[Member] {
            &self.0
        }

        fn read(&mut self, _: usize, _: u64) -> Result<Vec<u8>, ImportError> {
            let blank = " ".repeat(MAX_DOCUMENTS_BYTES / 4);
            Ok(format!(r#"{{"metadata":{{}},"entries":[]{blank}}}"#).into_bytes())
        }
    }

    #[test]
    fn no_more_journals_are_kept_than_there_is_room_for() {
        let journals = |count: usize| {
            let member = |number| Member {
                path: format!("{number}.json"),
                length_bytes: 0,
                modified_ms: None,
            };
            Box::new(Journals((0..count).map(member).collect()))
        };
        assert!(Import::open_tree(journals(3), None).is_ok());
        assert!(matches!(
            Import::open_tree(journals(5), None),
            Err(ImportError::TooLarge(_))
        ));
    }
}
