//! Random sessions against a model of a journal: whatever the order of writing, deleting,
//! bringing back, failing and locking, the journal holds what a person would expect.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeMap;

use companion_core::{Draft, EntryId, KeptRevisions};
use companion_store::StoreError;
use companion_vault::VaultError;
use pollster::block_on;
use proptest::prelude::*;
use support::*;

#[derive(Clone, Debug)]
enum Step {
    StoreDraft(u8, String),
    Save(u8, String),
    Delete(u8),
    UndoDelete(u8),
    Purge(u8),
    EmptyTrash,
    /// Brings a version back: which, counted from the newest.
    Restore(u8, usize),
    DiscardDraft(u8),
    /// The next write meets a full disk.
    Fill,
    Relock,
}

#[derive(Default, PartialEq, Debug)]
struct Model {
    entries: BTreeMap<EntryId, Entry>,
    drafts: BTreeMap<EntryId, String>,
}

#[derive(Clone, Default, PartialEq, Debug)]
struct Entry {
    text: String,
    in_trash: bool,
    /// Earlier texts, newest first.
    versions: Vec<String>,
}

/// Earlier versions kept: few, so that a session meets the limit.
const KEPT: u16 = 3;

impl Entry {
    fn say(&mut self, text: &str) {
        self.in_trash = false;
        if self.text != text {
            let replaced = core::mem::replace(&mut self.text, text.to_owned());
            self.versions.insert(0, replaced);
            self.versions.truncate(KEPT.into());
        }
    }
}

fn id(number: u8) -> EntryId {
    EntryId::from_bytes([number; 16])
}

fn any_step() -> impl Strategy<Value = Step> {
    let entry = 0..4_u8;
    prop_oneof![
        3 => (entry.clone(), ".{0,40}").prop_map(|(id, text)| Step::StoreDraft(id, text)),
        3 => (entry.clone(), ".{0,40}").prop_map(|(id, text)| Step::Save(id, text)),
        2 => entry.clone().prop_map(Step::Delete),
        1 => entry.clone().prop_map(Step::UndoDelete),
        1 => entry.clone().prop_map(Step::Purge),
        1 => Just(Step::EmptyTrash),
        2 => (entry.clone(), 0..usize::from(KEPT)).prop_map(|(id, at)| Step::Restore(id, at)),
        1 => entry.prop_map(Step::DiscardDraft),
        1 => Just(Step::Fill),
        1 => Just(Step::Relock),
    ]
}

impl Model {
    /// What the step does when it succeeds; false if there is nothing that it could do.
    fn apply(&mut self, step: &Step) -> bool {
        match step {
            Step::StoreDraft(number, text) => {
                self.drafts.insert(id(*number), text.clone());
            }
            Step::Save(number, text) => {
                self.drafts.remove(&id(*number));
                match self.entries.get_mut(&id(*number)) {
                    Some(entry) => entry.say(text),
                    None => {
                        let text = text.clone();
                        let entry = Entry {
                            text,
                            ..Entry::default()
                        };
                        self.entries.insert(id(*number), entry);
                    }
                }
            }
            Step::Delete(number) => match self.entries.get_mut(&id(*number)) {
                Some(entry) => entry.in_trash = true,
                None => return false,
            },
            Step::UndoDelete(number) => match self.entries.get_mut(&id(*number)) {
                Some(entry) => entry.in_trash = false,
                None => return false,
            },
            Step::Purge(number) => match self.entries.get(&id(*number)) {
                Some(entry) if entry.in_trash => {
                    self.entries.remove(&id(*number));
                    self.drafts.remove(&id(*number));
                }
                _ => return false,
            },
            Step::EmptyTrash => {
                let drafts = &mut self.drafts;
                self.entries.retain(|id, entry| {
                    if entry.in_trash {
                        drafts.remove(id);
                    }
                    !entry.in_trash
                });
            }
            Step::Restore(number, at) => {
                let entry = self.entries.get_mut(&id(*number));
                let Some(entry) = entry.filter(|entry| *at < entry.versions.len()) else {
                    return false;
                };
                let text = entry.versions[*at].clone();
                entry.say(&text);
            }
            Step::DiscardDraft(number) => {
                self.drafts.remove(&id(*number));
            }
            Step::Fill | Step::Relock => {}
        }
        true
    }
}

