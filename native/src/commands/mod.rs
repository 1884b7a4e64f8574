//! What can be asked for on the command line, one file each.

mod audit;
mod backup;
mod bench;
mod create;
mod export;
mod list;
mod restore;
mod serve;
mod show;
mod verify;
mod write;

pub use audit::Audit;
pub use backup::Backup;
pub use bench::Bench;
pub use create::Create;
pub use export::Export;
pub use list::List;
pub use restore::Restore;
pub use serve::Serve;
pub use show::Show;
pub use verify::Verify;
pub use write::Write;
