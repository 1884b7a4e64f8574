#!/bin/sh
# Prepares everything, then runs every part, also after one has failed. The last line counts parts.
set -u
cd "$(dirname "$0")/.."

# A full disk shows as a linker that dies of a bus error: said before it happens.
needed_gb=20
free_gb=$(($(df -Pk . | awk 'NR == 2 { print $4 }') / 1048576))
[ "$free_gb" -ge "$needed_gb" ] ||
    echo "==> Only $free_gb GB are free; a first run needs up to $needed_gb GB in target/" >&2
# Nothing is built twice there: what would make the second time quicker is 12 GB that nobody reads.
[ "${CI:-}" != true ] || export CARGO_INCREMENTAL=0

report=$(mktemp)
trap 'rm -f "$report"' EXIT
passed=0
failed=0

# part NAME [VARIABLE=VALUE...]: runs `make NAME` and notes its time and outcome.
part() {
    name=$1
    printf '\n######## %s\n' "$name"
    start=$(date +%s)
    if make --no-print-directory "$@"; then
        outcome=passed
        passed=$((passed + 1))
    else
        outcome=FAILED
        failed=$((failed + 1))
    fi
    printf '%-18s %5s s  %s\n' "$name" "$(($(date +%s) - start))" "$outcome" >>"$report"
}

part setup-test
part test-build
part model "MODEL=${MODEL:-default}"
part lint
part test-unit
part test-integration
part test-security
part test-wasm
part test-e2e "MODEL=${MODEL:-default}"

printf '\n######## time of each part\n'
cat "$report"
printf '\n%s passed, %s failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
