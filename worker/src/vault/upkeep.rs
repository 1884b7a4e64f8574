//! Checking what unlocking does not read, in slices: whoever waits goes first.

use companion_protocol::upkeep::{Checked, Request};
use companion_store::Store;

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::problem;
use super::service::Service;

/// Pieces read in one step: a megabyte.
const STEP_PIECES: u32 = 4;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about upkeep.
    pub(super) async fn serve_upkeep(&mut self, request: Request) -> Result<Checked, ServiceError> {
        let vault = self.vault.as_ref().ok_or(ServiceError::Locked)?;
        if matches!(request, Request::Begin) {
            self.checking = Some(vault.begin_attachment_check());
        }
        let mut problems = self.search.take_problems();
        let Some(check) = &mut self.checking else {
            return Ok(Checked {
                problems: problem::told(&problems),
                is_over: true,
                ..Checked::default()
            });
        };
        for _ in 0..STEP_PIECES {
            problems.extend(vault.check_next_piece(check).await?);
            if check.is_over() || self.host.is_awaited() {
                break;
            }
        }
        let ((done, total), is_over) = (check.progress(), check.is_over());
        if is_over {
            self.checking = None;
        }
        Ok(Checked {
            problems: problem::told(&problems),
            done,
            total,
            is_over,
        })
    }
}
