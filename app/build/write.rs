//! From languages to Rust: one function a message, one module a topic.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;

use crate::read::{Body, Case, Language, Message, Part, plain, variables};

/// The topic whose words stand in `words` itself.
const MAIN: &str = "main";

/// What was made.
pub(crate) struct Written {
    /// Rust.
    pub(crate) source: String,
    /// What translations lack, in words.
    pub(crate) faults: Vec<String>,
}

type Fallible<T> = Result<T, Box<dyn Error>>;

/// The functions for every message of the first language, in every language.
pub(crate) fn words(languages: &[Language]) -> Fallible<Written> {
    let (first, others) = languages.split_first().ok_or("there is no language")?;
    let mut faults = Vec::new();
    let mut source = head(languages)?;
    for (topic, messages) in &first.topics {
        let others: Vec<_> = others
            .iter()
            .map(|language| (language.id.as_str(), by_id(language.topics.get(topic))))
            .collect();
        let mut functions = String::new();
        for message in messages {
            let said = Said {
                topic,
                message,
                others: &others,
            };
            let function = said
                .function(&mut faults)
                .map_err(|fault| format!("{}/{topic}.ftl: {}: {fault}", first.id, message.id))?;
            functions.push_str(&function);
        }
        if topic == MAIN {
            source.push_str(&functions);
        } else {
            writeln!(
                source,
                "pub(crate) mod {topic} {{ use crate::text::language;\n{functions}}}"
            )?;
        }
    }
    faults.extend(others.iter().flat_map(|other| leftovers(first, other)));
    writeln!(
        source,
        "/// What translations lack.\n#[cfg(test)]\npub(crate) const FAULTS: &[&str] = &{faults:?};"
    )?;
    Ok(Written { source, faults })
}

/// The table of languages.
fn head(languages: &[Language]) -> Fallible<String> {
    let mut source = String::from("use crate::text::language;\n");
    writeln!(
        source,
        "/// Every language there is.\npub(crate) const LANGUAGES: [language::Language; {}] = [",
        languages.len()
    )?;
    for language in languages {
        let Language {
            id, name, is_rtl, ..
        } = language;
        writeln!(
            source,
            "language::Language {{ id: {id:?}, name: {name:?}, is_rtl: {is_rtl} }},"
        )?;
    }
    source.push_str("];\n");
    Ok(source)
}

fn by_id(messages: Option<&Vec<Message>>) -> BTreeMap<&str, &Message> {
    let messages = messages.into_iter().flatten();
    messages
        .map(|message| (message.id.as_str(), message))
        .collect()
}

/// Words of a translation that the first language does not have.
fn leftovers(first: &Language, other: &Language) -> Vec<String> {
    let mut faults = Vec::new();
    for (topic, messages) in &other.topics {
        let known = by_id(first.topics.get(topic));
        for message in messages {
            if !known.contains_key(message.id.as_str()) {
                faults.push(format!(
                    "{}/{topic}.ftl: {} is not among the words of {}",
                    other.id, message.id, first.id
                ));
            }
        }
    }
    faults
}

/// A message and its translations.
struct Said<'a> {
    topic: &'a str,
    message: &'a Message,
    others: &'a [(&'a str, BTreeMap<&'a str, &'a Message>)],
}

