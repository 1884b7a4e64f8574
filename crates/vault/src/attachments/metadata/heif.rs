//! HEIF and AVIF, as telephones write them: boxes within boxes (ISO/IEC 14496-12), of which some
//! list the items in the file and where each lies (ISO/IEC 23008-12). What is told beside the
//! picture are items of their own. They are overwritten where they lie, since everything else is
//! found by its place in the file.

use core::ops::Range;
use std::collections::BTreeMap;

use crate::attachments::look;

/// Boxes of a file, of its list of items and of an animation that the picture needs. The content
/// of others goes.
const IN_FILE: [&[u8; 4]; 4] = [b"ftyp", b"meta", b"mdat", b"moov"];
const IN_LIST: [&[u8; 4]; 9] = [
    b"hdlr", b"pitm", b"iinf", b"iloc", b"iprp", b"iref", b"idat", b"grpl", b"dinf",
];
const IN_ANIMATION: [&[u8; 4]; 2] = [b"mvhd", b"trak"];
const IN_TRACK: [&[u8; 4]; 4] = [b"tkhd", b"edts", b"mdia", b"tref"];
/// A box that nobody reads.
const FREE: &[u8; 4] = b"free";

/// Kinds of items that are no picture: EXIF, XMP (as any text), and what lies behind an address.
const TELLING: [&[u8; 4]; 3] = [b"Exif", b"mime", b"uri "];
/// An EXIF block that says nothing, so that readers find a sound one: where it begins, and an
/// empty list.
const EMPTY_EXIF: &[u8; 18] = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0";

/// Whether it begins as such a picture does.
pub(super) fn is_heif(bytes: &[u8]) -> bool {
    matches!(look::media_type(bytes), Some("image/avif" | "image/heic"))
}

/// The picture without what surrounds it; `None` if its boxes cannot be told apart.
pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let file = boxes(bytes, 0..bytes.len())?;
    let data = file.iter().filter(|it| it.is(b"mdat"));
    let data: Vec<Range<usize>> = data.map(|it| it.content.clone()).collect();
    for it in file {
        empty_unless(&IN_FILE, &it, &mut out);
        if it.is(b"meta") {
            strip_list(bytes, &it, &data, &mut out)?;
        } else if it.is(b"moov") {
            for inner in boxes(bytes, it.content)? {
                empty_unless(&IN_ANIMATION, &inner, &mut out);
                if inner.is(b"trak") {
                    for part in boxes(bytes, inner.content)? {
                        empty_unless(&IN_TRACK, &part, &mut out);
                    }
                }
            }
        }
    }
    Some(out)
}

/// Overwrites the items of a list that are no picture, where they lie in the file's data or in the
/// list's own.
fn strip_list(bytes: &[u8], list: &Boxed, data: &[Range<usize>], out: &mut [u8]) -> Option<()> {
    // Version and flags come first.
    let parts = boxes(bytes, list.content.start.checked_add(4)?..list.content.end)?;
    for part in &parts {
        empty_unless(&IN_LIST, part, out);
    }
    let content = |name: &[u8; 4]| {
        let part = parts.iter().find(|part| part.is(name));
        part.map(|part| part.content.clone())
    };
    let telling = match content(b"iinf") {
        Some(items) => telling_items(bytes, items)?,
        None => BTreeMap::new(),
    };
    if telling.is_empty() {
        return Some(());
    }
    let inside = content(b"idat").unwrap_or(0..0);
    // Each byte once: a list that names places over and over is none of a picture.
    let mut left = out.len();
    for (extents, is_exif) in places(bytes, content(b"iloc")?, &inside, &telling)? {
        for (number, extent) in extents.into_iter().enumerate() {
            let holds = |data: &Range<usize>| data.start <= extent.start && extent.end <= data.end;
            if !data.iter().chain([&inside]).any(holds) {
                return None;
            }
            let place = out.get_mut(extent)?;
            left = left.checked_sub(place.len())?;
            place.fill(0);
            if number == 0
                && is_exif
                && let Some(start) = place.get_mut(..EMPTY_EXIF.len())
            {
                start.copy_from_slice(EMPTY_EXIF);
            }
        }
    }
    Some(())
}

/// A box: where its name and where its content lies.
struct Boxed {
    name: [u8; 4],
    name_at: usize,
    content: Range<usize>,
}

