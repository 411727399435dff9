#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# linkage.sh MODULE: the module shows the C_ functions alone and needs PC/SC, Botan and the runtimes alone.
set -eu
module=$1

needed=$(readelf -d "$module" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
for library in $needed; do
    case $library in
    libpcsclite.so.* | libbotan-2.so.* | libstdc++.so.* | libgcc_s.so.* | libm.so.* | libc.so.* | ld-linux*) ;;
    libasan.so.* | libubsan.so.*) ;; # of a sanitized build
    *) echo "needs $library" >&2 && exit 1 ;;
    esac
done

exported=$(nm -D --defined-only "$module" | awk '{print $3}')
for symbol in $exported; do
    case $symbol in
    C_*) ;;
    *) echo "exports $symbol" >&2 && exit 1 ;;
    esac
done
test "$(echo "$exported" | wc -l)" = 92 || { echo "not all 92 functions of Cryptoki 3.0" >&2; exit 1; }
