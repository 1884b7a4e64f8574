//! One page for any browser: no script, nothing fetched, its own style, pictures and recordings
//! inside.

use core::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use companion_core::{Attachment, AttachmentKind, EntrySummary, JournalEntry};

use super::rendered::{escape, render};
use super::words::minutes_and_seconds;
use super::{About, Departing, Words};

/// What the page may do, told to the browser that opens it: show itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:; base-uri 'none'; form-action 'none'";

const STYLE: &str = include_str!("html/style.css");

/// The export under way.
pub(super) struct Html {
    words: &'static Words,
    year: Option<i32>,
}

impl Html {
    pub(super) fn begin(about: About<'_>, out: &mut Vec<u8>) -> Self {
        let words = about.words;
        let mut head = String::new();
        let language = words.language;
        let title = words.title;
        // Writing to a string cannot fail, here and below.
        let _ = write!(
            head,
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"referrer\" content=\"no-referrer\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <meta name=\"generator\" content=\"Companion\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header class=\"top\">\n<h1>{title}</h1>\n<p>{}</p>\n<p class=\"note\">{}</p>\n</header>\n",
            escape(&about.span()),
            words.not_encrypted,
        );
        contents(about, &mut head);
        head.push_str("<main>\n");
        out.extend_from_slice(head.as_bytes());
        Self { words, year: None }
    }

    pub(super) fn add(&mut self, departing: Departing<'_>, out: &mut Vec<u8>) {
        let entry = departing.entry;
        let words = self.words;
        let mut html = String::new();
        let year = entry.created.local_day().civil().map(|civil| civil.year);
        if year.is_some() && year != self.year {
            self.year = year;
            let _ = writeln!(
                html,
                "<p class=\"year\" aria-hidden=\"true\">{}</p>",
                year.unwrap_or(0)
            );
        }
        let _ = writeln!(
            html,
            "<article id=\"e{}\">\n<header>\n<h2>{}</h2>{}",
            entry.id,
            escape(&words.moment(entry.created)),
            marks(entry, words),
        );
        if let Some(prompt) = &entry.prompt_used {
            let _ = writeln!(
                html,
                "<p class=\"prompt\"><span>{}</span> {}</p>",
                words.question,
                escape(prompt)
            );
        }
        html.push_str("</header>\n");
        html.push_str(&render(&entry.content));
        out.extend_from_slice(html.as_bytes());
        for (attachment, bytes) in departing.attachments() {
            attached(attachment, bytes, words, out);
        }
        out.extend_from_slice(b"</article>\n");
    }

    pub(super) fn finish(self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"</main>\n</body>\n</html>\n");
    }
}

/// The list of entries, a group a year.
fn contents(about: About<'_>, out: &mut String) {
    let words = about.words;
    let _ = writeln!(
        out,
        "<nav aria-labelledby=\"contents\">\n<h2 id=\"contents\">{}</h2>",
        words.contents
    );
    let mut year = None;
    for entry in about.entries {
        let this = entry
            .created
            .local_day()
            .civil()
            .map_or(0, |civil| civil.year);
        if year != Some(this) {
            if year.is_some() {
                out.push_str("</ol>\n</details>\n");
            }
            let _ = writeln!(out, "<details open>\n<summary>{this}</summary>\n<ol>");
            year = Some(this);
        }
        let _ = writeln!(
            out,
            "<li><a href=\"#e{}\"><span class=\"day\">{}</span> <span class=\"title\">{}</span></a></li>",
            entry.id,
            escape(&words.short_day(entry.created.local_day())),
            escape(title(entry, words)),
        );
    }
    if year.is_some() {
        out.push_str("</ol>\n</details>\n");
    }
    out.push_str("</nav>\n");
}

fn title<'a>(entry: &'a EntrySummary, words: &'a Words) -> &'a str {
    match entry.title.as_str() {
        "" => words.untitled,
        title => title,
    }
}

/// Mood, mark and tags in one line; nothing where there are none.
fn marks(entry: &JournalEntry, words: &Words) -> String {
    let mood = entry
        .mood
        .map(|mood| format!("{}: {}", words.mood, words.mood(mood)));
    let favourite = entry.is_favourite.then(|| format!("★ {}", words.favourite));
    let tags = entry.tags.iter().map(|tag| format!("#{tag}"));
    let marks: Vec<String> = mood.into_iter().chain(favourite).chain(tags).collect();
    match marks.as_slice() {
        [] => String::new(),
        marks => format!("\n<p class=\"marks\">{}</p>", escape(&marks.join(" · "))),
    }
}

fn attached(attachment: &Attachment, bytes: Option<&[u8]>, words: &Words, out: &mut Vec<u8>) {
    let mut html = String::new();
    let described = escape(&attachment.description);
    let Some(bytes) = bytes else {
        let _ = writeln!(html, "<p class=\"missing\">{}</p>", words.unreadable);
        out.extend_from_slice(html.as_bytes());
        return;
    };
    let _ = write!(html, "<figure>");
    let source = format!("data:{};base64,", essence(&attachment.media_type));
    match attachment.kind {
        AttachmentKind::Photo => {
            let alt = if described.is_empty() {
                words.photo
            } else {
                &described
            };
            let _ = write!(html, "<img alt=\"{alt}\"");
            if let (Some(width), Some(height)) = (attachment.width_px, attachment.height_px) {
                let _ = write!(html, " width=\"{width}\" height=\"{height}\"");
            }
            let _ = write!(html, " src=\"{source}");
            STANDARD.encode_string(bytes, &mut html);
            html.push_str("\">");
        }
        AttachmentKind::Recording => {
            let _ = write!(html, "<audio controls preload=\"metadata\" src=\"{source}");
            STANDARD.encode_string(bytes, &mut html);
            html.push_str("\"></audio>");
        }
    }
    let length = attachment.duration_ms.map(minutes_and_seconds);
    let length = length.map(|length| format!("{} {length}", words.recording));
    // What a photo shows stands in for it; of a recording nothing else can be seen.
    let said = match attachment.kind {
        AttachmentKind::Photo => [escape(&attachment.caption), String::new()],
        AttachmentKind::Recording => [escape(&attachment.caption), described],
    };
    let said = said.into_iter().filter(|said| !said.is_empty());
    let caption: Vec<String> = length.into_iter().chain(said).collect();
    if !caption.is_empty() {
        let _ = write!(html, "<figcaption>{}</figcaption>", caption.join(" · "));
    }
    html.push_str("</figure>\n");
    out.extend_from_slice(html.as_bytes());
}

/// A media type without its parameters, and without anything that is none.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '+' | '.');
    essence.chars().filter(is_part).collect()
}
