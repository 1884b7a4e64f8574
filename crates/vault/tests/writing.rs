//! Templates of the writer's own, and prompts that were shown.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use companion_core::limits::{
    MAX_TEMPLATE_CHARS, MAX_TEMPLATE_NAME_CHARS, MAX_TEMPLATES, PROMPT_REST_DAYS,
};
use companion_core::{Day, Template, TemplateId};
use companion_store::{StoreError, Table};
use companion_vault::{Subject, VaultError};
use pollster::block_on;
use support::*;

const TEMPLATE: u8 = 21;
const PROMPTS_SHOWN: u8 = 22;

fn keep(vault: &mut TestVault, id: Option<TemplateId>, name: &str, content: &str) -> Template {
    block_on(vault.write_template(id, name, content.into())).unwrap()
}

fn names(vault: &TestVault) -> Vec<String> {
    let templates = block_on(vault.list_templates()).unwrap().into_iter();
    templates.map(|template| template.name).collect()
}

#[test]
fn templates_are_made_changed_and_removed_and_come_back_the_same() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let walk = keep(&mut vault, None, "  Walk \n notes ", "## Where\n\n");
    keep(&mut vault, None, "", "# Dreams\n\n");
    keep(&mut vault, None, "bread", "- \n");
    assert_eq!(names(&vault), ["bread", "Dreams", "Walk notes"]);
    assert_eq!(vault.list_entries(), []);
    let changed = keep(&mut vault, Some(walk.id), "Walks", "## Where to\n");
    assert_eq!(changed.id, walk.id);
    block_on(vault.delete_template(walk.id)).unwrap();
    assert_eq!(names(&vault), ["bread", "Dreams"]);
    // Undoing brings it back under its own name for life.
    let back = keep(&mut vault, Some(walk.id), "Walks", "## Where to\n");
    assert_eq!(back.id, walk.id);
    drop(vault);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(names(&vault), ["bread", "Dreams", "Walks"]);
    let stored = block_on(vault.list_templates()).unwrap();
    assert_eq!(stored[2].content, "## Where to\n");
}

#[test]
fn templates_have_their_bounds() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let named = keep(&mut vault, None, &"é".repeat(500), "text");
    assert_eq!(named.name.chars().count(), MAX_TEMPLATE_NAME_CHARS);
    let long = "x".repeat(MAX_TEMPLATE_CHARS + 1);
    let refused = block_on(vault.write_template(Some(named.id), "n", long));
    assert!(matches!(refused, Err(VaultError::TooLong { .. })));
    for number in 1..MAX_TEMPLATES {
        keep(&mut vault, None, &number.to_string(), "text");
    }
    let refused = block_on(vault.write_template(None, "one more", "text".into()));
    assert_eq!(refused, Err(VaultError::TooManyTemplates));
    // What is there can still be changed.
    keep(&mut vault, Some(named.id), "renamed", "text");
    assert_eq!(names(&vault).len(), MAX_TEMPLATES);
}

#[test]
fn a_template_that_can_not_be_stored_is_as_it_was() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let kept = keep(&mut vault, None, "kept", "as it was");
    *store.fail.borrow_mut() = Some((0, StoreError::Full));
    let failed = block_on(vault.write_template(Some(kept.id), "kept", "lost".into()));
    assert_eq!(failed, Err(VaultError::StorageFull));
    assert_eq!(block_on(vault.list_templates()).unwrap(), [kept]);
}

#[test]
fn a_damaged_template_is_named_and_the_others_are_there() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let broken = keep(&mut vault, None, "broken", "text");
    keep(&mut vault, None, "whole", "text");
    drop(vault);
    let key = record_key(&store, TEMPLATE, broken.id.as_bytes());
    let mut value = store.value(Table::Records, &key);
    value[80] ^= 1;
    store.put(Table::Records, &key, value);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0].to_string().contains("template"),
        "{}",
        problems[0]
    );
    assert_eq!(names(&vault), ["whole"]);
    let _: Option<Subject> = None;
}

#[test]
fn a_prompt_that_was_shown_is_known_for_two_months() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    assert_eq!(block_on(vault.prompts_shown()).unwrap(), []);
    block_on(vault.note_prompt_shown(101)).unwrap();
    world.now_ms.set(NOON_MS + DAY_MS);
    block_on(vault.note_prompt_shown(7)).unwrap();
    block_on(vault.note_prompt_shown(101)).unwrap();
    let first = NOON_MS / DAY_MS;
    let day = |offset| Day(first + offset);
    let shown = block_on(vault.prompts_shown()).unwrap();
    assert_eq!(shown, [(7, day(1)), (101, day(1))]);
    drop(vault);
    world.now_ms.set(NOON_MS + PROMPT_REST_DAYS * DAY_MS);
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(block_on(vault.prompts_shown()).unwrap().len(), 2);
    drop(vault);
    world.now_ms.set(NOON_MS + (PROMPT_REST_DAYS + 1) * DAY_MS);
    let (vault, _) = unlock(&store, &world);
    assert_eq!(block_on(vault.prompts_shown()).unwrap(), []);
    assert!(
        store
            .try_value(Table::Records, &record_key(&store, PROMPTS_SHOWN, &[]))
            .is_some()
    );
}

#[test]
fn a_list_that_was_lost_is_rebuilt_with_templates_and_prompts() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let template = keep(&mut vault, None, "kept", "text");
    block_on(vault.note_prompt_shown(3)).unwrap();
    drop(vault);
    store.delete(Table::Records, &record_key(&store, HEAD, &[]));
    let (vault, problems) = unlock(&store, &world);
    assert!(!problems.is_empty());
    assert_eq!(block_on(vault.list_templates()).unwrap(), [template]);
    assert_eq!(block_on(vault.prompts_shown()).unwrap().len(), 1);
}
