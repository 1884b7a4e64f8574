//! JPEG: segments, each with a marker. What is not needed to show the picture goes, all but the
//! direction in which the camera was held.

/// How a JPEG begins.
pub(super) const START: &[u8] = &[0xff, 0xd8, 0xff];

const END_OF_IMAGE: u8 = 0xd9;
const START_OF_SCAN: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const JFIF: &[u8] = b"JFIF\0";
/// Of a JFIF segment: name, version, unit and density. A small picture may follow, which shows
/// what was cut off the large one.
const JFIF_BYTES: usize = 12;
const EXIF: &[u8] = b"Exif\0\0";
/// EXIF's tag of the direction, TIFF 6.0 page 36.
const ORIENTATION: u16 = 0x0112;

/// The picture without what surrounds it; `None` if its segments cannot be told apart.
pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = vec![0xff, 0xd8];
    let mut rest = bytes.get(2..)?;
    let mut orientation = None;
    let mut kept = Vec::new();
    loop {
        // Any number of fill bytes may stand before a marker.
        while rest.starts_with(&[0xff, 0xff]) {
            rest = &rest[1..];
        }
        let &[0xff, marker, ..] = rest else {
            return None;
        };
        if marker == END_OF_IMAGE {
            kept.extend_from_slice(&[0xff, END_OF_IMAGE]);
            break;
        }
        let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
        let segment = rest.get(..2 + length)?;
        let content = segment.get(4..)?;
        rest = &rest[segment.len()..];
        if marker == APP1 && content.starts_with(EXIF) {
            orientation = orientation.or_else(|| orientation_of(&content[EXIF.len()..]));
        }
        if marker == APP0 && content.starts_with(JFIF) {
            kept.extend_from_slice(&jfif_without_picture(content)?);
        } else if is_needed(marker, content) {
            kept.extend_from_slice(segment);
        }
        if marker == START_OF_SCAN {
            let scan = scan_bytes(rest);
            kept.extend_from_slice(&rest[..scan]);
            rest = &rest[scan..];
            if rest.is_empty() {
                // Cut off: shown as far as it goes.
                break;
            }
        }
    }
    if let Some(orientation @ 2..=8) = orientation {
        out.extend_from_slice(&exif_with(orientation));
    }
    out.append(&mut kept);
    Some(out)
}

/// Whether the picture looks different without this segment.
fn is_needed(marker: u8, content: &[u8]) -> bool {
    match marker {
        // The colours' meaning.
        APP2 => content.starts_with(b"ICC_PROFILE\0"),
        APP14 => content.starts_with(b"Adobe"),
        // Frames, scans and their tables (ITU-T T.81, table B.1).
        0xc0..=0xcf | START_OF_SCAN..=0xdf => true,
        _ => false,
    }
}

fn jfif_without_picture(content: &[u8]) -> Option<Vec<u8>> {
    let mut segment = vec![0xff, APP0, 0];
    // The length itself, what is kept, and a picture of no width and no height.
    segment.push((2 + JFIF_BYTES + 2) as u8);
    segment.extend_from_slice(content.get(..JFIF_BYTES)?);
    segment.extend_from_slice(&[0, 0]);
    Some(segment)
}

/// The length of coded picture data: up to the next marker that is neither stuffed nor a restart.
fn scan_bytes(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = rest
        .get(at..)
        .and_then(|rest| rest.iter().position(|&byte| byte == 0xff))
    {
        match rest.get(at + found + 1) {
            Some(0x00 | 0xd0..=0xd7) => at += found + 2,
            Some(0xff) => at += found + 1,
            Some(_) => return at + found,
            None => break,
        }
    }
    rest.len()
}

/// The direction that an EXIF block tells.
fn orientation_of(tiff: &[u8]) -> Option<u8> {
    let is_little = match tiff.get(..4)? {
        b"II*\0" => true,
        b"MM\0*" => false,
        _ => return None,
    };
    let u16_at = |at: usize| {
        let bytes = [*tiff.get(at)?, *tiff.get(at.checked_add(1)?)?];
        Some(if is_little {
            u16::from_le_bytes(bytes)
        } else {
            u16::from_be_bytes(bytes)
        })
    };
    let offset: [u8; 4] = tiff.get(4..8)?.try_into().ok()?;
    let offset = if is_little {
        u32::from_le_bytes(offset)
    } else {
        u32::from_be_bytes(offset)
    };
    let directory = usize::try_from(offset).ok()?;
    for entry in 0..usize::from(u16_at(directory)?) {
        let at = directory.checked_add(2 + 12 * entry)?;
        if u16_at(at)? == ORIENTATION {
            return u8::try_from(u16_at(at.checked_add(8)?)?).ok();
        }
    }
    None
}

