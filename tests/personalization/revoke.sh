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
import() { idcard-station import --as noy "$CARD_SANDBOX/anew.json" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
if import; then fail 'a citizen with a live card gets another'; fi

refused 6 STATION-DOCUMENT-UNKNOWN revoke LA9999999 --reason lost --as noy
refused 6 STATION-REVOCATION-STATE revoke "$number" --reason lost --as keo --confirm
refused 6 STATION-ROLE revoke "$number" --reason lost --as keo
refused 2 PROGRAM-USAGE revoke "$number" --reason mislaid --as noy
refused 2 PROGRAM-USAGE revoke "$number" --as noy
refused 2 PROGRAM-USAGE revoke --reason lost --as noy

revoke "$number" --reason stolen --reference 'R-17/2026' --as noy || fail "$(cat "$CARD_SANDBOX/run.err")"
says "^$number: to be confirmed" 'a request'
refused 6 STATION-REVOCATION-STATE revoke "$number" --reason lost --as keo --confirm
revoke --list
says "^$number .*stolen .*to be confirmed .*R-17/2026" 'a request in the list'
revoke "$number" --reason stolen --as keo --confirm || fail "$(cat "$CARD_SANDBOX/run.err")"
says "^$number: revoked" 'a confirmation'
refused 6 STATION-REVOCATION-STATE revoke "$number" --reason lost --as noy
idcard-station --json revoke --list | grep -q '"confirmed_by":"keo".*"reason":"stolen".*"requested_by":"noy"' ||
    fail "$(idcard-station --json revoke --list)"

import || fail "no new card for who lost one: $(cat "$CARD_SANDBOX/run.err")"
idcard-station approve --as keo T-0002 > /dev/null
blank 2
insert "$CARD_SANDBOX/card-2.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 2 state)" = issued ] || fail "$(field 2 state)"
