#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A card is revoked by two people, for the same reason; then its citizen gets another.
. "$(dirname "$0")/office.sh"
prepare_office
approved 1
blank 1
insert "$CARD_SANDBOX/card-1.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
eject
number=$(field 1 document_number)

revoke() { idcard-station --lang en revoke "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
says() { grep -q "$1" "$CARD_SANDBOX/run.out" || fail "$2: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"; }

revoke --list
says 'No revocations yet' 'an empty list'
sed 's/T-0001/T-0002/' "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/anew.json"
import() { idcard-station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/anew.json" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
if import; then fail 'a citizen with a live card gets another'; fi

refused 6 STATION-DOCUMENT-UNKNOWN revoke LA9999999 --reason lost --as noy
refused 6 STATION-REVOCATION-NOT-REQUESTED revoke "$number" --reason lost --as keo --confirm
refused 6 STATION-ROLE revoke "$number" --reason lost --as keo
refused 2 PROGRAM-USAGE revoke "$number" --reason mislaid --as noy
refused 2 PROGRAM-USAGE revoke "$number" --as noy
refused 2 PROGRAM-USAGE revoke --reason lost --as noy

# A reference is printable: broken UTF-8, an escape sequence, a change of direction, a second line, too long.
for reference in $'R-\xff' $'R-\e[2J' $'R-\xe2\x80\xae71' $'R-1\n2' "$(printf '%065d' 0)"; do
    refused 2 PROGRAM-USAGE revoke "$number" --reason stolen --reference "$reference" --as noy
done
# One that an earlier version took does not stand in the way of the list.
revoke "$number" --reason stolen --reference R-1 --as noy || fail "$(cat "$CARD_SANDBOX/run.err")"
sqlite3 "$IDCARD_OFFICE/store.sqlite" "UPDATE revocation SET reference = CAST(x'522dff1b5b324a' AS TEXT)"
idcard-station --json revoke --list | check_json revocations-1 || fail 'a broken reference breaks the list'
revoke --list
says 'R-..*\[2J' 'a broken reference'
if grep -q $'\e' "$CARD_SANDBOX/run.out"; then fail 'an escape sequence reaches the terminal'; fi
revoke "$number" --reason stolen --reference 'ຄຳສັ່ງ 17/ກ' --as noy || fail "$(cat "$CARD_SANDBOX/run.err")"

revoke "$number" --reason stolen --reference 'R-17/2026' --as noy || fail "$(cat "$CARD_SANDBOX/run.err")"
says "^$number: to be confirmed" 'a request'
refused 6 STATION-REVOCATION-REASON revoke "$number" --reason lost --as keo --confirm
revoke --list
says "^$number .*stolen .*to be confirmed .*R-17/2026" 'a request in the list'
revoke "$number" --reason stolen --as keo --confirm || fail "$(cat "$CARD_SANDBOX/run.err")"
says "^$number: revoked" 'a confirmation'
refused 6 STATION-REVOKED-ALREADY revoke "$number" --reason lost --as noy
idcard-station --json revoke --list | grep -q '"confirmed_by":"keo".*"reason":"stolen".*"requested_by":"noy"' ||
    fail "$(idcard-station --json revoke --list)"

idcard-station --json revoke --list | check_json revocations-1 || fail 'the list breaks its schema'

# A document signer: its certificate as it lies in the office, then as PEM.
signer=$IDCARD_OFFICE/certificates/document-signer-1.cer
openssl x509 -inform DER -in "$signer" -out "$CARD_SANDBOX/signer.pem"
refused 2 PROGRAM-USAGE revoke --signer "$signer" --reason stolen --as noy
refused 2 PROGRAM-USAGE revoke "$number" --signer "$signer" --reason superseded --as noy
refused 2 STATION-SIGNER-UNKNOWN revoke --signer "$IDCARD_OFFICE/certificates/csca-1.cer" --reason superseded --as noy
refused 6 PROGRAM-FILE-UNREADABLE revoke --signer "$CARD_SANDBOX/none.cer" --reason superseded --as noy
refused 6 STATION-REVOCATION-NOT-REQUESTED revoke --signer "$signer" --reason superseded --as keo --confirm
idcard-station --json revoke --signer "$CARD_SANDBOX/signer.pem" --reason superseded --as noy > "$CARD_SANDBOX/run.out" ||
    fail 'a signer cannot be revoked'
check_json revocations-1 < "$CARD_SANDBOX/run.out" || fail "breaks its schema: $(cat "$CARD_SANDBOX/run.out")"
grep -q '"revocations":\[\].*"reason":"superseded".*"signer":"Document Signer 1"' "$CARD_SANDBOX/run.out" ||
    fail "$(cat "$CARD_SANDBOX/run.out")"
revoke --list
says '^Document Signer 1 .*replaced .*to be confirmed' 'a signer in the list'

import || fail "no new card for who lost one: $(cat "$CARD_SANDBOX/run.err")"
idcard-station approve --as keo T-0002 > /dev/null
blank 2
insert "$CARD_SANDBOX/card-2.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 2 state)" = issued ] || fail "$(field 2 state)"
eject

# Revoked, it makes no card any more; its earlier cards stay good.
revoke --signer "$signer" --reason superseded --as keo --confirm || fail "$(cat "$CARD_SANDBOX/run.err")"
says '^Document Signer 1: revoked' 'a signer is revoked'
refused 6 STATION-REVOKED-ALREADY revoke --signer "$signer" --reason superseded --as noy
approved 3
blank 3
insert "$CARD_SANDBOX/card-3.img"
if run_once; then fail 'a revoked signer made a card'; fi
grep -q STATION-SIGNER-STATE "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
