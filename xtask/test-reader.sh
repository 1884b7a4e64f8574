#!/bin/sh
# The independent reader and writer: programs in another language, written from docs/FORMAT.md alone.
# One opens the golden journals and backups; the other writes those that the tests in Rust open. Their
# one library goes into target/, not into the system.
set -eu
cd "$(dirname "$0")/.."
. xtask/versions.sh
packages="$PWD/target/python/cryptography-$PYTHON_CRYPTOGRAPHY_VERSION"
if [ ! -d "$packages" ]; then
    echo "==> Installing Python's cryptography $PYTHON_CRYPTOGRAPHY_VERSION"
    python3 -m pip install --quiet --root-user-action=ignore --target "$packages.part" "cryptography==$PYTHON_CRYPTOGRAPHY_VERSION"
    mv "$packages.part" "$packages"
fi
PYTHONPATH="$packages" python3 tests/security/independent_reader.py

# What the tests in Rust open is what the writer writes.
written="$PWD/target/python/written"
mkdir -p "$written"
PYTHONPATH="$packages" python3 tests/security/independent_writer.py "$written"
for file in "$written"/*; do
    cmp "$file" "tests/fixtures/vault/$(basename "$file")"
done
echo "written anew: $(ls "$written" | tr '\n' ' ')the same as in tests/fixtures/vault"
