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

clippy_native() {
    targets=$(cargo xtask targets all) || return
    # shellcheck disable=SC2086 # a list of arguments
    cargo clippy --quiet --keep-going $targets --all-targets -- -D warnings
}

clippy_wasm() {
    RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_PANIC_ABORT_TESTS=true \
        CARGO_TARGET_DIR="$PWD/target/web" CLIPPY_CONF_DIR="$PWD/xtask/clippy_wasm" \
        cargo clippy --quiet --keep-going --target wasm32-unknown-unknown --profile quick "$@" -- -D warnings
}

check "rustfmt" cargo fmt --all --check
check "direction of dependencies" cargo xtask layers
check "foreign addresses" cargo xtask origins
check "clippy" clippy_native
# In one go, so that all have the same dependencies, and those are checked once.
check "clippy for Wasm, with what a browser cannot do" clippy_wasm \
    --package companion-app --package companion-worker --package companion-tests-wasm \
    --lib --bins --test browser --features companion-worker/vault,companion-worker/pdf,companion-worker/inference

[ -z "$complaints" ] || {
    printf '\nlint failed:%s\n' "$complaints" >&2
    exit 1
}
