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

# The one for models' files only where it is named: its reader takes minutes to build.
features=libfuzzer
case " $* " in *" model_file "*) features=libfuzzer,models ;; esac

echo "==> Building the fuzz targets"
RUSTC_BOOTSTRAP=1 CARGO_TARGET_DIR="$folder" \
    RUSTFLAGS="$coverage -Zsanitizer=address -Cdebug-assertions -Cdebuginfo=1" \
    cargo build --quiet --profile quick --target "$host" --package companion-tests-fuzz --features "$features" --bins

[ $# -gt 0 ] || set -- $(ls tests/fuzz/corpus | grep -vx model_file)
# As many at a time as there are processors: each takes one.
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 xtask/fuzz-target.sh "$seconds"
