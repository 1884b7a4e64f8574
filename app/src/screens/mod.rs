//! One screen a file.

mod audit;
mod backup;
mod calendar;
mod editor;
mod export;
mod failed;
mod finding;
mod first_run;
mod history;
mod journal;
mod keys;
mod model;
mod on_this_day;
mod other_tab;
mod reading;
mod recovery;
mod search;
mod settings;
mod shell;
mod speed;
mod starting;
mod storage;
mod tags;
mod templates;
mod timeline;
mod trash;
mod unlock;
mod unsupported;

pub(crate) use failed::Failed;
pub(crate) use first_run::FirstRun;
pub(crate) use other_tab::OtherTab;
pub(crate) use shell::Shell;
pub(crate) use speed::SpeedScreen;
pub(crate) use starting::Starting;
pub(crate) use unlock::Unlock;
pub(crate) use unsupported::Unsupported;
