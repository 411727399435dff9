#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The disk is full, the token is gone, the clock is set back, while cards are made and records imported: named, safe, and
# gone on with by the next run.
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

# No room for the letter: no card, and nothing of a letter.
full=$CARD_SANDBOX/full
mkdir "$full"
mount -t tmpfs -o size=64k,mode=700 tmpfs "$full"
fill_letters() { dd if=/dev/zero of="$full/fill" bs=4k 2> /dev/null || true; }
only_fill() { [ "$(LC_ALL=C ls -A "$full")" = "$1" ] || fail "in the folder of the letters: $(ls -A "$full")"; }
fill_letters
approved 22
blank 22
insert "$CARD_SANDBOX/card-22.img"
letters=$full refused 6 PROGRAM-DISK-FULL run_once
[ "$(field 22 state)" = approved ] || fail "$(field 22 state)"
only_fill fill
eject
rm "$full/fill"
letters=$full mended 22

# The same of a new PIN, and with no room for the store: the service waits, and the same command does it.
document=$(field 22 document_number)
reset_pin() {
    idcard-station reset-pin "$document" --as noy --letters "$full" --wait 10 --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
insert "$CARD_SANDBOX/card-22.img"
sed -n 's/^CAN: //p' "$full/$document.txt" > "$CARD_SANDBOX/can"
idcard-station check "$document" --as vieng --can-file "$CARD_SANDBOX/can" --wait 10 > /dev/null
idcard-station deliver "$document" --as dao --holder-present > /dev/null
idcard-station reset-pin "$document" --order --as keo > /dev/null
fill
refused 6 PROGRAM-DISK-FULL reset_pin
rm "$disk/fill"
only_fill "$document.txt"
fill_letters
refused 6 PROGRAM-DISK-FULL reset_pin
rm "$full/fill"
only_fill "$document.txt"
reset_pin || fail "$(cat "$CARD_SANDBOX/run.err")"
only_fill "$document-pin-1.txt
$document.txt"
pkcs11-tool --module "$CARD_BUILD/lib/idcard-pkcs11.so" --login --pin "$(sed -n 's/^PIN: //p' "$full/$document-pin-1.txt")" \
    --list-objects > "$CARD_SANDBOX/run.out" 2>&1 || fail "not the PIN of the letter: $(cat "$CARD_SANDBOX/run.out")"
idcard-station --lang en audit verify > "$CARD_SANDBOX/run.out" 2>&1 || fail "$(cat "$CARD_SANDBOX/run.out")"
eject

# The token is gone, and with it all keys: the run says so, whatever it was about to do, and so does `status` until the
# token is back.
token=$IDCARD_OFFICE/token
away() { mv "$token" "$disk/away"; }
alarm() { # [IDENTIFIER]
    idcard-station status --json > "$CARD_SANDBOX/status.json"
    grep -q "\"alarms\":[^]]*\"${1-HSM-UNAVAILABLE}\"" "$CARD_SANDBOX/status.json"
}
for step in 1 2 5 9; do
    ((++number))
    ended_by $number $step HSM-UNAVAILABLE away
    alarm || fail "no alarm: $(idcard-station status --json)"
    [ "$(field $number state)" = quarantined ] || refused 6 HSM-UNAVAILABLE run_once
    mv "$disk/away" "$token"
    ! alarm || fail 'the alarm stays'
    mended $number
done

# The clock is set back by an hour: no card, and no certificate, until it is right again.
ahead() { LD_PRELOAD=$CARD_BUILD/bin/tests/another_clock.so CLOCK_SHIFT=3600 "$@"; }
ahead approved 30
blank 30
insert "$CARD_SANDBOX/card-30.img"
refused 6 STATION-CLOCK-WRONG run_once
[ "$(field 30 state)" = approved ] || fail "$(field 30 state)"
alarm STATION-CLOCK-WRONG || fail "no alarm: $(cat "$CARD_SANDBOX/status.json")"
! ahead alarm STATION-CLOCK-WRONG || fail 'an alarm at the right time'
eject
ahead mended 30

# The same in the middle of a card.
export CLOCK_SHIFT_FILE=$CARD_SANDBOX/shift
shift_clock() { echo "$1" > "$CLOCK_SHIFT_FILE.new" && mv "$CLOCK_SHIFT_FILE.new" "$CLOCK_SHIFT_FILE"; }
shift_clock 7200 # of a test that runs soon after the build: before that no clock is believed
export LD_PRELOAD=$CARD_BUILD/bin/tests/another_clock.so
for step in 1 3; do
    ((++number))
    ended_by $number $step STATION-CLOCK-WRONG shift_clock 3600
    refused 6 STATION-CLOCK-WRONG run_once
    alarm STATION-CLOCK-WRONG || fail "no alarm: $(cat "$CARD_SANDBOX/status.json")"
    shift_clock 7200
    ! alarm STATION-CLOCK-WRONG || fail 'the alarm stays'
    mended $number
done
