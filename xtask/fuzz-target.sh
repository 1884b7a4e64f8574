#!/bin/sh
# Runs one fuzz target that test-fuzz.sh has built: xtask/fuzz-target.sh SECONDS TARGET
set -eu
cd "$(dirname "$0")/.."
seconds=$1
target=$2
folder="$PWD/target/fuzz"
host=$(rustc -vV | sed -n 's/^host: //p')

new="$folder/corpus/$target"
mkdir -p "$new" "$folder/findings/$target"
log="$folder/findings/$target.log"
# A model's head holds its vocabulary.
case $target in
model_file) longest=65536 ;;
*) longest=16384 ;;
esac
# No single allocation over 64 MB, no input that takes longer than 30 seconds: on a busy machine
# that is little work. What stays allocated is libFuzzer's own too, and the sanitizer's.
"$folder/$host/quick/$target" "$new" "tests/fuzz/corpus/$target" \
    -max_total_time="$seconds" -malloc_limit_mb=64 -rss_limit_mb=1024 -timeout=30 -max_len=$longest \
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
