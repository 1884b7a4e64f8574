#!/bin/sh
# The tests that need a real browser but no app: storage, workers' parts.
set -eu
cd "$(dirname "$0")/.."
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_TARGET_DIR="$PWD/target/web"
exec wasm-pack test --headless --chrome --mode no-install \
    --chromedriver "$(command -v chromedriver)" tests/wasm
