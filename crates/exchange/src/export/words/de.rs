//! German.

use super::Words;

pub(super) static WORDS: Words = Words {
    language: "de",
    title: "Mein Tagebuch",
    contents: "Inhalt",
    untitled: "Ohne Titel",
    question: "Frage",
    favourite: "Favorit",
    mood: "Stimmung",
    moods: ["Furchtbar", "Schlecht", "Geht so", "Gut", "Großartig"],
    recording: "Aufnahme",
    photo: "Foto",
    unreadable: "Das ließ sich nicht lesen und fehlt hier.",
    not_playable: "Auf Papier lässt sich eine Aufnahme nicht abspielen. In jeder anderen Art von Export ist sie dabei.",
    not_encrypted: "Diese Datei ist nicht verschlüsselt: Wer sie hat, kann sie lesen.",
    weekdays: [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ],
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    join_day: |weekday, day, month, year| format!("{weekday}, {day}. {month} {year}"),
    join_short: |day, month| format!("{day}. {month}"),
    join_time: |day, hour, minute| format!("{day}, {hour:02}:{minute:02}"),
    entries: |count| match count {
        1 => "1 Eintrag".into(),
        count => format!("{count} Einträge"),
    },
};