impl Said<'_> {
    fn function(&self, faults: &mut Vec<String>) -> Fallible<String> {
        let name = self.message.id.replace('-', "_");
        match &self.message.body {
            Body::List(entries) => self.list(&name, entries, faults),
            Body::One(parts) => match plain(parts) {
                Some(text) => self.plain(&name, &text, faults),
                None => self.with_gaps(&name, parts, faults),
            },
        }
    }

    /// What each other language says, or `None` where it says nothing that fits.
    fn translations<'b, T>(
        &'b self,
        faults: &mut Vec<String>,
        fits: impl Fn(&'b Body) -> Option<T>,
    ) -> Vec<Option<T>> {
        let mut found = Vec::new();
        for (language, messages) in self.others {
            let id = &self.message.id;
            let translation = messages.get(id.as_str());
            let fitting = translation.and_then(|message| fits(&message.body));
            if fitting.is_none() {
                let fault = match translation {
                    None => "is missing",
                    Some(_) => "has other gaps, or other entries, than the first language",
                };
                faults.push(format!("{language}/{}.ftl: {id} {fault}", self.topic));
            }
            found.push(fitting);
        }
        found
    }

    fn plain(&self, name: &str, text: &str, faults: &mut Vec<String>) -> Fallible<String> {
        let mut texts = vec![text.to_owned()];
        let others = self.translations(faults, |body| match body {
            Body::One(parts) => plain(parts),
            Body::List(_) => None,
        });
        texts.extend(
            others
                .into_iter()
                .map(|said| said.unwrap_or_else(|| text.to_owned())),
        );
        Ok(format!(
            "#[doc = {text:?}]\npub(crate) fn {name}() -> &'static str {{ language::say(&{texts:?}) }}\n"
        ))
    }

    fn list(
        &self,
        name: &str,
        entries: &[(String, String)],
        faults: &mut Vec<String>,
    ) -> Fallible<String> {
        let own: Vec<&str> = entries.iter().map(|(_, text)| text.as_str()).collect();
        let others = self.translations(faults, |body| in_order(body, entries));
        let mut lists = vec![own.clone()];
        lists.extend(
            others
                .into_iter()
                .map(|said| said.unwrap_or_else(|| own.clone())),
        );
        let count = entries.len();
        let first = own.join(" · ");
        Ok(format!(
            "#[doc = {first:?}]\npub(crate) fn {name}() -> [&'static str; {count}] {{ language::list(&{lists:?}) }}\n"
        ))
    }

    fn with_gaps(&self, name: &str, parts: &[Part], faults: &mut Vec<String>) -> Fallible<String> {
        let mut own = Vec::new();
        variables(parts, &mut own);
        let order = self.order(&own)?;
        let others = self.translations(faults, |body| match body {
            Body::One(parts) => {
                let mut used = Vec::new();
                variables(parts, &mut used);
                used.iter()
                    .all(|variable| order.contains(variable))
                    .then_some(parts.as_slice())
            }
            Body::List(_) => None,
        });
        let mut tables = vec![table(parts, &order)?];
        for said in others {
            tables.push(table(said.unwrap_or(parts), &order)?);
        }
        let names = order.iter().map(|variable| variable.replace('-', "_"));
        let (parameters, values): (Vec<_>, Vec<_>) = names
            .map(|variable| {
                (
                    format!("{variable}: impl Into<language::Value<'a>>"),
                    format!("{variable}.into()"),
                )
            })
            .unzip();
        Ok(format!(
            "pub(crate) fn {name}<'a>({}) -> String {{ language::fill(&[{}], &[{}]) }}\n",
            parameters.join(", "),
            tables.join(", "),
            values.join(", ")
        ))
    }

    /// In which order the function takes the values: as the comment says where there are several,
    /// so that another order of words in a sentence changes no code.
    fn order(&self, own: &[String]) -> Fallible<Vec<String>> {
        let declared = &self.message.declared;
        match own {
            [_] => Ok(own.to_vec()),
            _ if declared.len() == own.len() && own.iter().all(|name| declared.contains(name)) => {
                Ok(declared.clone())
            }
            _ => Err(format!(
                "with more than one gap, a comment before it names them in the order of the call: # ${}",
                own.join(", $")
            )
            .into()),
        }
    }
}

/// The texts of a list in the order of the first language, if it has the same ones.
fn in_order<'a>(body: &'a Body, entries: &[(String, String)]) -> Option<Vec<&'a str>> {
    let Body::List(others) = body else {
        return None;
    };
    let named = |key: &String| others.iter().find(|(other, _)| other == key);
    let texts = entries
        .iter()
        .map(|(key, _)| named(key).map(|(_, text)| text.as_str()));
    texts.collect()
}

/// A text with gaps as a table.
fn table(parts: &[Part], order: &[String]) -> Fallible<String> {
    let at = |name: &String| {
        order
            .iter()
            .position(|other| other == name)
            .ok_or_else(|| format!("${name} is not declared"))
    };
    let mut source = String::from("&[");
    for part in parts {
        match part {
            Part::Text(text) => write!(source, "language::Part::Text({text:?}), ")?,
            Part::Value(name) => write!(source, "language::Part::Value({}), ", at(name)?)?,
            Part::Choice(name, cases) => {
                write!(source, "language::Part::Choice({}, &[", at(name)?)?;
                for (case, said) in cases {
                    match case {
                        Case::Exactly(number) => {
                            write!(source, "(language::Case::Exactly({number}f64), ")?;
                        }
                        Case::Named(name) => write!(source, "(language::Case::Named({name:?}), ")?,
                        Case::Otherwise => write!(source, "(language::Case::Otherwise, ")?,
                    }
                    write!(source, "{}), ", table(said, order)?)?;
                }
                source.push_str("]), ");
            }
        }
    }
    source.push(']');
    Ok(source)
}
