//! A journal with templates of the writer's own, prompts that were shown, and an entry that was
//! dated by hand: `v1-writing.*`.

use companion_core::{Asker, Draft, IdlePrompts, Settings, Timestamp};
use pollster::block_on;
use serde_json::{Value, json};

use crate::golden::{describe, fixture, golden_named, write_golden};
use crate::support::*;

/// What `v1-writing.expected.json` says beyond what the others do.
fn describe_writing(vault: &TestVault) -> (Value, Value) {
    let templates = block_on(vault.list_templates()).unwrap();
    let templates = templates.iter().map(|template| {
        let id: String = template
            .id
            .as_bytes()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        json!({
            "id": id,
            "name": template.name,
            "content": template.content,
            "edited_ms": template.edited.unix_ms,
        })
    });
    let shown = block_on(vault.prompts_shown()).unwrap();
    let shown = shown.iter().map(|(prompt, day)| json!([prompt, day.0]));
    (templates.collect(), shown.collect())
}

#[test]
fn templates_and_shown_prompts_open() {
    let expected = std::fs::read_to_string(fixture("v1-writing.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let (store, world) = (golden_named("v1-writing"), World::default());
    let (vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let (templates, shown) = describe_writing(&vault);
    let mut described = describe(&vault, &[], &[]);
    described["templates"] = templates;
    described["prompts_shown"] = shown;
    assert_eq!(described, expected);
    let settings = block_on(vault.read_settings()).unwrap();
    assert_eq!(settings.idle_prompts.seconds(), 30);
    assert!(settings.hides_opening_prompts);
    assert_eq!(settings.prompts_by, Asker::People);
}

/// Made `v1-writing.*`, once.
#[test]
#[ignore = "writes the golden files, which are frozen"]
fn generate_golden_files_with_writing() {
    let (store, world) = (TestStore::default(), World::default());
    let mut vault = create(&store, &world);
    let draft = Draft {
        created: Some(Timestamp {
            unix_ms: NOON_MS - 30 * DAY_MS,
            utc_offset_minutes: -300,
        }),
        prompt_used: Some("Was hat dich überrascht?".into()),
        ..new_draft(&vault, "> Was hat dich überrascht?\n\nDas Licht 🌤️.")
    };
    block_on(vault.save_entry(draft)).unwrap();
    let mut keep = |name: &str, content: &str| {
        block_on(vault.write_template(None, name, content.into())).unwrap()
    };
    keep("Spaziergang", "## Wohin\n\n- \n");
    keep("", "# Träume 🌙\n\n");
    for prompt in [101, 1002, 905] {
        block_on(vault.note_prompt_shown(prompt)).unwrap();
    }
    block_on(vault.write_settings(&Settings {
        idle_prompts: IdlePrompts::new(30),
        hides_opening_prompts: true,
        prompts_by: Asker::People,
        ..Settings::default()
    }))
    .unwrap();
    let (templates, shown) = describe_writing(&vault);
    let mut described = describe(&vault, &[], &[]);
    described["templates"] = templates;
    described["prompts_shown"] = shown;
    write_golden("v1-writing", &store, &described);
}
