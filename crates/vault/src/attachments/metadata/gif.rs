//! GIF: blocks one after the other. Comments go, and what programs have added for themselves, but
//! how often an animation is repeated.

/// How a GIF begins, of either version.
pub(super) const START: &[u8] = b"GIF8";

/// Name, version, and what is said of the whole picture.
const HEAD_BYTES: usize = 13;
const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
/// Kinds of extensions (GIF89a, appendix A): how an image is shown, and what a program has added.
const CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;
/// Programs whose addition says how often an animation is repeated.
const REPEATING: [&[u8; 11]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// The picture without what surrounds it; `None` if its blocks cannot be told apart.
pub(super) fn strip(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = HEAD_BYTES + table_bytes(*bytes.get(10)?);
    let mut out = bytes.get(..head)?.to_vec();
    let mut rest = bytes.get(head..)?;
    loop {
        let begin = match *rest.first()? {
            TRAILER => {
                out.push(TRAILER);
                return Some(out);
            }
            EXTENSION => 2,
            // Its place, its colours, and with how many bits they begin.
            IMAGE => 10 + table_bytes(*rest.get(9)?) + 1,
            _ => return None,
        };
        let length = begin + blocks_bytes(rest.get(begin..)?)?;
        let block = rest.get(..length)?;
        if is_needed(block) {
            out.extend_from_slice(block);
        }
        rest = &rest[length..];
    }
}

/// The length of a table of colours that these flags announce.
const fn table_bytes(flags: u8) -> usize {
    if flags & 0x80 == 0 {
        return 0;
    }
    3 << ((flags & 0x07) + 1)
}

/// The length of blocks of up to 255 bytes, the empty one at their end included.
fn blocks_bytes(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}

/// Whether the picture looks different without this block.
fn is_needed(block: &[u8]) -> bool {
    match block {
        [EXTENSION, CONTROL, ..] => true,
        [EXTENSION, APPLICATION, 11, rest @ ..] => {
            REPEATING.iter().any(|name| rest.starts_with(*name))
        }
        [EXTENSION, ..] => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts() -> Vec<Vec<u8>> {
        let head = [b"GIF89a\x01\0\x01\0\x80\0\0".as_slice(), b"colour"].concat();
        vec![
            head,
            b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0".to_vec(),
            b"\x21\xff\x0bXMP DataXMP\x06Vienna\0".to_vec(),
            b"\x21\xfe\x04Lena\x03GPS\0".to_vec(),
            b"\x21\xf9\x04\0\x0a\0\0\0".to_vec(),
            b"\x2c\0\0\0\0\x01\0\x01\0\x80colour\x02\x02\x44\x01\0".to_vec(),
            vec![TRAILER],
            b"behind".to_vec(),
        ]
    }

    #[test]
    fn comments_and_what_programs_added_go() {
        let all = parts();
        let kept = [0, 1, 4, 5, 6].map(|at| all[at].clone()).concat();
        assert_eq!(strip(&all.concat()), Some(kept.clone()));
        assert_eq!(strip(&kept).as_deref(), Some(&*kept));
    }

    #[test]
    fn broken_files_are_told() {
        let whole = parts()[..7].concat();
        for length in 0..whole.len() {
            assert_eq!(strip(&whole[..length]), None, "{length}");
        }
        assert_eq!(strip(b"GIF89a\x01\0\x01\0\0\0\0\x99"), None);
    }
}
