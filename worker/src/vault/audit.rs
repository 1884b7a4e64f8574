//! The record of activity: noting, verifying, showing, exporting.

use companion_core::{AuditEvent, Clock, Entropy, ModelName};
use companion_protocol::Progress;
use companion_protocol::audit::{
    Activity, Checkpoint, Compared, Line, Mark, Piece, Request, Response, Status, Verdict,
};
use companion_store::Store;
use companion_vault::audit::{self, Comparison, Export, LogStatus, Verification};
use companion_vault::{Vault, VaultError};

use super::environment::Environment;
use super::failure::ServiceError;
use super::host::Host;
use super::service::Service;

/// Records verified in one step, some tens of milliseconds: a save waits for one step at most.
const VERIFY_STEP: usize = 512;
/// Events in one piece of an export, some hundred kilobytes.
const EXPORT_STEP: u64 = 512;
/// Events that the page may ask for at a time.
const MAX_LINES: u16 = 500;

/// What is under way.
#[derive(Default)]
pub(super) struct AuditWork {
    verification: Option<Verification>,
    export: Option<Export>,
}

impl<S: Store, E: Environment, H: Host> Service<S, E, H> {
    /// Does what the page asks about the record of activity.
    pub(super) async fn serve_audit(&mut self, request: Request) -> Result<Response, ServiceError> {
        let vault = self.vault.as_mut().ok_or(ServiceError::Locked)?;
        Ok(match request {
            Request::Status => Response::Status(describe(vault.log_status().await?)),
            Request::Note(activity) => {
                vault.log(event_of(&activity)).await?;
                Response::Noted
            }
            Request::BeginVerify => {
                self.audit.verification = Some(Verification::begin());
                Response::Verifying(Progress {
                    done: 0,
                    total: vault.log_length(),
                })
            }
            Request::ContinueVerify => {
                let walk = &mut self.audit.verification;
                let walk = walk.get_or_insert_with(Verification::begin);
                match vault.verify_log(walk, VERIFY_STEP).await? {
                    None => Response::Verifying(Progress {
                        done: walk.done(),
                        total: vault.log_length(),
                    }),
                    Some(found) => {
                        self.audit.verification = None;
                        note_verified(vault, &found).await?;
                        Response::Status(describe(vault.log_status().await?))
                    }
                }
            }
            Request::Read { newest, limit } => {
                let lines = vault.read_log(newest, limit.min(MAX_LINES).into()).await?;
                Response::Lines(lines.into_iter().map(line).collect())
            }
            Request::BeginExport => {
                let export = self.audit.export.insert(vault.begin_export());
                Response::Exported(next_piece(vault, export).await?)
            }
            Request::ContinueExport => {
                let export = &mut self.audit.export;
                let export = export.get_or_insert_with(|| vault.begin_export());
                Response::Exported(next_piece(vault, export).await?)
            }
            Request::MakeCheckpoint => {
                let made = vault.make_checkpoint().await?;
                Response::Checkpoint(Checkpoint {
                    code: made.to_text(),
                    made: made.made(),
                    audit_length: made.audit_length(),
                })
            }
            Request::CompareCheckpoint(text) => {
                let checkpoint = audit::Checkpoint::parse(&text)?;
                let comparison = vault.compare_checkpoint(&checkpoint).await?;
                Response::Compared(Compared {
                    made: checkpoint.made(),
                    audit_length: checkpoint.audit_length(),
                    verdict: verdict(comparison),
                })
            }
            Request::MarkSeen => {
                vault.note_findings_seen().await?;
                Response::Status(describe(vault.log_status().await?))
            }
        })
    }
}

/// What was found is told also where it cannot be noted.
async fn note_verified<S: Store, E: Clock + Entropy>(
    vault: &mut Vault<S, E>,
    found: &[companion_core::AuditFinding],
) -> Result<(), VaultError> {
    match vault.note_verified(found).await {
        Err(VaultError::StorageFull | VaultError::Storage(_)) => Ok(()),
        noted => noted,
    }
}

async fn next_piece<S: Store, E: Clock + Entropy>(
    vault: &mut Vault<S, E>,
    export: &mut Export,
) -> Result<Piece, VaultError> {
    let text = vault.export_log(export, EXPORT_STEP).await?;
    let (done, total) = export.progress();
    let is_last = done == total;
    if is_last {
        vault.log(AuditEvent::LogExported(total)).await?;
    }
    Ok(Piece {
        text: text.unwrap_or_default(),
        progress: Progress { done, total },
        is_last,
    })
}

/// What the log says of it: fixed kinds, numbers, and a name that is cut and made plain.
fn event_of(activity: &Activity) -> AuditEvent {
    match activity {
        Activity::ModelLoaded { model, sha256 } => AuditEvent::ModelLoaded {
            model: ModelName::new(model),
            sha256: *sha256,
        },
        Activity::AiOperation {
            task,
            model,
            duration_ms,
            outcome,
        } => AuditEvent::AiOperation {
            task: *task,
            model: ModelName::new(model),
            duration_ms: *duration_ms,
            outcome: *outcome,
        },
        Activity::Detected { what, count } => AuditEvent::Detected {
            what: *what,
            count: *count,
        },
        Activity::EntriesExported(count) => AuditEvent::EntriesExported(*count),
    }
}

fn describe(status: LogStatus) -> Status {
    Status {
        audit_length: status.audit_length,
        begun: status.begun,
        verified: status.verified.map(|checked| Mark {
            when: checked.when,
            audit_length: checked.audit_length,
        }),
        anchored: status.anchored.map(|anchored| Mark {
            when: anchored.when,
            audit_length: anchored.audit_length,
        }),
        findings: status.findings,
        is_seen: status.is_seen,
    }
}

fn line(line: audit::LogLine) -> Line {
    Line {
        number: line.number,
        when: line.when,
        event: line.event,
        title: line.title,
    }
}

const fn verdict(comparison: Comparison) -> Verdict {
    match comparison {
        Comparison::Matches => Verdict::Matches,
        Comparison::OtherJournal => Verdict::OtherJournal,
        Comparison::Ahead => Verdict::Ahead,
        Comparison::Differs => Verdict::Differs,
        Comparison::Lost => Verdict::Lost,
    }
}
