#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The disk is full, the HSM's folder is gone, the clock is set back, while cards are made and records imported: named,
# safe, and gone on with by the next run.
. "$(dirname "$0")/../office.sh"
. "$(dirname "$0")/mishap.sh"
disk=$CARD_SANDBOX/disk
mkdir "$disk"
mount -t tmpfs -o size=16m tmpfs "$disk"
export IDCARD_OFFICE=$disk/office
prepare_office
fill() { dd if=/dev/zero of="$disk/fill" bs=4k 2> /dev/null || true; }

number=0
for step in 1 5 9; do
    ((++number))
    ended_by $number $step PROGRAM-DISK-FULL fill
    rm "$disk/fill"
    mended $number
done

# An import finds the disk full: nothing of the record is there, and the same import takes it.
approved 20
sed -e 's/T-0020/T-0021/' -e 's/010119900000020/010119900000021/' "$CARD_SANDBOX/record-0020.json" > "$CARD_SANDBOX/record-0021.json"
import() {
    idcard-station --lang en import --as noy "$CARD_SANDBOX/record-0021.json" --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
fill
refused 6 PROGRAM-DISK-FULL import
rm "$disk/fill"
[ -z "$(field 21 state)" ] || fail "half a record: $(field 21 state)"
import || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 21 state)" = imported ] || fail "$(field 21 state)"
idcard-station withdraw --as noy T-0020 > /dev/null

# The clock is set back by an hour: no card, and no certificate, until it is right again.
ahead() { LD_PRELOAD=$CARD_BUILD/bin/tests/another_clock.so CLOCK_SHIFT=3600 "$@"; }
ahead approved 30
blank 30
insert "$CARD_SANDBOX/card-30.img"
refused 6 STATION-CLOCK-WRONG run_once
[ "$(field 30 state)" = approved ] || fail "$(field 30 state)"
eject
ahead mended 30
