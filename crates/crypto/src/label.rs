//! Every label of the format, in one place: two purposes never share a derived key.

/// First element of a header, and of what is authenticated with a slot.
pub(crate) const MAGIC: &str = "companion-vault";
/// HKDF info: key-encryption key of a slot to its wrapping key.
pub(crate) const SLOT_WRAP: &[u8] = b"companion/v1/slot-wrap";
/// HKDF info: recovery key to the wrapping key of its slot.
pub(crate) const RECOVERY_WRAP: &[u8] = b"companion/v1/recovery-wrap";
/// HKDF info: vault key to the key under which record keys are derived.
pub(crate) const SEAL: &[u8] = b"companion/v1/seal";
/// HKDF info: vault key to the key that hashes record names into database keys.
pub(crate) const INDEX: &[u8] = b"companion/v1/index";
/// HKDF info: vault key to the key of the manifest's root.
pub(crate) const ROOT: &[u8] = b"companion/v1/manifest-root";
/// HKDF info, followed by the record's database key: seal key and salt to a record's key.
pub(crate) const RECORD: &[u8] = b"companion/v1/record";
/// First element of what is authenticated with a record.
pub(crate) const RECORD_AAD: &str = "companion-record";
/// HKDF info: vault key to the key of backups.
pub(crate) const BACKUP: &[u8] = b"companion/v1/backup";
/// HKDF info, followed by the sum of a backup's plain beginning: backup key and salt to the
/// key of a stream.
pub(crate) const BACKUP_STREAM: &[u8] = b"companion/v1/backup-stream";
/// First bytes of what is summed for a link of the audit log.
pub(crate) const AUDIT_LINK: &[u8] = b"companion/v1/audit-link";
