#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One card from the record to the counter; then the same card again.
. "$(dirname "$0")/office.sh"
prepare_office
approved 1
approved 2
blank 1
insert "$CARD_SANDBOX/card-1.img"

run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 1 state)" = issued ] || fail "not issued"
[ "$(field 1 document_number)" = LA0000001 ] || fail "another document number"
[ "$(grep -c '^Virtual PCD 00 00: \[[0-9]*/14\] ' "$CARD_SANDBOX/run.out")" = 14 ] ||
    fail "progress: $(cat "$CARD_SANDBOX/run.out")"
grep -q '^Virtual PCD 00 00: Finished. (1 cards, [0-9]* an hour)' "$CARD_SANDBOX/run.out" ||
    fail "no rate at one reader: $(cat "$CARD_SANDBOX/run.out")"

letter=$letters/LA0000001.txt
[ "$(stat -c %a "$letter")" = 600 ] || fail "others may read the letter"
sed -n 's/^CAN: //p' "$letter" > "$CARD_SANDBOX/can"
idcard verify --trust "$IDCARD_OFFICE/trust" --can-file "$CARD_SANDBOX/can" --json > "$CARD_SANDBOX/verdict.json"
grep -q '"genuine"' "$CARD_SANDBOX/verdict.json" || fail "$(cat "$CARD_SANDBOX/verdict.json")"

# CAN, PIN and PUK stand in the letter and nowhere else: not in the store, not on the screen.
for secret in $(sed -n 's/^\(CAN\|PIN\|PUK\): //p' "$letter"); do
    ! grep -rqaF "$secret" "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err" "$IDCARD_OFFICE"/store.sqlite* ||
        fail "a secret was found outside of the letter"
done
! grep -rqaF "$hsm_pin" "$IDCARD_OFFICE" || fail "the PIN of the token was written down"

# The card that was issued is no blank card, and the waiting job has not suffered.
refused 6 STATION-CARD-NOT-BLANK run_once
[ "$(field 2 state)" = approved ] || fail "the job is not approved any more"
[ -z "$(field 2 document_number)" ] || fail "a document number was spent"
idcard verify --trust "$IDCARD_OFFICE/trust" --can-file "$CARD_SANDBOX/can" > /dev/null || fail "the card was damaged"
