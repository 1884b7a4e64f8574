//! A model from this origin, resumable.

use companion_protocol::inference::{Download, Failure, FailureKind};
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Headers, ReadableStreamDefaultReader, RequestInit, Response, WorkerGlobalScope,
};

use super::failure::{cancelled, failure, name_of};
use super::opfs::Directory;
use super::pace::Pace;
use super::record::{self, Partial, Record};
use super::transfer::Transfer;

/// Digits of a SHA-256.
const SUM_DIGITS: usize = 64;
const OK: u16 = 200;
const PARTIAL_CONTENT: u16 = 206;
const RANGE_NOT_SATISFIABLE: u16 = 416;

/// Fetches what `request` names into the free model file and verifies it. What has arrived when
/// the connection breaks or the writer cancels is kept and continued next time.
pub(super) async fn download(
    directory: &Directory,
    current: Option<&Record>,
    request: &Download,
    signal: &AbortSignal,
    pace: &Pace<'_>,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Record, Failure> {
    check_path(&request.path)?;
    let earlier = record::partial(directory)
        .await
        .filter(|partial| belongs(partial, request));
    record::clean(directory, current, earlier.as_ref()).await;

    let file_name = record::free_file(current);
    let file = directory.open_file(file_name).await?;
    let total_bytes = request.size_bytes.unwrap_or(0);
    let mut transfer = Transfer::new(file, directory.holds(), pace, is_cancelled);
    match &earlier {
        Some(_) => transfer.resume().await?,
        None => transfer.restart()?,
    }
    // With a known sum a whole part needs no server any more.
    if total_bytes == 0 || transfer.received_bytes() < total_bytes {
        let etag = earlier.as_ref().and_then(|partial| partial.etag.as_deref());
        let response = fetch(&request.path, transfer.received_bytes(), etag, signal).await?;
        let sum = receive(
            directory,
            request,
            &response,
            file_name,
            &mut transfer,
            signal,
        )
        .await?;
        return settle(directory, transfer, request, file_name, &sum).await;
    }
    let sum = earlier.map(|partial| partial.sha256).unwrap_or_default();
    settle(directory, transfer, request, file_name, &sum).await
}

/// Receives the body of `response`; returns the sum that the file must have.
async fn receive(
    directory: &Directory,
    request: &Download,
    response: &Response,
    file_name: &str,
    transfer: &mut Transfer<'_>,
    signal: &AbortSignal,
) -> Result<String, Failure> {
    let headers = response.headers();
    let etag = headers.get("etag").ok().flatten();
    let sha256 = request
        .sha256
        .clone()
        .or_else(|| etag.as_deref().and_then(sum_in_etag))
        .ok_or_else(|| {
            failure(
                FailureKind::WrongSum,
                "Nobody says which SHA-256 this file must have, so it could not be verified. \
                 Download it yourself and choose it from disk.",
            )
        })?;
    if response.status() == OK {
        transfer.restart()?;
    }
    let announced = headers.get("content-length").ok().flatten();
    let rest_bytes: u64 = announced.and_then(|text| text.parse().ok()).unwrap_or(0);
    // A compressed answer announces another length than it has; the catalogue knows better.
    let total_bytes = match request.size_bytes {
        Some(total) => total,
        None if rest_bytes > 0 => transfer.received_bytes() + rest_bytes,
        None => 0,
    };
    transfer.expect(total_bytes).await?;

    let partial = Partial {
        file: file_name.to_owned(),
        path: request.path.clone(),
        sha256: sha256.clone(),
        etag: etag.filter(|etag| !etag.starts_with("W/")),
    };
    record::write_partial(directory, &partial).await?;
    let streamed = stream(response, total_bytes, transfer, signal).await;
    transfer.keep()?;
    streamed.map(|()| sha256)
}

