#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# killed_import.sh BENCH: an import that is killed leaves whole records; the same import again takes the rest, and then
# nothing is left to take.
. "$(dirname "$0")/../office.sh"
records=400
prepare_office
"$1" make "$records" 4000 "$CARD_SANDBOX/table"
mv "$CARD_SANDBOX"/table/photographs/* "$CARD_SANDBOX/table"
table=$CARD_SANDBOX/table/records.csv
said=$CARD_SANDBOX/said
idcard-station --lang en import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$table" > "$said" 2>&1 &
import=$!
for ((i = 0; i < 200; i++)); do
    [ "$(idcard-station --lang en status | grep -c '^BENCH-')" -lt 100 ] || break
    kill -0 "$import" 2> /dev/null || break
done
kill -9 "$import" 2> /dev/null || fail "it was done before it could be killed"
wait "$import" || true
taken=$(idcard-station --lang en status | grep -c '^BENCH-')
[ "$taken" -ge 100 ] && [ "$taken" -lt "$records" ] || fail "$taken records were taken"

idcard-station --lang en import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$table" > "$said" || fail "$(tail -n 3 "$said")"
[ "$(grep -c ': imported before, unchanged$' "$said")" = "$taken" ] || fail "not those $taken were there already"
[ "$(grep -c ': imported$' "$said")" = $((records - taken)) ] || fail "$(tail -n 3 "$said")"
[ "$(idcard-station --lang en status | grep -c '^BENCH-')" = "$records" ] || fail "not all are there"
