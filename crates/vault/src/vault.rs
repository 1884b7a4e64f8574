//! Creating, unlocking and locking a journal.

use std::collections::BTreeSet;

use companion_core::{AuditEvent, Clock, Entropy, StrengthEstimator, WayIn};
use companion_crypto::{
    Digest, Header, Passphrase, Pbkdf2, Progress, RecordKey, RecoveryKey, VaultKeys,
};
use companion_store::{Change, Expectation, Store, Table};

use crate::audit::Log;
use crate::edit::Edit;
use crate::lines::LINES;
use crate::load::load;
use crate::manifest::Manifest;
use crate::repair::RepairNotes;
use crate::survey::survey;
use crate::{Problem, VaultError, strength};

/// The header's key in its table.
const HEADER_KEY: &[u8] = b"header";

/// An unlocked journal. Dropping it locks: all keys are wiped.
///
/// Every change is one atomic batch that expects the head as this vault last saw it, so a
/// second writer gets [`VaultError::TakenOver`] and has changed nothing.
pub struct Vault<S, E> {
    pub(crate) store: S,
    pub(crate) environment: E,
    pub(crate) keys: VaultKeys,
    pub(crate) manifest: Manifest,
    /// SHA-256 of the stored header.
    pub(crate) header: Digest,
    /// Listed records that are not what the manifest says.
    pub(crate) suspects: BTreeSet<RecordKey>,
    /// The list was rebuilt: the next change writes all of it.
    pub(crate) rebuilt: bool,
    /// What earlier repairs accepted.
    pub(crate) notes: RepairNotes,
    /// What the rebuilding found, to be noted with the next change.
    pub(crate) findings: Vec<String>,
    /// What is to be logged with the next change.
    pub(crate) log: Log,
    /// Attachments that are neither carried nor gone.
    pub(crate) attachments: crate::attachments::State,
}

/// A journal just unlocked.
pub struct Unlocked<S, E> {
    /// The journal.
    pub vault: Vault<S, E>,
    /// What is not as it was left. Everything else is readable.
    pub problems: Vec<Problem>,
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Whether a journal has been created in `store`.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn exists(store: &S) -> Result<bool, VaultError> {
        Ok(store.get(Table::Header, HEADER_KEY).await?.is_some())
    }

    /// Creates a journal. Deriving keys takes about half a second in a browser, told to
    /// `progress`.
    ///
    /// # Errors
    /// [`VaultError::WeakPassphrase`], [`VaultError::NoEstimator`], [`VaultError::AlreadyExists`],
    /// [`VaultError::HeaderMissing`] when records of a lost journal are there, or failures of
    /// store and randomness.
    pub async fn create(
        store: S,
        environment: E,
        passphrase: &str,
        progress: &mut Progress<'_>,
    ) -> Result<Self, VaultError>
    where
        E: StrengthEstimator,
    {
        strength::require(&environment, passphrase).await?;
        if Self::exists(&store).await? {
            return Err(VaultError::AlreadyExists);
        }
        if has_records(&store).await? {
            return Err(VaultError::HeaderMissing);
        }
        let (header, keys) = Header::generate(
            &environment,
            &Passphrase::new(passphrase)?,
            Pbkdf2::default(),
            progress,
        )?;
        Self::begin(store, environment, &header, keys).await
    }

    /// Writes the first records of a journal, which are nothing but its header and a log of one line.
    pub(crate) async fn begin(
        store: S,
        environment: E,
        header: &Header,
        keys: VaultKeys,
    ) -> Result<Self, VaultError> {
        let bytes = header.to_bytes();
        let sum = Digest::of(&bytes);
        let mut vault = Self {
            manifest: Manifest::empty(*keys.vault(), sum),
            store,
            environment,
            keys,
            header: sum,
            suspects: BTreeSet::new(),
            rebuilt: false,
            notes: RepairNotes::default(),
            findings: Vec::new(),
            log: Log::default(),
            attachments: Default::default(),
        };
        vault.manifest.head.lines = LINES;
        let mut edit = Edit::create(bytes);
        edit.record(AuditEvent::JournalCreated);
        vault.commit(edit).await?;
        Ok(vault)
    }

    /// Unlocks the journal and compares everything stored with the manifest. Entries whose
    /// time in the trash is over are removed.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], [`VaultError::Absent`], [`VaultError::Unreadable`], or
    /// failures of the store. Damaged records are no error but problems.
    pub async fn unlock(
        store: S,
        environment: E,
        passphrase: &str,
        progress: &mut Progress<'_>,
    ) -> Result<Unlocked<S, E>, VaultError> {
        let stored = StoredHeader::read(&store).await?;
        let passphrase = Passphrase::new(passphrase)?;
        let keys = stored.header.unlock(&passphrase, progress)?;
        Self::open(store, environment, stored.sum, keys, WayIn::Passphrase).await
    }

