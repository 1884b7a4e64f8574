//! Files that other programs are said to have written: every reader, and the archives around them.

use std::io::Cursor;

use companion_exchange::import::{About, Found, Import, ImportError, Member, Tree};

/// What stands between a file's path and its bytes, and between two files, where an input is a folder.
pub(crate) const BETWEEN: u8 = 0x1f;
pub(crate) const NEXT: u8 = 0x1e;
/// What opens the encrypted samples, see `tests/fixtures/import/make.py`.
const PASSWORD: &str = "mossy kettle";

/// Zips and tars, whatever is in them.
pub fn import_archive(bytes: &[u8]) {
    read_all(Import::open(Cursor::new(bytes.to_vec()), About::default()));
}

/// JSON of Day One, jrnl, Standard Notes, and our own.
pub fn import_json(bytes: &[u8]) {
    // An encrypted one is not opened: that is `import_sealed`. Beside others it is a document, too.
    read_all(Import::open(Cursor::new(bytes.to_vec()), About::default()));
    let tree = Folder::of(vec![
        ("Journal.json".into(), bytes.to_vec()),
        ("photos/a.jpeg".into(), vec![1]),
    ]);
    read_all(Import::open_tree(Box::new(tree), None));
}

/// A journal of jrnl, plain or encrypted, or any lone text.
pub fn import_text(bytes: &[u8]) {
    let about = About {
        name: "journal.txt",
        modified_ms: Some(0),
        // The one that opens the sample. It costs some milliseconds for what looks encrypted, and nothing else.
        password: Some(PASSWORD),
    };
    read_all(Import::open(Cursor::new(bytes.to_vec()), about));
}

/// A folder of Markdown: paths and texts.
pub fn import_markdown(bytes: &[u8]) {
    read_all(Import::open_tree(Box::new(Folder::read(bytes)), None));
}

/// An export of Joplin: files, of which those in no folder get the names that Joplin gives its items.
pub fn import_joplin(bytes: &[u8]) {
    let mut folder = Folder::read(bytes);
    for (number, member) in folder.members.iter_mut().enumerate() {
        if !member.path.contains('/') {
            member.path = format!("{number:032x}.md");
        }
    }
    read_all(Import::open_tree(Box::new(folder), None));
}

/// Everything that is in it.
pub(crate) fn read_all(opened: Result<Import, ImportError>) -> Vec<Found> {
    let mut all = Vec::new();
    let Ok(mut import) = opened else { return all };
    let total = import.len();
    let zones = |zone: Option<&str>, unix_ms: i64| match zone {
        Some(name) => (name.len() < 20).then_some(-210),
        None => Some((unix_ms % 700) as i16),
    };
    while let Ok(Some(found)) = import.next(&zones) {
        assert!(found.name.chars().count() <= 200, "a long name");
        for attachment in found.entry.iter().flat_map(|entry| &entry.attachments) {
            let _ = import.read_attachment(attachment);
        }
        all.push(found);
    }
    assert!(all.len() <= total, "more than there is");
    all
}

/// Files in memory.
struct Folder {
    members: Vec<Member>,
    bytes: Vec<Vec<u8>>,
}

impl Folder {
    fn of(files: Vec<(String, Vec<u8>)>) -> Self {
        let member = |(path, bytes): &(String, Vec<u8>)| Member {
            path: path.clone(),
            length_bytes: bytes.len() as u64,
            modified_ms: Some(1_700_000_000_000),
        };
        Self {
            members: files.iter().map(member).collect(),
            bytes: files.into_iter().map(|(_, bytes)| bytes).collect(),
        }
    }

    fn read(bytes: &[u8]) -> Self {
        let files = bytes.split(|&byte| byte == NEXT).map(|file| {
            let mut parts = file.splitn(2, |&byte| byte == BETWEEN);
            let path = String::from_utf8_lossy(parts.next().unwrap_or_default()).into_owned();
            (path, parts.next().unwrap_or_default().to_vec())
        });
        Self::of(files.collect())
    }
}

impl Tree for Folder {
    fn members(&self) -> &[Member] {
        &self.members
    }

