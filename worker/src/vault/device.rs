//! What guessing costs on this device, and backups for a folder.

use std::rc::Rc;

use companion_protocol::backup::Written;
use companion_protocol::device::{Cost, Request, Response};
use companion_protocol::vault::Kdf;
use companion_store::Store;
use companion_vault::VaultError;
use companion_vault::backup::BackupError;

use super::backup::describe;
use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::keys::kdf_of;
use super::service::Service;

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about this device.
    pub(super) async fn serve_device(
        &mut self,
        request: Request,
    ) -> Result<Response, ServiceError> {
        Ok(match request {
            Request::Measure(kdf) => Response::Measured(self.measure(kdf)?),
            Request::WriteForFolder => {
                let (name, report) = self.write_backup().await?;
                self.for_folder = Some(report.clone());
                let report = describe(report);
                Response::Written(Written { name, report })
            }
            Request::InFolder => {
                let report = self.for_folder.take();
                let report = report.ok_or_else(|| BackupError::File("none was written".into()))?;
                self.unlocked()?.note_backup(&report).await?;
                self.host.remove_backups().await;
                Response::Noted
            }
        })
    }

    /// Times one derivation with today's parameters.
    fn measure(&self, kdf: Kdf) -> Result<Cost, ServiceError> {
        let host = Rc::clone(&self.host);
        let begun = self.environment.now();
        kdf_of(kdf)
            .rehearse(&mut |done, total| host.derivation(done, total))
            .map_err(VaultError::from)?;
        let took_ms = self.environment.now().unix_ms - begun.unix_ms;
        Ok(Cost {
            // A clock that was set back meanwhile tells nothing.
            duration_ms: u32::try_from(took_ms).unwrap_or_default(),
        })
    }
}
