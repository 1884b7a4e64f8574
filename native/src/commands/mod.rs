//! What can be asked for on the command line, one file each.

mod attachments;
mod audit;
mod backup;
mod bench;
mod compare;
mod create;
mod export;
mod import;
mod list;
mod quantize;
mod restore;
mod search;
mod serve;
mod show;
mod verify;
mod write;

pub use audit::Audit;
pub use backup::Backup;
pub use bench::Bench;
pub use compare::Compare;
pub use create::Create;
pub use export::Export;
pub use import::Import;
pub use list::List;
pub use quantize::Quantize;
pub use restore::Restore;
pub use search::Search;
pub use serve::Serve;
pub use show::Show;
pub use verify::Verify;
pub use write::Write;
