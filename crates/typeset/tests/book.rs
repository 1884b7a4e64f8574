//! Books, read back by programs that are not ours: what they say, in which order, in which fonts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::path::{Path, PathBuf};
use std::process::Command;

use companion_core::{
    Attachment, AttachmentId, AttachmentKind, EntryId, EntrySummary, JournalEntry, Mood, Timestamp,
};
use companion_exchange::export::{About, Departing, Words};
use companion_typeset::{Book, Catalogue, Paper, TypesetError};

/// Style sheets of the packages that the build takes fonts from, with whose Han letters they draw.
const SHEETS: [(&str, &str, &str, &str); 6] = [
    ("any", "literata", "wght.css", "normal"),
    ("any", "literata", "wght-italic.css", "italic"),
    ("any", "noto-serif-hebrew", "wght.css", "normal"),
    ("any", "noto-naskh-arabic", "wght.css", "normal"),
    ("zh", "noto-sans-sc", "wght.css", "normal"),
    ("ja", "noto-sans-jp", "wght.css", "normal"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The list that the build makes, of the same packages.
fn catalogue() -> String {
    let mut list = String::new();
    for (han, family, sheet, style) in SHEETS {
        let package = format!("node_modules/@fontsource-variable/{family}");
        let css = std::fs::read_to_string(root().join(&package).join(sheet));
        let css = css.expect("`make setup` installs the packages with fonts");
        let mut lines = Vec::new();
        for rule in css.split("@font-face").skip(1) {
            let file = rule
                .split("files/")
                .nth(1)
                .unwrap()
                .split(')')
                .next()
                .unwrap();
            let name = file.split("-wght").next().unwrap();
            let ranges = rule.split("unicode-range:").nth(1).unwrap();
            let ranges = ranges.split(';').next().unwrap().trim();
            let line = format!("{han}\t{name}\t{style}\t{package}/files/{file}\t1\t00\t{ranges}\n");
            lines.push((name != "literata-latin", line));
        }
        // The main letters come first.
        lines.sort_by_key(|(is_other, _)| *is_other);
        list.extend(lines.into_iter().map(|(_, line)| line));
    }
    list
}

fn at(day: i64) -> Timestamp {
    Timestamp {
        unix_ms: 1_767_222_000_000 + day * 86_400_000,
        utc_offset_minutes: 60,
    }
}

fn entry(day: i64, content: &str) -> JournalEntry {
    JournalEntry {
        id: EntryId::from_bytes([7; 16]),
        created: at(day),
        edited: at(day),
        content: content.to_owned(),
        prompt_used: None,
        word_count: 0,
        duration_seconds: 0,
        mood: None,
        is_favourite: false,
        tags: Vec::new(),
        attachments: Vec::new(),
        origin: None,
    }
}

fn bind(entries: &[(JournalEntry, Vec<Option<Vec<u8>>>)], paper: Paper) -> Vec<u8> {
    let lines: Vec<EntrySummary> = entries.iter().map(|(entry, _)| entry.summary()).collect();
    let about = About {
        words: Words::of("en"),
        made: at(0),
        entries: &lines,
    };
    let mut book = Book::new(Catalogue::parse(&catalogue()).unwrap(), about, paper);
    entries.iter().for_each(|(entry, _)| book.look(entry));
    for font in book.fonts_needed() {
        let bytes = std::fs::read(root().join(&font.path)).unwrap();
        book.add_font(&font.path, &bytes).unwrap();
    }
    book.begin(about);
    for (entry, files) in entries {
        book.add(Departing { entry, files });
    }
    book.finish().unwrap()
}

fn book(texts: &[&str]) -> Vec<u8> {
    let days = texts.iter().zip(0..);
    let entries: Vec<_> = days
        .map(|(text, day)| (entry(day, text), Vec::new()))
        .collect();
    bind(&entries, Paper::A4)
}

/// What a program of poppler says of a PDF.
fn asked(program: &str, arguments: &[&str], pdf: &[u8]) -> String {
    let folder = std::env::temp_dir().join(format!("companion-typeset-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let thread = format!("{:?}", std::thread::current().id());
    let file = folder.join(format!("{}.pdf", thread.replace(['(', ')'], "")));
    std::fs::write(&file, pdf).unwrap();
    let mut command = Command::new(program);
    command.arg(&file).args(arguments);
    let output = command.output();
    let output = output.unwrap_or_else(|_| panic!("`make setup` for tests installs {program}"));
    let _ = std::fs::remove_file(&file);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn text_of(pdf: &[u8]) -> String {
    // Marks of direction say nothing that is not in the letters.
    asked("pdftotext", &["-"], pdf).replace(
        ['\u{202a}', '\u{202b}', '\u{202c}', '\u{200e}', '\u{200f}'],
        "",
    )
}

const HEBREW: &str = "שלום עולם היום ירד גשם";
const ARABIC: &str = "مرحبا بالعالم";
const CHINESE: &str = "今天下雨了，我在家里读书。";
const JAPANESE: &str = "今日は雨が降って、図書館へ行きました。";

#[test]
fn text_is_read_in_the_order_in_which_it_was_written() {
    let pdf = book(&[
        "# A walk\n\nIn the *Jardín* with Łukasz: «façade», **οὐρανός** and Снег.",
        &format!("{HEBREW}\n\n{ARABIC}"),
        CHINESE,
        JAPANESE,
    ]);
    let text = text_of(&pdf);
    for said in [
        "A walk",
        "Jardín",
        "Łukasz",
        "façade",
        "οὐρανός",
        "Снег",
        HEBREW,
        CHINESE,
        JAPANESE,
    ] {
        assert!(text.contains(said), "{said} is not in:\n{text}");
    }
    assert!(text.contains("Thursday, 1 January 2026, 00:00"), "{text}");
    assert!(text.contains("4 entries"), "{text}");
}

/// Where signs stand between words, poppler guesses at the spaces: the words themselves are compared.
#[test]
fn a_page_from_right_to_left_is_read_from_the_right() {
    let said = "היום ירד גשם, והרחוב היה ריק.";
    let text = text_of(&book(&[&[said; 12].join("\n\n")]));
    let words = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphabetic())
            .collect::<String>()
    };
    assert!(words(&text).contains(&words(said)), "{text}");
}

#[test]
fn joined_letters_are_still_letters() {
    let text = text_of(&book(&[ARABIC]));
    assert!(text.contains(ARABIC), "{text}");
    let text = text_of(&book(&["office waffle fjord"]));
    assert!(text.contains("office waffle fjord"), "{text}");
}

#[test]
fn fonts_are_in_the_file_and_only_what_is_needed_of_them() {
    let pdf = book(&[HEBREW, ARABIC, CHINESE]);
    let fonts = asked("pdffonts", &[], &pdf);
    let lines: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(lines.len() >= 4, "{fonts}");
    for line in lines {
        let marks = line
            .split_whitespace()
            .filter(|word| *word == "yes")
            .count();
        // Embedded, a subset, and with the letters that its signs stand for.
        assert_eq!(marks, 3, "{line}");
        assert!(line.contains('+'), "{line}");
    }
    assert!(pdf.len() < 150_000, "{} bytes", pdf.len());
}

#[test]
fn han_letters_look_as_in_their_language() {
    let fonts = asked("pdffonts", &[], &book(&[JAPANESE]));
    assert!(fonts.contains("JP") && !fonts.contains("SC"), "{fonts}");
    let fonts = asked("pdffonts", &[], &book(&[CHINESE]));
    assert!(fonts.contains("SC") && !fonts.contains("JP"), "{fonts}");
}

#[test]
fn long_entries_go_on_over_pages_and_lose_nothing() {
    let words: Vec<String> = (0..6_000).map(|number| format!("w{number}")).collect();
    let paragraphs: Vec<String> = words.chunks(97).map(|chunk| chunk.join(" ")).collect();
    let pdf = book(&[&paragraphs.join("\n\n"), "The end."]);
    let text = text_of(&pdf);
    let mut at = 0;
    for word in &words {
        let found = text[at..].find(word.as_str());
        at += found.unwrap_or_else(|| panic!("{word} is missing or out of order"));
    }
    assert!(text[at..].contains("The end."));
    let info = asked("pdfinfo", &[], &pdf);
    let pages = info
        .lines()
        .find_map(|line| line.strip_prefix("Pages:"))
        .unwrap();
    assert!(
        (8..40).contains(&pages.trim().parse::<u32>().unwrap()),
        "{info}"
    );
    assert!(
        info.contains("My journal") && info.contains("595.28 x 841.89"),
        "{info}"
    );
}

#[test]
fn everything_that_markdown_has_is_set() {
    let pdf = book(&[
        "# One\n## Two\n### Three\n\ntext `code` ~~gone~~ [link](https://example.org/x)\nnext line\n\n\
        1. first\n2. second\n   - inner\n\n> quoted **bold**\n\n```\nlet x = 1;\n```\n\n---\n\n\
        | a | b |\n|---|---|\n| cell | other |\n\n<b>typed</b>",
    ]);
    let text = text_of(&pdf);
    for said in [
        "One",
        "Two",
        "Three",
        "code",
        "gone",
        "link",
        "next line",
        "1.",
        "first",
        "•",
        "inner",
        "quoted bold",
        "let x = 1;",
        "cell",
        "other",
        "<b>typed</b>",
    ] {
        assert!(text.contains(said), "{said} is not in:\n{text}");
    }
    assert!(String::from_utf8_lossy(&pdf).contains("https://example.org/x"));
}

#[test]
fn photos_marks_and_questions_are_there() {
    let mut walk = entry(0, "Look.");
    walk.mood = Some(Mood::Great);
    walk.is_favourite = true;
    walk.tags = vec!["garden".into()];
    walk.prompt_used = Some("What did you see?".into());
    let attachment = |kind, description: &str| Attachment {
        id: AttachmentId::from_bytes([1; 16]),
        kind,
        media_type: "image/png".into(),
        length_bytes: 1,
        description: description.into(),
        width_px: None,
        height_px: None,
        duration_ms: None,
        caption: String::new(),
        name: None,
    };
    walk.attachments = vec![
        attachment(AttachmentKind::Photo, "The old gate"),
        attachment(AttachmentKind::Photo, "A broken file"),
        attachment(AttachmentKind::Recording, "Birds"),
    ];
    let png = std::fs::read(root().join("static/icons/icon-192.png")).unwrap();
    let files = vec![Some(png), Some(b"no picture".to_vec()), Some(Vec::new())];
    let pdf = bind(&[(walk, files)], Paper::Letter);
    let text = text_of(&pdf);
    for said in [
        "Mood: Great",
        "#garden",
        "What did you see?",
        "The old gate",
        "could not be read",
        "Birds",
    ] {
        assert!(text.contains(said), "{said} is not in:\n{text}");
    }
    let images = asked("pdfimages", &["-list"], &pdf);
    assert!(images.lines().count() >= 3, "{images}");
    assert!(asked("pdfinfo", &[], &pdf).contains("612 x 792"));
}

#[test]
fn letters_that_no_font_has_are_named() {
    let lines = [entry(0, "አማርኛ").summary()];
    let about = About {
        words: Words::of("en"),
        made: at(0),
        entries: &lines,
    };
    let mut book = Book::new(Catalogue::parse(&catalogue()).unwrap(), about, Paper::A4);
    book.look(&entry(0, "አማርኛ and Deutsch\u{200d}"));
    let missing: String = book.letters_without_font().into_iter().collect();
    assert_eq!(missing, "ማርኛአ");
    assert_eq!(
        book.add_font("fonts/unknown.woff2", b""),
        Err(TypesetError::Font("fonts/unknown.woff2".into()))
    );
}

#[test]
fn an_empty_journal_is_a_book_of_one_page() {
    let text = text_of(&book(&[]));
    assert!(text.contains("0 entries"), "{text}");
}

#[test]
fn the_same_entries_make_the_same_file() {
    assert!(book(&["One", HEBREW]) == book(&["One", HEBREW]));
}
