//! Search over sealed entries: by words, and, where an encoder is at hand, by meaning.
//!
//! | file | one idea |
//! |---|---|
//! | `fold`, `tokens` | what can be searched for in a text |
//! | `list`, `index` | which entries hold a term, and where |
//! | `query`, `rank`, `typos` | what was asked for, and which entries answer best |
//! | `snippet`, `find` | showing why |
//! | `segment`, `shelf`, `keep` | the index at rest, and in step with the journal |
//! | `apart` | segments of earlier journals move to where they lie now |
//! | `passages`, `meaning` | vectors of passages |

mod apart;
mod find;
mod fold;
mod index;
mod keep;
mod list;
mod meaning;
mod passages;
mod query;
mod rank;
mod segment;
mod shelf;
mod snippet;
mod tokens;
mod typos;

pub use find::{Found, SearchResult, Wanted};
pub use keep::{Search, Standing};
pub use meaning::{EncoderSum, Unmeant};
pub use snippet::Excerpt;
