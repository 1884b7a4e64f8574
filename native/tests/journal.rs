//! The journal on the command line: made, written, read, backed up, brought back, and refused in
//! words.
#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use companion_core::{AuditEvent, Clock, Entropy, EntropyError, Timestamp, WayIn};
use companion_store_sqlite::SqliteStore;
use companion_vault::Vault;
use serde_json::Value;
use tempfile::TempDir;

const PASSPHRASE: &str = "mossy kettle under nine lamps";

fn golden_backup() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/vault/v1.companion")
}

/// The environment of a test: no time passes.
struct Nowhere;

impl Clock for Nowhere {
    fn now(&self) -> Timestamp {
        Timestamp::default()
    }
}

impl Entropy for Nowhere {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), EntropyError> {
        getrandom::fill(bytes).map_err(|_| EntropyError)
    }
}

/// A folder with a journal's folder in it, and a file with its passphrase.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("passphrase"), format!("{PASSPHRASE}\n")).unwrap();
        desk
    }

    fn with_journal() -> Self {
        let desk = Self::new();
        desk.told(&["create"]);
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_companion-native"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("COMPANION_DATA_DIR", self.path("journal"))
            .env("COMPANION_PASSPHRASE_FILE", self.path("passphrase"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// What a command prints that succeeds.
    fn told(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// The one line that a command says which is refused.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {output:?}");
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(told.lines().count(), 1, "{told}");
        told
    }

    fn write(&self, arguments: &[&str], text: &str) -> Output {
        let mut writing = self
            .command(arguments)
            .stdin(Stdio::piped())
            .spawn()
            .unwrap();
        let mut input = writing.stdin.take().unwrap();
        input.write_all(text.as_bytes()).unwrap();
        drop(input);
        writing.wait_with_output().unwrap()
    }

    /// Does something with the journal that no command does.
    fn with_vault<T>(&self, work: impl AsyncFnOnce(Vault<SqliteStore, Nowhere>) -> T) -> T {
        let done = async {
            let store = SqliteStore::open(&self.path("journal")).unwrap();
            let unlocked = Vault::unlock(store, Nowhere, PASSPHRASE, &mut |_, _| {}).await;
            work(unlocked.unwrap().vault).await
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        runtime.unwrap().block_on(done)
    }

    /// What the journal's log tells of, newest first.
    fn log(&self) -> Vec<AuditEvent> {
        let lines = self.with_vault(async |vault| vault.read_log(u64::MAX, u64::MAX).await);
        let events = lines.unwrap().into_iter();
        events.filter_map(|line| line.event).collect()
    }

    fn everything(&self) -> Value {
        serde_json::from_str(&self.told(&["export"])).unwrap()
    }
}

/// The identifier's beginning in "Saved as 7d9270c3."
fn saved(output: &Output) -> String {
    let told = String::from_utf8(output.stdout.clone()).unwrap();
    let id = told
        .strip_prefix("Saved as ")
        .unwrap_or_else(|| panic!("{output:?}"));
    id.trim_end_matches(".\n").to_owned()
}

#[test]
fn what_is_written_is_listed_shown_and_gone_on_with() {
    let desk = Desk::with_journal();
    assert_eq!(desk.told(&["list"]), "");
    let id = saved(&desk.write(&["write"], "# Grüße, 雨\n\nErste Zeile\n"));
    let listed = desk.told(&["list"]);
    assert!(
        listed.contains(&id) && listed.contains("Grüße, 雨") && listed.contains("(4 words)"),
        "{listed}"
    );
    assert_eq!(
        desk.told(&["show", &id, "--text"]),
        "# Grüße, 雨\n\nErste Zeile\n"
    );
    assert_eq!(saved(&desk.write(&["write", &id[..4]], "Am Abend")), id);
    assert!(
        desk.told(&["show", &id])
            .ends_with("\n\n# Grüße, 雨\n\nErste Zeile\n\nAm Abend\n")
    );
    assert_eq!(desk.everything()["entries"].as_array().unwrap().len(), 1);
    let nothing = desk.write(&["write"], " \n");
    assert!(nothing.status.success() && nothing.stdout.is_empty());
    assert_eq!(desk.everything()["entries"].as_array().unwrap().len(), 1);
}

#[test]
fn entries_are_found_by_their_words() {
    let desk = Desk::with_journal();
    let garden = saved(&desk.write(&["write"], "The garden\n\nTomatoes with Åse, in the rain."));
    desk.write(&["write"], "Work\n\nNothing but letters.");
    let output = desk.run(&["search", "tomatos", "ase"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(
        told.contains(&garden) && told.contains("Tomatoes with Åse, in the rain."),
        "{told}"
    );
    assert!(!told.contains("Work"), "{told}");
    let notice = String::from_utf8(output.stderr).unwrap();
    assert!(
        notice.contains("1 result, 2 of 2 entries searched."),
        "{notice}"
    );
    assert_eq!(desk.told(&["search", "\"in rain\""]), "");
    // The index lies in the journal by now, and is as unreadable as everything else.
    let stored = std::fs::read(desk.path("journal").join("journal.sqlite3")).unwrap_or_default();
    assert!(!stored.windows(8).any(|it| it == b"tomatoes"));
}

#[test]
fn only_the_owner_can_look_into_folder_and_files() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::with_journal();
    desk.told(&["backup", "a.companion"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    assert_eq!(mode(&desk.path("journal")), 0o700);
    assert_eq!(mode(&desk.path("a.companion")), 0o600);
    for file in fs::read_dir(desk.path("journal")).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn a_backup_comes_back_in_an_empty_folder_and_joins_another_journal() {
    let desk = Desk::with_journal();
    desk.write(&["write"], "Kept");
    assert!(desk.told(&["backup", "a.companion"]).contains("Entries: 1"));
    assert!(!desk.path("a.companion.part").exists());
    let elsewhere = Desk::new();
    let file = desk.path("a.companion");
    let file = file.to_str().unwrap();
    assert!(elsewhere.told(&["restore", file]).contains("Entries: 1"));
    assert_eq!(elsewhere.everything(), desk.everything());

    let other = Desk::new();
    fs::write(other.path("passphrase"), "wumbrel tasqoin vedlup ornatch").unwrap();
    other.told(&["create"]);
    other.write(&["write"], "Mine");
    let theirs = desk.path("passphrase");
    let merge = [
        "restore",
        "--merge",
        file,
        "--backup-passphrase-file",
        theirs.to_str().unwrap(),
    ];
    assert!(other.told(&merge).starts_with("1 added"));
    assert_eq!(other.told(&merge), "1 here already.\n");
    let listed = other.told(&["list"]);
    assert!(
        listed.contains("Mine") && listed.contains("Kept"),
        "{listed}"
    );
}

#[test]
fn the_golden_backup_is_restored_whole() {
    let desk = Desk::new();
    let told = desk.told(&["restore", golden_backup().to_str().unwrap()]);
    assert!(
        told.contains("Entries: 2") && told.contains("In the trash: 1"),
        "{told}"
    );
    let everything = desk.everything();
    assert_eq!(everything["entries"].as_array().unwrap().len(), 2);
    assert_eq!(everything["drafts"].as_array().unwrap().len(), 2);
}

#[test]
fn refusals_are_one_sentence_and_change_nothing() {
    let desk = Desk::new();
    assert!(desk.refused(&["list"]).contains("there is no journal in"));
    assert!(!desk.path("journal").exists());
    desk.told(&["create"]);
    desk.write(&["write"], "Kept");
    desk.told(&["backup", "a.companion"]);
    let before = desk.everything();

    assert!(desk.refused(&["create"]).contains("there is a journal"));
    assert!(
        desk.refused(&["restore", "a.companion"])
            .contains("--merge")
    );
    assert!(
        desk.refused(&["backup", "a.companion"])
            .contains("there already")
    );
    assert!(
        desk.refused(&["show", "nothing"])
            .contains("no entry has an id")
    );
    assert!(
        desk.refused(&["restore", "--merge", "/nowhere"])
            .contains("cannot be used")
    );
    fs::write(
        desk.path("cut.companion"),
        &fs::read(desk.path("a.companion")).unwrap()[..900],
    )
    .unwrap();
    let cut = desk.refused(&[
        "restore",
        "--merge",
        "cut.companion",
        "--backup-passphrase-file",
        "passphrase",
    ]);
    assert!(
        cut.contains("the backup ends too early") || cut.contains("damaged"),
        "{cut}"
    );
    let not_text = desk
        .command(&["write"])
        .stdin(File::open(desk.path("a.companion")).unwrap())
        .output()
        .unwrap();
    assert!(
        String::from_utf8(not_text.stderr)
            .unwrap()
            .contains("not text")
    );

    fs::write(desk.path("wrong"), "mossy kettle under ten lamps").unwrap();
    let wrong = ["list", "--passphrase-file", "wrong"];
    assert!(
        desk.refused(&wrong)
            .contains("the passphrase does not open this journal")
    );
    fs::write(desk.path("empty"), "").unwrap();
    assert!(
        desk.refused(&["list", "--passphrase-file", "empty"])
            .contains("no passphrase could be read")
    );
    assert!(
        desk.refused(&["list", "--data-dir", "elsewhere"])
            .contains("there is no journal in")
    );
    fs::write(desk.path("weak"), "password1").unwrap();
    let weak = Desk::new();
    let weak_file = desk.path("weak");
    weak.refused(&["create", "--passphrase-file", weak_file.to_str().unwrap()]);
    assert_eq!(desk.everything(), before);
}

#[test]
fn a_damaged_file_is_named_and_left_as_it_is() {
    let desk = Desk::with_journal();
    desk.write(&["write"], "Kept");
    let file = desk.path("journal/journal.sqlite3");
    let mut bytes = fs::read(&file).unwrap();
    bytes[..64].fill(0xA5);
    fs::write(&file, &bytes).unwrap();
    assert!(desk.refused(&["list"]).contains("its file is damaged"));
    assert!(desk.refused(&["create"]).contains("its file is damaged"));
    assert!(
        desk.refused(&["restore", golden_backup().to_str().unwrap()])
            .contains("its file is damaged")
    );
    assert_eq!(fs::read(&file).unwrap(), bytes);
}

#[test]
fn a_second_program_is_told_that_the_journal_is_open() {
    let desk = Desk::with_journal();
    let first = SqliteStore::open(&desk.path("journal")).unwrap();
    for command in ["list", "write", "create", "backup", "export"] {
        let told = desk.refused(&[command]);
        let expected = "another Companion on this computer has it open";
        assert!(told.contains(expected), "{command}: {told}");
    }
    drop(first);
    desk.told(&["list"]);
}

#[test]
fn the_passphrase_may_come_before_the_text_on_standard_input() {
    let desk = Desk::with_journal();
    let input = format!("{PASSPHRASE}\nThe text\n");
    let id = saved(&desk.write(&["write", "--passphrase-file", "-"], &input));
    assert_eq!(desk.told(&["show", &id, "--text"]), "The text\n");
}

#[test]
fn nothing_readable_lies_on_the_disk() {
    let desk = Desk::with_journal();
    desk.write(&["write"], "Zephyrine harbour, and the xylotomous clerk");
    for file in fs::read_dir(desk.path("journal")).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        for word in ["Zephyrine", "xylotomous", "kettle"] {
            assert!(
                !bytes
                    .windows(word.len())
                    .any(|window| window == word.as_bytes()),
                "{word}"
            );
        }
    }
}

/// Runs `write` on a terminal of its own, as `script` of util-linux gives one, with an editor
/// that is a shell command.
fn in_editor(desk: &Desk, editor: &str, arguments: &[&str]) -> String {
    let native = env!("CARGO_BIN_EXE_companion-native");
    let line = format!("{native} {}", arguments.join(" "));
    let output = desk
        .command(&[])
        .get_envs()
        .fold(&mut Command::new("script"), |command, (name, value)| {
            command.env(name, value.unwrap())
        })
        .env("EDITOR", editor)
        .env_remove("VISUAL")
        .args(["--quiet", "--return", "--command", &line, "/dev/null"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn an_editor_that_is_killed_leaves_a_draft_and_no_file() {
    let desk = Desk::with_journal();
    let note = desk.path("note");
    let script = desk.path("editor.sh");
    let body = format!(
        "echo \"$1\" > {}; echo 'Half a thought' > \"$1\"; sleep 1.5; exit 3",
        note.display()
    );
    fs::write(&script, body).unwrap();
    let told = in_editor(&desk, &format!("sh {}", script.display()), &["write"]);
    assert!(told.contains("is kept as a draft"), "{told}");
    let sheet = BufReader::new(File::open(&note).unwrap())
        .lines()
        .next()
        .unwrap()
        .unwrap();
    assert!(!Path::new(&sheet).parent().unwrap().exists());
    let listed = desk.told(&["list"]);
    assert!(
        listed.contains("Half a thought  (not saved yet, 3 words)"),
        "{listed}"
    );

    // Going on with it, through a Ctrl+C that is meant for the editor, and saving.
    let id = desk.everything()["drafts"][0]["entry_id"]
        .as_str()
        .unwrap()
        .to_owned();
    let body = "kill -INT $PPID; sleep 0.2; grep -q 'Half a thought' \"$1\" && echo 'A whole one' > \"$1\"";
    fs::write(&script, body).unwrap();
    let told = in_editor(&desk, &format!("sh {}", script.display()), &["write", &id]);
    assert!(told.contains("Saved as"), "{told}");
    assert_eq!(desk.told(&["show", &id, "--text"]), "A whole one\n");
    assert_eq!(desk.everything()["drafts"], Value::Array(vec![]));
}

#[test]
fn the_log_tells_of_wrong_passphrases_and_exports() {
    let desk = Desk::with_journal();
    fs::write(desk.path("wrong"), "mossy kettle under ten lamps").unwrap();
    for _ in 0..2 {
        desk.refused(&["list", "--passphrase-file", "wrong"]);
    }
    desk.write(&["write"], "One entry");
    desk.everything();
    let events = desk.log();
    let said =
        |wanted: &dyn Fn(&AuditEvent) -> bool| events.iter().filter(|event| wanted(event)).count();
    assert_eq!(
        said(&|event| matches!(event, AuditEvent::UnlocksFailed { count: 2, .. })),
        1
    );
    assert_eq!(
        said(&|event| *event == AuditEvent::Unlocked(WayIn::Passphrase)),
        2
    );
    assert_eq!(said(&|event| *event == AuditEvent::EntriesExported(1)), 1);
}

#[test]
fn a_recovery_key_opens_the_journal_and_its_backups() {
    let desk = Desk::with_journal();
    desk.write(&["write"], "One entry");
    let key = desk.with_vault(async |mut vault| {
        let made = vault
            .generate_recovery_key(PASSPHRASE, &mut |_, _| {})
            .await;
        let made = made.unwrap();
        vault.activate_recovery_key(&made).await.unwrap();
        made.to_text().to_string()
    });
    fs::write(desk.path("passphrase"), key).unwrap();
    assert!(desk.told(&["list"]).contains("One entry"));
    desk.told(&["backup", "a.companion"]);
    let elsewhere = Desk::new();
    fs::copy(desk.path("passphrase"), elsewhere.path("passphrase")).unwrap();
    elsewhere.told(&["restore", desk.path("a.companion").to_str().unwrap()]);
    assert!(elsewhere.told(&["list"]).contains("One entry"));
    fs::write(desk.path("passphrase"), "not the passphrase").unwrap();
    assert!(
        desk.refused(&["list"])
            .contains("the passphrase does not open")
    );
}
