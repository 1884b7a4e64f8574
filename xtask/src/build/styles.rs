//! One style sheet for the page. Each topic has a file of its own in `static/styles/`; a phone on a slow
//! network would wait for twenty answers before it draws anything.

use std::fs;
use std::path::Path;

use crate::tool::{self, Context, Failure};

/// The file that the styles become.
const NAME: &str = "companion.css";
/// How Trunk links a style sheet of its own folder.
const OPEN: &str = "<link rel=\"stylesheet\" href=\"./";
const CLOSE: &str = "\"/>";

/// Puts the styles that `index.html` in `folder` links into one file, in their order.
pub(super) fn join(folder: &Path) -> Result<(), Failure> {
    let index = folder.join("index.html");
    let (html, names) = link_once(&tool::read_text(&index)?)?;
    let mut styles = String::new();
    for name in &names {
        let file = folder.join(name);
        styles.push_str(&tool::read_text(&file)?);
        fs::remove_file(&file).context("removing a style sheet that was joined")?;
    }
    tool::write(&folder.join(NAME), styles.as_bytes())?;
    tool::write(&index, html.as_bytes())
}

/// The page with one link in place of the first, and the names of the files that were linked.
fn link_once(html: &str) -> Result<(String, Vec<String>), Failure> {
    let mut names = Vec::new();
    let mut lines = Vec::new();
    for line in html.lines() {
        let name = line
            .trim()
            .strip_prefix(OPEN)
            .and_then(|rest| rest.strip_suffix(CLOSE));
        match name {
            Some(name) => {
                if names.is_empty() {
                    lines.push(format!("    {OPEN}{NAME}{CLOSE}"));
                }
                names.push(name.to_owned());
            }
            None => lines.push(line.to_owned()),
        }
    }
    if names.is_empty() {
        return Err(Failure::new(
            "Trunk's index.html links no style sheet: has another version of Trunk changed its form?",
        ));
    }
    lines.push(String::new());
    Ok((lines.join("\n"), names))
}

#[cfg(test)]
mod tests {
    use super::link_once;

    #[test]
    fn the_links_become_one_where_the_first_was() {
        let html = "<head>\n<link rel=\"stylesheet\" href=\"./a.css\"/>\n<link rel=\"stylesheet\" href=\"./b.css\"/>\n<script>\n";
        let (page, names) = link_once(html).unwrap();
        assert_eq!(
            page,
            "<head>\n    <link rel=\"stylesheet\" href=\"./companion.css\"/>\n<script>\n"
        );
        assert_eq!(names, ["a.css", "b.css"]);
        assert!(link_once("<head></head>").is_err());
    }
}
