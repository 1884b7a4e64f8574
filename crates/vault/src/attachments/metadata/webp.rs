//! WebP: chunks inside RIFF.

/// Flags of the chunk `VP8X` that announce EXIF and XMP.
const ANNOUNCES: u8 = 0x08 | 0x04;
/// Chunks that the picture needs, animation and colours included (RFC 9649, section 2.7).
const NEEDED: [&[u8; 4]; 7] = [
    b"VP8X", b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L",
];
/// `RIFF`, the length of the rest, `WEBP`.
const HEAD_BYTES: usize = 12;

/// Whether it begins as a WebP does.
pub(super) fn is_webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..HEAD_BYTES) == Some(b"WEBP")
}

/// The picture without what surrounds it; `None` if its chunks cannot be told apart.
pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let length: [u8; 4] = bytes.get(4..8)?.try_into().ok()?;
    let end = usize::try_from(u32::from_le_bytes(length))
        .ok()?
        .checked_add(8)?;
    let mut rest = bytes.get(HEAD_BYTES..end)?;
    let mut out = bytes.get(..HEAD_BYTES)?.to_vec();
    while !rest.is_empty() {
        let name = rest.get(..4)?;
        let length: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
        // Content of odd length is followed by one byte of filling.
        let whole = length.checked_add(8)?.checked_next_multiple_of(2)?;
        let chunk = rest.get(..whole)?;
        if name == b"VP8X" {
            let flags = chunk.get(8)? & !ANNOUNCES;
            out.extend_from_slice(&chunk[..8]);
            out.push(flags);
            out.extend_from_slice(&chunk[9..]);
        } else if NEEDED.iter().any(|needed| needed.as_slice() == name) {
            out.extend_from_slice(chunk);
        }
        rest = &rest[whole..];
    }
    let length = u32::try_from(out.len() - 8).ok()?.to_le_bytes();
    out[4..8].copy_from_slice(&length);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let filling = &[0_u8; 1][..content.len() % 2];
        [name.as_slice(), &length, content, filling].concat()
    }

    fn file(chunks: &[Vec<u8>]) -> Vec<u8> {
        let body = [b"WEBP".to_vec(), chunks.concat()].concat();
        let length = u32::try_from(body.len()).unwrap().to_le_bytes();
        [b"RIFF".as_slice(), &length, &body].concat()
    }

    #[test]
    fn exif_and_xmp_go_and_are_not_announced() {
        let told = file(&[
            chunk(b"VP8X", &[0x3c, 0, 0, 0, 9, 0, 0, 9, 0, 0]),
            chunk(b"ICCP", b"colours"),
            chunk(b"VP8 ", b"pixels!"),
            chunk(b"EXIF", b"GPS"),
            chunk(b"XMP ", b"Vienna"),
            chunk(b"note", b"Lena"),
        ]);
        let plain = file(&[
            chunk(b"VP8X", &[0x30, 0, 0, 0, 9, 0, 0, 9, 0, 0]),
            chunk(b"ICCP", b"colours"),
            chunk(b"VP8 ", b"pixels!"),
        ]);
        assert!(is_webp(&told));
        assert_eq!(strip(&told), Some(plain.clone()));
        // What hangs behind the file goes, too.
        assert_eq!(
            strip(&[told, b"GPS".to_vec()].concat()),
            Some(plain.clone())
        );
        assert_eq!(strip(&plain[..plain.len() - 1]), None);
    }
}
