//! Two tabs write to one journal: the second is refused and nothing of the first is lost.

use companion_core::Draft;
use companion_vault::{Vault, VaultError};
use pollster::block_on;

use crate::support::*;

#[test]
fn the_second_writer_is_refused_and_loses_nothing() {
    let (store, world) = (TestStore::default(), World::default());
    let mut first = create(&store, &world);
    let entry = write(&mut first, "before");
    let (mut second, _) = unlock(&store, &world);

    let draft = block_on(second.open_draft(Some(entry.id))).unwrap();
    block_on(second.save_entry(Draft {
        content: "by the second".into(),
        ..draft
    }))
    .unwrap();

    // The first is refused whatever it tries, and nothing changes.
    let stored = store.dump();
    let draft = Draft {
        entry_id: entry.id,
        ..new_draft(&first, "by the first")
    };
    assert_eq!(
        block_on(first.store_draft(draft.clone())),
        Err(VaultError::TakenOver)
    );
    assert_eq!(
        block_on(first.save_entry(draft.clone())),
        Err(VaultError::TakenOver)
    );
    assert_eq!(
        block_on(first.delete_entry(entry.id)),
        Err(VaultError::TakenOver)
    );
    assert_eq!(block_on(first.repair()), Err(VaultError::TakenOver));
    assert_eq!(
        block_on(first.read_entry(entry.id)),
        Err(VaultError::TakenOver)
    );
    assert_eq!(store.dump(), stored);
    drop((first, second));

    // Unlocked anew, the first goes on from what the second has written.
    let (mut first, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    assert_eq!(
        block_on(first.read_entry(entry.id)).unwrap().content,
        "by the second"
    );
    block_on(first.store_draft(draft)).unwrap();
}

#[test]
fn two_tabs_cannot_both_create_a_journal() {
    let world = World::default();
    let (mine, theirs) = (TestStore::default(), TestStore::default());
    let mut vault = create(&mine, &world);
    write(&mut vault, "mine");
    let before = mine.dump();
    // The other tab looked before the journal was there and commits its own afterwards.
    theirs.race(&mine);
    let outcome = block_on(Vault::create(
        theirs,
        world.clone(),
        PASSPHRASE,
        &mut |_, _| {},
    ));
    assert!(matches!(outcome, Err(VaultError::TakenOver)));
    assert_eq!(mine.dump(), before);
}