    fn read(&mut self, number: usize, max_bytes: u64) -> Result<Vec<u8>, ImportError> {
        let bytes = self.bytes.get(number);
        let bytes = bytes.ok_or_else(|| ImportError::Damaged("no such file".into()))?;
        if bytes.len() as u64 > max_bytes {
            return Err(ImportError::TooLarge("too large"));
        }
        Ok(bytes.clone())
    }
}

/// Sound examples.
pub(crate) fn samples() -> Vec<(&'static str, Vec<u8>)> {
    let fixture = |name: &str| {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/import");
        std::fs::read(folder.join(name)).unwrap()
    };
    let mut samples = vec![
        ("import_archive", fixture("day-one.zip")),
        ("import_archive", fixture("obsidian.zip")),
        ("import_archive", fixture("standard-notes.zip")),
        ("import_archive", fixture("companion.zip")),
        ("import_archive", fixture("joplin.jex")[..8_192].to_vec()),
        ("import_json", fixture("jrnl.json")),
        ("import_json", fixture("standard-notes.json")),
        ("import_json", fixture("standard-notes-encrypted.json")),
        ("import_json", fixture("companion.json")),
        ("import_text", fixture("jrnl.txt")),
        ("import_text", fixture("jrnl-encrypted.txt")),
        (
            "import_text",
            "<p>One <b>bold</b> word.</p><ul><li>a</li></ul>".into(),
        ),
    ];
    samples.push(("import_json", DAY_ONE.into()));
    let rich = r#"{"version":"004","items":[{"uuid":"a","content_type":"Note","created_at":"2024-02-03T20:05:00Z",
        "content":{"title":"x","text":"<p>One <b>bold</b></p><pre>a</pre><ol><li>b<ul><li>c</ul></ol><a href='https://x.org'>d</a></p>"}}]}"#;
    samples.push(("import_json", rich.into()));
    let folder = |files: &[(&str, &str)]| {
        let files = files
            .iter()
            .map(|(path, text)| format!("{path}\u{1f}{text}"));
        files.collect::<Vec<_>>().join("\u{1e}").into_bytes()
    };
    let note = "Rain\n\nText ![a](:/00000000000000000000000000000002) [b](:/3)\n\nid: a\ncreated_time: 2024-02-03T20:05:00.000Z\nmarkup_language: 2\ntype_: 1";
    let resource = "p.jpg\n\nid: 00000000000000000000000000000002\nmime: image/jpeg\ntype_: 4";
    let tag = "t\n\nid: c\ntype_: 5";
    let pair = "id: d\nnote_id: a\ntag_id: c\ntype_: 6";
    let photo = "resources/00000000000000000000000000000002.jpg";
    samples.push((
        "import_joplin",
        folder(&[
            ("a", note),
            ("b", resource),
            ("c", tag),
            ("d", pair),
            (photo, "x"),
        ]),
    ));
    let text = "---\ncreated: 2024-02-03T20:05:00+01:00\ntags: [a, \"b\"]\nx:\n  - y\n---\n# One\n\n![[p.jpg|30]] ![w](p%2Ejpg \"t\")";
    samples.push((
        "import_markdown",
        folder(&[
            ("d/2024-02-03 1405 One.md", text),
            ("2024/02/04.md", "Two"),
            ("p.jpg", "x"),
        ]),
    ));
    samples
}

const DAY_ONE: &str = r##"{"metadata":{"version":"1.0"},"entries":[{"uuid":"a","creationDate":"2024-02-03T23:30:00Z","modifiedDate":"2024-02-04T08:00:00Z",
    "timeZone":"Europe/Berlin","text":"# Rain\n\n![](dayone-moment://77AA)\n\n1\\. late\\!","starred":true,"tags":["x"],"photos":[{"md5":"a","type":"jpeg","orderInEntry":0}]},
    {"uuid":"b","creationDate":"2024-02-03","richText":"{\"contents\":[{\"attributes\":{\"line\":{\"header\":1}},\"text\":\"x\\n\"}]}"}]}"##;
