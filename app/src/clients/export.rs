//! What the page can ask about exports.

use companion_protocol::export::{Request, Response, Wanted};
use companion_protocol::vault;
use wasm_bindgen::JsValue;
use web_sys::FileSystemFileHandle;

use super::vault::{Answer, VaultClient, fault};

impl VaultClient {
    async fn ask_export(self, request: Request, beside: Option<JsValue>) -> Answer<Response> {
        match self
            .ask_beside(vault::Request::Export(request), beside)
            .await?
        {
            vault::Response::Export(response) => Ok(response),
            _ => Err(fault()),
        }
    }

    /// Begins an export, into a file if one was picked.
    pub(crate) async fn begin_export(
        self,
        wanted: Wanted,
        file: Option<FileSystemFileHandle>,
    ) -> Answer<Response> {
        let file = file.map(JsValue::from);
        self.ask_export(Request::Begin(wanted), file).await
    }

    /// Goes on with the export.
    pub(crate) async fn continue_export(self) -> Answer<Response> {
        self.ask_export(Request::Continue, None).await
    }

    /// Drops the export: nothing of it stays.
    pub(crate) async fn cancel_export(self) -> Answer<()> {
        self.ask_export(Request::Cancel, None).await.map(drop)
    }

    /// The finished export was given away.
    pub(crate) async fn forget_export(self) -> Answer<()> {
        self.ask_export(Request::Forget, None).await.map(drop)
    }
}
