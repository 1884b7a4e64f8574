#!/bin/sh
# Builds llama.cpp's own benchmark, natively, from the source that PyPI's llama-cpp-python carries.
# Kept in target/peers; takes about ten minutes of a processor the first time.
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
# GGML_NATIVE: every instruction of this processor.
nice -n 10 cmake -S "$folder/llama_cpp_python-$VERSION/vendor/llama.cpp" -B "$folder/llama.cpp-$VERSION" -G Ninja \
    -DCMAKE_BUILD_TYPE=Release -DGGML_NATIVE=ON -DBUILD_SHARED_LIBS=OFF \
    -DLLAMA_CURL=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_SERVER=OFF >&2
nice -n 10 cmake --build "$folder/llama.cpp-$VERSION" --target llama-bench --parallel 2 >&2
echo "$bench"
