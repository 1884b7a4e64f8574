//! Changing the ways of unlocking.
//!
//! All of them wrap one vault key, so that a change writes the header and the head, which
//! vouches for it, and touches nothing else. Both are one batch: a change that fails leaves
//! every earlier way as it was.

use companion_core::{AuditEvent, Clock, Entropy, PassphraseDerivation, StrengthEstimator};
use companion_crypto::{Digest, Header, Kdf, Passphrase, Progress, RecoveryKey};
use companion_store::Store;
use zeroize::Zeroizing;

use crate::edit::Edit;
use crate::vault::StoredHeader;
use crate::{Problem, Vault, VaultError, strength};

/// By what a journal can be unlocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaysIn {
    /// The key derivation of the passphrase.
    pub kdf: Kdf,
    /// Whether there is a recovery key.
    pub has_recovery_key: bool,
}

impl WaysIn {
    fn of(header: &Header) -> Self {
        Self {
            kdf: header.kdf().unwrap_or_default(),
            has_recovery_key: header.has_recovery_key(),
        }
    }
}

/// A recovery key that has been shown and is not in use yet, so that nobody loses an earlier
/// one before the new one is on paper. Wiped when dropped; does not print.
pub struct NewRecoveryKey {
    key: RecoveryKey,
    /// The header that it will be in, and the sum of the one which that replaces.
    header: Header,
    replaces: Digest,
}

impl NewRecoveryKey {
    /// The key as it is written down.
    #[must_use]
    pub fn to_text(&self) -> Zeroizing<String> {
        self.key.to_text()
    }
}

impl<S: Store, E: Clock + Entropy> Vault<S, E> {
    /// Whether a recovery key, as typed, opens the journal in `store`. Changes nothing.
    ///
    /// # Errors
    /// If not, why: as [`Self::unlock_with_recovery_key`].
    pub async fn check_recovery_key(store: &S, recovery_key: &str) -> Result<(), VaultError> {
        let recovery_key = RecoveryKey::parse(recovery_key)?;
        let stored = StoredHeader::read(store).await?;
        stored.header.unlock_with_recovery(&recovery_key)?;
        Ok(())
    }

    /// By what this journal can be unlocked.
    ///
    /// # Errors
    /// Failures of the store.
    pub async fn ways_in(&self) -> Result<WaysIn, VaultError> {
        Ok(WaysIn::of(&self.header().await?))
    }

    /// Exchanges the passphrase, or its key derivation when `new` is `old`.
    ///
    /// # Errors
    /// [`VaultError::WeakPassphrase`], [`VaultError::NoEstimator`], [`VaultError::WrongPassphrase`],
    /// or failures of the store; the old passphrase stays valid then.
    pub async fn change_passphrase(
        &mut self,
        old: &str,
        new: &str,
        kdf: Kdf,
        progress: &mut Progress<'_>,
    ) -> Result<(), VaultError>
    where
        E: StrengthEstimator,
    {
        strength::require(&self.environment, new).await?;
        let changed = self.header().await?.change_passphrase(
            &self.environment,
            &Passphrase::new(old)?,
            &Passphrase::new(new)?,
            kdf,
            progress,
        )?;
        self.rekey(&changed, AuditEvent::PassphraseChanged(name_of(kdf)))
            .await
    }

    /// Puts `new` in the place of a forgotten passphrase, with the same key derivation.
    ///
    /// # Errors
    /// [`VaultError::WeakPassphrase`], [`VaultError::NoEstimator`], as [`Self::unlock_with_recovery_key`], or failures of
    /// the store; the old passphrase stays valid then.
    pub async fn reset_passphrase(
        &mut self,
        recovery_key: &str,
        new: &str,
        progress: &mut Progress<'_>,
    ) -> Result<(), VaultError>
    where
        E: StrengthEstimator,
    {
        strength::require(&self.environment, new).await?;
        let header = self.header().await?;
        let kdf = WaysIn::of(&header).kdf;
        let changed = header.reset_passphrase(
            &self.environment,
            &RecoveryKey::parse(recovery_key)?,
            &Passphrase::new(new)?,
            kdf,
            progress,
        )?;
        self.rekey(&changed, AuditEvent::PassphraseReset(name_of(kdf)))
            .await
    }

    /// Makes a recovery key to be shown. It opens nothing before
    /// [`Self::activate_recovery_key`]. Asks for the passphrase, so that somebody who finds the
    /// journal open cannot take a key along.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], or failures of store and randomness.
    pub async fn generate_recovery_key(
        &self,
        passphrase: &str,
        progress: &mut Progress<'_>,
    ) -> Result<NewRecoveryKey, VaultError> {
        let (header, key) = self.header().await?.generate_recovery_key(
            &self.environment,
            &Passphrase::new(passphrase)?,
            progress,
        )?;
        Ok(NewRecoveryKey {
            key,
            header,
            replaces: self.header,
        })
    }

    /// Lets a new recovery key open the journal, and no earlier one any more.
    ///
    /// # Errors
    /// [`VaultError::RecoveryKeyOutdated`] when the passphrase has been changed since it was
    /// made, or failures of the store; an earlier key stays valid then.
    pub async fn activate_recovery_key(&mut self, new: &NewRecoveryKey) -> Result<(), VaultError> {
        if new.replaces != self.header {
            return Err(VaultError::RecoveryKeyOutdated);
        }
        self.rekey(&new.header, AuditEvent::RecoveryKeyMade).await
    }

    /// Lets no recovery key open the journal any more.
    ///
    /// # Errors
    /// Failures of the store; the key stays valid then.
    pub async fn remove_recovery_key(&mut self) -> Result<(), VaultError> {
        let header = self.header().await?;
        if !header.has_recovery_key() {
            return Ok(());
        }
        let without = header.without_recovery_key();
        self.rekey(&without, AuditEvent::RecoveryKeyRemoved).await
    }

    /// The header, if it is still the one that this vault was unlocked with.
    async fn header(&self) -> Result<Header, VaultError> {
        let stored = StoredHeader::read(&self.store).await?;
        if stored.sum != self.header {
            return Err(VaultError::TakenOver);
        }
        Ok(stored.header)
    }

    async fn rekey(&mut self, header: &Header, event: AuditEvent) -> Result<(), VaultError> {
        // The head is about to vouch for what is stored: that it did not is noted beside it.
        let notes = !self.rebuilt && self.manifest.head.header != self.header;
        if notes {
            self.findings.push(Problem::HeaderReplaced.to_string());
        }
        let mut edit = Edit::rekey(header.to_bytes());
        edit.record(event);
        let done = self.commit(edit).await;
        if notes && done.is_err() {
            self.findings.pop();
        }
        done
    }
}

/// How the log calls a derivation.
const fn name_of(kdf: Kdf) -> PassphraseDerivation {
    match kdf {
        Kdf::Pbkdf2(_) => PassphraseDerivation::Pbkdf2,
        Kdf::Argon2id(_) => PassphraseDerivation::Argon2id,
    }
}
