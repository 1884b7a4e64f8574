//! Tags, typed where one writes: `#garden`, `＃旅行`.
//!
//! A tag is a number sign and a name, as Unicode's identifier standard draws hashtags (UAX #31,
//! section 6): letters, digits and marks of any script, with `-`, `_` and joiners between
//! them. What reads as something else is none: a number (`#1`), a heading's sign (`# Day`), an
//! anchor of an address, an escaped `\#`, and whatever stands in code, in a link or in HTML.

use core::ops::Range;
use std::borrow::Cow;

use icu_normalizer::ComposingNormalizerBorrowed;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use unicode_ident::is_xid_continue;

use crate::limits::{MAX_TAG_CHARS, MAX_TAGS};

/// The number sign, and the full-width one of East Asian keyboards.
const SIGNS: [char; 2] = ['#', '＃'];
/// What may stand between two characters of a name, one at a time: `to-do`, and the joiners
/// that Persian and Indic words are spelled with.
const BETWEEN: [char; 4] = ['-', '_', '\u{200c}', '\u{200d}'];
/// Signs after which a number sign belongs to an entity, an address, an assignment or a name.
const NOT_AFTER: [char; 7] = ['#', '＃', '&', '/', '\\', '=', '@'];

/// A tag where it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedTag<'t> {
    /// Bytes of the text that it takes up, its sign included.
    pub range: Range<usize>,
    /// Its name without the sign, composed (NFC).
    pub name: Cow<'t, str>,
}

/// Every tag in a Markdown text, in order, repeated ones too.
#[must_use]
pub fn typed_tags(markdown: &str) -> Vec<TypedTag<'_>> {
    let mut tags = Vec::new();
    if markdown.contains(SIGNS) {
        for run in prose(markdown) {
            scan(markdown, run, &mut tags);
        }
    }
    tags
}

/// The different tags among `known` and those typed in a text, in the spelling that comes
/// first; at most [`MAX_TAGS`].
#[must_use]
pub fn tags_with(known: &[String], markdown: &str) -> Vec<String> {
    let typed = typed_tags(markdown);
    let known = known.iter().map(String::as_str);
    let mut tags: Vec<String> = Vec::new();
    for name in known.chain(typed.iter().map(|tag| tag.name.as_ref())) {
        if tags.len() < MAX_TAGS && !tags.iter().any(|tag| is_same_tag(tag, name)) {
            tags.push(name.to_owned());
        }
    }
    tags
}

/// The tags of `all` that were not typed in the text: those that came with an import.
#[must_use]
pub fn untyped_tags(all: &[String], markdown: &str) -> Vec<String> {
    let typed = typed_tags(markdown);
    let is_typed = |tag: &str| typed.iter().any(|typed| is_same_tag(&typed.name, tag));
    all.iter().filter(|tag| !is_typed(tag)).cloned().collect()
}

/// Whether two names are one tag: capital letters do not matter.
#[must_use]
pub fn is_same_tag(one: &str, other: &str) -> bool {
    one == other || folded(one).eq(folded(other))
}

/// What two spellings of one tag have in common.
#[must_use]
pub fn tag_key(name: &str) -> String {
    folded(name).collect()
}

/// The name in what somebody typed as a tag, with or without its sign; spaces between words
/// become hyphens. `None` if no tag can be called so.
#[must_use]
pub fn tag_name(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed
        .trim_start()
        .trim_start_matches(SIGNS)
        .split_whitespace()
        .collect();
    let name = words.join("-");
    let name = ComposingNormalizerBorrowed::new_nfc().normalize(&name);
    (name_length(&name) == name.len() && is_name(&name)).then(|| name.into_owned())
}

/// The text with the tag `from` called `to`, and how often it was; `to` is a name by
/// [`tag_name`].
#[must_use]
pub fn rename_typed_tag(markdown: &str, from: &str, to: &str) -> (String, usize) {
    let mut renamed = String::with_capacity(markdown.len());
    let (mut copied, mut count) = (0, 0);
    for tag in typed_tags(markdown) {
        if is_same_tag(&tag.name, from) {
            // The sign, which has its own width, stays as it was typed.
            let sign = markdown[tag.range.clone()].chars().next();
            let name_at = tag.range.start + sign.map_or(0, char::len_utf8);
            renamed += &markdown[copied..name_at];
            renamed += to;
            (copied, count) = (tag.range.end, count + 1);
        }
    }
    renamed += &markdown[copied..];
    (renamed, count)
}

