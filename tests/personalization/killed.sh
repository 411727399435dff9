#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The station killed (SIGKILL) as each step is shown: its worker dies with it, the next run finds out, and goes on with
# the card that is still in the reader. Nothing is issued that was not checked, no document number is given twice.
. "$(dirname "$0")/office.sh"
prepare_office
kill_at() { # STEP
    : > "$CARD_SANDBOX/run.out"
    idcard-station run --as noy --letters "$letters" --once --wait 10 --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" &
    local station=$!
    until grep -q "\[$1/" "$CARD_SANDBOX/run.out"; do
        kill -0 "$station" 2> /dev/null || break
    done
    kill -KILL "$station" 2> /dev/null || true
    wait "$station" 2> /dev/null || true
}

cut_off=0
for step in 1 2 3 5 7 8 9 11 12 13 14; do
    approved "$step"
    blank "$step"
    insert "$CARD_SANDBOX/card-$step.img"
    kill_at "$step"
    before=$(field "$step" state)
    if [ "$before" != issued ]; then # the last step may have been over before the signal came
        approved "$((step + 100))"
        # The next run with the same card: the job that was cut off is found, and the card is not taken for blank.
        got=0
        run_once || got=$?
        state=$(field "$step" state)
        [ "$got" = 0 ] && [ "$state" = issued ] || fail "step $step: $state, $(cat "$CARD_SANDBOX/run.err")"
        [ "$(field "$((step + 100))" state)" = approved ] || fail "step $step: the waiting job took the card"
        grep -q "T-$(printf %04d "$step"): issued" "$CARD_SANDBOX/run.out" ||
            fail "step $step: another one is named: $(cat "$CARD_SANDBOX/run.out")"
        ((++cut_off))
        eject
        # What waits gets a card of its own.
        blank "$((step + 100))"
        insert "$CARD_SANDBOX/card-$((step + 100)).img"
        run_once || fail "step $step: $(cat "$CARD_SANDBOX/run.err")"
    fi
    eject
done
numbers_are_unique || fail "a document number was given twice"
[ "$(count encoding)" = 0 ] || fail "a job was left in work"
[ "$(count quarantined)" = 0 ] || fail "a card was left aside"
[ "$cut_off" -ge 5 ] || fail "only $cut_off jobs were cut off: the test tests nothing"
