#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# trust_torn.sh: power lost at every write of an import, and a full disk: the old trust or the new one is there, whole,
# and the next import goes on from it.
set -u
. "$(dirname "$0")/trust_office.sh"
export_at 1 --json
root=$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' exported)
export_at 2
export_at 3
import "$packages/trust-1.p7m" --root "$root"
import "$packages/trust-2.p7m"
exits 0
cp -a counter before # package 2, and 1 as the previous one

mv before before2
at_every_write 2 3 idcard trust import "$packages/trust-3.p7m" --trust "$trust"
at_every_write "" 3 idcard trust import "$packages/trust-3.p7m" --trust "$trust" --root "$root"
export DISK_FORGETS_NAMES=1
at_every_write 2 3 idcard trust import "$packages/trust-2-3.p7m" --trust "$trust"
unset DISK_FORGETS_NAMES

# A full disk.
rm -rf counter && mkdir counter && mount -t tmpfs -o size=256k tmpfs counter || exit 1
cp -a before2/. counter/
for room in 0 1 5 9 13 17 21 25; do # KiB
    rm -f counter/filler
    dd if=/dev/zero of=counter/filler bs=1k 2> /dev/null
    truncate -s "-${room}K" counter/filler
    refused PROGRAM-DISK-FULL idcard trust import "$packages/trust-3.p7m" --trust "$trust"
    has_serial 2
done
rm counter/filler
import "$packages/trust-3.p7m"
exits 0; has_serial 3
umount counter

finish
