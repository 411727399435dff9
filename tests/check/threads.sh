#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Eight threads in the PKCS#11 module, built by Clang with ThreadSanitizer, on a card in the same process.
set -euo pipefail
cmake --preset thread
ninja -C build/thread -j 2 --quiet pkcs11_threads
unmoved=() # where the kernel moves programs further than ThreadSanitizer 14 allows, it fails before main()
if setarch -R true 2> /dev/null; then
    unmoved=(setarch -R)
fi
TSAN_OPTIONS=halt_on_error=1:second_deadlock_stack=1 IDCARD_PKCS11_CACHE=0 \
    "${unmoved[@]}" build/thread/bin/tests/pkcs11_threads
