//! A long recording in pieces that can be decoded one after the other: browsers decode a file in one
//! go, and an hour of speech then takes 700 MB.
//!
//! WebM, in which nearly all browsers record, consists of clusters of some seconds each. What stands
//! before the first of them, and some of them, is a recording of its own. Other containers stay whole.

use core::ops::Range;

/// Length from which on a cluster begins a new piece: some four minutes of a voice note.
const PIECE_BYTES: usize = 1 << 20;

/// Elements of a WebM file (RFC 9559, section 27.1): its own head, what holds everything else, and what
/// holds some seconds of sound.
const EBML: u64 = 0x1A45_DFA3;
const SEGMENT: u64 = 0x1853_8067;
const CLUSTER: u64 = 0x1F43_B675;

/// Where the pieces of a file lie. Joined to a file, a piece is `head` and one of `bodies`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pieces {
    /// What each piece begins with.
    pub(crate) head: Range<usize>,
    /// The rest of each, in order; together they are the rest of the file.
    pub(crate) bodies: Vec<Range<usize>>,
}

impl Pieces {
    /// Cuts a file that lies in `parts`.
    pub(crate) fn of(parts: &[Vec<u8>]) -> Self {
        Self::cut(&Bytes::new(parts), PIECE_BYTES)
    }

    fn cut(file: &Bytes<'_>, piece_bytes: usize) -> Self {
        let clusters = clusters(file);
        let first = clusters.first().copied().unwrap_or_default();
        let mut begins = vec![first];
        for &cluster in &clusters {
            if begins
                .last()
                .is_some_and(|last| cluster - last >= piece_bytes)
            {
                begins.push(cluster);
            }
        }
        let ends = begins.iter().skip(1).copied().chain([file.length]);
        let bodies = begins.iter().zip(ends).map(|(&begin, end)| begin..end);
        Self {
            head: 0..first,
            bodies: bodies.collect(),
        }
    }
}

/// The bytes of a file that lies in parts.
struct Bytes<'a> {
    parts: &'a [Vec<u8>],
    /// All parts but the last are as long as this.
    part_length: usize,
    length: usize,
}

impl<'a> Bytes<'a> {
    fn new(parts: &'a [Vec<u8>]) -> Self {
        Self {
            part_length: parts.first().map_or(1, |part| part.len().max(1)),
            length: parts.iter().map(Vec::len).sum(),
            parts,
        }
    }

    fn at(&self, position: usize) -> Option<u8> {
        let part = self.parts.get(position / self.part_length)?;
        part.get(position % self.part_length).copied()
    }
}

/// Where clusters begin, as far as the file is understood.
fn clusters(file: &Bytes<'_>) -> Vec<usize> {
    let mut found = Vec::new();
    let mut position = 0;
    while let Some((id, id_length)) = number(file, position) {
        let Some((size, size_length)) = number(file, position + id_length) else {
            break;
        };
        if position == 0 && id != EBML {
            break;
        }
        if id == CLUSTER {
            found.push(position);
        }
        position += id_length + size_length;
        // What holds others is gone into; the size of a recording under way is not known.
        if id != CLUSTER && id != SEGMENT {
            // All bits behind the one that tells the length: the number without it.
            let size = size & !(1 << (7 * size_length));
            let Some(end) = usize::try_from(size)
                .ok()
                .and_then(|size| position.checked_add(size))
            else {
                break;
            };
            position = end;
        }
    }
    found
}

/// A number of one to eight bytes with the bit that tells how many, and how many they are.
fn number(file: &Bytes<'_>, position: usize) -> Option<(u64, usize)> {
    let first = file.at(position)?;
    let length = first.leading_zeros() as usize + 1;
    if length > 8 {
        return None;
    }
    let mut value = 0;
    for offset in 0..length {
        value = value << 8 | u64::from(file.at(position.checked_add(offset)?)?);
    }
    Some((value, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An element with a size of one byte.
    fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
        [id, &[0x80 | content.len() as u8], content].concat()
    }

    /// A recording as browsers write it: sizes of what is not finished are unknown.
    fn recording(clusters: usize) -> Vec<u8> {
        let mut file = element(&EBML.to_be_bytes()[4..], b"webm");
        file.extend(&SEGMENT.to_be_bytes()[4..]);
        file.extend([0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
        file.extend(element(&[0x16, 0x54, 0xae, 0x6b], b"tracks"));
        for number in 0..clusters {
            file.extend(&CLUSTER.to_be_bytes()[4..]);
            file.push(0xff);
            file.extend(element(&[0xe7], &[number as u8]));
            // Sound that looks like a cluster is none.
            file.extend(element(&[0xa3], &CLUSTER.to_be_bytes()));
        }
        file
    }

    fn cut(file: &[u8], piece_bytes: usize, part: usize) -> Pieces {
        let parts: Vec<Vec<u8>> = file.chunks(part).map(<[u8]>::to_vec).collect();
        Pieces::cut(&Bytes::new(&parts), piece_bytes)
    }

    #[test]
    fn a_recording_is_cut_where_clusters_begin() {
        let file = recording(5);
        let head = recording(0).len();
        let cluster = recording(1).len() - head;
        for part in [1, 7, file.len()] {
            let pieces = cut(&file, 2 * cluster, part);
            assert_eq!(pieces.head, 0..head);
            let ends = [0, 2, 4, 5].map(|count| head + count * cluster);
            let bodies: Vec<Range<usize>> = ends.windows(2).map(|two| two[0]..two[1]).collect();
            assert_eq!(pieces.bodies, bodies);
        }
    }

    #[test]
    fn a_short_one_and_a_foreign_one_stay_whole() {
        let file = recording(5);
        let head = recording(0).len();
        let pieces = cut(&file, PIECE_BYTES, file.len());
        assert_eq!(pieces.head, 0..head);
        assert_eq!(
            pieces.bodies.iter().collect::<Vec<_>>(),
            [&(head..file.len())]
        );
        for foreign in [b"ftypM4A and so on".as_slice(), &[0; 40], &[]] {
            let pieces = cut(foreign, 4, 5);
            assert_eq!(pieces.head, 0..0);
            assert_eq!(
                pieces.bodies.iter().collect::<Vec<_>>(),
                [&(0..foreign.len())]
            );
        }
    }

    #[test]
    fn whatever_it_is_given_nothing_is_lost() {
        let mut file = recording(9);
        for at in 0..file.len() {
            for bit in [0, 3, 7] {
                file[at] ^= 1 << bit;
                let pieces = cut(&file, 20, 16);
                let mut end = pieces.head.end;
                for body in &pieces.bodies {
                    assert_eq!(body.start, end);
                    end = body.end;
                }
                assert_eq!(end, file.len());
                file[at] ^= 1 << bit;
            }
        }
    }
}
