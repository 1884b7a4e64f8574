//! PNG: chunks with a name of four letters each. Those that say how the picture looks stay.

/// How a PNG begins.
pub(super) const START: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that the picture needs, animation and colours included (PNG, third edition, table 5).
const NEEDED: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"bKGD", b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// The picture without what surrounds it; `None` if its chunks cannot be told apart.
pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = START.to_vec();
    let mut rest = bytes.get(START.len()..)?;
    while !rest.is_empty() {
        let length: [u8; 4] = rest.get(..4)?.try_into().ok()?;
        let name = rest.get(4..8)?;
        // Length, name, content, sum.
        let whole = usize::try_from(u32::from_be_bytes(length))
            .ok()?
            .checked_add(12)?;
        let chunk = rest.get(..whole)?;
        if NEEDED.iter().any(|needed| needed.as_slice() == name) {
            out.extend_from_slice(chunk);
        }
        rest = &rest[whole..];
        if name == b"IEND" {
            return Some(out);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [length.as_slice(), name, content, b"crc!"].concat()
    }

    #[test]
    fn words_and_exif_go_and_what_is_behind_the_end() {
        let kept = [
            START.to_vec(),
            chunk(b"IHDR", b"size"),
            chunk(b"IDAT", b"pixels"),
            chunk(b"IEND", b""),
        ];
        let mut all = kept.to_vec();
        all.insert(2, chunk(b"eXIf", b"GPS"));
        all.insert(2, chunk(b"iTXt", b"Vienna"));
        all.push(chunk(b"tEXt", b"Lena"));
        assert_eq!(strip(&all.concat()), Some(kept.concat()));
        assert_eq!(strip(&all[..4].concat()), None);
        assert_eq!(strip(&[START, &[0xff; 12]].concat()), None);
    }
}
