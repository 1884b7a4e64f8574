//! What the page can ask about the record of activity.

use companion_protocol::Progress;
use companion_protocol::audit::{
    Activity, Checkpoint, Compared, Line, Piece, Request, Response, Status,
};
use companion_protocol::vault;

use super::vault::{Answer, VaultClient, fault};

/// How far verifying has come.
pub(crate) enum Verifying {
    /// There is more to verify.
    Under(Progress),
    /// It is done; what is known now.
    Done(Status),
}

/// One request and the one answer that fits it.
macro_rules! ask {
    ($client:expr, $request:expr, $($answer:pat => $value:expr),+) => {
        match $client.ask(vault::Request::Audit($request)).await? {
            $(vault::Response::Audit($answer) => Ok($value),)+
            _ => Err(fault()),
        }
    };
}

impl VaultClient {
    /// How the record stands.
    pub(crate) async fn audit_status(self) -> Answer<Status> {
        ask!(self, Request::Status, Response::Status(status) => status)
    }

    /// Records what happened outside the vault worker.
    pub(crate) async fn note_activity(self, activity: Activity) -> Answer<()> {
        ask!(self, Request::Note(activity), Response::Noted => ())
    }

    /// Begins to verify the whole record.
    pub(crate) async fn begin_verify(self) -> Answer<Progress> {
        ask!(self, Request::BeginVerify, Response::Verifying(progress) => progress)
    }

    /// Verifies the next events.
    pub(crate) async fn continue_verify(self) -> Answer<Verifying> {
        ask!(
            self,
            Request::ContinueVerify,
            Response::Verifying(progress) => Verifying::Under(progress),
            Response::Status(status) => Verifying::Done(status)
        )
    }

    /// The events from number `newest` down.
    pub(crate) async fn read_activity(self, newest: u64, limit: u16) -> Answer<Vec<Line>> {
        ask!(self, Request::Read { newest, limit }, Response::Lines(lines) => lines)
    }

    /// Begins to export the record: its first piece.
    pub(crate) async fn begin_audit_export(self) -> Answer<Piece> {
        ask!(self, Request::BeginExport, Response::Exported(piece) => piece)
    }

    /// The next piece of the export.
    pub(crate) async fn continue_audit_export(self) -> Answer<Piece> {
        ask!(self, Request::ContinueExport, Response::Exported(piece) => piece)
    }

    /// Makes a checkpoint.
    pub(crate) async fn make_checkpoint(self) -> Answer<Checkpoint> {
        ask!(self, Request::MakeCheckpoint, Response::Checkpoint(made) => made)
    }

    /// Compares a checkpoint as pasted or typed.
    pub(crate) async fn compare_checkpoint(self, text: String) -> Answer<Compared> {
        ask!(self, Request::CompareCheckpoint(text), Response::Compared(compared) => compared)
    }

    /// What is wrong has been read.
    pub(crate) async fn mark_seen(self) -> Answer<Status> {
        ask!(self, Request::MarkSeen, Response::Status(status) => status)
    }
}
