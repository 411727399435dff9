#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# torn.sh STRIDE: cards pulled before every STRIDE-th command, each in a card of its own, until one is issued whole.
# A pulled card is never said to be issued; its job waits, or the card is gone on with when it is put in again, and ends
# issued. No document number is given twice.
. "$(dirname "$0")/office.sh"
stride=$1
prepare_office
number=0
gone_on=0
for ((command = 1; ; command += stride)); do
    ((++number))
    [ "$number" -lt 400 ] || fail "no end"
    approved "$number"
    blank "$number"
    insert "$CARD_SANDBOX/card-$number.img" --fault "tear@$command"
    if run_once; then
        [ "$(field "$number" state)" = issued ] || fail "command $command: done, but not issued"
        break
    fi
    state=$(field "$number" state)
    eject 2> /dev/null || true
    insert "$CARD_SANDBOX/card-$number.img"
    case $state in
    approved) # nothing was done to the card: the job is made on it as if for the first time
        run_once || fail "command $command: the waiting job fails: $(cat "$CARD_SANDBOX/run.err")"
        ;;
    quarantined)
        [ -n "$(field "$number" reason)" ] || fail "command $command: quarantined without a reason"
        if ((number % 2)); then
            resume_once || fail "command $command: not gone on with: $(cat "$CARD_SANDBOX/run.err")"
        else # a run for another job finds the card in the reader, and finishes it first
            approved "$((number + 2000))"
            run_once || fail "command $command: not gone on with: $(cat "$CARD_SANDBOX/run.err")"
            [ "$(field "$((number + 2000))" state)" = approved ] || fail "command $command: the next job took the card"
            idcard-station withdraw --as noy "$(printf T-%04d "$((number + 2000))")" > /dev/null
        fi
        ((++gone_on))
        ;;
    *) fail "command $command: $state" ;;
    esac
    [ "$(field "$number" state)" = issued ] || fail "command $command: $(field "$number" state) in the end"
    idcard verify --trust "$IDCARD_OFFICE/trust" --json \
        --can-file <(sed -n 's/^CAN: //p' "$letters/$(field "$number" document_number).txt") > "$CARD_SANDBOX/verdict.json" ||
        fail "command $command: $(cat "$CARD_SANDBOX/verdict.json")"
    eject
done
numbers_are_unique || fail "a document number was given twice"
[ "$(count quarantined)" = 0 ] || fail "a card was left aside"
[ "$gone_on" -gt 2 ] || fail "only $gone_on cards were gone on with: the test tests nothing"
echo "torn cards: $((number - 1)), gone on with $gone_on, stride $stride"
