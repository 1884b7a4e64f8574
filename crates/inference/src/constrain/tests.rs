//! Answers of a model that says anything: whatever is drawn, the form holds.

use std::sync::Arc;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// Every byte, and pieces that go across the borders of a grammar's parts.
fn trie() -> TokenTrie {
    let bytes = (0..=u8::MAX).map(|byte| vec![byte]);
    let pieces = [
        "\":",
        "\": ",
        "{\"",
        "\"}",
        "\", \"",
        "[\"",
        "\"]",
        "],",
        "]}",
        "[]",
        "[ ",
        ", ",
        ": [",
        "0.",
        "10",
        "-1",
        "00",
        "false",
        "true",
        "alse,",
        "good",
        "go",
        "bad\"",
        "key",
        "é\"",
        "漢",
        "\\\"",
        "\\",
        "a\"",
        "  ",
        "\n",
        "abc",
        "}}",
        "\u{e9}\u{e9}",
        "5]",
    ];
    TokenTrie::new(bytes.chain(pieces.iter().map(|piece| piece.as_bytes().to_vec())))
}

fn schemas() -> impl Strategy<Value = Schema> {
    let leaf = prop_oneof![
        (0..12_u32).prop_map(|max_chars| Schema::Text { max_chars }),
        proptest::collection::vec("[a-c\"é]{1,4}", 1..4).prop_map(Schema::OneOf),
        (-50..50_i32, 0..60_i32, 0..3_u32).prop_map(|(min, size, decimals)| Schema::Number {
            min: min.into(),
            max: (min + size).into(),
            decimals,
        }),
        Just(Schema::Boolean),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(|fields| {
                let keys = ["key", "b\"", "ü", "d"];
                Schema::Object(keys.map(str::to_owned).into_iter().zip(fields).collect())
            }),
            (inner, 0..3_u16, 0..3_u16).prop_map(|(items, min_items, more)| Schema::Array {
                items: Box::new(items),
                min_items,
                max_items: min_items + more,
            }),
        ]
    })
}

/// Says random things, one in `drift` of them the likeliest token by number, and returns the bytes
/// and the number of tokens.
fn babble(grammar: Grammar, trie: &TokenTrie, limit: usize, seed: u64) -> (Vec<u8>, usize) {
    const END: u32 = 999;
    let mut constraint = Constraint::new(Arc::new(grammar));
    let (mut bytes, mut count, mut random) = (Vec::new(), 0, seed | 1);
    while !constraint.is_over() {
        let mut logits: Vec<f32> = (0..1_000)
            .map(|_| {
                random = random
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                (random >> 40) as f32
            })
            .collect();
        logits[7] = f32::NAN;
        let before = logits.clone();
        constraint.restrict(trie, &[END], &mut logits, limit - count);
        for (token, (&logit, &before)) in (0..).zip(logits.iter().zip(&before)) {
            let allowed = constraint.allows(trie, token, limit - count)
                || token == END && constraint.may_end();
            assert_eq!(logit.is_finite(), allowed, "token {token}");
            assert!(!allowed || logit == before || before.is_nan());
        }
        let token = (0..)
            .zip(&logits)
            .max_by(|a, b| a.1.total_cmp(b.1))
            .map(|(token, _)| token)
            .unwrap();
        assert!(
            logits[token as usize].is_finite(),
            "nothing is allowed after {bytes:?}"
        );
        if token == END {
            break;
        }
        constraint.advance(trie, token);
        bytes.extend(trie.bytes_of(token));
        count += 1;
    }
    (bytes, count)
}

