#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Quality control by a person says no as well as yes: a card that the counter's code does not call genuine is held back
# at once, until an approver lets it go and it is found good.
. "$(dirname "$0")/../office.sh"
prepare_office
station() { idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
succeeds() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"; }
says() { grep -q -- "$1" "$CARD_SANDBOX/run.out" || fail "not '$1' but: $(cat "$CARD_SANDBOX/run.out")"; }

approved 1
blank 1
insert "$CARD_SANDBOX/card-1.img"
succeeds run_once
eject
number=$(field 1 document_number)
sed -n 's/^CAN: //p' "$letters/$number.txt" > "$CARD_SANDBOX/can"
check_it() { station check "$number" --as vieng --can-file "$CARD_SANDBOX/can" --wait 10; }
deliver_it() { station deliver "$number" --as dao --holder-present; }
for person in dao mala; do
    refused 6 STATION-ROLE-MISSING station check "$number" --as "$person" --can-file "$CARD_SANDBOX/can"
done

# A clone: all files of the card, but not its key.
idcard-refcard forge clone --from "$CARD_SANDBOX/card-1.img" --to "$CARD_SANDBOX/clone.img" --can-file "$CARD_SANDBOX/can"
insert "$CARD_SANDBOX/clone.img"
refused 6 STATION-QUALITY-FAILED check_it
refused 6 STATION-QUALITY-FAILED check_it # said twice, held once
eject
refused 6 STATION-CARD-STATE deliver_it
succeeds station --json show T-0001 --as mala --role auditor
says '"state":"failed"'
says '"event":"check failed"'
check_json show-1 < "$CARD_SANDBOX/run.out" || fail "breaks its schema: $(cat "$CARD_SANDBOX/run.out")"

# An approver looks at it: the right card was not in the reader. It still waits for quality control.
succeeds station found "$number" --as keo
says "^$number: ready to be handed over"
refused 6 STATION-CARD-STATE deliver_it
grep -q 'to be checked anew' "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
insert "$CARD_SANDBOX/card-1.img"
succeeds check_it
eject

# Good once is not good for ever: what failed later was never found good, until it is again.
insert "$CARD_SANDBOX/clone.img"
refused 6 STATION-QUALITY-FAILED check_it
eject
refused 6 STATION-CARD-STATE deliver_it
succeeds station found "$number" --as keo
refused 6 STATION-CARD-STATE deliver_it
grep -q 'to be checked anew' "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
insert "$CARD_SANDBOX/card-1.img"
succeeds check_it
eject
succeeds deliver_it
succeeds station audit verify
