//! What a file is, and how large a picture is, by its first bytes: names and claims of others
//! are not relied on.

/// The media type of a file; `None` for one that is not kept.
#[must_use]
pub fn media_type(bytes: &[u8]) -> Option<&'static str> {
    let at = |offset: usize, magic: &[u8]| bytes.get(offset..offset + magic.len()) == Some(magic);
    Some(match () {
        () if at(0, b"\xff\xd8\xff") => "image/jpeg",
        () if at(0, b"\x89PNG\r\n\x1a\n") => "image/png",
        () if at(0, b"GIF87a") || at(0, b"GIF89a") => "image/gif",
        () if at(0, b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if at(0, b"RIFF") && at(8, b"WAVE") => "audio/wav",
        () if at(4, b"ftyp") => match bytes.get(8..12)? {
            b"avif" | b"avis" => "image/avif",
            b"heic" | b"heix" | b"hevc" | b"mif1" => "image/heic",
            b"M4A " | b"M4B " => "audio/mp4",
            _ => return None,
        },
        () if at(0, b"\x1a\x45\xdf\xa3") => "audio/webm",
        () if at(0, b"OggS") => "audio/ogg",
        () if at(0, b"fLaC") => "audio/flac",
        () if at(0, b"ID3") || at(0, b"\xff\xfb") || at(0, b"\xff\xf3") => "audio/mpeg",
        () if at(0, b"\xff\xf1") || at(0, b"\xff\xf9") => "audio/aac",
        () => return None,
    })
}

/// Width and height of a picture in pixels, as it is stored: before it is turned as the camera
/// was held. `None` where the file does not say it in its first bytes.
#[must_use]
pub fn size_px(bytes: &[u8]) -> Option<(u32, u32)> {
    let be = |at: usize| {
        let pair: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(u32::from(u16::from_be_bytes(pair)))
    };
    let le = |at: usize| {
        let pair: [u8; 2] = bytes.get(at..at + 2)?.try_into().ok()?;
        Some(u32::from(u16::from_le_bytes(pair)))
    };
    match media_type(bytes)? {
        "image/png" => {
            let word = |at: usize| Some(be(at)? << 16 | be(at + 2)?);
            Some((word(16)?, word(20)?))
        }
        "image/gif" => Some((le(6)?, le(8)?)),
        "image/jpeg" => jpeg_size(bytes),
        "image/webp" => match bytes.get(12..16)? {
            b"VP8X" => {
                let side = |at: usize| Some((le(at)? | u32::from(*bytes.get(at + 2)?) << 16) + 1);
                Some((side(24)?, side(27)?))
            }
            b"VP8L" => {
                let bits = le(21)? | le(23)? << 16;
                Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
            }
            // The upper two bits of each are a scale.
            b"VP8 " => Some((le(26)? & 0x3fff, le(28)? & 0x3fff)),
            _ => None,
        },
        _ => None,
    }
}

/// The size in the frame header of a JPEG.
fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut rest = bytes.get(2..)?;
    loop {
        let &[0xff, marker, ..] = rest else {
            return None;
        };
        if marker == 0xff {
            rest = &rest[1..];
            continue;
        }
        let length = usize::from(u16::from_be_bytes([*rest.get(2)?, *rest.get(3)?]));
        // Start of a frame, all codings; not tables (C4), extensions (C8) or conditioning (CC).
        if matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc) {
            let number = |at: usize| {
                let pair: [u8; 2] = rest.get(at..at + 2)?.try_into().ok()?;
                Some(u32::from(u16::from_be_bytes(pair)))
            };
            return Some((number(7)?, number(5)?));
        }
        rest = rest.get(2 + length..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"\0\0\0\x18ftypheic"), Some("image/heic"));
        assert_eq!(media_type(b"\x1a\x45\xdf\xa3"), Some("audio/webm"));
        for unknown in [
            b"<svg xmlns".as_slice(),
            b"%PDF-1.7",
            b"\0\0\0\x18ftypisom",
            b"",
        ] {
            assert_eq!(media_type(unknown), None);
        }
    }

    #[test]
    fn sizes_are_read_from_each_kind() {
        let png = [
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(),
            &[0, 1, 0, 2, 0, 0, 3, 4],
        ]
        .concat();
        assert_eq!(size_px(&png), Some((65_538, 772)));
        assert_eq!(size_px(b"GIF89a\x10\0\x20\x01"), Some((16, 288)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x0b\x08\x01\x02\x03\x04";
        assert_eq!(size_px(jpeg), Some((772, 258)));
        let extended = [
            b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".as_slice(),
            &[9, 0, 0, 4, 1, 0],
        ];
        assert_eq!(size_px(&extended.concat()), Some((10, 261)));
        let lossless = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x07\xc0\x01\0";
        assert_eq!(size_px(lossless), Some((8, 8)));
        assert_eq!(size_px(b"\xff\xd8\xff\xe0\0"), None);
    }
}