/// An EXIF block that says the direction and nothing else.
fn exif_with(orientation: u8) -> Vec<u8> {
    let mut content = EXIF.to_vec();
    content.extend_from_slice(b"MM\0*\0\0\0\x08\0\x01");
    content.extend_from_slice(&ORIENTATION.to_be_bytes());
    // One number of 16 bits, left-aligned; then no other directory.
    content.extend_from_slice(&[0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]);
    let mut segment = vec![0xff, APP1, 0];
    // 32 bytes of content and the length itself: below 256.
    segment.push((content.len() + 2) as u8);
    segment.append(&mut content);
    segment
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], length.as_slice(), content].concat()
    }

    fn exif(orientation: u8) -> Vec<u8> {
        let mut content = b"Exif\0\0II*\0\x08\0\0\0\x02\0".to_vec();
        content.extend(b"\x0f\x01\x02\0\x05\0\0\0\x26\0\0\0");
        content.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
        content.extend(b"\0\0\0\0Canon GPS 48.2082 N");
        segment(APP1, &content)
    }

    fn picture(orientation: u8) -> Vec<u8> {
        [
            vec![0xff, 0xd8],
            segment(APP0, b"JFIF\0\x01\x02\x01\0H\0H\x01\x01Wien"),
            exif(orientation),
            segment(APP1, b"http://ns.adobe.com/xap/1.0/\0<x>Vienna</x>"),
            segment(APP2, b"ICC_PROFILE\0colours"),
            segment(0xed, b"Photoshop 3.0\0Lena Winter"),
            segment(0xfe, b"Vienna"),
            segment(0xf0, b"Vienna"),
            segment(0xc0, &[8, 0, 4, 0, 6, 1, 1, 0x11, 0]),
            segment(START_OF_SCAN, &[1, 1, 0, 0, 63, 0]),
            vec![1, 2, 0xff, 0x00, 3, 0xff, 0xd3, 4],
            segment(0xc4, b"second table"),
            segment(START_OF_SCAN, &[1, 1, 0, 0, 63, 0]),
            vec![5, 6, 0xff, END_OF_IMAGE],
            // What phones hang behind the picture.
            exif(1),
        ]
        .concat()
    }

    fn has(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|window| window == words)
    }

    #[test]
    fn nothing_remains_but_the_picture() {
        let stripped = strip(&picture(1)).unwrap();
        for gone in [
            b"Exif".as_slice(),
            b"GPS",
            b"Vienna",
            b"Wien",
            b"Lena",
            b"Canon",
        ] {
            assert!(!has(&stripped, gone));
        }
        for kept in [b"JFIF".as_slice(), b"ICC_PROFILE", b"second table"] {
            assert!(has(&stripped, kept));
        }
        assert!(has(&stripped, &[1, 2, 0xff, 0x00, 3, 0xff, 0xd3, 4]));
        assert!(stripped.ends_with(&[5, 6, 0xff, END_OF_IMAGE]));
        assert_eq!(strip(&stripped).as_deref(), Some(&*stripped));
    }

    #[test]
    fn the_direction_stays() {
        let stripped = strip(&picture(6)).unwrap();
        assert!(!has(&stripped, b"GPS") && has(&stripped, b"Exif"));
        // What is left of EXIF is read as it was written.
        let content = &stripped[2..2 + 36][4 + EXIF.len()..];
        assert_eq!(orientation_of(content), Some(6));
    }

    #[test]
    fn broken_files_are_told_or_cut() {
        let whole = picture(3);
        for length in 0..whole.len() {
            // Whatever it is, it ends, and tells nothing.
            if let Some(stripped) = strip(&whole[..length]) {
                assert!(!has(&stripped, b"GPS"), "{length}");
            }
        }
        assert_eq!(strip(&[0xff, 0xd8, 0xff, 0xe1, 0, 0]), None);
        assert_eq!(strip(b"\xff\xd8\xff\xe0\0\x04abgarbage"), None);
    }
}
