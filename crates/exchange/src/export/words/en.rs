//! English.

use super::Words;

pub(super) static WORDS: Words = Words {
    language: "en",
    title: "My journal",
    contents: "Contents",
    untitled: "Without a title",
    question: "Question",
    favourite: "Favourite",
    mood: "Mood",
    moods: ["Awful", "Low", "Okay", "Good", "Great"],
    recording: "Recording",
    photo: "Photo",
    unreadable: "This could not be read and is missing here.",
    not_playable: "A recording cannot be played on paper. It is part of every other kind of export.",
    not_encrypted: "This file is not encrypted: whoever has it can read it.",
    weekdays: [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    join_day: |weekday, day, month, year| format!("{weekday}, {day} {month} {year}"),
    join_short: |day, month| format!("{day} {month}"),
    join_time: |day, hour, minute| format!("{day}, {hour:02}:{minute:02}"),
    entries: |count| match count {
        1 => "1 entry".into(),
        count => format!("{count} entries"),
    },
};
