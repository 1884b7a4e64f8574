//! `companion-native import` and `export`: journals of other programs come in, chosen entries go out, and
//! what went out comes back as it was.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use companion_exchange::import::{About, ForeignEntry, Import};
use tempfile::TempDir;

const PASSPHRASE: &str = "mossy kettle under nine lamps";
const IMPORT_PASSWORD: &str = "mossy kettle";

fn fixture(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/import");
    folder.join(name).to_str().unwrap().to_owned()
}

/// A folder with journals in it, and a file with their passphrase.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        fs::write(desk.path("password"), format!("{IMPORT_PASSWORD}\n")).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, journal: &str, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_companion-native"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("COMPANION_DATA_DIR", self.path(journal))
            .env("COMPANION_PASSPHRASE_FILE", self.path("passphrase"))
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// What a command prints that succeeds.
    fn told(&self, journal: &str, arguments: &[&str]) -> String {
        let output = self.run(journal, arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// A built app, as far as a book needs it: fonts of Latin letters alone, and the list of them.
    fn app(&self) {
        let fonts = self.path("dist/fonts");
        fs::create_dir_all(&fonts).unwrap();
        fs::write(self.path("dist/index.html"), "").unwrap();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../static/fonts");
        let list = ["normal", "italic"].map(|style| {
            let file = format!("literata-latin-{style}.woff2");
            fs::copy(own.join(&file), fonts.join(&file)).unwrap();
            format!("any\tlatin\t{style}\tfonts/{file}\t1\t00\tU+0000-00FF,U+2000-206F\n")
        });
        fs::write(fonts.join("print.tsv"), list.concat()).unwrap();
    }

    /// What a program of poppler says of a file.
    fn asked(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program)
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap_or_else(|_| panic!("`make setup` for tests installs {program}"));
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Everything in an exported file, by the entries' ids, with the bytes of what they carry.
    fn read(&self, name: &str) -> Vec<(ForeignEntry, Vec<Vec<u8>>)> {
        let file = File::open(self.path(name)).unwrap();
        let mut import = Import::open(file, About::default()).unwrap();
        let mut found = Vec::new();
        while let Some(one) = import.next(&|_, _| Some(0)).unwrap() {
            let entry = one.entry.unwrap();
            let carried = entry.attachments.iter();
            let bytes = carried.map(|one| import.read_attachment(one).unwrap());
            let bytes = bytes.collect();
            found.push((entry, bytes));
        }
        found.sort_by_key(|(entry, _)| entry.id);
        found
    }
}

/// What stays the same however often an entry travels: all but where it came from last, and where in its
/// file the attachments lie.
fn lasting(
    read: Vec<(ForeignEntry, Vec<Vec<u8>>)>,
) -> Vec<(ForeignEntry, Vec<Vec<u8>>, Vec<String>)> {
    let lasting = read.into_iter().map(|(mut entry, bytes)| {
        entry.origin = None;
        let said = std::mem::take(&mut entry.attachments).into_iter();
        let said = said.map(|one| {
            format!(
                "{} {} {} {:?}",
                one.media_type, one.description, one.caption, one.duration_ms
            )
        });
        (entry, bytes, said.collect())
    });
    lasting.collect()
}

#[test]
fn journals_come_in_are_counted_and_come_back_as_they_went_out() {
    let desk = Desk::new();
    desk.told("a", &["create"]);
    let dry = desk.told("a", &["import", "--dry-run", &fixture("day-one.zip")]);
    assert!(
        dry.contains("3 entries would come. Nothing was changed."),
        "{dry}"
    );
    assert!(dry.contains("Rain on the harbour"), "{dry}");
    for (name, reconciled) in [
        ("day-one.zip", "Day One: 5 found = 3 imported + 2 skipped."),
        (
            "companion.zip",
            "Companion's JSON: 3 found = 2 imported + 1 skipped.",
        ),
        (
            "jrnl-encrypted.txt",
            "jrnl: 3 found = 3 imported + 0 skipped.",
        ),
    ] {
        let file = fixture(name);
        let told = desk.told(
            "a",
            &["import", "--import-password-file", "password", &file],
        );
        assert!(told.contains(reconciled), "{told}");
    }
    let again = desk.told("a", &["import", &fixture("day-one.zip")]);
    assert!(
        again.contains("5 found = 0 imported + 5 skipped."),
        "{again}"
    );
    assert!(again.contains("3 skipped: here already."), "{again}");
    fs::write(desk.path("letter.docx"), b"\xd0\xcf\x11\xe0").unwrap();
    let refused = desk.run("a", &["import", "letter.docx"]);
    assert_eq!(refused.status.code(), Some(1), "{refused:?}");

    // Out and in again, both ways.
    let export = |journal: &str, format: &str, file: &str| {
        desk.told(journal, &["export", "--format", format, "--output", file])
    };
    assert!(export("a", "json", "a.zip").contains("8 entries"));
    export("a", "markdown", "a-markdown.zip");
    let written = lasting(desk.read("a.zip"));
    assert_eq!(written.len(), 8);
    assert_eq!(
        written
            .iter()
            .filter(|(_, bytes, _)| !bytes.is_empty())
            .count(),
        2
    );
    assert!(
        written
            .iter()
            .any(|(entry, ..)| entry.mood.is_some() && entry.is_favourite)
    );
    for file in ["a.zip", "a-markdown.zip"] {
        let journal = format!("from-{file}");
        desk.told(&journal, &["create"]);
        let told = desk.told(&journal, &["import", file]);
        assert!(told.contains("8 found = 8 imported + 0 skipped."), "{told}");
        let back = format!("back-{file}");
        export(&journal, "json", &back);
        assert_eq!(lasting(desk.read(&back)), written, "{file}");
    }
}

#[test]
fn chosen_entries_go_out() {
    let desk = Desk::new();
    desk.told("a", &["create"]);
    for name in ["day-one.zip", "jrnl.txt"] {
        desk.told("a", &["import", &fixture(name)]);
    }
    let export = |arguments: &[&str], file: &str| {
        let all = [&["export", "--output", file], arguments].concat();
        desk.told("a", &all);
        fs::read(desk.path(file)).unwrap()
    };
    export(&["--format", "json", "--tag", "#harbour"], "tag.zip");
    assert_eq!(desk.read("tag.zip").len(), 1);
    export(
        &[
            "--format",
            "json",
            "--from",
            "2024-02-04",
            "--to",
            "2024-02-05",
        ],
        "days.zip",
    );
    assert_eq!(desk.read("days.zip").len(), 3);
    export(&["--format", "json", "--favourites"], "dear.zip");
    assert_eq!(desk.read("dear.zip").len(), 2);
    let page = String::from_utf8(export(
        &["--format", "html", "--language", "de"],
        "all.html",
    ))
    .unwrap();
    assert!(
        page.contains("lang=\"de\"") && page.contains("We walked home."),
        "{page}"
    );
    // The photo is in it, and nothing is fetched.
    assert!(page.contains("data:image/jpeg;base64,") && !page.contains("src=\"http"));
    let nothing = desk.run("a", &["export", "--format", "json", "--tag", "nowhere"]);
    assert_eq!(nothing.status.code(), Some(1), "{nothing:?}");
}

#[test]
fn chosen_entries_become_a_book() {
    let desk = Desk::new();
    desk.app();
    desk.told("a", &["create"]);
    desk.told("a", &["import", &fixture("day-one.zip")]);
    let export = |more: &[&str], file: &str| {
        let all = ["export", "--format", "pdf", "--output", file];
        desk.run("a", &[&all[..], more].concat())
    };
    let whole = export(&[], "all.pdf");
    assert!(whole.status.success(), "{whole:?}");
    let told = String::from_utf8_lossy(&whole.stdout);
    assert!(told.contains("Written to all.pdf: 3 entries."), "{told}");
    let text = desk.asked("pdftotext", &["all.pdf", "-"]);
    assert!(
        text.contains("Rain on the harbour") && text.contains("From the second journal"),
        "{text}"
    );
    let about = desk.asked("pdfinfo", &["all.pdf"]);
    assert!(about.contains("(A4)"), "{about}");
    // The photo is in it, and so are the fonts.
    assert!(
        desk.asked("pdfimages", &["-list", "all.pdf"])
            .contains("jpeg")
    );
    assert!(desk.asked("pdffonts", &["all.pdf"]).contains("Literata"));

    let one = export(
        &["--tag", "harbour", "--paper", "letter", "--language", "de"],
        "one.pdf",
    );
    assert!(one.status.success(), "{one:?}");
    assert!(desk.asked("pdfinfo", &["one.pdf"]).contains("(letter)"));
    let text = desk.asked("pdftotext", &["one.pdf", "-"]);
    assert!(
        text.contains("1 Eintrag") && !text.contains("From the second journal"),
        "{text}"
    );
}

#[test]
fn a_book_says_what_it_lacks_and_leaves_nothing_half_done() {
    let desk = Desk::new();
    desk.told("a", &["create"]);
    let journal = r#"{"format":"companion-journal","version":1,"entries":[
        {"id":"30313233343536373839616263646566","created":"2026-11-22T08:30:00.000+01:00",
        "edited":"2026-11-22T08:30:00.000+01:00","content":"Peace, שלום"}]}"#;
    fs::write(desk.path("journal.json"), journal).unwrap();
    desk.told("a", &["import", "journal.json"]);
    let export = |more: &[&str]| {
        let all = ["export", "--format", "pdf", "--output", "book.pdf"];
        desk.run("a", &[&all[..], more].concat())
    };
    let is_refused = |output: &Output, why: &str| {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.code() == Some(1) && said.contains(why),
            "{output:?}"
        );
        let left = fs::read_dir(desk.0.path()).unwrap();
        let left = left.map(|file| file.unwrap().file_name().into_string().unwrap());
        assert!(!left.into_iter().any(|name| name.starts_with("book")));
    };

    // No app, no list of fonts, a font that is gone, one that is none.
    is_refused(&export(&["--dist", "nowhere"]), "no built app");
    desk.app();
    let list = fs::read(desk.path("dist/fonts/print.tsv")).unwrap();
    fs::remove_file(desk.path("dist/fonts/print.tsv")).unwrap();
    is_refused(&export(&[]), "print.tsv");
    fs::write(desk.path("dist/fonts/print.tsv"), list).unwrap();
    let font = desk.path("dist/fonts/literata-latin-normal.woff2");
    fs::remove_file(&font).unwrap();
    is_refused(&export(&[]), "literata-latin-normal.woff2");
    fs::write(&font, b"wOF2 and then nothing").unwrap();
    is_refused(&export(&[]), "font");

    // Letters without a font are named, and the rest is there.
    desk.app();
    let boxes = export(&[]);
    assert!(boxes.status.success(), "{boxes:?}");
    let said = String::from_utf8_lossy(&boxes.stderr);
    assert!(
        said.contains("There is no font for these letters"),
        "{said}"
    );
    assert!("שלום".chars().all(|letter| said.contains(letter)), "{said}");
    assert!(
        desk.asked("pdftotext", &["book.pdf", "-"])
            .contains("Peace")
    );
    // What is there already stays.
    let before = fs::read(desk.path("book.pdf")).unwrap();
    assert_eq!(export(&[]).status.code(), Some(1));
    assert_eq!(fs::read(desk.path("book.pdf")).unwrap(), before);
}
