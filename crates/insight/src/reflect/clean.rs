//! From what a model wrote to a question that can be shown.

/// Longest question, in Unicode scalar values.
const MAX_QUESTION_CHARS: usize = 240;
/// Shortest text that can be a question.
const MIN_QUESTION_CHARS: usize = 8;
const QUESTION_MARKS: [char; 3] = ['?', '？', '؟'];
const QUOTES: [char; 11] = ['"', '\'', '“', '”', '„', '«', '»', '‘', '’', '「', '」'];
/// Signs of Markdown and HTML.
const MARKUP: [char; 7] = ['*', '`', '<', '>', '#', '_', '•'];

/// Whether the text streamed so far already holds the whole question.
#[must_use]
pub fn is_complete(raw: &str) -> bool {
    raw.contains(QUESTION_MARKS) || raw.trim_start().contains('\n')
}

/// Makes a presentable question of what the model wrote: one question as plain text, without
/// quotation marks or markup. `None` if there is none in it.
#[must_use]
pub fn clean_question(raw: &str) -> Option<String> {
    let line = raw
        .lines()
        .map(strip_decoration)
        .find(|line| line.chars().any(char::is_alphanumeric))?;
    let plain: String = line
        .chars()
        .filter(|char| !MARKUP.contains(char))
        .map(|char| if char.is_control() { ' ' } else { char })
        .collect();
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    let (at, mark) = joined.match_indices(QUESTION_MARKS).next()?;
    let question = &joined[..at + mark.len()];
    (MIN_QUESTION_CHARS..=MAX_QUESTION_CHARS)
        .contains(&question.chars().count())
        .then(|| question.to_owned())
}

/// Removes quotation marks and list signs before a question.
fn strip_decoration(line: &str) -> &str {
    line.trim_start_matches(|char: char| {
        char.is_whitespace() || char == '-' || QUOTES.contains(&char) || MARKUP.contains(&char)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_freed_from_decoration() {
        for raw in [
            "What did the sea sound like?",
            "\"What did the sea sound like?\"",
            "**What did the sea sound like?** I ask because",
            "\n\n- “What did the sea sound like?”\nAnd why?",
            "What did\tthe  `sea` sound like? What else?",
        ] {
            assert_eq!(
                clean_question(raw).as_deref(),
                Some("What did the sea sound like?"),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn markup_never_survives() {
        let question = clean_question("<img src=x onerror=alert(1)> is that right?");
        assert!(question.is_some_and(|question| !question.contains(['<', '>'])));
    }

    #[test]
    fn what_is_no_question_is_none() {
        for raw in ["", "   \n", "I am sorry to hear that.", "?", "Why?", "```"] {
            assert_eq!(clean_question(raw), None, "{raw:?}");
        }
        assert_eq!(clean_question(&format!("{}?", "long ".repeat(100))), None);
    }

    #[test]
    fn other_scripts_have_questions_too() {
        assert_eq!(
            clean_question("「海はどんな音でしたか？」").as_deref(),
            Some("海はどんな音でしたか？")
        );
        assert_eq!(
            clean_question("كيف كان صوت البحر؟").as_deref(),
            Some("كيف كان صوت البحر؟")
        );
    }

    #[test]
    fn streaming_ends_with_the_question() {
        assert!(!is_complete("What did the sea"));
        assert!(!is_complete("\n\n"));
        assert!(is_complete("What did the sea sound like?"));
        assert!(is_complete("I see.\n"));
    }
}