    /// Unlocks the journal with its recovery key, as typed. To be followed by
    /// [`Self::reset_passphrase`].
    ///
    /// # Errors
    /// [`VaultError::RecoveryKeyMistyped`], [`VaultError::NoRecoveryKey`],
    /// [`VaultError::WrongRecoveryKey`], or as [`Self::unlock`].
    pub async fn unlock_with_recovery_key(
        store: S,
        environment: E,
        recovery_key: &str,
    ) -> Result<Unlocked<S, E>, VaultError> {
        let recovery_key = RecoveryKey::parse(recovery_key)?;
        let stored = StoredHeader::read(&store).await?;
        let keys = stored.header.unlock_with_recovery(&recovery_key)?;
        Self::open(store, environment, stored.sum, keys, WayIn::RecoveryKey).await
    }

    /// Compares everything stored with the manifest.
    async fn open(
        store: S,
        environment: E,
        header: Digest,
        keys: VaultKeys,
        way: WayIn,
    ) -> Result<Unlocked<S, E>, VaultError> {
        let mut loaded = load(&store, &keys, header).await?;
        let log_findings = loaded.inspect_log(&store, &keys).await?;
        let mut found = survey(&store, &keys, &loaded.manifest).await?;
        let mut problems = loaded.problems;
        let mut findings = Vec::new();
        if loaded.sound {
            problems.append(&mut found.problems);
        } else {
            // A list that is not sound says nothing about records that are newer than it.
            let telling = |problem: &Problem| {
                !matches!(problem, Problem::Unlisted(_) | Problem::NewerThanListed(_))
            };
            problems.extend(found.problems.drain(..).filter(telling));
            found.adopt(&mut loaded.manifest);
            loaded.manifest.restart_trash(environment.now());
            findings.extend(problems.iter().map(Problem::to_string));
        }
        findings.extend(
            log_findings
                .iter()
                .map(|&found| Problem::Log(found).to_string()),
        );
        problems.extend(log_findings.iter().copied().map(Problem::Log));
        let mut vault = Self {
            store,
            environment,
            keys,
            manifest: loaded.manifest,
            header,
            suspects: found.suspects,
            rebuilt: !loaded.sound,
            notes: RepairNotes::default(),
            findings,
            log: Log::default(),
            attachments: Default::default(),
        };
        vault.note_unlocking(way, log_findings).await?;
        vault.notes = vault.read_notes().await?;
        problems.extend(vault.notes.problems(vault.environment.now()));
        problems.extend(vault.read_backup_state().await?.problem());
        let pieces = vault.compare_pieces().await?;
        problems.extend(pieces.problems);
        vault.suspects.extend(pieces.lost);
        if problems.is_empty() {
            // Only where all is in order: of a journal that is not, nothing is taken away.
            let _ = vault.tidy_attachments(&pieces.strangers).await;
        }
        if !vault.rebuilt {
            // Reading does not wait for tidying: a failure here is tried again at next unlock.
            let _ = vault.tend_trash().await;
            problems.extend(vault.rescue_entries().await.unwrap_or_default());
        }
        Ok(Unlocked { vault, problems })
    }
}

/// Whether there are sealed records, of whatever journal.
pub(crate) async fn has_records(store: &impl Store) -> Result<bool, VaultError> {
    for table in [Table::Records, Table::Audit] {
        if !store.scan(table, None, 1).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The header as stored.
pub(crate) async fn read_header<S: Store>(store: &S) -> Result<Option<Vec<u8>>, VaultError> {
    Ok(store.get(Table::Header, HEADER_KEY).await?)
}

/// The header as stored, and its sum.
pub(crate) struct StoredHeader {
    pub(crate) header: Header,
    pub(crate) sum: Digest,
}

impl StoredHeader {
    pub(crate) async fn read(store: &impl Store) -> Result<Self, VaultError> {
        let Some(bytes) = store.get(Table::Header, HEADER_KEY).await? else {
            return Err(if has_records(store).await? {
                VaultError::HeaderMissing
            } else {
                VaultError::Absent
            });
        };
        Ok(Self {
            header: Header::from_bytes(&bytes)?,
            sum: Digest::of(&bytes),
        })
    }
}

/// What must hold before a journal is created.
pub(crate) fn header_absent() -> Expectation {
    Expectation {
        table: Table::Header,
        key: HEADER_KEY.to_vec(),
        value: None,
    }
}

/// Stores the header.
pub(crate) fn put_header(value: Vec<u8>) -> Change {
    Change::Put {
        table: Table::Header,
        key: HEADER_KEY.to_vec(),
        value,
    }
}
