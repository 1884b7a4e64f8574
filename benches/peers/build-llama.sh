#!/bin/sh
# Builds llama.cpp's own benchmark, natively, from the source that PyPI's llama-cpp-python carries.
# Kept in target/peers; takes about ten minutes of a processor the first time.
#   build-llama.sh MODEL.gguf      prints where the program is
set -eu
cd "$(dirname "$0")/../.."
VERSION=0.3.36
folder="$PWD/target/peers"
bench="$folder/llama.cpp-$VERSION/bin/llama-bench"
if [ -x "$bench" ]; then
    echo "$bench"
    exit
fi
mkdir -p "$folder"
[ -x "$folder/venv/bin/pip" ] || python3 -m venv "$folder/venv"
# Wheels of the tools; the package itself as source, which is only unpacked.
"$folder/venv/bin/pip" install --quiet cmake ninja scikit-build-core >&2
[ -f "$folder/llama_cpp_python-$VERSION.tar.gz" ] ||
    "$folder/venv/bin/pip" download --quiet --no-deps --no-build-isolation \
        --no-binary llama-cpp-python --dest "$folder" "llama-cpp-python==$VERSION" >&2
tar -xzf "$folder/llama_cpp_python-$VERSION.tar.gz" -C "$folder"
PATH="$folder/venv/bin:$PATH"

# Every instruction of this processor, less what $1 takes away.
build() {
    nice -n 10 cmake -S "$folder/llama_cpp_python-$VERSION/vendor/llama.cpp" -B "$folder/llama.cpp-$VERSION" -G Ninja \
        -DCMAKE_C_FLAGS="$1" -DCMAKE_CXX_FLAGS="$1" -DCMAKE_BUILD_TYPE=Release -DGGML_NATIVE=ON -DBUILD_SHARED_LIBS=OFF \
        -DLLAMA_CURL=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF >&2
    nice -n 10 cmake --build "$folder/llama.cpp-$VERSION" --target llama-bench --parallel 2 >&2
}
build ""
# On some virtual machines its matrix instructions (AMX) end it at once.
if grep -qw amx_tile /proc/cpuinfo 2>/dev/null && ! "$bench" -m "$1" -p 8 -n 0 -r 1 >/dev/null 2>&1; then
    build "-mno-amx-tile -mno-amx-int8 -mno-amx-bf16"
fi
echo "$bench"
