//! What the page can ask about imports.

use companion_core::EntryId;
use companion_protocol::import::{Receipt, Request, Response, Undone};
use companion_protocol::vault::{self, Passphrase};
use wasm_bindgen::JsCast;
use web_sys::Blob;

use super::vault::{Answer, VaultClient, fault};

impl VaultClient {
    async fn ask_import(self, request: Request, file: Option<Blob>) -> Answer<Response> {
        // A folder travels as one blob, which is all that a file is to the worker.
        let file = file.map(JsCast::unchecked_into);
        match self.ask_with(vault::Request::Import(request), file).await? {
            vault::Response::Import(response) => Ok(response),
            _ => Err(fault()),
        }
    }

    /// Opens a file and begins the dry run.
    pub(crate) async fn open_import(
        self,
        file: Blob,
        name: String,
        modified_ms: Option<i64>,
        password: Option<Passphrase>,
    ) -> Answer<Response> {
        let request = Request::Open {
            name,
            modified_ms,
            password,
        };
        self.ask_import(request, Some(file)).await
    }

    /// The next step of the dry run.
    pub(crate) async fn look_on(self) -> Answer<Response> {
        self.ask_import(Request::Look, None).await
    }

    /// The next step of the import.
    pub(crate) async fn bring_on(self, keeps_originals: bool) -> Answer<Response> {
        self.ask_import(Request::Bring { keeps_originals }, None)
            .await
    }

    /// Ends the import, wherever it is.
    pub(crate) async fn stop_import(self) -> Answer<Response> {
        self.ask_import(Request::Stop, None).await
    }

    /// What earlier imports have done.
    pub(crate) async fn import_receipts(self) -> Answer<Vec<Receipt>> {
        match self.ask_import(Request::Receipts, None).await? {
            Response::Receipts(receipts) => Ok(receipts),
            _ => Err(fault()),
        }
    }

    /// Moves everything that an import brought to the trash.
    pub(crate) async fn undo_import(self, id: EntryId) -> Answer<Undone> {
        match self.ask_import(Request::Undo(id), None).await? {
            Response::Undone(undone) => Ok(undone),
            _ => Err(fault()),
        }
    }
}
