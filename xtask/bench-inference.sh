#!/bin/sh
# How fast the model is: arithmetic alone, then whole models beside other programs, natively and in
# Chromium. About an hour; a busy machine makes wall-clock times worthless.
#   BENCH_MODEL=FILE.gguf  another model than ~/.companion/models/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf
set -eu
cd "$(dirname "$0")/.."
model=${BENCH_MODEL:-$HOME/.companion/models/qwen2.5-coder-0.5b-instruct-q4_k_m.gguf}

echo "==> Products of quantized matrices, keys and values in half precision, memory; native"
cargo bench --quiet --profile quick --package companion-bench-kernels

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

echo "==> The worker as it is shipped, Chromium"
cargo xtask build
node benches/inference/browser.mjs dist/workers "$model"

echo "==> Beside wllama, Chromium"
[ -d benches/peers/node_modules ] || (cd benches/peers && npm ci --loglevel=error)
node benches/peers/browser.mjs --model "$model"

echo "==> Two threads and one, while one processor is busy with other work, Chromium"
node benches/peers/browser.mjs --model "$model" --engines companion --prefill 200 --busy 1 --out target/peers/busy.json

echo "==> Beside llama.cpp, native"
cargo build --quiet --release --package companion-native
node benches/peers/native.mjs --model "$model" --companion target/release/companion-native
