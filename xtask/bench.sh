#!/bin/sh
# The measurements behind docs/PERFORMANCE.md: arithmetic, model and journal, natively and in
# Chromium.
# A busy machine makes them worthless.
set -eu
cd "$(dirname "$0")/.."

echo "==> Products of quantized matrices, native"
cargo run --quiet --profile quick --package companion-bench-kernels

echo "==> Products of quantized matrices, Chromium"
[ -d tests/e2e/node_modules ] || (cd tests/e2e && npm ci --loglevel=error)
folders=
for features in simd128 simd128,+relaxed-simd; do
    folder="$PWD/target/bench/$features"
    RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_TARGET_DIR="$PWD/target/web" \
        RUSTFLAGS="-C target-feature=+$features" \
        cargo build --quiet --lib --target wasm32-unknown-unknown --profile quick \
        --package companion-bench-kernels
    wasm-bindgen --target web --no-typescript --out-name bench --out-dir "$folder" \
        target/web/wasm32-unknown-unknown/quick/companion_bench_kernels.wasm
    folders="$folders $folder"
done
# shellcheck disable=SC2086 # a list of folders
node benches/kernels/run.mjs $folders

echo "==> The model, native"
cargo bench --quiet --profile quick --package companion-inference

echo "==> A journal of 10,000 entries, native"
journal="$PWD/target/bench/journal.companion"
mkdir -p target/bench
cargo run --quiet --profile quick --package companion-bench-vault -- "$journal"

echo "==> The same journal, Chromium"
cargo xtask build --profile quick
node benches/vault/browser.mjs dist/workers "$journal"
