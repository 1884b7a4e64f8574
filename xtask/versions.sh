# shellcheck shell=sh disable=SC2034
# Every tool version that the project pins, beside rust-toolchain.toml (the compiler) and
# package.json (binaryen, which holds wasm-opt).

# Must equal the wasm-bindgen crate in Cargo.toml.
WASM_BINDGEN_VERSION=0.2.130

# 0.22 needs a newer compiler than rust-toolchain.toml names.
TRUNK_VERSION=0.21.14

# Only for `make test`.
WASM_PACK_VERSION=0.15.1

# Debian's suite that has the sources of the pinned compiler, and the sum of the copy that may lie
# beside the checkout; both are used only where rustup's server is out of reach.
RUST_SRC_SUITE=trixie-backports
RUST_SRC_ARCHIVE_SHA256=c63966ad1be31a0692f67eddf1cf9c644aa2017499c8f51fd1d57532def39084

# Only for `make test`: the library of the independent reader in tests/security.
PYTHON_CRYPTOGRAPHY_VERSION=50.0.2
