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
        let chosen = choose(Moment::Opening, &low, seed, "en").unwrap();
        let line = catalogue()
            .iter()
            .find(|line| line.number == chosen.number)
            .unwrap();
        assert!(line.time.is_none_or(|time| time == TimeOfDay::Evening));
        assert_ne!(line.mood, Some(Mood::High));
        assert!(!chosen.text.contains('{'));
    }
}

/// What comes if a prompt is asked for again and again, until none does.
fn all_of(moment: Moment, shown: &mut Vec<(u16, Day)>) -> Vec<u16> {
    let mut numbers = Vec::new();
    loop {
        let mind = Mind { shown, ..NOBODY };
        let seed = (shown.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let Some(Chosen { number, .. }) = choose(moment, &mind, seed, "en") else {
            return numbers;
        };
        assert!(!numbers.contains(&number), "{number} comes twice");
        numbers.push(number);
        shown.push((number, Day(0)));
    }
}

fn fitting(moment: Moment) -> usize {
    let lines = catalogue().iter();
    lines
        .filter(|line| line.moment == moment && fits(line, &NOBODY))
        .count()
}

#[test]
fn none_comes_twice_while_it_rests_and_empty_pages_keep_one_a_day() {
    let mut shown = Vec::new();
    let pauses = all_of(Moment::GoingOn, &mut shown);
    let own = fitting(Moment::GoingOn);
    assert!(
        pauses[..own].iter().all(|number| *number > 1_000),
        "those for pauses come first"
    );
    assert!(pauses.len() > own, "what else fits comes after them");
    let pages = all_of(Moment::Opening, &mut shown);
    assert_eq!(pages.len(), KEPT_FOR_EMPTY_PAGES);
    assert_eq!(
        pauses.len() + pages.len(),
        own + fitting(Moment::Opening),
        "all have come"
    );
    // The first has rested and is not told of any more.
    let (first, _) = shown.remove(0);
    assert_eq!(all_of(Moment::GoingOn, &mut shown), [first]);
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
                .unwrap()
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
    let asked = |language| choose(Moment::Opening, &NOBODY, 3, language).unwrap();
    let (english, german) = (asked("en"), asked("de-AT"));
    assert_eq!(asked("ja"), english);
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
