#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# At the desk: a misprinted card is made anew and ends by two people; a card is held back and found; one is taken in,
# given back, taken in again, and replaced.
. "$(dirname "$0")/../office.sh"
prepare_office --operator bee
station() { idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
works() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"; }
says() { grep -q -- "$1" "$CARD_SANDBOX/run.out" || fail "not '$1' but: $(cat "$CARD_SANDBOX/run.out")"; }
# found_good NUMBER: the card in the reader, of application T-NUMBER
found_good() {
    local number
    number=$(field "$1" document_number)
    sed -n 's/^CAN: //p' "$letters/$number.txt" > "$CARD_SANDBOX/can"
    works station check "$number" --as vieng --can-file "$CARD_SANDBOX/can" --wait 10
}
# made NUMBER: the card of application T-NUMBER, found good
made() {
    blank "$1"
    insert "$CARD_SANDBOX/card-$1.img"
    works run_once
    found_good "$1"
    eject
}
# another NUMBER: the next application of the first citizen, approved
another() {
    local number
    number=$(printf %04d "$1")
    sed "s/T-0001/T-$number/" "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/record-$number.json"
    works station import --hsm-pin-fd 9 --as noy "$CARD_SANDBOX/record-$number.json" 9<<< "$hsm_pin"
    works station approve --as keo "T-$number"
}

approved 1
made 1
first=$(field 1 document_number)

# Misprinted: it stays, is not valid, and its revocation takes a second person.
refused 6 STATION-NOT-DELIVERED station replace "$first" --reason damaged --application T-0002 --as noy
works station replace "$first" --reason misprint --application T-0002 --as dao
says "^$first: misprinted; to be confirmed with: revoke --reason replaced --confirm"
says '^  The next lists say that it is lost and that its certificates are on hold.'
refused 6 STATION-CARD-STATE station deliver "$first" --as dao --holder-present
refused 6 STATION-ROLE-MISSING station revoke "$first" --reason replaced --confirm --as noy
refused 6 STATION-REVOCATION-REASON station revoke "$first" --reason withdrawn --confirm --as keo
works station revoke "$first" --reason replaced --confirm --as keo
says "^$first: revoked"
says '^  The next lists say that it is replaced and that its certificates are revoked.'
another 2
made 2
second=$(field 2 document_number)
refused 6 STATION-ROLE-EXCLUDED station deliver "$second" --as noy --holder-present # made it
refused 6 STATION-ROLE-EXCLUDED station deliver "$second" --as dao --holder-present # ordered it
works station deliver "$second" --as bee --holder-present

# Held back by an authority, and found to be good.
works station suspend "$second" --as noy --reference D-3
says "^$second: suspended"
refused 6 STATION-CARD-STATE station deliver "$second" --as bee --holder-present
refused 6 STATION-CARD-STATE station suspend "$second" --as noy
works station found "$second" --as keo
says "^$second: with its holder"

# It has years to go; but it is damaged, and stays here. Given back, because it was another one; then taken in again.
refused 6 STATION-CARD-STATE station replace "$second" --reason expired --application T-0003 --as noy
grep -q "$second (good until 20[0-9-]*)" "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
refused 6 STATION-CARD-STATE station replace "$second" --reason age --application T-0003 --as noy
works station replace "$second" --reason damaged --application T-0003 --taken-in --as noy
says "^$second: taken in"
works station deliver "$second" --as bee --holder-present
says "^$second: with its holder"
works station replace "$second" --reason damaged --application T-0003 --taken-in --as noy
another 3
made 3
refused 6 STATION-CARD-STATE station deliver "$second" --as bee --holder-present # there is another one now
works station deliver "$(field 3 document_number)" --as dao --holder-present
says "^$second: replaced"
says '^  The next lists say that it is replaced and that its certificates are revoked.'
works station --json show "$second" --as mala --role auditor
says '"state":"replaced"'
works station audit verify
