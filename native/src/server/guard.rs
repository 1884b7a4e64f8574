//! Who may ask, and how.
//!
//! Only browsers on this computer that typed or followed this server's own address: a foreign
//! `Host` means that somebody else's name was pointed at 127.0.0.1 (DNS rebinding), and would let
//! their page read the answer as its own.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

/// Where a browser sends what other apps share (`share_target` in the manifest). The app's
/// service worker takes it before it reaches a network; only where the browser has put that
/// away does it come here. It is thrown away unread, and the page says so.
const SHARE_PATH: &str = "/share";
/// The page that says so, as `app/src/state/share.rs` knows it.
const SHARE_ANSWER: &str = "/?shared=not-ready";

/// Answers refused requests itself and passes the others on.
pub(super) async fn check(port: u16, request: Request, next: Next) -> Response {
    if !is_own_host(&request, port) {
        return (
            StatusCode::MISDIRECTED_REQUEST,
            "This server answers only to this computer's own names.\n",
        )
            .into_response();
    }
    if request.method() == Method::POST && request.uri().path() == SHARE_PATH {
        return Redirect::to(SHARE_ANSWER).into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
            "This server only reads.\n",
        )
            .into_response();
    }
    if request.uri().path().starts_with("/models/") && is_from_elsewhere(request.headers()) {
        return (
            StatusCode::FORBIDDEN,
            "Models are served to the app only.\n",
        )
            .into_response();
    }
    next.run(request).await
}

/// Whether the request names this server: in `Host`, and in its target where that is absolute.
fn is_own_host(request: &Request, port: u16) -> bool {
    let named_in_header = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let named_in_target = request
        .uri()
        .authority()
        .map(|authority| authority.as_str());
    named_in_header.is_some_and(|host| is_own_name(host, port))
        && named_in_target.is_none_or(|host| is_own_name(host, port))
}

fn is_own_name(host: &str, port: u16) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| {
            // A browser leaves out the port of plain HTTP.
            rest.strip_prefix(':') == Some(&port.to_string()) || (rest.is_empty() && port == 80)
        })
    })
}

/// Whether a browser says that another site's page asks. Such a page could not read the answer,
/// but it could make this computer contact a model's publisher.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    headers
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin" && site != "none")
}