impl Boxed {
    fn is(&self, name: &[u8; 4]) -> bool {
        self.name == *name
    }
}

/// The boxes that lie in a range, which they fill.
fn boxes(bytes: &[u8], within: Range<usize>) -> Option<Vec<Boxed>> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end {
        let mut fields = Fields::of(bytes, at..within.end)?;
        let short = fields.number(4)?;
        let name_at = fields.at;
        let name = fields.name()?;
        let length = match short {
            // Up to the end.
            0 => within.end - at,
            1 => usize::try_from(fields.number(8)?).ok()?,
            length => usize::try_from(length).ok()?,
        };
        let end = at.checked_add(length).filter(|end| *end <= within.end)?;
        if end < fields.at {
            return None;
        }
        found.push(Boxed {
            name,
            name_at,
            content: fields.at..end,
        });
        at = end;
    }
    Some(found)
}

/// Makes a box one that nobody reads, unless it is one of these.
fn empty_unless(needed: &[&[u8; 4]], it: &Boxed, out: &mut [u8]) {
    if needed.iter().any(|name| it.is(name)) {
        return;
    }
    // Both lie in the file, by which they were found.
    if let Some(name) = out.get_mut(it.name_at..it.name_at + 4) {
        name.copy_from_slice(FREE);
    }
    if let Some(content) = out.get_mut(it.content.clone()) {
        content.fill(0);
    }
}

/// The items that are no picture, and whether each is EXIF.
fn telling_items(bytes: &[u8], list: Range<usize>) -> Option<BTreeMap<u64, bool>> {
    let mut fields = Fields::of(bytes, list.clone())?;
    let version = fields.version()?;
    fields.number(if version == 0 { 2 } else { 4 })?;
    let mut telling = BTreeMap::new();
    for entry in boxes(bytes, fields.at..list.end)? {
        let mut fields = Fields::of(bytes, entry.content)?;
        let id = match fields.version()? {
            2 => fields.number(2)?,
            3 => fields.number(4)?,
            // Earlier ones do not say what an item is.
            _ => return None,
        };
        fields.number(2)?;
        let kind = fields.name()?;
        if TELLING.contains(&&kind) {
            telling.insert(id, kind == *b"Exif");
        }
    }
    Some(telling)
}

/// Where the items lie that are no picture, and whether each is EXIF.
fn places(
    bytes: &[u8],
    list: Range<usize>,
    inside: &Range<usize>,
    telling: &BTreeMap<u64, bool>,
) -> Option<Vec<(Vec<Range<usize>>, bool)>> {
    let mut fields = Fields::of(bytes, list)?;
    let version = fields.version()?;
    let (sizes, more) = (fields.number(1)?, fields.number(1)?);
    let (offset_bytes, length_bytes) = (sizes >> 4, sizes & 15);
    let (base_bytes, index_bytes) = (more >> 4, if version == 0 { 0 } else { more & 15 });
    let id_bytes = if version < 2 { 2 } else { 4 };
    if length_bytes == 0 {
        return None;
    }
    let mut places = Vec::new();
    for _ in 0..fields.number(id_bytes)? {
        let id = fields.number(id_bytes)?;
        let method = if version == 0 {
            0
        } else {
            fields.number(2)? & 15
        };
        let file = fields.number(2)?;
        let base = fields.number(base_bytes)?;
        let mut extents = Vec::new();
        for _ in 0..fields.number(2)? {
            fields.number(index_bytes)?;
            extents.push((fields.number(offset_bytes)?, fields.number(length_bytes)?));
        }
        let Some(&is_exif) = telling.get(&id) else {
            continue;
        };
        let start = match (file, method) {
            (0, 0) => 0,
            (0, 1) => inside.start as u64,
            // In another file, or within another item.
            _ => return None,
        };
        let extents = extents.into_iter().map(|(offset, length)| {
            let from = start.checked_add(base)?.checked_add(offset)?;
            // None is all that there is.
            let to = from.checked_add(length).filter(|_| length > 0)?;
            Some(usize::try_from(from).ok()?..usize::try_from(to).ok()?)
        });
        places.push((extents.collect::<Option<_>>()?, is_exif));
    }
    Some(places)
}