async fn stream(
    response: &Response,
    total_bytes: u64,
    transfer: &mut Transfer<'_>,
    signal: &AbortSignal,
) -> Result<(), Failure> {
    let body = response.body().ok_or_else(|| network("sent nothing"))?;
    let reader: ReadableStreamDefaultReader = body.get_reader().unchecked_into();
    loop {
        let item = JsFuture::from(reader.read())
            .await
            .map_err(|error| broken(&error, signal))?;
        let member = |name| Reflect::get(&item, &JsValue::from_str(name));
        if member("done").is_ok_and(|done| done.is_truthy()) {
            return Ok(());
        }
        let Some(chunk) = member("value").ok().and_then(|value| value.dyn_into().ok()) else {
            return Err(network("sent something unreadable"));
        };
        let chunk: Uint8Array = chunk;
        if total_bytes != 0 && transfer.received_bytes() + u64::from(chunk.length()) > total_bytes {
            return Err(network("sent more than it announced"));
        }
        transfer.receive(&chunk.to_vec()).await?;
    }
}

/// Verifies what has arrived. A wrong file is not kept for resuming.
async fn settle(
    directory: &Directory,
    transfer: Transfer<'_>,
    request: &Download,
    file_name: &str,
    sha256: &str,
) -> Result<Record, Failure> {
    let finished = transfer.finish(file_name, Some(request.name.clone()), Some(sha256));
    if let Err(failure) = &finished
        && matches!(
            failure.kind,
            FailureKind::WrongSum | FailureKind::UnusableFile
        )
    {
        directory.remove(file_name).await?;
    }
    finished
}

async fn fetch(
    path: &str,
    from_byte: u64,
    etag: Option<&str>,
    signal: &AbortSignal,
) -> Result<Response, Failure> {
    let ask = async |from_byte: u64| -> Result<Response, JsValue> {
        let headers = Headers::new()?;
        if from_byte > 0 {
            headers.set("range", &format!("bytes={from_byte}-"))?;
            if let Some(etag) = etag {
                headers.set("if-range", etag)?;
            }
        }
        let init = RequestInit::new();
        init.set_headers(&headers);
        init.set_signal(Some(signal));
        let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
        // Workers lie in a folder of their own beside the app's page.
        JsFuture::from(scope.fetch_with_str_and_init(&format!("../{path}"), &init))
            .await?
            .dyn_into()
    };
    let mut response = ask(from_byte)
        .await
        .map_err(|error| broken(&error, signal))?;
    if response.status() == RANGE_NOT_SATISFIABLE {
        response = ask(0).await.map_err(|error| broken(&error, signal))?;
    }
    match response.status() {
        OK => Ok(response),
        PARTIAL_CONTENT if from_byte > 0 => Ok(response),
        404 => Err(network("has no such file")),
        status => Err(network(&format!("answered with status {status}"))),
    }
}

/// Paths of the catalogue are relative to the app, and never leave its origin.
fn check_path(path: &str) -> Result<(), Failure> {
    let is_plain = !path.is_empty()
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
        && !path.contains([':', '\\', '?', '#', '%']);
    if is_plain {
        Ok(())
    } else {
        Err(failure(
            FailureKind::Network,
            "The catalogue names an address outside this app, which is not fetched.",
        ))
    }
}

/// Whether an unfinished download is of the same file.
fn belongs(partial: &Partial, request: &Download) -> bool {
    let same_sum = request
        .sha256
        .as_ref()
        .is_none_or(|sum| sum.eq_ignore_ascii_case(&partial.sha256));
    // Without an entity tag only a known sum tells versions apart.
    partial.path == request.path && same_sum && (request.sha256.is_some() || partial.etag.is_some())
}

/// The SHA-256 that publishers of large files use as entity tag.
fn sum_in_etag(etag: &str) -> Option<String> {
    let digits = etag.trim().trim_start_matches("W/").trim_matches('"');
    let is_sum =
        digits.len() == SUM_DIGITS && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_sum.then(|| digits.to_ascii_lowercase())
}

fn broken(error: &JsValue, signal: &AbortSignal) -> Failure {
    if signal.aborted() || name_of(error) == "AbortError" {
        cancelled()
    } else {
        network("stopped answering; what has arrived is kept, so try again later")
    }
}

fn network(what: &str) -> Failure {
    failure(
        FailureKind::Network,
        format!("The model could not be fetched: the server {what}."),
    )
}
