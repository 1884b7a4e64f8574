#!/bin/sh
# Every check that runs nothing of ours: form, clippy, and what the design forbids. All of them
# run, also after one has complained.
set -u
cd "$(dirname "$0")/.."
complaints=

# check NAME COMMAND...
check() {
    name=$1
    shift
    printf '==> %s\n' "$name"
    "$@" || complaints="$complaints
  $name"
}

clippy_wasm() {
    RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_TARGET_DIR="$PWD/target/web" \
        CLIPPY_CONF_DIR="$PWD/xtask/clippy_wasm" \
        cargo clippy --quiet --keep-going --target wasm32-unknown-unknown --profile quick "$@" -- -D warnings
}

check "rustfmt" cargo fmt --all --check
check "direction of dependencies" cargo xtask layers
check "foreign addresses" cargo xtask origins
# shellcheck disable=SC2046 # a list of arguments
check "clippy" cargo clippy --quiet --keep-going $(cargo xtask targets all) --all-targets -- -D warnings
check "clippy for Wasm, with what a browser cannot do" clippy_wasm \
    --package companion-app --package companion-worker --lib --bins \
    --features companion-worker/vault,companion-worker/inference
check "clippy for the tests in a browser" clippy_wasm --package companion-tests-wasm --all-targets

[ -z "$complaints" ] || {
    printf '\nlint failed:%s\n' "$complaints" >&2
    exit 1
}