/// Numbers one after the other, the greatest digit first.
struct Fields<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Fields<'a> {
    fn of(bytes: &'a [u8], within: Range<usize>) -> Option<Self> {
        let at = within.start;
        let bytes = bytes.get(..within.end)?;
        (at <= bytes.len()).then_some(Self { bytes, at })
    }

    /// A number of up to eight bytes; of none it is 0.
    fn number(&mut self, count: u64) -> Option<u64> {
        let end = self.at.checked_add(usize::try_from(count).ok()?)?;
        let digits = self.bytes.get(self.at..end).filter(|it| it.len() <= 8)?;
        self.at = end;
        Some(
            digits
                .iter()
                .fold(0, |all, digit| all << 8 | u64::from(*digit)),
        )
    }

    fn name(&mut self) -> Option<[u8; 4]> {
        let number = u32::try_from(self.number(4)?).ok()?;
        Some(number.to_be_bytes())
    }

    /// The version of a box that has one; its flags are passed over.
    fn version(&mut self) -> Option<u64> {
        let version = self.number(1)?;
        self.number(3)?;
        Some(version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn boxed(name: &[u8; 4], content: &[&[u8]]) -> Vec<u8> {
        let content = content.concat();
        let length = u32::try_from(content.len() + 8).unwrap().to_be_bytes();
        [&length, name.as_slice(), &content].concat()
    }

    fn item(id: u8, kind: &[u8; 4]) -> Vec<u8> {
        boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"\0"])
    }

    /// Item, whether it lies in the list itself, offset and length.
    fn place(id: u8, inside: u8, offset: u16, length: u16) -> Vec<u8> {
        let (offset, length) = (offset.to_be_bytes(), length.to_be_bytes());
        [&[0, id, 0, inside, 0, 0, 0, 1], offset.as_slice(), &length].concat()
    }

    const EXIF: &[u8] = b"\0\0\0\0MM\0*\0\0\0\x08\0\x01 GPS 48.2082 N";
    const XMP: &[u8] = b"<x>Vienna</x>";

    fn photo(brand: &[u8; 4]) -> Vec<u8> {
        let head = boxed(b"ftyp", &[brand, b"\0\0\0\0mif1"]);
        let list = |data: u16| {
            let items = [item(1, b"av01"), item(2, b"Exif"), item(3, b"mime")].concat();
            let at = data + 6;
            let places = [
                place(1, 0, data, 6),
                place(2, 0, at, EXIF.len() as u16),
                place(3, 1, 0, XMP.len() as u16),
            ];
            let places = boxed(b"iloc", &[b"\x01\0\0\0\x22\0\0\x03", &places.concat()]);
            let parts = [
                boxed(b"hdlr", &[b"\0\0\0\0\0\0\0\0pict"]),
                boxed(b"iinf", &[b"\0\0\0\0\0\x03", &items]),
                places,
                boxed(b"idat", &[XMP]),
            ];
            boxed(b"meta", &[b"\0\0\0\0", &parts.concat()])
        };
        let length = u16::try_from(head.len() + list(0).len() + 8).unwrap();
        let data = boxed(b"mdat", &[b"pixels", EXIF]);
        let more = boxed(b"uuid", &[b"Lena Winter"]);
        [head, list(length), data, more].concat()
    }

    fn has(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|window| window == words)
    }

    #[test]
    fn nothing_remains_but_the_picture_at_its_place() {
        for brand in [b"avif", b"heic"] {
            let whole = photo(brand);
            assert!(is_heif(&whole));
            let stripped = strip(&whole).unwrap();
            for gone in [b"GPS".as_slice(), b"Vienna", b"Lena"] {
                assert!(has(&whole, gone) && !has(&stripped, gone));
            }
            assert_eq!(stripped.len(), whole.len());
            let pixels = |bytes: &[u8]| bytes.windows(6).position(|it| it == b"pixels");
            assert_eq!(pixels(&stripped), pixels(&whole));
            assert!(has(&stripped, EMPTY_EXIF));
            assert_eq!(strip(&stripped).as_deref(), Some(&*stripped));
        }
    }

    #[test]
    fn broken_files_are_told_or_tell_nothing() {
        let whole = photo(b"heic");
        for length in 0..whole.len() {
            if let Some(stripped) = strip(&whole[..length]) {
                assert!(!has(&stripped, b"Vienna"), "{length}");
            }
        }
        for at in 0..whole.len() {
            for change in [1, 0x80, 0xff] {
                let mut changed = whole.clone();
                changed[at] ^= change;
                // It ends, whatever it finds.
                let _ = strip(&changed);
            }
        }
    }
}
