//! Texts with gaps: the few things that a sentence needs, as data.

use std::borrow::Cow;

/// A piece of a text.
#[derive(Debug)]
pub(crate) enum Part {
    /// Said as it is.
    Text(&'static str),
    /// The value with this number.
    Value(usize),
    /// What is said depends on the value with this number; the first case that holds is said.
    Choice(usize, &'static [(Case, &'static [Part])]),
}

/// When a choice holds.
#[derive(Debug)]
pub(crate) enum Case {
    /// The value is this number.
    Exactly(f64),
    /// The value is this text, or a number of this plural category (CLDR: `one`, `few`, …).
    Named(&'static str),
    /// In every other case.
    Otherwise,
}

/// What fills a gap.
#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    /// Somebody's words.
    Text(Cow<'a, str>),
    /// A number, written as the language writes it.
    Number(f64),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

/// Whole numbers. What is counted here is far inside the 53 bits of a double.
macro_rules! from_whole_numbers {
    ($($number:ty),*) => {$(
        impl From<$number> for Value<'_> {
            fn from(number: $number) -> Self {
                Self::Number(number as f64)
            }
        }
    )*};
}

from_whole_numbers!(u8, u16, u32, u64, usize, i32, i64);

/// What a language knows besides its words.
pub(crate) trait Speaker {
    /// A text of the language's own.
    fn text<'a>(&self, text: &'a str) -> Cow<'a, str> {
        Cow::Borrowed(text)
    }

    /// A number as it is written.
    fn number(&self, number: f64) -> String;

    /// The plural category of a number (CLDR).
    fn plural(&self, number: f64) -> String;

    /// Whether foreign text is kept apart: somebody's words may run the other way.
    fn isolates(&self) -> bool;
}

/// The text with its gaps filled.
pub(crate) fn fill(parts: &[Part], values: &[Value<'_>], speaker: &impl Speaker) -> String {
    let mut text = String::new();
    add(&mut text, parts, values, speaker);
    text
}

fn add(told: &mut String, parts: &[Part], values: &[Value<'_>], speaker: &impl Speaker) {
    for part in parts {
        match part {
            Part::Text(text) => told.push_str(&speaker.text(text)),
            Part::Value(at) => match values.get(*at) {
                Some(Value::Number(number)) => told.push_str(&speaker.number(*number)),
                Some(Value::Text(text)) if speaker.isolates() => {
                    told.extend(["\u{2068}", text, "\u{2069}"]);
                }
                Some(Value::Text(text)) => told.push_str(text),
                None => {}
            },
            Part::Choice(at, cases) => {
                let value = values.get(*at);
                let category = match value {
                    Some(Value::Number(number)) => Cow::Owned(speaker.plural(*number)),
                    Some(Value::Text(text)) => Cow::Borrowed(text.as_ref()),
                    None => Cow::Borrowed(""),
                };
                let holds = |case: &Case| match (case, value) {
                    (Case::Otherwise, _) => true,
                    (Case::Named(name), _) => *name == category,
                    (Case::Exactly(number), Some(Value::Number(value))) => number == value,
                    (Case::Exactly(_), _) => false,
                };
                if let Some((_, said)) = cases.iter().find(|(case, _)| holds(case)) {
                    add(told, said, values, speaker);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Speaks as English does.
    struct English {
        isolates: bool,
    }

    impl Speaker for English {
        fn number(&self, number: f64) -> String {
            format!("<{number}>")
        }

        fn plural(&self, number: f64) -> String {
            if number == 1.0 { "one" } else { "other" }.to_owned()
        }

        fn isolates(&self) -> bool {
            self.isolates
        }
    }

    const ENTRIES: &[Part] = &[
        Part::Value(1),
        Part::Text(": "),
        Part::Choice(
            0,
            &[
                (Case::Exactly(0.0), &[Part::Text("nothing")]),
                (Case::Named("one"), &[Part::Text("one entry")]),
                (Case::Otherwise, &[Part::Value(0), Part::Text(" entries")]),
            ],
        ),
    ];

    fn told(number: u32, isolates: bool) -> String {
        fill(
            ENTRIES,
            &[number.into(), "Trash".into()],
            &English { isolates },
        )
    }

    #[test]
    fn a_number_chooses_exactly_then_by_its_category() {
        assert_eq!(told(0, false), "Trash: nothing");
        assert_eq!(told(1, false), "Trash: one entry");
        assert_eq!(told(12, false), "Trash: <12> entries");
    }

    #[test]
    fn somebodys_words_are_kept_apart_where_the_text_runs_the_other_way() {
        assert_eq!(told(1, true), "\u{2068}Trash\u{2069}: one entry");
    }

    #[test]
    fn a_text_chooses_by_its_name() {
        let parts = &[Part::Choice(
            0,
            &[
                (Case::Named("mac"), &[Part::Text("⌘")]),
                (Case::Otherwise, &[Part::Text("Ctrl")]),
            ],
        )];
        let of = |name: &'static str| fill(parts, &[name.into()], &English { isolates: false });
        assert_eq!(of("mac"), "⌘");
        assert_eq!(of("other"), "Ctrl");
    }
}
