#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# station.sh WORK CHANGES STRIDE [FIGURE]   a station is killed, with its workers, at every STRIDE-th change of what it
#                                           keeps
#
# WORK is issue, reset-pin or renew-certificates; CHANGES is `commits` of the store (the power goes before the disk has
# kept one) or `writes` of the store (killed in the middle of one, and what was written stays); or `letters` or
# `checkpoints`, every change in the folder of those: killed there, and what was written stays; `letters-lost` and
# `checkpoints-lost`, the same, but the power goes, and with it what the disk was not asked to keep, names as well. At
# each point the office and the card are as they were before. The next run ends the work: the card is issued, or the
# service done, the journal is whole, and no draft is left. The count goes to the standard output, and as a line of JSON
# to the file FIGURE.
. "$(dirname "$0")/../personalization/office.sh"
work=$1 changes=$2 stride=$3 figure=${4-}
image=$CARD_SANDBOX/card-1.img
before=$CARD_SANDBOX/before
prepare_office
approved 1
blank 1

# the_work [PROGRAM...]: begun, or gone on with; what it says goes to run.out and run.err
the_work() {
    local command=(run --once --letters "$letters")
    case $work in
    reset-pin) command=(reset-pin "$document" --letters "$letters") ;;
    renew-certificates) command=(renew-certificates "$document") ;;
    esac
    "$@" idcard-station "${command[@]}" --as noy --wait 10 --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
order() { idcard-station "$work" "$document" --order --as keo > /dev/null; }
put_in() {
    eject 2> /dev/null || true
    insert "$image"
}
if [ "$work" != issue ]; then # a card that its holder has
    put_in
    run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
    document=$(field 1 document_number)
    sed -n 's/^CAN: //p' "$letters/$document.txt" > "$CARD_SANDBOX/can"
    idcard-station check "$document" --as vieng --can-file "$CARD_SANDBOX/can" > /dev/null
    idcard-station deliver "$document" --as dao --holder-present > /dev/null
    order
    eject
fi
mkdir "$before"
cp -a "$IDCARD_OFFICE" "$letters" "$image" "$before"
restore() {
    rm -rf "$IDCARD_OFFICE" "$letters"
    cp -a "$before/office" "$IDCARD_OFFICE"
    cp -a "$before/letters" "$letters"
    cp "$before/card-1.img" "$image"
}

# killed_at NUMBER: the work, in a process group of its own, which ends at that change
killed_at() {
    local disk
    case $changes in
    commits) disk=("DISK=$IDCARD_OFFICE/store.sqlite-wal" DISK_COUNTS_SYNCS=1) ;;
    writes) disk=("DISK=$IDCARD_OFFICE/store.sqlite" DISK_KEEPS_ALL=1) ;;
    letters) disk=("DISK=$letters" DISK_KEEPS_ALL=1) ;;
    letters-lost) disk=("DISK=$letters" DISK_FORGETS_NAMES=1) ;;
    checkpoints) disk=("DISK=$IDCARD_OFFICE/checkpoints" DISK_KEEPS_ALL=1) ;;
    checkpoints-lost) disk=("DISK=$IDCARD_OFFICE/checkpoints" DISK_FORGETS_NAMES=1) ;;
    *) fail "$changes?" ;;
    esac
    the_work setsid --wait env LD_PRELOAD="$CARD_BUILD/bin/tests/torn_disk.so" DISK_TAKES_ALL=1 DISK_DIES_AT="$1" "${disk[@]}"
}
# A service that was done is not ordered any more. That it was true, another one finds out: it knows what the card holds.
end_service() {
    if the_work; then return; fi
    grep -q STATION-CARD-STATE "$CARD_SANDBOX/run.err" || return 1
    order && the_work
}
end_work() {
    if [ "$work" != issue ]; then
        end_service
    elif [ "$(field 1 state)" != issued ]; then
        the_work || resume_once # the run finds out whether the job waits again, or its card is to be gone on with
    fi
}

# is_as_in_its_letter: genuine by the CAN that was written down for it, and its PIN opens it.
is_as_in_its_letter() {
    local letter=$letters/$(field 1 document_number)
    sed -n 's/^CAN: //p' "$letter.txt" > "$CARD_SANDBOX/can"
    idcard verify --trust "$IDCARD_OFFICE/trust" --can-file "$CARD_SANDBOX/can" > /dev/null || return
    [ "$work" != reset-pin ] || letter=$(find "$letters" -name '*-pin-*.txt' | sort -V | tail -n 1)
    pkcs11-tool --module "$CARD_BUILD/lib/idcard-pkcs11.so" --login --pin "$(sed -n 's/^PIN: //p' "${letter%.txt}.txt")" \
        --list-objects > /dev/null 2>&1
}

# checkpoints_are_whole: after one more was signed there is a file of each, and each stands for the journal.
checkpoints_are_whole() {
    local files
    idcard-station audit checkpoint --as keo --hsm-pin-fd 3 3<<<"$hsm_pin" > "$CARD_SANDBOX/run.out" 2>&1 || return
    files=("$IDCARD_OFFICE"/checkpoints/checkpoint-*.p7m)
    [ "$(basename "${files[-1]}")" = "$(printf 'checkpoint-%06d.p7m' ${#files[@]})" ] &&
        idcard-station audit verify --checkpoint "${files[@]}" > "$CARD_SANDBOX/run.out" 2>&1
}

points=0
for ((number = 1; ; number += stride)); do
    restore
    put_in
    code=0
    killed_at "$number" 2> /dev/null || code=$? # bash tells of who was killed
    [ "$code" != 0 ] || break
    [ "$code" = $((128 + 9)) ] || fail "change $number: not killed, but $code: $(cat "$CARD_SANDBOX/run.err")"
    ((++points))
    put_in
    end_work || fail "change $number: $(cat "$CARD_SANDBOX/run.err")"
    [ "$(field 1 state)" = issued ] || fail "change $number: $(field 1 state)"
    is_as_in_its_letter || fail "change $number: not as in its letter"
    idcard-station audit verify > "$CARD_SANDBOX/run.out" 2>&1 || fail "change $number: $(cat "$CARD_SANDBOX/run.out")"
    [[ $changes != checkpoints* ]] || checkpoints_are_whole ||
        fail "change $number: $(ls -A "$IDCARD_OFFICE/checkpoints") $(cat "$CARD_SANDBOX/run.out")"
    drafts=$(find "$letters" "$IDCARD_OFFICE/checkpoints" -name '*.new')
    [ -z "$drafts" ] || fail "change $number: $drafts is left"
done
[ "$points" -ge 3 ] || fail "only $points points: the test tests nothing"
echo "$work: killed at $points $changes, all ended, stride $stride"
[ -z "$figure" ] || printf '{"work": "%s", "killed_at": "%s", "stride": %d, "points": %d, "ended": %d}\n' \
    "$work" "$changes" "$stride" "$points" "$points" >> "$figure"
