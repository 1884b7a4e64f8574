//! Fonts for PDFs: those of the app, and slices of others that the vault worker fetches when
//! somebody's letters need them. They come from npm packages with pinned sums, and the list of
//! them, `fonts/print.tsv`, tells which letters each file has (`crates/typeset/src/catalogue.rs`
//! reads it).

use std::path::Path;

use crate::tool::{self, Failure};

/// The app's own letters, which are kept for offline use: what most PDFs need.
const OWN: [(&str, &str, &str); 4] = [
    ("latin", "normal", "fonts/literata-latin-normal.woff2"),
    ("latin", "italic", "fonts/literata-latin-italic.woff2"),
    (
        "latin-ext",
        "normal",
        "fonts/literata-latin-ext-normal.woff2",
    ),
    (
        "latin-ext",
        "italic",
        "fonts/literata-latin-ext-italic.woff2",
    ),
];

/// A style sheet in a package: a family, sliced.
struct Sheet {
    /// Whose Han letters it draws: `any`, `zh`, `ja` or `ko`.
    han: &'static str,
    package: &'static str,
    sheet: &'static str,
    style: &'static str,
}

/// In the order of preference.
const SHEETS: [Sheet; 7] = [
    Sheet::plain("any", "@fontsource-variable/literata"),
    Sheet {
        han: "any",
        package: "@fontsource-variable/literata",
        sheet: "wght-italic.css",
        style: "italic",
    },
    Sheet::plain("any", "@fontsource-variable/noto-serif-hebrew"),
    Sheet::plain("any", "@fontsource-variable/noto-naskh-arabic"),
    Sheet::plain("zh", "@fontsource-variable/noto-sans-sc"),
    Sheet::plain("ja", "@fontsource-variable/noto-sans-jp"),
    Sheet::plain("ko", "@fontsource-variable/noto-sans-kr"),
];

impl Sheet {
    const fn plain(han: &'static str, package: &'static str) -> Self {
        Self {
            han,
            package,
            sheet: "wght.css",
            style: "normal",
        }
    }
}

/// Emoji in one colour, which print well: one file, in no style sheet.
const EMOJI: &str = "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf";
/// What counts as emoji where no other font has it.
const EMOJI_LETTERS: &str = "U+00A9,U+00AE,U+203C,U+2049,U+20E3,U+2122,U+2139,U+2194-2199,U+21A9-21AA,\
    U+231A-231B,U+2328,U+23CF,U+23E9-23F3,U+23F8-23FA,U+24C2,U+25AA-25AB,U+25B6,U+25C0,U+25FB-25FE,\
    U+2600-27BF,U+2934-2935,U+2B05-2B07,U+2B1B-2B1C,U+2B50,U+2B55,U+3030,U+303D,U+3297,U+3299,U+1F000-1FAFF";

/// Puts the files and their list into `folder`.
pub(super) fn add(root: &Path, folder: &Path) -> Result<(), Failure> {
    let packages = root.join("node_modules");
    let mut list = String::new();
    let own_ranges = tool::read_text(&root.join("static/styles/tokens.css"))?;
    let own = faces(&own_ranges)?;
    for (name, style, path) in OWN {
        let file = path.rsplit('/').next().unwrap_or(path);
        let face = own.iter().find(|face| face.file == file);
        let face = face.ok_or_else(|| Failure::new(format!("tokens.css does not name {file}")))?;
        let content = tool::read(&folder.join(path))?;
        list.push_str(&line("any", name, style, path, &content, &face.ranges));
    }
    for sheet in SHEETS {
        let package = packages.join(sheet.package);
        let family = sheet.package.rsplit('/').next().unwrap_or_default();
        for face in faces(&tool::read_text(&package.join(sheet.sheet))?)? {
            let name = face
                .file
                .split("-wght")
                .next()
                .unwrap_or(&face.file)
                .to_owned();
            if matches!(name.as_str(), "literata-latin" | "literata-latin-ext") {
                continue;
            }
            let content = tool::read(&package.join("files").join(&face.file))?;
            let path = format!("fonts/print/{}", face.file);
            tool::write(&folder.join(&path), &content)?;
            list.push_str(&line(
                sheet.han,
                &name,
                sheet.style,
                &path,
                &content,
                &face.ranges,
            ));
        }
        copy_licence(
            &package,
            &folder.join(format!("fonts/print/LICENSE-{family}.txt")),
        )?;
    }
    let emoji = packages.join(EMOJI);
    let content = tool::read(&emoji)?;
    let path = "fonts/print/noto-emoji.ttf";
    tool::write(&folder.join(path), &content)?;
    list.push_str(&line(
        "any",
        "emoji",
        "normal",
        path,
        &content,
        EMOJI_LETTERS,
    ));
    copy_licence(
        &packages.join("@expo-google-fonts/noto-emoji"),
        &folder.join("fonts/print/LICENSE-noto-emoji.txt"),
    )?;
    tool::write(&folder.join("fonts/print.tsv"), list.as_bytes())
}