fn folded(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

/// The stretches of a text that are prose: not code, links, pictures or HTML. What touches is
/// one stretch.
fn prose(markdown: &str) -> Vec<Range<usize>> {
    // As the reading view reads it.
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES;
    let mut runs: Vec<Range<usize>> = Vec::new();
    let mut hidden_in = 0_usize;
    for (event, range) in Parser::new_ext(markdown, options).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::Link { .. } | Tag::Image { .. }) => {
                hidden_in += 1;
            }
            Event::End(TagEnd::CodeBlock | TagEnd::Link | TagEnd::Image) => {
                hidden_in = hidden_in.saturating_sub(1);
            }
            Event::Text(_) if hidden_in == 0 => match runs.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => runs.push(range),
            },
            _ => {}
        }
    }
    runs
}

fn scan<'t>(text: &'t str, run: Range<usize>, tags: &mut Vec<TypedTag<'t>>) {
    let mut at = run.start;
    while let Some(offset) = text[at..run.end].find(SIGNS) {
        let start = at + offset;
        let sign = text[start..].chars().next();
        let name_at = start + sign.map_or(0, char::len_utf8);
        let name = &text[name_at..run.end];
        let name = &name[..name_length(name)];
        let before = text[..start].chars().next_back();
        at = name_at + name.len();
        if before.is_none_or(may_precede) && is_name(name) {
            tags.push(TypedTag {
                range: start..at,
                name: ComposingNormalizerBorrowed::new_nfc().normalize(name),
            });
        }
    }
}

/// Bytes of the name that a text begins with.
fn name_length(text: &str) -> usize {
    let mut end = 0;
    for (at, sign) in text.char_indices() {
        if BETWEEN.contains(&sign) {
            // One between two; at the beginning or after another it ends the name.
            if at == 0 || end != at {
                break;
            }
        } else if is_xid_continue(sign) {
            end = at + sign.len_utf8();
        } else {
            break;
        }
    }
    end
}

fn is_name(name: &str) -> bool {
    name.chars().any(char::is_alphabetic) && name.chars().count() <= MAX_TAG_CHARS
}

/// Whether a tag may begin after this sign: not within a word, except where words are written
/// without spaces.
fn may_precede(sign: char) -> bool {
    let is_within_word = is_xid_continue(sign) && sign != '_' && !is_written_without_spaces(sign);
    !is_within_word && !NOT_AFTER.contains(&sign)
}

