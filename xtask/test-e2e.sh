#!/bin/sh
# Journeys through the built app in a real browser, with the real server and model.
set -eu
cd "$(dirname "$0")/.."

echo "==> Building the local server (dev)"
# As the native tests build it beside themselves: asked for alone, it would have dependencies with
# other features, and all of them would be compiled once more.
targets=$(cargo xtask targets server)
# shellcheck disable=SC2086 # a list of arguments
cargo test --quiet --no-run $targets
export COMPANION_NATIVE=target/debug/companion-native
[ "${MODEL:-default}" != none ] || export COMPANION_NO_MODEL=1

cd tests/e2e
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
    echo "==> Installing the browser driver (npm)"
    npm ci --loglevel=error
    cp package-lock.json node_modules/.installed-lock.json
fi
# `test`, or `soak`.
exec npm run "${1:-test}"
