#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A document signer is counted in cards, stops at its limit, and the next one takes its place: staged by one person,
# used by another. A revoked one stops as well. Without the token no card goes on, and nothing signs in its stead.
. "$(dirname "$0")/../office.sh"
prepare_office
printf '\n[signer]\ncards = 2\nwarn_at = 2\n' >> "$IDCARD_OFFICE/office.toml"

signer() { idcard-station --lang en signer "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
with_pin() { signer "$@" --hsm-pin-fd 3 3<<<"$hsm_pin"; }
says() { grep -q "$1" "$CARD_SANDBOX/run.out" || fail "$2: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"; }
make_card() {
    insert "$CARD_SANDBOX/card-$1.img"
    run_once || fail "card $1: $(cat "$CARD_SANDBOX/run.err")"
    eject
}
for number in 1 2 3 4 5; do
    approved "$number"
    blank "$number"
done

signer list || fail "$(cat "$CARD_SANDBOX/run.err")"
says '1  Document Signer 1  *in use  *0 / 2' 'no card yet'
make_card 1
make_card 2
signer list
says '1  Document Signer 1  *in use  *2 / 2' 'two cards'
says 'Stage the next one' 'a warning'

insert "$CARD_SANDBOX/card-3.img"
refused 6 STATION-SIGNER-EXHAUSTED run_once
[ "$(field 3 state)" = approved ] || fail "T-0003 is $(field 3 state)"
eject

refused 6 STATION-ROLE with_pin stage --as keo
with_pin stage --as noy || fail "$(cat "$CARD_SANDBOX/run.err")"
says '^Document Signer 2: staged' 'staging'
refused 6 STATION-ROLE signer use --as noy 2
refused 6 STATION-SIGNER-STATE signer use --as keo 3
signer use --as keo 2 || fail "$(cat "$CARD_SANDBOX/run.err")"
make_card 3
signer list
says '1  Document Signer 1  *retired' 'the first one'
says '2  Document Signer 2  *in use  *1 / 2' 'the second one'
for number in 1 3; do
    insert "$CARD_SANDBOX/card-$number.img"
    verify_card "$number"
    eject
done

# Revoked, the second one signs no more; the third one does.
revoke() { idcard-station revoke --signer "$IDCARD_OFFICE/certificates/document-signer-2.cer" --reason superseded "$@" > /dev/null; }
revoke --as noy
revoke --as keo --confirm
insert "$CARD_SANDBOX/card-4.img"
refused 6 STATION-SIGNER-STATE run_once
eject
with_pin stage --as noy || fail "$(cat "$CARD_SANDBOX/run.err")"
signer use --as keo 3 || fail "$(cat "$CARD_SANDBOX/run.err")"
make_card 4
idcard-station --json signer list | grep -q '"keys":[1-9].*"name":"Document Signer 3"' || fail 'the list as JSON'

# The token vanishes while a card is made.
approved 6
insert "$CARD_SANDBOX/card-5.img"
idcard-station --lang en run --as noy --letters "$letters" --once --wait 10 --hsm-pin-fd 3 3<<<"$hsm_pin" \
    > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" &
station=$!
for ((tries = 0; tries < 600; tries++)); do
    grep -q '\[3/' "$CARD_SANDBOX/run.out" && break
    sleep 0.02
done
mv "$IDCARD_OFFICE/token" "$CARD_SANDBOX/away"
code=0
wait "$station" || code=$?
[ "$code" = 6 ] || fail "without its token a card was made: $code $(cat "$CARD_SANDBOX/run.out")"
grep -q HSM-UNAVAILABLE "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
case $(field 5 state) in
approved | quarantined) ;;
*) fail "T-0005 is $(field 5 state)" ;;
esac
eject
refused 6 HSM-UNAVAILABLE run_once
mv "$CARD_SANDBOX/away" "$IDCARD_OFFICE/token"
signer list || fail "$(cat "$CARD_SANDBOX/run.err")"
