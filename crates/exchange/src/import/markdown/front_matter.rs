//! Front matter: the lines between `---` that many programs put before a Markdown text. They are YAML,
//! of which journals use a corner: a name and a value a line, lists in brackets or below. What is
//! not understood is kept as it is.

/// A name and its values; one of a line, or several of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) values: Vec<String>,
    /// Its lines as they were written.
    pub(super) lines: String,
}

/// Most lines of front matter; what is longer is text.
const MAX_LINES: usize = 500;

/// Splits a text into its front matter and the rest.
pub(super) fn split(text: &str) -> (Vec<Field>, &str) {
    let Some(inner) = opening(text) else {
        return (Vec::new(), text);
    };
    let mut fields: Vec<Field> = Vec::new();
    let mut at = 0;
    for line in inner.split_inclusive('\n').take(MAX_LINES) {
        at += line.len();
        let bare = line.trim_end();
        if matches!(bare, "---" | "...") {
            return (fields, inner[at..].trim_start_matches(['\n', '\r']));
        }
        read_line(bare, &mut fields);
    }
    // It never ends: a rule above a text.
    (Vec::new(), text)
}

fn opening(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("---")?;
    rest.strip_prefix('\n')
        .or_else(|| rest.strip_prefix("\r\n"))
}

fn read_line(line: &str, fields: &mut Vec<Field>) {
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return;
    }
    let is_indented = line.starts_with([' ', '\t', '-']);
    if is_indented && let Some(field) = fields.last_mut() {
        field.lines.push_str(line);
        field.lines.push('\n');
        if let Some(value) = trimmed.strip_prefix('-') {
            field.values.extend(scalar(value));
        }
        return;
    }
    let (name, value) = line.split_once(':').unwrap_or((line, ""));
    let value = value.trim();
    let values = match value
        .strip_prefix('[')
        .and_then(|list| list.strip_suffix(']'))
    {
        Some(list) => list.split(',').filter_map(scalar).collect(),
        None => scalar(value).into_iter().collect(),
    };
    fields.push(Field {
        name: name.trim().to_lowercase(),
        values,
        lines: format!("{line}\n"),
    });
}

/// A value without quotes and without a remark behind it.
fn scalar(text: &str) -> Option<String> {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            let inner = inner.rsplit_once(quote).map_or(inner, |(inner, _)| inner);
            return Some(inner.to_owned());
        }
    }
    let bare = text.split(" #").next().unwrap_or(text).trim();
    (!bare.is_empty()).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str, name: &str) -> Vec<String> {
        let (fields, _) = split(text);
        let field = fields.into_iter().find(|field| field.name == name);
        field.map(|field| field.values).unwrap_or_default()
    }

    #[test]
    fn names_and_values_are_read() {
        let text = "---\nDate: 2026-11-22T10:00:00+01:00\ntitle: \"A: day\" \ntags: [one, \"two three\"]\naliases:\n  - x\n  - 'y'\nmood: good # really\nempty:\n---\n\n# Text\n";
        assert_eq!(values(text, "date"), ["2026-11-22T10:00:00+01:00"]);
        assert_eq!(values(text, "title"), ["A: day"]);
        assert_eq!(values(text, "tags"), ["one", "two three"]);
        assert_eq!(values(text, "aliases"), ["x", "y"]);
        assert_eq!(values(text, "mood"), ["good"]);
        assert!(values(text, "empty").is_empty());
        assert_eq!(split(text).1, "# Text\n");
        let list = "---\r\ntags:\r\n- a\r\n- b\r\n---\r\nText";
        assert_eq!(values(list, "tags"), ["a", "b"]);
        assert_eq!(split(list).1, "Text");
    }

    #[test]
    fn what_is_no_front_matter_is_text() {
        for text in [
            "",
            "---",
            "---\n",
            "--- x\n---\n",
            "Text\n---\na: b\n---\n",
            "---\nnever ends: true\n",
        ] {
            assert_eq!(split(text), (Vec::new(), text), "{text:?}");
        }
    }
}
