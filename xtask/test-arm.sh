#!/bin/sh
# The kernels' tests on an emulated Arm processor. Needs Debian's qemu-user-static,
# gcc-aarch64-linux-gnu and libc6-dev-arm64-cross, which set-up does not install: nobody needs this
# who does not change crates/kernels.
set -eu
cd "$(dirname "$0")/.."
root=/usr/aarch64-linux-gnu
for tool in qemu-aarch64-static aarch64-linux-gnu-gcc; do
    command -v "$tool" >/dev/null || {
        echo "$tool is missing: apt-get install qemu-user-static gcc-aarch64-linux-gnu libc6-dev-arm64-cross" >&2
        exit 1
    }
done
# The standard library is compiled from source, as for Wasm and in the same folder.
export COMPANION_EXPECT_VECTORS=1 RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,test CARGO_TARGET_DIR="$PWD/target/web" \
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER="qemu-aarch64-static -cpu max -L $root"
cargo test --target aarch64-unknown-linux-gnu --package companion-kernels "$@"
