#!/bin/sh
# The independent reader: a program in another language, written from docs/FORMAT.md alone, opens
# the golden journals and backups. Its one library goes into target/, not into the system.
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
