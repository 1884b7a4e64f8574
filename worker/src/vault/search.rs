//! Searching, and the steps that keep the index.

use std::collections::HashSet;

use companion_protocol::search::{Find, Found, Hit, Mark, Request, Response, Standing, Unmeant};
use companion_store::Store;
use companion_vault::search::{self, SearchResult, Wanted};

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about searching.
    pub(super) async fn serve_search(
        &mut self,
        request: Request,
    ) -> Result<Response, ServiceError> {
        let vault = self.vault.as_mut().ok_or(ServiceError::Locked)?;
        let (search, host) = (&mut self.search, &self.host);
        Ok(match request {
            Request::Find(Find {
                query,
                limit,
                vector,
                among,
            }) => {
                let vector = vector.as_deref().map(numbers);
                let among = among.map(HashSet::from_iter);
                let wanted = Wanted {
                    query: &query,
                    vector: vector.as_deref(),
                    limit: limit.into(),
                    among: among.as_ref(),
                };
                Response::Found(found(vault.search(search, &wanted).await?))
            }
            Request::Tend => {
                let is_awaited = || host.is_awaited();
                let tended = vault.tend_search_giving_way(search, &is_awaited);
                Response::Standing(standing(tended.await?))
            }
            Request::TextsToMean { encoder } => {
                let unmeant = vault.texts_without_meaning(search, &encoder).await?;
                Response::Unmeant(Unmeant {
                    batch: unmeant.batch,
                    texts: unmeant.texts,
                    done: unmeant.done,
                    total: unmeant.total,
                    is_settled: unmeant.is_settled,
                })
            }
            Request::Learn { batch, vectors } => {
                let vectors = numbers(&vectors);
                vault.learn_meanings(search, batch, &vectors).await?;
                Response::Done
            }
            Request::ForgetMeanings => {
                vault.forget_meanings(search).await?;
                Response::Done
            }
        })
    }
}

/// Little-endian numbers of single precision.
fn numbers(bytes: &[u8]) -> Vec<f32> {
    let (numbers, _) = bytes.as_chunks::<4>();
    numbers.iter().map(|it| f32::from_le_bytes(*it)).collect()
}

fn found(found: search::Found) -> Found {
    Found {
        results: found.results.into_iter().map(hit).collect(),
        count: found.count,
        is_partial: found.is_partial,
        standing: standing(found.standing),
    }
}

fn hit(result: SearchResult) -> Hit {
    Hit {
        entry: result.entry,
        title_marks: result.title_marks.into_iter().map(mark).collect(),
        snippet: result.excerpt.text,
        marks: result.excerpt.marks.into_iter().map(mark).collect(),
        spellings: result.spellings,
        by_words: result.by_words,
        by_meaning: result.by_meaning,
    }
}

fn mark(range: core::ops::Range<usize>) -> Mark {
    // Lines of a list are a few hundred bytes long.
    Mark {
        start: range.start as u32,
        end: range.end as u32,
    }
}

fn standing(standing: search::Standing) -> Standing {
    Standing {
        searched: standing.searched,
        total: standing.total,
        unreadable: standing.unreadable,
        is_settled: standing.is_settled,
    }
}
