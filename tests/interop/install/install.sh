#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# install.sh BUILD WORK COMPILER: installs BUILD below WORK and builds consumer/ against it, in both ways.
set -euo pipefail
build=$1 work=$2 compiler=$3
consumer=$(cd "$(dirname "$0")" && pwd)/consumer
prefix=$work/prefix
rm -rf "$work/prefix" "$work/consumer"

cmake --install "$build" --prefix "$prefix" > "$work/install.log"
libdir=$(dirname "$(find "$prefix" -name libcard.so)")

cmake -G Ninja -S "$consumer" -B "$work/consumer" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_CXX_COMPILER="$compiler"
cmake --build "$work/consumer"
"$work/consumer/consumer"

# card.pc names the prefix of the configured build; PKG_CONFIG's own option moves it to ours.
export PKG_CONFIG_PATH=$libdir/pkgconfig
read -ra flags < <(pkg-config --define-variable=prefix="$prefix" --cflags --libs card)
"$compiler" -std=c++20 "$consumer/main.cpp" "${flags[@]}" -o "$work/consumer/by_pkg_config"
LD_LIBRARY_PATH=$libdir "$work/consumer/by_pkg_config"

# Nothing but our own names is exported, and every installed header compiles on its own.
if nm -DC --defined-only "$libdir/libcard.so" | grep ' [TBD] ' | grep -v ' card::'; then
    echo "libcard.so exports names that are not card::" >&2
    exit 1
fi
find "$prefix/include" -name '*.hpp' | sed "s|$prefix/include/\(.*\)|#include \"\1\"|" |
    "$compiler" -std=c++20 -Wall -Wextra -Werror -fsyntax-only -I "$prefix/include" -x c++ -
