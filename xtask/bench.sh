#!/bin/sh
# The measurements behind docs/PERFORMANCE.md: arithmetic, model and journal, natively and in
# Chromium.
# A busy machine makes them worthless.
set -eu
cd "$(dirname "$0")/.."

xtask/bench-inference.sh

echo "==> A journal of 10,000 entries, native"
journal="$PWD/target/bench/journal.companion"
mkdir -p target/bench
cargo run --quiet --profile quick --package companion-bench-vault -- "$journal"

echo "==> The same journal, Chromium"
cargo xtask build --profile quick
node benches/vault/browser.mjs dist/workers "$journal"

echo "==> Searching 10,000 entries, native and in Chromium"
queries="$PWD/target/bench/queries.json"
cargo run --quiet --profile quick --package companion-bench-search -- "$journal" "$queries"
node benches/search/browser.mjs dist/workers "$journal" "$queries"