fn fits(schema: &Schema, value: &Value) -> bool {
    match (schema, value) {
        (Schema::Object(fields), Value::Object(object)) => {
            fields.len() == object.len()
                && fields.iter().all(|(key, field)| fits(field, &object[key]))
        }
        (
            Schema::Array {
                items,
                min_items,
                max_items,
            },
            Value::Array(values),
        ) => {
            (usize::from(*min_items)..=usize::from(*max_items)).contains(&values.len())
                && values.iter().all(|value| fits(items, value))
        }
        (Schema::Text { max_chars }, Value::String(text)) => {
            text.chars().count() <= *max_chars as usize
        }
        (Schema::OneOf(texts), Value::String(text)) => texts.contains(text),
        (Schema::Number { min, max, .. }, Value::Number(number)) => number
            .as_f64()
            .is_some_and(|number| (*min..=*max).contains(&number)),
        (Schema::Boolean, Value::Bool(_)) => true,
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn anything_said_has_the_form_and_ends_in_time(
        schema in schemas(),
        spare in prop_oneof![0..4_usize, 0..60_usize],
        seed in any::<u64>(),
    ) {
        let trie = trie();
        let grammar = Grammar::json(&schema, &trie).unwrap();
        let limit = grammar.fewest_tokens() as usize + spare;
        let (bytes, count) = babble(grammar, &trie, limit, seed);
        prop_assert!(count <= limit);
        let value: Result<Value, _> = serde_json::from_slice(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(value.is_ok(), "{}", text);
        prop_assert!(fits(&schema, &value.unwrap()), "{}", text);
    }

    #[test]
    fn a_choice_is_one_of_the_choices(
        choices in proptest::collection::vec("[a-bé ]{1,5}", 1..6),
        seed in any::<u64>(),
    ) {
        let trie = trie();
        let names: Vec<&str> = choices.iter().map(String::as_str).collect();
        let grammar = Grammar::choices(&names, &trie).unwrap();
        let limit = grammar.fewest_tokens() as usize + 3;
        let (bytes, count) = babble(grammar, &trie, limit, seed);
        prop_assert!(count <= limit);
        prop_assert!(choices.contains(&String::from_utf8(bytes).unwrap()));
    }
}

#[test]
fn spaces_are_allowed_where_models_write_them() {
    let trie = trie();
    let schema = Schema::Object(vec![
        ("a".into(), Schema::Boolean),
        (
            "b".into(),
            Schema::Array {
                items: Box::new(Schema::Number {
                    min: 0.0,
                    max: 99.0,
                    decimals: 0,
                }),
                min_items: 0,
                max_items: 3,
            },
        ),
    ]);
    let grammar = Grammar::json(&schema, &trie).unwrap();
    let accepts = |text: &str| {
        text.bytes()
            .try_fold(grammar.start(), |state, byte| grammar.step(state, byte))
            .is_some_and(|state| grammar.may_end(state))
    };
    for good in [
        r#"{"a":true,"b":[]}"#,
        r#"{"a": false, "b": [1, 22,3]}"#,
        r#"{"a": false, "b":[0]}"#,
    ] {
        assert!(accepts(good), "{good}");
    }
    for bad in [
        r#"{"a":true}"#,
        r#"{"b":[],"a":true}"#,
        r#"{"a":true,"b":[1,2,3,4]}"#,
        r#"{"a":true,"b":[1,]}"#,
        r#"{"a":  true,"b":[]}"#,
        r#"{"a":true,"b":[100]}"#,
        r#"{"a":true,"b":[01]}"#,
        r#" {"a":true,"b":[]}"#,
    ] {
        assert!(!accepts(bad), "{bad}");
    }
}

#[test]
fn what_cannot_be_said_is_refused() {
    let letters = TokenTrie::new((b'a'..=b'z').map(|byte| vec![byte]));
    assert!(Grammar::choices(&["abc"], &letters).is_ok());
    for choices in [&["ab1"][..], &[], &[""]] {
        assert!(Grammar::choices(choices, &letters).is_err(), "{choices:?}");
    }
    let text = Schema::Text { max_chars: 5 };
    assert!(
        Grammar::json(&text, &letters).is_err(),
        "no quotation marks"
    );
    let nothing = Schema::Number {
        min: 2.0,
        max: 1.0,
        decimals: 0,
    };
    assert!(Grammar::json(&nothing, &trie()).is_err());
}
