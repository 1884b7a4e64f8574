//! How fast the model is on this device.

use std::sync::Arc;

use companion_inference::{Backend, Measurement, Model, threads};
use companion_protocol::inference::{
    Failure, FailureKind, Measure, Measured, MeasuredRun, Progress, Stage,
};

use super::failure::{cancelled, failure, model as model_failure};
use super::pace::{Pace, memory_bytes, now_ms};

/// Measures, run by run. `load_ms` is what loading took; the caller has limited the threads.
pub(super) async fn measure(
    model: Arc<Model>,
    name: String,
    load_ms: f64,
    request: Measure,
    pace: &Pace<'_>,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Measured, Failure> {
    if !(1..=Measure::MAX_RUNS).contains(&request.runs) {
        return Err(failure(
            FailureKind::Internal,
            format!("Between 1 and {} runs can be measured.", Measure::MAX_RUNS),
        ));
    }
    let mut runs = Vec::new();
    let mut written = Vec::new();
    for number in 0..request.runs {
        let (paces, tokens) = run(&model, request, number, pace, is_stopped).await?;
        runs.push(paces);
        written = tokens;
    }
    Ok(Measured {
        model: name,
        // At most `threads::MAX_THREADS`.
        threads: threads::threads() as u32,
        kernels: Backend::best().name(),
        load_ms,
        // Memory of WebAssembly never shrinks: what it has is the most that it has had.
        peak_memory_bytes: memory_bytes(),
        prompt_tokens: request.prompt_tokens,
        decode_tokens: request.decode_tokens,
        runs,
        written,
    })
}

/// The run with this number, and the tokens that it wrote.
async fn run(
    model: &Arc<Model>,
    request: Measure,
    number: u32,
    pace: &Pace<'_>,
    is_stopped: &dyn Fn() -> bool,
) -> Result<(MeasuredRun, Vec<u32>), Failure> {
    // Counts of 32 bits fit both targets' sizes.
    let (prompt, decode) = (
        request.prompt_tokens as usize,
        request.decode_tokens as usize,
    );
    let mut measurement = Measurement::new(Arc::clone(model), prompt, decode)
        .map_err(|error| model_failure(&error))?;
    loop {
        if is_stopped() {
            return Err(cancelled());
        }
        let more = measurement
            .step(now_ms())
            .map_err(|error| model_failure(&error))?;
        let (done, total) = measurement.progress();
        pace.progress(Progress {
            stage: Stage::Measure,
            done: u64::from(number) * total as u64 + done as u64,
            total: u64::from(request.runs) * total as u64,
        });
        if let (false, Some(paces)) = (more, measurement.paces()) {
            let paces = MeasuredRun {
                first_token_ms: paces.first_token_ms,
                decode_ms: paces.decode_ms,
            };
            return Ok((paces, measurement.written().to_vec()));
        }
        pace.breathe().await;
    }
}