/// Han, Kana, Thai, Lao, Myanmar and Khmer.
const fn is_written_without_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}'
        | '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(markdown: &str) -> Vec<String> {
        let tags = typed_tags(markdown).into_iter();
        tags.map(|tag| tag.name.into_owned()).collect()
    }

    #[test]
    fn tags_are_found_where_people_type_them() {
        assert_eq!(names("#rain all day, then #Lena."), ["rain", "Lena"]);
        assert_eq!(
            names("a walk (#harbour), “#evening”"),
            ["harbour", "evening"]
        );
        assert_eq!(
            names("- #one\n- two #two!\n> #three"),
            ["one", "two", "three"]
        );
        assert_eq!(
            names("**#bold** _#leaning_ ~~#struck~~"),
            ["bold", "leaning", "struck"]
        );
        assert_eq!(names("#one,#two;#three"), ["one", "two", "three"]);
        assert_eq!(names("Seen with #mum’s dog"), ["mum"]);
        assert_eq!(names("a | b\n--|--\n#x | #y"), ["x", "y"]);
    }

    #[test]
    fn names_are_of_any_script() {
        assert_eq!(
            names("#Grüße #Übermut #Straße #naïve"),
            ["Grüße", "Übermut", "Straße", "naïve"]
        );
        assert_eq!(names("#旅行 ＃東京　#日記。"), ["旅行", "東京", "日記"]);
        assert_eq!(names("今日は散歩した#犬"), ["犬"]);
        assert_eq!(
            names("#здоровье #שבת #هدوء #हिन्दी #가족"),
            ["здоровье", "שבת", "هدوء", "हिन्दी", "가족"]
        );
        assert_eq!(names("#می\u{200c}خواهم"), ["می\u{200c}خواهم"]);
        // A letter and its dots apart are the letter with dots.
        assert_eq!(names("#u\u{308}ber"), ["über"]);
    }

    #[test]
    fn signs_between_words_belong_to_the_name() {
        assert_eq!(
            names("#to-do #snake_case #2026-goals"),
            ["to-do", "snake_case", "2026-goals"]
        );
        assert_eq!(names("#end- #end_ #a--b #-x #_y"), ["end", "end", "a"]);
        assert_eq!(names("#a_b_c and *#d*"), ["a_b_c", "d"]);
    }

    #[test]
    fn what_reads_as_something_else_is_no_tag() {
        for text in [
            "# Heading",
            "## Heading #",
            "#",
            "##double",
            "we were #1, page #12",
            "C#sharp and a#b",
            "\\#escaped",
            "&#x41; &#65;",
            "https://example.org/#anchor and example.org/page#part",
            "[#in a link](https://example.org)",
            "[text](https://example.org/#x \"#title\")",
            "<https://example.org/a(#b)>",
            "![#alt](x)",
            "`#code` and ``a #b``",
            "```\n#fenced\n```",
            "~~~ #info\n#fenced\n~~~",
            "    #indented",
            "<font color=\"#fade00\">",
            "[ref]\n\n[ref]: #target",
            "me@#x",
        ] {
            assert_eq!(names(text), [""; 0], "{text}");
        }
        assert_eq!(
            names(&format!("#{}", "x".repeat(MAX_TAG_CHARS + 1))),
            [""; 0]
        );
        assert_eq!(names(&format!("#{}", "é".repeat(MAX_TAG_CHARS))).len(), 1);
    }

    #[test]
    fn a_heading_may_hold_a_tag() {
        assert_eq!(names("# The harbour #travel\n\ntext"), ["travel"]);
    }

    #[test]
    fn each_tag_is_listed_once_in_its_first_spelling() {
        let known = ["Rome".to_owned()];
        assert_eq!(
            tags_with(&known, "#Lena #rome #LENA #über #ÜBER"),
            ["Rome", "Lena", "über"]
        );
        let many: String = (0..100).map(|at| format!("#tag{at} ")).collect();
        assert_eq!(tags_with(&[], &many).len(), MAX_TAGS);
        assert_eq!(untyped_tags(&known, "nothing"), ["Rome"]);
        assert_eq!(untyped_tags(&known, "#rome"), [""; 0]);
    }

    #[test]
    fn a_name_is_what_could_be_typed() {
        assert_eq!(tag_name(" #Garden ").as_deref(), Some("Garden"));
        assert_eq!(tag_name("＃旅行").as_deref(), Some("旅行"));
        assert_eq!(tag_name("two words").as_deref(), Some("two-words"));
        for wrong in [
            "",
            "#",
            "12",
            "a.b",
            "a#b",
            "-a",
            "a-",
            &"x".repeat(MAX_TAG_CHARS + 1),
        ] {
            assert_eq!(tag_name(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn renaming_touches_the_tag_alone() {
        let text = "#Rome, #romeo and ＃rome. `#rome` [#rome](x) Rome";
        let (renamed, count) = rename_typed_tag(text, "ROME", "roma");
        assert_eq!(renamed, "#roma, #romeo and ＃roma. `#rome` [#rome](x) Rome");
        assert_eq!(count, 2);
        assert_eq!(rename_typed_tag(text, "paris", "x"), (text.to_owned(), 0));
    }

    #[test]
    fn long_and_hostile_texts_end() {
        for piece in ["#", "#a", "[#", "*#a ", "`#", "> #x\n", "＃", "<#", "#a_"] {
            let text = piece.repeat(50_000 / piece.chars().count());
            assert!(tags_with(&[], &text).len() <= MAX_TAGS);
        }
    }
}
