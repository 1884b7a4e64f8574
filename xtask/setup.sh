#!/bin/sh
# Installs what building needs and is not there yet: `setup.sh run`, or `setup.sh test` for what
# the tests need too. Everything already there in the right version is left alone.
set -eu

cd "$(dirname "$0")/.."
. xtask/versions.sh
PATH="$HOME/.cargo/bin:$PATH"
purpose=${1:-run}

say() { printf '==> %s\n' "$*"; }
fail() {
    printf 'setup failed: %s\n' "$*" >&2
    exit 1
}
has() { command -v "$1" >/dev/null 2>&1; }

# --- Programs of the system ------------------------------------------------------------------

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif has sudo; then
        sudo "$@"
    else
        return 127
    fi
}

# install_packages PACKAGE...
install_packages() {
    say "Installing system packages: $*"
    has apt-get || fail "this system has no apt-get. Install the equivalents of these Debian packages and run again: $*"
    [ "$(id -u)" = 0 ] || has sudo ||
        fail "neither root nor sudo. Ask an administrator for: apt-get install $*"
    as_root apt-get update -qq || say "The package lists could not all be refreshed; going on with what is there."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
        fail "apt-get could not install: $*. Try it by hand to see why."
}

missing=
has cc || missing="$missing build-essential"
has curl || missing="$missing curl ca-certificates"
has python3 || missing="$missing python3"
has pip3 || has pip || missing="$missing python3-pip"
has xz || missing="$missing xz-utils"
if [ "$purpose" = test ]; then
    has chromium || missing="$missing chromium"
    has chromedriver || missing="$missing chromium-driver"
    has pdftotext || missing="$missing poppler-utils"
fi
# shellcheck disable=SC2086 # a list of package names
[ -z "$missing" ] || install_packages $missing

has node || fail "Node.js is missing. Install version 20 or newer (package nodejs, or from its own site) and run again."
has npm || fail "npm is missing. Install it (package npm; it comes with Node.js elsewhere) and run again."
has rustup || fail "rustup is missing. Install it (package rustup, or from its own site) and run again."

# --- Rust: the standard library's source, from which it is built for Wasm ---------------------

# rustup installs the compiler that rust-toolchain.toml names when it is first asked for.
rust_home=$(rustc --print sysroot) || fail "rustup could not install the compiler that rust-toolchain.toml names. Check the network and run again."
rust_src="$rust_home/lib/rustlib/src/rust"

has_rust_src() { [ -f "$rust_src/library/std/Cargo.toml" ]; }

rust_src_from_rustup() {
    say "Asking rustup for the standard library's source"
    timeout 300 rustup component add rust-src >/dev/null 2>&1 || return 1
    # Not needed to build; lets `cargo check --target` work without more settings.
    timeout 300 rustup target add wasm32-unknown-unknown >/dev/null 2>&1 || true
}

# Debian packages the same source. Its mirror is the one apt uses for everything else.
rust_src_from_debian() {
    has apt-get && has dpkg || return 1
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
        grep -E '/debian/?$' | head -n 1)
    keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ -n "$mirror" ] && [ -f "$keyring" ] || return 1
    say "Taking the standard library's source from Debian ($RUST_SRC_SUITE)"
    set -- -qq -o "Dir::Etc::SourceList=$scratch/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o "Dir::State::Lists=$scratch/lists" -o "Dir::Cache=$scratch/cache" \
        -o "APT::Sandbox::User=$(id -un)" -o Acquire::Retries=0 -o Acquire::http::Timeout=15
    mkdir -p "$scratch/lists/partial" "$scratch/cache/archives/partial"
    echo "deb [signed-by=$keyring] $mirror $RUST_SRC_SUITE main" >"$scratch/sources.list"
    timeout 120 apt-get "$@" update || return 1
    package_version=$(apt-cache "$@" madison rust-src | tr -d ' ' | cut -d '|' -f 2 |
        grep "^$rust_version+" | head -n 1)
    [ -n "$package_version" ] &&
        (cd "$scratch" && timeout 300 apt-get "$@" download "rust-src=$package_version") &&
        dpkg -x "$scratch"/rust-src_*.deb "$scratch/unpacked" &&
        mkdir -p "$rust_src" &&
        cp -R "$scratch/unpacked/usr/src/rustc-$rust_version/library" "$rust_src/"
}

rust_src_from_archive() {
    archive="../shared/toolchain/rust-src-$rust_version-library.tar.xz"
    [ -f "$archive" ] || return 1
    say "Unpacking the standard library's source from $archive"
    echo "$RUST_SRC_ARCHIVE_SHA256  $archive" | sha256sum --check --quiet || return 1
    mkdir -p "$rust_src"
    tar -xJf "$archive" -C "$rust_src"
}

if ! has_rust_src; then
    rust_version=$(rustc --version | cut -d ' ' -f 2)
    scratch=$(mktemp -d)
    trap 'rm -rf "$scratch"' EXIT
    rust_src_from_rustup || rust_src_from_debian || rust_src_from_archive || true
    has_rust_src ||
        fail "no source of Rust $rust_version's standard library could be had. Run 'rustup component add rust-src' with a network, then again."
fi

# --- Rust: programs ---------------------------------------------------------------------------

# install_crate NAME VERSION COMMAND [ARGUMENT...]: unless COMMAND already says VERSION.
install_crate() {
    crate=$1 version=$2 command=$3
    shift 3
    case " $("$command" --version 2>/dev/null || true) " in
    *" $version "*) return ;;
    esac
    say "Installing $crate $version (compiles for some minutes)"
    # They are used a few times a day: quick to compile matters more than quick to run.
    CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=0 \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_TARGET_DIR="$PWD/target/tools" \
        cargo install --quiet --force "$crate" --version "$version" "$@" ||
        fail "cargo could not install $crate $version. Check the network, then run again; 'cargo install $crate --version $version' shows more."
}

# The dependencies that wasm-bindgen-cli locks include a withdrawn version: it is left to choose.
install_crate wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen
install_crate trunk "$TRUNK_VERSION" trunk --locked
[ "$purpose" != test ] || install_crate wasm-pack "$WASM_PACK_VERSION" wasm-pack --locked

# --- Node: wasm-opt ---------------------------------------------------------------------------

if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
    say "Installing wasm-opt (npm's binaryen)"
    npm ci --loglevel=error || fail "npm could not install binaryen. Check the network and run 'npm ci' to see more."
    cp package-lock.json node_modules/.installed-lock.json
fi
