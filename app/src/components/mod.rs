//! Pieces that several screens share.

mod announcer;
mod confirm;
mod fault;
mod icon;
mod new_passphrase;
mod passphrase;
mod reflect;
mod skip;
mod toast;
mod update;

pub(crate) use announcer::Announcer;
pub(crate) use confirm::Confirm;
pub(crate) use fault::FaultDialog;
pub(crate) use icon::Icon;
pub(crate) use new_passphrase::{NewPassphrase, NewPassphraseFields};
pub(crate) use passphrase::{Owner, PassphraseField};
pub(crate) use reflect::ReflectPanel;
pub(crate) use skip::SkipLink;
pub(crate) use toast::ToastLine;
pub(crate) use update::UpdateBar;