fn line(han: &str, name: &str, style: &str, path: &str, content: &[u8], ranges: &str) -> String {
    let sum = tool::sha256_hex(content);
    format!(
        "{han}\t{name}\t{style}\t{path}\t{}\t{sum}\t{ranges}\n",
        content.len()
    )
}

fn copy_licence(package: &Path, to: &Path) -> Result<(), Failure> {
    let names = ["LICENSE", "LICENSE_FONT", "OFL.txt"];
    let found = names
        .iter()
        .map(|name| package.join(name))
        .find(|path| path.is_file());
    let missing = || Failure::new(format!("{} has no licence", package.display()));
    let found = found.ok_or_else(missing)?;
    tool::write(to, &tool::read(&found)?)
}

/// A file of a family and its letters.
struct Face {
    file: String,
    ranges: String,
}

/// What a style sheet's `@font-face` rules say. A rule for the device's own letters names no file.
fn faces(css: &str) -> Result<Vec<Face>, Failure> {
    let rules = css
        .split("@font-face")
        .skip(1)
        .map(|rule| rule.split('}').next().unwrap_or(rule))
        .filter(|rule| rule.contains("url(") || !rule.contains("local("));
    let faces = rules.map(|rule| {
        let source = rule.split("url(").nth(1)?.split(')').next()?;
        let file = source.trim_matches(['"', '\'']).rsplit('/').next()?;
        let ranges = rule.split("unicode-range:").nth(1)?.split(';').next()?;
        Some(Face {
            file: file.to_owned(),
            ranges: ranges.split_whitespace().collect(),
        })
    });
    let faces: Option<Vec<Face>> = faces.collect();
    faces.ok_or_else(|| Failure::new("a style sheet of fonts has another form"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_say_which_letters_a_file_has() {
        let css = "/* a */\n@font-face {\n  src: url(./files/a-greek-wght-normal.woff2) format('woff2-variations');\n  unicode-range: U+0370-0377,U+037A-037F;\n}\n@font-face {\n src: url(\"./fonts/b.woff2\") format(\"woff2\");\n unicode-range: U+0000-00FF, U+0131;\n}";
        let faces = faces(css).unwrap();
        assert_eq!(faces[0].file, "a-greek-wght-normal.woff2");
        assert_eq!(faces[0].ranges, "U+0370-0377,U+037A-037F");
        assert_eq!(
            (faces[1].file.as_str(), faces[1].ranges.as_str()),
            ("b.woff2", "U+0000-00FF,U+0131")
        );
    }

    #[test]
    fn letters_of_the_device_are_no_file() {
        let css = "@font-face { src: local(\"Georgia\"), local(\"Gelasio\"); unicode-range: U+0-2FF; }\n@font-face { src: url(b.woff2); unicode-range: U+0; }";
        let files: Vec<_> = faces(css)
            .unwrap()
            .into_iter()
            .map(|face| face.file)
            .collect();
        assert_eq!(files, ["b.woff2"]);
    }

    #[test]
    fn a_sheet_of_another_form_is_refused() {
        assert!(faces("@font-face { src: url(a.woff2); }").is_err());
    }
}
