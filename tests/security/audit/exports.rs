//! The log as it leaves the journal, for somebody who has no key of it.

use companion_vault::audit::{Comparison, ExportError, ExportReport, ExportedLog};

use super::*;

fn export(vault: &TestVault, limit: u64) -> String {
    let (mut export, mut text) = (vault.begin_export(), String::new());
    while let Some(piece) = block_on(vault.export_log(&mut export, limit)).unwrap() {
        text += &piece;
    }
    text
}

fn check(text: &str) -> ExportReport {
    ExportedLog::read(text.as_bytes()).unwrap().verify()
}

#[test]
fn an_exported_log_is_checked_without_a_key() {
    let (store, world) = journal();
    let (mut vault, _) = unlock(&store, &world);
    block_on(vault.write_log()).unwrap();
    let text = export(&vault, 4);
    assert_eq!(text.lines().count(), 12, "{text}");
    let report = check(&text);
    assert_eq!(report.findings, []);
    assert!(report.is_whole);
    assert_eq!(report.audit_length, 10);
    let told: Vec<_> = report
        .lines
        .into_iter()
        .map(|line| line.event.unwrap())
        .collect();
    assert_eq!(told, events(&vault));

    let checkpoint = block_on(vault.make_checkpoint()).unwrap();
    write(&mut vault, "after it");
    let compare = |text: &str| {
        let log = ExportedLog::read(text.as_bytes()).unwrap();
        log.compare(&checkpoint)
    };
    assert_eq!(compare(&text), Comparison::Ahead);
    assert_eq!(compare(&export(&vault, 1)), Comparison::Matches);
    let other = create(&TestStore::default(), &world);
    assert_eq!(compare(&export(&other, 1)), Comparison::OtherJournal);
}

#[test]
fn every_change_of_an_exported_log_is_found() {
    let (store, world) = journal();
    let (vault, _) = unlock(&store, &world);
    let text = export(&vault, 100);
    let lines: Vec<&str> = text.lines().collect();
    let without = |gone: usize| {
        let kept = lines.iter().enumerate().filter(|(at, _)| *at != gone);
        let kept: Vec<&str> = kept.map(|(_, line)| *line).collect();
        kept.join("\n").replace(",\n]", "\n]")
    };
    for number in 1..=9_u64 {
        let report = check(&without(usize::try_from(number).unwrap()));
        let found = match number {
            9 => AuditFinding::Truncated { from: 9, to: 9 },
            at => AuditFinding::Removed { from: at, to: at },
        };
        assert_eq!((report.findings, report.is_whole), (vec![found], false));
    }
    // A digit of what is sealed, of the root, of a key.
    let sealed = text.rfind("\"sealed\":\"").unwrap() + 200;
    let root = text.find("\"root\":\"").unwrap() + 20;
    let key = text.rfind("\"key\":\"").unwrap() + 20;
    for (at, whole) in [(sealed, false), (root, false), (key, true)] {
        let mut changed = text.clone().into_bytes();
        changed[at] = if changed[at] == b'7' { b'8' } else { b'7' };
        let report = check(&String::from_utf8(changed).unwrap());
        assert_eq!(report.findings.len(), 1, "{:?}", report.findings);
        assert_eq!(report.is_whole, whole);
    }
}

#[test]
fn a_log_with_a_gap_is_exported_as_it_is() {
    let (store, world) = journal();
    store.delete(Table::Audit, &key(1));
    store.put(Table::Audit, &key(5), vec![9; 327]);
    let (vault, _) = unlock(&store, &world);
    let found = [
        AuditFinding::Removed { from: 1, to: 1 },
        AuditFinding::Edited { at: 5 },
    ];
    assert_eq!(verify(&vault), found);
    assert_eq!(check(&export(&vault, 2)).findings, found);
}

#[test]
fn other_files_are_no_exported_logs() {
    let no = [
        "",
        "[]",
        "{}",
        "null",
        "{\"format\":\"companion-audit-log\"}",
        "\u{1f}",
    ];
    for text in no {
        let read = ExportedLog::read(text.as_bytes()).map(drop);
        assert_eq!(read, Err(ExportError::NotAnExport), "{text}");
    }
    let newer = "{\"format\":\"companion-audit-log\",\"version\":2}";
    let read = ExportedLog::read(newer.as_bytes()).map(drop);
    assert_eq!(read, Err(ExportError::Newer(2)));
}
