//! Headers of every answer. `docs/HOSTING.md` says what each is for.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// What every answer carries, errors included.
pub const SECURITY_HEADERS: [(&str, &str); 7] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; \
         connect-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src blob:; font-src 'self'; \
         manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(self), payment=(), usb=(), browsing-topics=()",
    ),
];

/// Shortest run of hexadecimal digits in a file name that is taken for a hash of its content.
const HASH_DIGITS: usize = 16;

/// Adds the security headers and, where the answer does not set it, `Cache-Control`.
pub(super) async fn add(request: Request, next: Next) -> Response {
    let is_hashed = has_hashed_name(request.uri().path());
    let mut response = next.run(request).await;
    let is_found = matches!(
        response.status(),
        StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::NOT_MODIFIED
    );
    let headers = response.headers_mut();
    for (name, value) in SECURITY_HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // `no-cache` stores but asks again each time, which the entity tag makes cheap.
    let caching = if is_hashed && is_found {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static(caching));
    response
}

/// Whether the name holds a hash of the content, so that the file behind it never changes:
/// `app-0123456789abcdef.js`, `app-0123456789abcdef_bg.wasm`.
fn has_hashed_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .any(|part| part.len() >= HASH_DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::has_hashed_name;

    #[test]
    fn only_hashes_count_as_hashed_names() {
        assert!(has_hashed_name("/app-0123456789abcdef.js"));
        assert!(has_hashed_name("/x/app-0123456789abcdef_bg.wasm"));
        assert!(!has_hashed_name("/app_bg.wasm"));
        assert!(!has_hashed_name("/0123456789abcdef/app.js"));
        assert!(!has_hashed_name("/feed-face.js"));
    }
}
