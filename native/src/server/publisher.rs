//! Files of a model's publisher, fetched only when the person has chosen one in the app, and
//! passed through without being kept here.

use std::borrow::Cow;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use reqwest::{Client, Url, redirect};

/// A model file at its publisher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Names the model in `models/remote/ID`.
    pub id: Cow<'static, str>,
    /// For people.
    pub name: Cow<'static, str>,
    /// The publisher's own address. The size and the sum are the publisher's too: they arrive
    /// with the file.
    pub url: Cow<'static, str>,
}

impl Published {
    const fn new(id: &'static str, name: &'static str, url: &'static str) -> Self {
        Self {
            id: Cow::Borrowed(id),
            name: Cow::Borrowed(name),
            url: Cow::Borrowed(url),
        }
    }

    /// Last part of the address.
    pub(super) fn file_name(&self) -> &str {
        self.url.rsplit('/').next().unwrap_or_default()
    }
}

/// The models offered, the default first.
pub static PUBLISHED: [Published; 3] = [
    Published::new(
        "qwen2.5-0.5b-instruct-q4_k_m",
        "Qwen2.5-0.5B-Instruct (Q4_K_M)",
        "https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct-GGUF/resolve/main/qwen2.5-0.5b-instruct-q4_k_m.gguf",
    ),
    Published::new(
        "qwen2.5-0.5b-instruct-q8_0",
        "Qwen2.5-0.5B-Instruct (Q8_0)",
        "https://huggingface.co/Qwen/Qwen2.5-0.5B-Instruct-GGUF/resolve/main/qwen2.5-0.5b-instruct-q8_0.gguf",
    ),
    Published::new(
        "qwen2.5-1.5b-instruct-q4_k_m",
        "Qwen2.5-1.5B-Instruct (Q4_K_M)",
        "https://huggingface.co/Qwen/Qwen2.5-1.5B-Instruct-GGUF/resolve/main/qwen2.5-1.5b-instruct-q4_k_m.gguf",
    ),
];

/// Longest wait for a connection, and for the next piece of a file.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const READ_TIMEOUT: Duration = Duration::from_secs(60);

/// Publishers send from a delivery network, one or two redirects away.
const MAX_REDIRECTS: usize = 5;

/// The sum of the whole file, named by the publisher in the redirect to its delivery network.
const LINKED_ETAG: HeaderName = HeaderName::from_static("x-linked-etag");

/// Headers of the publisher's answer that describe the file.
const PASSED_ON: [HeaderName; 3] = [
    header::CONTENT_LENGTH,
    header::CONTENT_RANGE,
    header::ACCEPT_RANGES,
];

/// Why a publisher's file cannot be had. The text is shown to people.
#[derive(Debug, thiserror::Error)]
pub(super) enum PublisherError {
    /// No connection, or it broke.
    #[error("the publisher cannot be reached: {0}")]
    Unreachable(#[from] reqwest::Error),
    /// Anything but the file.
    #[error("the publisher answered {0}")]
    Refused(StatusCode),
    /// A redirect to nowhere, away from HTTPS, or one too many.
    #[error("the publisher redirects to an address that is not followed")]
    Redirect,
}

impl IntoResponse for PublisherError {
    fn into_response(self) -> Response {
        (StatusCode::BAD_GATEWAY, format!("{self}\n")).into_response()
    }
}

/// Asks the publisher for what the browser asked for (`GET` or `HEAD`, all or a range) and
/// streams the answer.
pub(super) async fn pass_through(
    model: &Published,
    method: Method,
    asked: &HeaderMap,
) -> Result<Response, PublisherError> {
    // A second call finds the provider installed: that is all it is for.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .redirect(redirect::Policy::none())
        .build()?;

    let mut url = Url::parse(&model.url).map_err(|_| PublisherError::Redirect)?;
    let mut file_sum = None;
    for _ in 0..=MAX_REDIRECTS {
        let mut request = client.request(method.clone(), url.clone());
        if let Some(range) = asked.get(header::RANGE) {
            request = request.header(header::RANGE, range);
        }
        let answer = request.send().await?;
        file_sum = file_sum.or_else(|| answer.headers().get(LINKED_ETAG).cloned());
        if answer.status().is_redirection() {
            url = redirect_target(&url, answer.headers())?;
            continue;
        }
        return match answer.status() {
            status @ (StatusCode::OK
            | StatusCode::PARTIAL_CONTENT
            | StatusCode::RANGE_NOT_SATISFIABLE) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = status;
                let headers = response.headers_mut();
                for name in PASSED_ON {
                    if let Some(value) = answer.headers().get(&name) {
                        headers.insert(name, value.clone());
                    }
                }
                if let Some(sum) = file_sum.or_else(|| answer.headers().get(header::ETAG).cloned())
                {
                    headers.insert(header::ETAG, sum);
                }
                headers.insert(
                    header::CONTENT_TYPE,
                    header::HeaderValue::from_static("application/octet-stream"),
                );
                headers.insert(
                    header::CACHE_CONTROL,
                    header::HeaderValue::from_static("no-store"),
                );
                *response.body_mut() = Body::from_stream(answer.bytes_stream());
                Ok(response)
            }
            status => Err(PublisherError::Refused(status)),
        };
    }
    Err(PublisherError::Redirect)
}

/// Where a redirect leads; never from HTTPS to anything weaker.
fn redirect_target(from: &Url, headers: &HeaderMap) -> Result<Url, PublisherError> {
    let location = headers
        .get(header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .ok_or(PublisherError::Redirect)?;
    let target = from.join(location).map_err(|_| PublisherError::Redirect)?;
    if from.scheme() == "https" && target.scheme() != "https" {
        return Err(PublisherError::Redirect);
    }
    Ok(target)
}
