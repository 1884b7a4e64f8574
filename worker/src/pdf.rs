//! Making PDFs, for the vault worker.

use companion_exchange::export::{About, Departing, Words};
use companion_typeset::{Book, Catalogue, Paper};
use minicbor::{Decode, Encode};
use wasm_bindgen::JsError;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::book::{BookAbout, BookEntry, BookFont, BookLetters};

/// Starts the module.
pub fn start() {
    crate::panic::install_hook();
}

/// A PDF under way: the vault worker looks at every entry, adds the fonts that are needed, adds the
/// entries, and takes the file.
#[wasm_bindgen]
pub struct Press {
    book: Book,
    about: BookAbout,
}

#[wasm_bindgen]
impl Press {
    /// Begins with the list of fonts and a [`BookAbout`].
    ///
    /// # Errors
    /// When either is of another version; so for all of these.
    #[wasm_bindgen(constructor)]
    pub fn new(catalogue: &str, about: &[u8]) -> Result<Press, JsError> {
        let catalogue = Catalogue::parse(catalogue)?;
        let about: BookAbout = read(about)?;
        let paper = if about.is_letter_paper {
            Paper::Letter
        } else {
            Paper::A4
        };
        let book = Book::new(catalogue, told(&about), paper);
        Ok(Self { book, about })
    }

    /// Looks at the letters of a [`BookEntry`].
    ///
    /// # Errors
    /// When it is of another version.
    pub fn look(&mut self, entry: &[u8]) -> Result<(), JsError> {
        let entry: BookEntry = read(entry)?;
        self.book.look(&entry.entry);
        Ok(())
    }

    /// What the letters need: [`BookLetters`].
    pub fn letters(&self) -> Vec<u8> {
        let fonts = self.book.fonts_needed().into_iter();
        let fonts = fonts.map(|slice| BookFont {
            path: slice.path,
            size_bytes: slice.size_bytes,
            sha256: slice.sha256,
        });
        write(&BookLetters {
            fonts: fonts.collect(),
            without_font: self.book.letters_without_font().into_iter().collect(),
        })
    }

    /// Adds a file with letters.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn add_font(&mut self, path: &str, bytes: &[u8]) -> Result<(), JsError> {
        Ok(self.book.add_font(path, bytes)?)
    }

    /// Begins the first page, when all fonts are there.
    pub fn begin(&mut self) {
        self.book.begin(told(&self.about));
    }

    /// Sets a [`BookEntry`].
    ///
    /// # Errors
    /// When it is of another version.
    pub fn add(&mut self, entry: &[u8]) -> Result<(), JsError> {
        let BookEntry { entry, files } = read(entry)?;
        let files = files.into_iter().map(|bytes| bytes.map(Vec::from));
        let files: Vec<Option<Vec<u8>>> = files.collect();
        self.book.add(Departing {
            entry: &entry,
            files: &files,
        });
        Ok(())
    }

    /// The file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<Vec<u8>, JsError> {
        Ok(self.book.finish()?)
    }
}

fn told(about: &BookAbout) -> About<'_> {
    About {
        words: Words::of(&about.language),
        made: about.made,
        entries: &about.entries,
    }
}

fn read<'b, T: Decode<'b, ()>>(bytes: &'b [u8]) -> Result<T, JsError> {
    Ok(minicbor::decode(bytes)?)
}

fn write(value: &impl Encode<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to a `Vec` is infallible, and the derived encoders have no error of their own.
    let Ok(()) = minicbor::encode(value, &mut bytes) else {
        return Vec::new();
    };
    bytes
}
