#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# torn.sh STRIDE: cards pulled before every STRIDE-th command, each in a card of its own, until one is issued whole.
# A pulled card is never issued, its job waits or is quarantined, and no document number is given twice.
. "$(dirname "$0")/office.sh"
stride=$1
prepare_office
number=0
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
    case $(field "$number" state) in
    approved) approved_again=$number ;;
    quarantined) [ -n "$(field "$number" reason)" ] || fail "command $command: quarantined without a reason" ;;
    *) fail "command $command: $(field "$number" state)" ;;
    esac
    eject 2> /dev/null || true
    # The job that still waits is made on the next card; its own card would do as well.
    if [ "${approved_again:-}" = "$number" ]; then
        number_of_waiting=$number
        blank "$((number + 1000))"
        insert "$CARD_SANDBOX/card-$((number + 1000)).img"
        run_once || fail "command $command: the waiting job fails: $(cat "$CARD_SANDBOX/run.err")"
        [ "$(field "$number_of_waiting" state)" = issued ] || fail "command $command: the waiting job is not issued"
        eject
    else
        # Nobody repeats blindly what is not known.
        insert "$CARD_SANDBOX/card-$number.img"
        approved "$((number + 2000))"
        refused 6 STATION- run_once
        [ "$(field "$((number + 2000))" state)" = approved ] || fail "command $command: the next job took the torn card"
        eject
        # Its job gets a card, so that it does not stand in the way of the others.
        blank "$((number + 2000))"
        insert "$CARD_SANDBOX/card-$((number + 2000)).img"
        run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
        eject
    fi
done
numbers_are_unique || fail "a document number was given twice"
echo "torn cards: $((number - 1)), stride $stride"