fn perform(vault: &mut TestVault, step: &Step) -> Result<(), VaultError> {
    let draft = |vault: &TestVault, number: &u8, text: &str| Draft {
        entry_id: id(*number),
        ..new_draft(vault, text)
    };
    match step {
        Step::StoreDraft(number, text) => {
            let draft = draft(vault, number, text);
            block_on(vault.store_draft(draft))
        }
        Step::Save(number, text) => {
            let draft = draft(vault, number, text);
            block_on(vault.save_entry(draft)).map(drop)
        }
        Step::Delete(number) => block_on(vault.delete_entry(id(*number))),
        Step::UndoDelete(number) => block_on(vault.undo_delete(id(*number))),
        Step::Purge(number) => block_on(vault.purge_entry(id(*number))),
        Step::EmptyTrash => block_on(vault.empty_trash()).map(drop),
        Step::Restore(number, at) => {
            let versions = block_on(vault.list_versions(id(*number)))?;
            let version = versions.get(*at).ok_or(VaultError::NotFound)?;
            block_on(vault.restore_version(id(*number), version.number)).map(drop)
        }
        Step::DiscardDraft(number) => block_on(vault.discard_draft(id(*number))),
        Step::Fill | Step::Relock => Ok(()),
    }
}

fn read(vault: &TestVault) -> Model {
    let mut model = Model::default();
    let listed: Vec<EntryId> = vault.list_entries().iter().map(|line| line.id).collect();
    for number in 0..4 {
        match block_on(vault.read_entry(id(number))) {
            Ok(entry) => {
                let versions = block_on(vault.list_versions(entry.id)).unwrap();
                let texts = versions.into_iter().map(|it| it.entry.unwrap().content);
                let described = Entry {
                    in_trash: !listed.contains(&entry.id),
                    text: entry.content,
                    versions: texts.collect(),
                };
                model.entries.insert(entry.id, described);
            }
            Err(error) => assert_eq!(error, VaultError::NotFound),
        }
        // What the editor would show, where it is not simply the entry.
        if let Ok(draft) = block_on(vault.open_draft(Some(id(number)))) {
            let saved = model.entries.get(&id(number));
            if saved.is_none_or(|entry| entry.text != draft.content) {
                model.drafts.insert(id(number), draft.content);
            }
        }
    }
    model
}

/// A draft that equals its entry cannot be told from none by reading.
fn visible(model: &Model) -> Model {
    let differs = |(id, text): &(&EntryId, &String)| {
        model
            .entries
            .get(id)
            .is_none_or(|saved| saved.text != **text)
    };
    Model {
        entries: model.entries.clone(),
        drafts: model
            .drafts
            .iter()
            .filter(differs)
            .map(|(id, text)| (*id, text.clone()))
            .collect(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_journal_is_what_was_written(steps in prop::collection::vec(any_step(), 1..40)) {
        let (store, world) = (TestStore::default(), World::default());
        let mut vault = create(&store, &world);
        block_on(vault.keep_revisions(KeptRevisions::new(KEPT))).unwrap();
        let mut model = Model::default();
        for step in &steps {
            match step {
                Step::Fill => {
                    *store.fail.borrow_mut() = Some((0, StoreError::Full));
                    continue;
                }
                Step::Relock => {
                    *store.fail.borrow_mut() = None;
                    drop(vault);
                    let (unlocked, problems) = unlock(&store, &world);
                    prop_assert_eq!(problems, []);
                    vault = unlocked;
                }
                _ => match perform(&mut vault, step) {
                    Ok(()) => prop_assert!(model.apply(step)),
                    Err(VaultError::NotFound) => prop_assert!(!model.apply(step)),
                    Err(error) => prop_assert_eq!(error, VaultError::StorageFull),
                },
            }
            prop_assert_eq!(read(&vault), visible(&model));
        }
        *store.fail.borrow_mut() = None;
        drop(vault);
        let (vault, problems) = unlock(&store, &world);
        prop_assert_eq!(problems, []);
        prop_assert_eq!(read(&vault), visible(&model));
    }
}
