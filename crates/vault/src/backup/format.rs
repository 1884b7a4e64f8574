//! The layout of a backup, as `docs/FORMAT.md` has it.
//!
//! `magic 16 | version 1 | header length 4 | header | salt 32 | chunks`, and inside the chunks
//! `1 | record key 16 | length 4 | sealed record`, …, `0 | summary`. From version 2 on the audit
//! log is among them: `2 | number 8 | length 4 | sealed record`; from version 3 on, after all
//! records, the pieces of photos and recordings: `3 | key 16 | length 4 | sealed piece`.

use std::io::Read;

use companion_core::Timestamp;
use companion_crypto::{Digest, RecordKey, STREAM_SALT_BYTES, StreamSalt};
use minicbor::{Decode, Encode};

use super::BackupError;

const MAGIC: &[u8; 16] = b"companion-backup";
const VERSION: u8 = 3;
/// The version without photos and recordings, which is still written where there are none.
const VERSION_WITHOUT_PIECES: u8 = 2;
/// The version without the audit log.
const VERSION_WITHOUT_LOG: u8 = 1;
/// More than 16 slots need: a length above it is no length.
const MAX_HEADER_BYTES: u32 = 1 << 16;

/// What comes next in the stream.
pub(super) const RECORD: u8 = 1;
pub(super) const LOGGED: u8 = 2;
/// A piece of an attachment, laid out as a record.
pub(super) const PIECE: u8 = 3;
pub(super) const END: u8 = 0;
/// Bytes of a record before its value: what it is, key and length.
pub(super) const RECORD_PREFIX_BYTES: usize = 1 + 16 + 4;
/// Bytes of a record of the log before its value: what it is, number and length.
pub(super) const LOGGED_PREFIX_BYTES: usize = 1 + 8 + 4;

/// The end of a stream: what the reader must have seen.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub(super) struct Summary {
    /// When the backup was made.
    #[n(0)]
    pub(super) made: Timestamp,
    /// Records in the stream, manifest included.
    #[n(1)]
    pub(super) records: u64,
    /// The journal's epoch and root: an anchor outside the journal's own storage.
    #[n(2)]
    pub(super) epoch: u64,
    #[n(3)]
    pub(super) root: Digest,
}

/// The plain beginning of a backup.
pub(super) struct Prefix {
    /// All of it before the salt: what every chunk is bound to.
    pub(super) bytes: Vec<u8>,
    /// The journal's header as stored.
    pub(super) header: Vec<u8>,
    pub(super) salt: StreamSalt,
}

impl Prefix {
    /// Where the chunks begin.
    pub(super) const fn length_bytes(&self) -> usize {
        self.bytes.len() + STREAM_SALT_BYTES
    }

    /// Whether the audit log is in the stream.
    pub(super) fn has_log(&self) -> bool {
        self.bytes.get(MAGIC.len()) != Some(&VERSION_WITHOUT_LOG)
    }
}

/// The plain beginning for a journal's header, up to the salt.
pub(super) fn prefix_bytes(header: &[u8], has_pieces: bool) -> Result<Vec<u8>, BackupError> {
    let version = if has_pieces {
        VERSION
    } else {
        VERSION_WITHOUT_PIECES
    };
    prefix_of(version, header)
}

fn prefix_of(version: u8, header: &[u8]) -> Result<Vec<u8>, BackupError> {
    let length = u32::try_from(header.len()).map_err(|_| BackupError::Damaged)?;
    let mut bytes = MAGIC.to_vec();
    bytes.push(version);
    bytes.extend_from_slice(&length.to_be_bytes());
    bytes.extend_from_slice(header);
    Ok(bytes)
}

/// Reads the plain beginning.
pub(super) fn read_prefix(source: &mut impl Read) -> Result<Prefix, BackupError> {
    let mut start = [0; MAGIC.len() + 1 + 4];
    let mut filled = 0;
    while let Some(rest) = start.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match source.read(rest)? {
            0 => break,
            count => filled += count,
        }
    }
    let (magic, rest) = start.split_at(MAGIC.len());
    if filled < MAGIC.len() || magic != MAGIC {
        return Err(BackupError::NotABackup);
    }
    if filled < start.len() {
        return Err(BackupError::Truncated);
    }
    let version = rest[0];
    match version {
        VERSION | VERSION_WITHOUT_PIECES | VERSION_WITHOUT_LOG => {}
        0 => return Err(BackupError::NotABackup),
        found => {
            return Err(BackupError::Newer {
                found,
                known: VERSION,
            });
        }
    }
    let length = u32::from_be_bytes([rest[1], rest[2], rest[3], rest[4]]);
    if length > MAX_HEADER_BYTES {
        return Err(BackupError::Damaged);
    }
    // At most 64 KiB: fits every platform.
    let mut header = vec![0; length as usize];
    let mut salt = [0; STREAM_SALT_BYTES];
    let whole = source
        .read_exact(&mut header)
        .and_then(|()| source.read_exact(&mut salt));
    whole.map_err(|error| match BackupError::from(error) {
        BackupError::Damaged => BackupError::Truncated,
        error => error,
    })?;
    let bytes = prefix_of(version, &header)?;
    Ok(Prefix {
        bytes,
        header,
        salt,
    })
}

/// A record of the log as it stands in the stream, without its value.
pub(super) fn logged_prefix(
    number: u64,
    value: &[u8],
) -> Result<[u8; LOGGED_PREFIX_BYTES], BackupError> {
    let length = u32::try_from(value.len()).map_err(|_| BackupError::Damaged)?;
    let mut prefix = [0; LOGGED_PREFIX_BYTES];
    prefix[0] = LOGGED;
    prefix[1..9].copy_from_slice(&number.to_be_bytes());
    prefix[9..].copy_from_slice(&length.to_be_bytes());
    Ok(prefix)
}

/// A record or piece as it stands in the stream, without its value.
pub(super) fn record_prefix(
    what: u8,
    key: &RecordKey,
    value: &[u8],
) -> Result<[u8; RECORD_PREFIX_BYTES], BackupError> {
    let length = u32::try_from(value.len()).map_err(|_| BackupError::Damaged)?;
    let mut prefix = [0; RECORD_PREFIX_BYTES];
    prefix[0] = what;
    prefix[1..17].copy_from_slice(key.as_bytes());
    prefix[17..].copy_from_slice(&length.to_be_bytes());
    Ok(prefix)
}
