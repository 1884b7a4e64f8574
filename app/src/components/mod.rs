//! Pieces that several screens share.

mod announcer;
mod confirm;
mod derivation;
mod icon;
mod new_passphrase;
mod passphrase;
mod reflect;
mod rescued;
mod skip;
mod toast;
mod update;

pub(crate) use announcer::Announcer;
pub(crate) use confirm::Confirm;
pub(crate) use derivation::DerivationProgress;
pub(crate) use icon::Icon;
pub(crate) use new_passphrase::{NewPassphrase, NewPassphraseFields};
pub(crate) use passphrase::{Owner, PassphraseField};
pub(crate) use reflect::ReflectPanel;
pub(crate) use rescued::Rescued;
pub(crate) use skip::SkipLink;
pub(crate) use toast::ToastLine;
pub(crate) use update::UpdateBar;
