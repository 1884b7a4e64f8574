//! What is learned of what entries mean.

use super::*;

#[test]
fn meanings_are_learned_kept_and_compared() {
    let encoder = [7; 32];
    let (store, world, mut vault, mut search) = journal(&[
        "proud\n\nI finished the marathon.",
        "rain\n\nIt rained all day.",
        " \n— \n",
    ]);
    // A made-up encoder: one axis for effort, one for weather.
    let mean = |text: &str| -> Vec<f32> {
        let effort = f32::from(text.contains("marathon") || text.contains("achieve"));
        vec![effort, 1.0 - effort, 0.1, 0.0]
    };
    let learn = |vault: &mut TestVault, search: &mut Search| {
        let mut asked = 0;
        for _ in 0..50 {
            let unmeant = block_on(vault.texts_without_meaning(search, &encoder)).unwrap();
            asked += unmeant.texts.len();
            if unmeant.is_settled {
                assert_eq!((unmeant.done, unmeant.total), (3, 3));
                return asked;
            }
            let vectors: Vec<f32> = unmeant.texts.iter().flat_map(|text| mean(text)).collect();
            block_on(vault.learn_meanings(search, unmeant.batch, &vectors)).unwrap();
        }
        panic!("it never settles");
    };
    assert_eq!(learn(&mut vault, &mut search), 2);
    assert_eq!(records(&store, MEANING_INDEX).len(), 1);

    let by_meaning = |vault: &TestVault, search: &mut Search| {
        let vector = mean("achieve");
        let wanted = Wanted {
            query: "achievement",
            vector: Some(&vector),
            limit: 10,
            ..Wanted::default()
        };
        block_on(vault.search(search, &wanted)).unwrap()
    };
    let found = by_meaning(&vault, &mut search);
    assert_eq!(found.count, 1);
    let result = &found.results[0];
    assert!(result.by_meaning && !result.by_words);
    assert_eq!(result.entry.title, "proud");
    drop(vault);

    // Kept: nothing is asked again, and what is edited is.
    let (mut vault, problems) = unlock(&store, &world);
    assert_eq!(problems, []);
    let mut search = Search::default();
    settle(&mut vault, &mut search);
    assert_eq!(learn(&mut vault, &mut search), 0);
    assert_eq!(by_meaning(&vault, &mut search).count, 1);
    let proud = find(&vault, &mut search, "marathon").results[0].entry.id;
    edit(&mut vault, proud, "proud\n\nIt rained.");
    assert_eq!(learn(&mut vault, &mut search), 1);
    assert_eq!(by_meaning(&vault, &mut search).count, 0);

    // Vectors of another batch, or of the wrong size, change nothing.
    block_on(vault.learn_meanings(&mut search, 9_999, &[1.0; 8])).unwrap();
    block_on(vault.forget_meanings(&mut search)).unwrap();
    assert_eq!(records(&store, MEANING_INDEX).len(), 0);
}
