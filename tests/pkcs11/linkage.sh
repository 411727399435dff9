#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# linkage.sh MODULE: the module shows the C_ functions alone and needs PC/SC, Botan and the runtimes alone. It calls
# nothing that starts a program, or that changes or ends the process which it is a guest of.
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

# The last two are std::locale::global and std::set_terminate.
calls_of_a_bad_guest() {
    nm -D -u "$1" | awk '{ sub(/@.*/, "", $2); print $2 }' | grep -xE \
        'v?fork|posix_spawnp?|system|popen|f?exec(l|le|lp|v|ve|vp|vpe)|signal|sigaction|setlocale|uselocale|umask|f?chdir|(un)?setenv|putenv|exit|_exit|_ZNSt6locale6globalERKS_|_ZSt13set_terminatePFvvE'
}
if calls=$(calls_of_a_bad_guest "$module"); then
    echo "calls $calls" >&2 && exit 1
fi
calls_of_a_bad_guest "$(command -v sh)" > /dev/null || { echo "the calls of a shell are not seen" >&2; exit 1; }
