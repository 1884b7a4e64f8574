#!/bin/sh
# The tests that need a real browser but no app: storage, workers' parts.
set -eu
cd "$(dirname "$0")/.."
export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_TARGET_DIR="$PWD/target/web"
export COMPANION_EXPECT_VECTORS=1 CARGO_UNSTABLE_PROFILE_RUSTFLAGS=true
# As the app is built for tests, so that what it has compiled is used.
export CARGO_UNSTABLE_PANIC_ABORT_TESTS=true
# Seconds for all of them: large values and golden journals take their time, the default is 20.
export WASM_BINDGEN_TEST_TIMEOUT=300

# run FEATURES [-- FILTER...]: with the kernels built for these vector instructions. wasm-pack takes
# what follows the folder for cargo; a `--` before it would hand it to the tests instead.
run() {
    features=$1
    shift
    wasm-pack test --headless --chrome --mode no-install \
        --chromedriver "$(command -v chromedriver)" tests/wasm \
        --profile quick \
        --config "profile.quick.package.companion-kernels.rustflags=['-Ctarget-feature=$features']" "$@"
}

run +simd128,+relaxed-simd
run +simd128 -- kernels
