#!/bin/sh
# Hostile bytes: builds the targets of tests/fuzz for libFuzzer and runs each for so many seconds.
#   xtask/test-fuzz.sh SECONDS [TARGET...]
# What is new is kept in target/fuzz/corpus; a finding stops the run and stays in target/fuzz/findings.
# The flags are those of cargo-fuzz, whose other commands work too: see tests/fuzz/README.md.
set -eu
cd "$(dirname "$0")/.."
seconds=$1
shift
folder="$PWD/target/fuzz"
# Naming the target keeps the flags away from build scripts.
host=$(rustc -vV | sed -n 's/^host: //p')
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Cllvm-args=-simplifycfg-branch-fold-threshold=0 --cfg fuzzing"

echo "==> Building the fuzz targets"
RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$folder" \
    RUSTFLAGS="$coverage -Zsanitizer=address -Cdebug-assertions -Cdebuginfo=1" \
    cargo build --quiet --profile quick --target "$host" --package companion-tests-fuzz --features libfuzzer --bins

[ $# -gt 0 ] || set -- $(ls tests/fuzz/corpus)
for target in "$@"; do
    new="$folder/corpus/$target"
    mkdir -p "$new" "$folder/findings/$target"
    log="$folder/findings/$target.log"
    # No single allocation over 64 MB, no input that takes longer than 30 seconds: on a busy machine
    # that is little work. What stays allocated is libFuzzer's own too, and the sanitizer's.
    "$folder/$host/quick/$target" "$new" "tests/fuzz/corpus/$target" \
        -max_total_time="$seconds" -malloc_limit_mb=64 -rss_limit_mb=1024 -timeout=30 -max_len=16384 \
        -print_final_stats=1 -artifact_prefix="$folder/findings/$target/" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        echo "$target: a finding; its bytes are in $folder/findings/$target" >&2
        exit 1
    }
    inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    covered=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    memory=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
    printf '%-14s %4s s %10s inputs %6s a second, %6s edges, peak %s MB\n' \
        "$target" "$seconds" "$inputs" "$((inputs / seconds))" "$covered" "$memory"
done
