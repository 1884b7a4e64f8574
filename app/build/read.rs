//! From Fluent's syntax to the few things that words are made of here.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{
    Attribute, Entry, Expression, InlineExpression, Message as Parsed, Pattern, PatternElement,
    Variant, VariantKey,
};
use fluent_syntax::parser;

/// A language: its topics, and in each its messages as they stand in the file.
pub(crate) struct Language {
    pub(crate) id: String,
    /// Its own name for itself.
    pub(crate) name: String,
    /// Whether it is written from right to left.
    pub(crate) is_rtl: bool,
    pub(crate) topics: BTreeMap<String, Vec<Message>>,
}

/// One thing that is said.
pub(crate) struct Message {
    pub(crate) id: String,
    /// The variables that its comment names, in that order.
    pub(crate) declared: Vec<String>,
    pub(crate) body: Body,
}

/// One text, or several under names of their own.
#[derive(PartialEq)]
pub(crate) enum Body {
    One(Vec<Part>),
    List(Vec<(String, String)>),
}

/// A piece of a text.
#[derive(PartialEq)]
pub(crate) enum Part {
    Text(String),
    Value(String),
    /// What is said depends on a value; the default comes last.
    Choice(String, Vec<(Case, Vec<Part>)>),
}

/// When a choice holds.
#[derive(PartialEq)]
pub(crate) enum Case {
    Exactly(String),
    Named(String),
    Otherwise,
}

type Fallible<T> = Result<T, Box<dyn Error>>;

/// Reads a language's folder.
pub(crate) fn language(id: &str, folder: &Path) -> Fallible<Language> {
    let mut topics = BTreeMap::new();
    for name in crate::names(folder)? {
        if let Some(topic) = name.strip_suffix(".ftl") {
            let source = fs::read_to_string(folder.join(&name))?;
            let messages = messages(&source).map_err(|fault| format!("{id}/{name}: {fault}"))?;
            topics.insert(topic.to_owned(), messages);
        }
    }
    let about = topics
        .remove("language")
        .ok_or_else(|| format!("{id}/language.ftl is missing"))?;
    let said = |key: &str| {
        about.iter().find(|message| message.id == key).map_or_else(
            || Err(format!("{id}/language.ftl does not say its {key}")),
            |message| match &message.body {
                Body::One(parts) => Ok(plain(parts).unwrap_or_default()),
                Body::List(_) => Err(format!("{id}/language.ftl: {key} is one word")),
            },
        )
    };
    Ok(Language {
        id: id.to_owned(),
        name: said("name")?,
        is_rtl: said("direction")? == "rtl",
        topics,
    })
}

/// Every message of a file.
pub(crate) fn messages(source: &str) -> Fallible<Vec<Message>> {
    let resource = parser::parse(source).map_err(|(_, faults)| {
        let told = faults.iter().map(|fault| {
            let before = source.get(..fault.pos.start).unwrap_or_default();
            format!("line {}: {fault}", before.matches('\n').count() + 1)
        });
        told.collect::<Vec<_>>().join("; ")
    })?;
    let parsed = resource.body.into_iter().filter_map(|entry| match entry {
        Entry::Message(message) => Some(Ok(message)),
        Entry::Term(term) => Some(Err(format!("-{}: terms are not used here", term.id.name))),
        _ => None,
    });
    let mut messages = Vec::new();
    for message in parsed {
        let message = message?;
        let id = message.id.name;
        messages.push(read_message(message).map_err(|fault| format!("{id}: {fault}"))?);
    }
    Ok(messages)
}

fn read_message(message: Parsed<&str>) -> Fallible<Message> {
    let comment = message.comment.map(|comment| comment.content.join("\n"));
    let body = match message.value {
        Some(pattern) if message.attributes.is_empty() => Body::One(parts(&pattern)?),
        Some(_) => return Err("a text or a list, not both".into()),
        None => {
            let list: Fallible<Vec<_>> = message.attributes.iter().map(entry).collect();
            Body::List(list?)
        }
    };
    Ok(Message {
        id: message.id.name.to_owned(),
        declared: declared(comment.as_deref().unwrap_or_default()),
        body,
    })
}

/// One text of a list, with its name.
fn entry(attribute: &Attribute<&str>) -> Fallible<(String, String)> {
    let text = plain(&parts(&attribute.value)?)
        .ok_or("lists have no gaps; make it a message of its own")?;
    Ok((attribute.id.name.to_owned(), text))
}

/// The variables that a comment names.
fn declared(comment: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in comment.split('$').skip(1) {
        let is_name = |sign: char| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_';
        let name: String = rest.chars().take_while(|sign| is_name(*sign)).collect();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn parts(pattern: &Pattern<&str>) -> Fallible<Vec<Part>> {
    let mut parts = Vec::new();
    for element in &pattern.elements {
        let part = match element {
            PatternElement::TextElement { value } => Part::Text((*value).to_owned()),
            PatternElement::Placeable { expression } => placeable(expression)?,
        };
        match (parts.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(&text),
            (_, part) => parts.push(part),
        }
    }
    Ok(parts)
}

fn placeable(expression: &Expression<&str>) -> Fallible<Part> {
    match expression {
        Expression::Inline(InlineExpression::StringLiteral { value }) => {
            Ok(Part::Text((*value).to_owned()))
        }
        Expression::Inline(InlineExpression::VariableReference { id }) => {
            Ok(Part::Value(id.name.to_owned()))
        }
        Expression::Select {
            selector: InlineExpression::VariableReference { id },
            variants,
        } => Ok(Part::Choice(id.name.to_owned(), cases(variants)?)),
        _ => Err("only variables, choices by a variable and quoted texts stand in braces".into()),
    }
}

fn cases(variants: &[Variant<&str>]) -> Fallible<Vec<(Case, Vec<Part>)>> {
    let mut cases = Vec::new();
    let mut otherwise = Vec::new();
    for variant in variants {
        let said = parts(&variant.value)?;
        match (variant.default, &variant.key) {
            (true, _) => otherwise = said,
            (false, VariantKey::Identifier { name }) => {
                cases.push((Case::Named((*name).to_owned()), said));
            }
            (false, VariantKey::NumberLiteral { value }) => {
                cases.push((Case::Exactly((*value).to_owned()), said));
            }
        }
    }
    cases.push((Case::Otherwise, otherwise));
    Ok(cases)
}

/// A text without gaps.
pub(crate) fn plain(parts: &[Part]) -> Option<String> {
    match parts {
        [] => Some(String::new()),
        [Part::Text(text)] => Some(text.clone()),
        _ => None,
    }
}

/// The variables of a text, in the order in which they come.
pub(crate) fn variables(parts: &[Part], found: &mut Vec<String>) {
    for part in parts {
        let name = match part {
            Part::Text(_) => continue,
            Part::Value(name) | Part::Choice(name, _) => name,
        };
        if !found.contains(name) {
            found.push(name.clone());
        }
        if let Part::Choice(_, cases) = part {
            for (_, said) in cases {
                variables(said, found);
            }
        }
    }
}
