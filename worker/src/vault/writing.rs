//! Prompts and templates. What was on the writer's mind is read here, and leaves this worker as
//! a prompt, or as a few words for the model.

use std::collections::BTreeMap;

use companion_core::{Day, EntrySummary, Mood, Timestamp};
use companion_insight::prompts::{self, Mind, TimeOfDay};
use companion_insight::templates;
use companion_protocol::writing::{
    Digest, GivenTemplate, Moment, Prompt, Request, Response, Templates,
};
use companion_store::Store;
use companion_vault::VaultError;

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

/// Entries older than this are not "lately".
const LATELY_DAYS: i64 = 14;
/// Entries that are looked at.
const LATELY_ENTRIES: usize = 12;
/// A title is named only if it was written within so many days.
const TITLE_DAYS: i64 = 7;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about prompts and templates.
    pub(super) async fn serve_writing(
        &mut self,
        request: Request,
    ) -> Result<Response, ServiceError> {
        let environment = self.environment.clone();
        let vault = self.unlocked()?;
        Ok(match request {
            Request::Templates(language) => Response::Templates(Templates {
                given: given(&language),
                own: vault.list_templates().await?,
            }),
            Request::WriteTemplate(template) => Response::Template(
                vault
                    .write_template(template.id, &template.name, template.content)
                    .await?,
            ),
            Request::DeleteTemplate(id) => {
                vault.delete_template(id).await?;
                Response::Done
            }
            Request::Prompt { moment, language } => {
                let now = environment.now();
                let digest = digest(now, &vault.list_entries());
                let shown = vault.prompts_shown().await?;
                let mind = Mind {
                    time: TimeOfDay::of_minute(now.local_minute_of_day()),
                    moods: &digest.moods,
                    title: digest.titles.first().map(String::as_str),
                    tag: digest.tags.first().map(String::as_str),
                    shown: &shown,
                };
                let moment = match moment {
                    Moment::Opening => prompts::Moment::Opening,
                    Moment::GoingOn => prompts::Moment::GoingOn,
                };
                let mut seed = [0; 8];
                environment.fill(&mut seed).map_err(VaultError::from)?;
                let seed = u64::from_le_bytes(seed);
                let Some(chosen) = prompts::choose(moment, &mind, seed, &language) else {
                    return Ok(Response::Prompt(None));
                };
                // On a full disk a prompt may come again too soon; it comes nevertheless.
                if let Err(VaultError::TakenOver) = vault.note_prompt_shown(chosen.number).await {
                    return Err(VaultError::TakenOver.into());
                }
                Response::Prompt(Some(Prompt {
                    number: chosen.number,
                    text: chosen.text,
                }))
            }
            Request::Digest => Response::Digest(digest(environment.now(), &vault.list_entries())),
        })
    }
}

fn given(language: &str) -> Vec<GivenTemplate> {
    let all = templates::given(language).iter();
    all.map(|template| GivenTemplate {
        name: template.name.into(),
        lead: template.lead.into(),
        content: template.content.into(),
    })
    .collect()
}

/// What the last entries say by their lines in the list; no entry is opened for it.
fn digest(now: Timestamp, entries: &[EntrySummary]) -> Digest {
    let Day(today) = now.local_day();
    let age_days = |entry: &EntrySummary| today - entry.created.local_day().0;
    let lately: Vec<&EntrySummary> = entries
        .iter()
        .filter(|entry| !entry.damaged && (0..LATELY_DAYS).contains(&age_days(entry)))
        .take(LATELY_ENTRIES)
        .collect();
    let titles = lately
        .iter()
        .filter(|entry| age_days(entry) < TITLE_DAYS && !entry.title.is_empty())
        .map(|entry| entry.title.clone());
    let moods = lately.iter().filter_map(|entry| entry.mood);
    Digest {
        minute_of_day: now.local_minute_of_day(),
        titles: titles.take(Digest::MAX_LINES).collect(),
        tags: frequent(lately.iter().flat_map(|entry| &entry.tags)),
        moods: moods.take(Digest::MAX_LINES).map(step).collect(),
    }
}

/// 1 for the worst of five moods to 5 for the best.
const fn step(mood: Mood) -> u8 {
    mood as u8 + 1
}

/// The tags that come up most; one that came up once is no theme.
fn frequent<'a>(tags: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut counts = BTreeMap::new();
    for tag in tags {
        *counts.entry(tag).or_insert(0u32) += 1;
    }
    let mut repeated: Vec<_> = counts.into_iter().filter(|&(_, count)| count > 1).collect();
    repeated.sort_by_key(|&(_, count)| core::cmp::Reverse(count));
    let tags = repeated.into_iter().map(|(tag, _)| tag.clone());
    tags.take(Digest::MAX_LINES).collect()
}
