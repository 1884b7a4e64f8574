use std::collections::BTreeSet;

use super::catalogue::{content, line, others, translations};
use super::*;

const NOBODY: Mind<'_> = Mind {
    time: TimeOfDay::Morning,
    moods: &[],
    title: None,
    tag: None,
    shown: &[],
};

#[test]
fn the_catalogue_is_whole() {
    let raw = include_str!("catalogue.txt");
    for text in content(raw) {
        assert!(line(text).is_some(), "not a prompt: {text}");
    }
    let lines = catalogue();
    assert!(lines.len() >= 200, "{}", lines.len());
    let numbers: BTreeSet<u16> = lines.iter().map(|line| line.number).collect();
    assert_eq!(numbers.len(), lines.len(), "a number is used twice");
    let texts: BTreeSet<&str> = lines.iter().map(|line| line.english).collect();
    assert_eq!(texts.len(), lines.len(), "a prompt is there twice");
    for moment in [Moment::Opening, Moment::GoingOn] {
        let count = lines.iter().filter(|line| line.moment == moment).count();
        assert!(count >= 40, "{moment:?}: {count}");
    }
}

#[test]
fn every_language_has_every_prompt_and_its_blanks() {
    for (tag, file) in others() {
        let translated = translations(file);
        assert_eq!(content(file).count(), translated.len(), "{tag}");
        let numbers: BTreeSet<u16> = translated.keys().copied().collect();
        let wanted: BTreeSet<u16> = catalogue().iter().map(|line| line.number).collect();
        assert_eq!(numbers, wanted, "{tag}");
        for line in catalogue() {
            for blank in ["{title}", "{tag}"] {
                let there = translated[&line.number].contains(blank);
                assert_eq!(line.english.contains(blank), there, "{tag} {}", line.number);
            }
        }
    }
}

#[test]
fn prompts_are_short_and_speak_plainly() {
    for line in catalogue() {
        for text in [line.english, words(line, "de")] {
            assert!((12..=160).contains(&text.chars().count()), "{text}");
            assert!(!text.contains(['!', '*', '_', '<']), "{text}");
            assert!(text.ends_with(['?', '.']), "{text}");
        }
    }
}

#[test]
fn a_prompt_fits_time_and_mood() {
    for seed in (0..50_000).step_by(97) {
        let low = Mind {
            moods: &[1, 2, 2],
            time: TimeOfDay::Evening,
            ..NOBODY
        };
        let chosen = choose(Moment::Opening, &low, seed, "en");
        let line = catalogue()
            .iter()
            .find(|line| line.number == chosen.number)
            .unwrap();
        assert!(line.time.is_none_or(|time| time == TimeOfDay::Evening));
        assert_ne!(line.mood, Some(Mood::High));
        assert!(!chosen.text.contains('{'));
    }
}

#[test]
fn none_comes_twice_until_all_have_come_and_then_the_oldest_does() {
    let mut shown: Vec<(u16, Day)> = Vec::new();
    let possible = catalogue()
        .iter()
        .filter(|line| line.moment == Moment::GoingOn && fits(line, &NOBODY))
        .count();
    for turn in 0..possible {
        let mind = Mind {
            shown: &shown,
            ..NOBODY
        };
        let seed = (turn as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let chosen = choose(Moment::GoingOn, &mind, seed, "en");
        assert!(shown.iter().all(|(number, _)| *number != chosen.number));
        shown.push((chosen.number, Day(turn as i64)));
    }
    let mind = Mind {
        shown: &shown,
        ..NOBODY
    };
    let again = choose(Moment::GoingOn, &mind, 7, "en");
    assert_eq!(again.number, shown[0].0);
}

#[test]
fn what_was_written_lately_is_named_if_it_is_short_enough() {
    let named = |title: &str| {
        let mind = Mind {
            title: Some(title),
            ..NOBODY
        };
        (0..400).any(|seed: u64| {
            choose(Moment::Opening, &mind, seed * 7_919, "de")
                .text
                .contains(title)
        })
    };
    assert!(named("The harbour"));
    assert!(!named(&"long ".repeat(20)));
    assert!(!named("cut…"));
}

#[test]
fn languages_that_are_not_there_are_english() {
    let english = choose(Moment::Opening, &NOBODY, 3, "en");
    assert_eq!(choose(Moment::Opening, &NOBODY, 3, "ja"), english);
    let german = choose(Moment::Opening, &NOBODY, 3, "de-AT");
    assert_eq!(german.number, english.number);
    assert_ne!(german.text, english.text);
}

#[test]
fn moods_lean_or_they_do_not() {
    assert_eq!(recent_mood(&[]), None);
    assert_eq!(recent_mood(&[3, 3]), None);
    assert_eq!(recent_mood(&[1, 4]), Some(Mood::Low));
    assert_eq!(recent_mood(&[5, 2, 4]), Some(Mood::High));
}
