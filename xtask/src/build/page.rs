//! The page: built by Trunk, then made fit for a policy that allows no inline script.

use std::path::Path;

use super::workers::Vectors;
use super::{Profile, optimise, wasm_command};
use crate::tool::{self, Failure, say};

/// File that takes Trunk's inline start script.
const START_SCRIPT: &str = "start.js";

/// Builds the page into `folder`.
pub(super) fn build(root: &Path, profile: Profile, folder: &Path) -> Result<(), Failure> {
    say(&format!("Building the page ({})", profile.name()));
    // Offline, Trunk calls cargo offline too: what the page is made of must be here before.
    let mut fetch = wasm_command("cargo", root);
    fetch.args([
        "fetch",
        "--quiet",
        "--locked",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    tool::run(&mut fetch, "Is there a network?")?;
    let mut trunk = wasm_command("trunk", root);
    trunk
        .args(["build", "--cargo-profile", profile.name(), "--dist"])
        .arg(folder);
    // The page computes nothing: what counts is how soon it is here.
    trunk.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z");
    // Trunk refuses the value `1`, by which many programs mean "no colours".
    trunk.env_remove("NO_COLOR");
    tool::run(&mut trunk, "The message above says why.")?;

    let index = folder.join("index.html");
    let (html, script) = take_inline_script(&tool::read_text(&index)?)?;
    tool::write(&index, html.as_bytes())?;
    tool::write(&folder.join(START_SCRIPT), script.as_bytes())?;
    if profile == Profile::Release {
        for file in tool::files_below(folder)? {
            if file
                .extension()
                .is_some_and(|extension| extension == "wasm")
            {
                optimise(root, &file, "-Oz", Vectors::None)?;
            }
        }
    }
    Ok(())
}

/// Moves the one inline script of `html` to [`START_SCRIPT`]; returns the page and the script.
fn take_inline_script(html: &str) -> Result<(String, String), Failure> {
    const OPEN: &str = "<script type=\"module\">";
    const CLOSE: &str = "</script>";
    let parts = html
        .split_once(OPEN)
        .and_then(|(before, rest)| Some((before, rest.split_once(CLOSE)?)));
    let Some((before, (script, after))) = parts else {
        return Err(Failure::new(
            "Trunk's index.html has no inline start script: has another version of Trunk changed its form?",
        ));
    };
    let page = format!("{before}<script type=\"module\" src=\"./{START_SCRIPT}\">{CLOSE}{after}");
    if page.contains("<script>") || page.contains(OPEN) || page.contains(" style=\"") {
        return Err(Failure::new(
            "index.html holds another inline script or style, which the content security policy forbids",
        ));
    }
    Ok((page, format!("{}\n", script.trim())))
}

#[cfg(test)]
mod tests {
    use super::take_inline_script;

    #[test]
    fn the_script_moves_out() {
        let html = "<head><script type=\"module\">\nimport a;\n</script></head>";
        let (page, script) = take_inline_script(html).unwrap();
        assert_eq!(
            page,
            "<head><script type=\"module\" src=\"./start.js\"></script></head>"
        );
        assert_eq!(script, "import a;\n");
    }

    #[test]
    fn a_second_inline_script_is_refused() {
        let html = "<script type=\"module\">a</script><script>b</script>";
        assert!(take_inline_script(html).is_err());
        assert!(take_inline_script("<head></head>").is_err());
    }
}
