#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One `run` works through the queue: a card that is not blank is refused and the next one taken, until no job waits.
. "$(dirname "$0")/office.sh"
prepare_office
approved 1
approved 2
blank 1
blank 2
until_said() { # FILE COUNT TEXT
    local tries
    for ((tries = 0; tries < 300; tries++)); do
        [ "$(grep -c "$3" "$1")" -ge "$2" ] && return
        sleep 0.05
    done
    fail "not said: $3; but: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
}

idcard-station run --as noy --letters "$letters" --hsm-pin-fd 3 3<<<"$hsm_pin" \
    > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" &
station=$!
until_said "$CARD_SANDBOX/run.out" 1 "Insert a blank card"

# Another run in the same office is refused while this one works.
second() { idcard-station run --as dao --letters "$letters" --hsm-pin-fd 3 3<<<"$hsm_pin" 2> "$CARD_SANDBOX/second.err"; }
! second || fail "two runs in one office"
grep -q run.lock "$CARD_SANDBOX/second.err" || fail "$(cat "$CARD_SANDBOX/second.err")"

insert "$CARD_SANDBOX/card-1.img"
until_said "$CARD_SANDBOX/run.out" 1 "T-0001: issued"
eject
insert "$CARD_SANDBOX/card-1.img"
until_said "$CARD_SANDBOX/run.err" 1 STATION-CARD-NOT-BLANK
eject
insert "$CARD_SANDBOX/card-2.img"
until_said "$CARD_SANDBOX/run.out" 1 "T-0002: issued"
eject
wait "$station" || fail "the run ended with $?"
[ "$(count issued)" = 2 ] || fail "$(idcard-station status)"
numbers_are_unique || fail "a document number was given twice"
