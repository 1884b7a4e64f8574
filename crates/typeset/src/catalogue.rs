//! Which fonts there are, and which letters each has. The build writes the list
//! (`xtask/src/build/fonts.rs`).

use std::collections::BTreeSet;

use crate::TypesetError;
use crate::letters::{Han, Letters};

/// The fonts that a book may be set in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    slices: Vec<Slice>,
}

/// One file of a font: some of its letters, in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Whose Han letters it draws, of a font for Chinese, Japanese or Korean.
    pub(crate) han: Option<Han>,
    /// Names the letters; slices of two styles share it.
    pub(crate) name: String,
    /// Whether its letters lean.
    pub(crate) is_italic: bool,
    /// Where it lies, relative to the app.
    pub path: String,
    /// Its length in bytes.
    pub size_bytes: u64,
    /// SHA-256 of its bytes, in lower-case hexadecimal digits.
    pub sha256: String,
    /// First and last of each run of code points.
    ranges: Vec<(u32, u32)>,
}

impl Slice {
    fn has(&self, letter: char) -> bool {
        let point = u32::from(letter);
        let after = self.ranges.partition_point(|&(first, _)| first <= point);
        after > 0 && self.ranges[after - 1].1 >= point
    }
}

impl Catalogue {
    /// Reads the list: a line a slice, its fields between tabs, in the order of preference.
    ///
    /// # Errors
    /// [`TypesetError::Catalogue`].
    pub fn parse(text: &str) -> Result<Self, TypesetError> {
        let lines = text.lines().filter(|line| !line.is_empty());
        let slices = lines.map(|line| slice(line).ok_or(TypesetError::Catalogue));
        Ok(Self {
            slices: slices.collect::<Result<_, _>>()?,
        })
    }

    /// The slice that lies at a path.
    pub(crate) fn find(&self, path: &str) -> Option<&Slice> {
        self.slices.iter().find(|slice| slice.path == path)
    }

    /// The slice that draws a letter where Han letters are those of `han`.
    pub(crate) fn slice_for(&self, letter: char, han: Han) -> Option<&Slice> {
        let of = |wanted: Option<Han>| {
            let slices = self.slices.iter().filter(move |slice| slice.han == wanted);
            slices.into_iter().find(|slice| slice.has(letter))
        };
        let order = han.order().map(Some);
        core::iter::once(None).chain(order).find_map(of)
    }

    /// The names of the slices that a text is drawn with, the main one first.
    pub(crate) fn names_for(&self, letters: impl Iterator<Item = char>, han: Han) -> Vec<&str> {
        let main = self.slices.first().map(|slice| slice.name.as_str());
        let mut names: Vec<&str> = main.into_iter().collect();
        let mut seen = BTreeSet::new();
        for letter in letters.filter(|letter| !letter.is_ascii() && seen.insert(*letter)) {
            if let Some(slice) = self.slice_for(letter, han)
                && !names.contains(&slice.name.as_str())
            {
                names.push(&slice.name);
            }
        }
        names
    }

    /// Every file that these letters need.
    pub(crate) fn needed(&self, letters: &Letters) -> Vec<&Slice> {
        let mut names: BTreeSet<&str> = BTreeSet::new();
        names.extend(self.slices.first().map(|slice| slice.name.as_str()));
        for (han, letter) in letters.all() {
            names.extend(self.slice_for(letter, han).map(|slice| slice.name.as_str()));
        }
        let is_needed = |slice: &&Slice| names.contains(slice.name.as_str());
        self.slices.iter().filter(is_needed).collect()
    }
}

fn slice(line: &str) -> Option<Slice> {
    let mut fields = line.split('\t');
    let han = match fields.next()? {
        "any" => None,
        "zh" => Some(Han::Chinese),
        "ja" => Some(Han::Japanese),
        "ko" => Some(Han::Korean),
        _ => return None,
    };
    let name = fields.next()?.to_owned();
    let is_italic = match fields.next()? {
        "normal" => false,
        "italic" => true,
        _ => return None,
    };
    let path = fields.next()?.to_owned();
    let size_bytes = fields.next()?.parse().ok()?;
    let sha256 = fields.next()?.to_owned();
    let ranges = fields.next()?.split(',').map(range);
    let mut ranges = ranges.collect::<Option<Vec<_>>>()?;
    ranges.sort_unstable();
    fields.next().is_none().then_some(Slice {
        han,
        name,
        is_italic,
        path,
        size_bytes,
        sha256,
        ranges,
    })
}

/// `U+4E00`, `U+0000-00FF`, as style sheets have them.
fn range(text: &str) -> Option<(u32, u32)> {
    let digits = text.trim().strip_prefix("U+")?;
    let (first, last) = digits.split_once('-').unwrap_or((digits, digits));
    let point = |digits| u32::from_str_radix(digits, 16).ok();
    Some((point(first)?, point(last)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "any\tlatin\tnormal\tfonts/a.woff2\t10\t00\tU+0000-00FF, U+2013\n\
        any\tlatin\titalic\tfonts/b.woff2\t10\t00\tU+0000-00FF, U+2013\n\
        any\thebrew\tnormal\tfonts/c.woff2\t10\t00\tU+0590-05FF\n\
        zh\tsc-1\tnormal\tfonts/d.woff2\t10\t00\tU+4E00-9FFF,U+3002\n\
        ja\tjp-1\tnormal\tfonts/e.woff2\t10\t00\tU+4E00-9FFF, U+3002,U+3041-30FF\n";

    fn paths(text: &str) -> Vec<String> {
        let mut letters = Letters::default();
        letters.look(text);
        let catalogue = Catalogue::parse(LIST).unwrap();
        let needed = catalogue.needed(&letters);
        needed.iter().map(|slice| slice.path.clone()).collect()
    }

    #[test]
    fn only_what_the_letters_need_is_needed() {
        assert_eq!(paths("Naïve – café"), ["fonts/a.woff2", "fonts/b.woff2"]);
        assert_eq!(paths(""), ["fonts/a.woff2", "fonts/b.woff2"]);
        assert_eq!(paths("שלום")[2..], ["fonts/c.woff2"]);
    }

    #[test]
    fn han_letters_are_those_of_their_language() {
        assert_eq!(paths("今天。")[2..], ["fonts/d.woff2"]);
        assert_eq!(paths("今日は。")[2..], ["fonts/e.woff2"]);
    }

    #[test]
    fn a_list_of_another_form_is_refused() {
        assert_eq!(
            Catalogue::parse("any\tx\tnormal"),
            Err(TypesetError::Catalogue)
        );
        assert_eq!(
            Catalogue::parse("any\tx\tnormal\tp\t1\t00\tU+00FF-ZZ"),
            Err(TypesetError::Catalogue)
        );
    }
}
