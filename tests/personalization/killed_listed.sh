#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A card that a dead station left in work is on the lists of the next trust package, and its certificates are revoked
# there: whoever exports does not wait for the next run. A station that works keeps its job.
. "$(dirname "$0")/office.sh"
prepare_office
store=$IDCARD_OFFICE/store.sqlite
trust=$CARD_SANDBOX/counter
mkdir "$trust"
count_of() { sqlite3 -readonly "$store" "SELECT count(*) FROM $1"; }
# exported: a package, installed at the counter
exported() {
    idcard-station --lang en --json trust export --as keo --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
    idcard trust import "$(find "$IDCARD_OFFICE/packages" -name 'trust-*.p7m' | sort -V | tail -n 1)" --trust "$trust" \
        --root "$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' "$CARD_SANDBOX/run.out")" > /dev/null || fail 'no such package'
}
# listed: how many certificates of holders the counter finds revoked, with what changed since the complete list
listed() {
    local file
    for file in "$trust"/citizen/citizen-ca-1*.crl; do
        openssl crl -inform DER -in "$file" -noout -text
    done | grep -c 'Serial Number:' || true
}

# Its certificates are made when the card falls silent. Whoever waits for it is at work, and keeps its job.
approved 1
blank 1
insert "$CARD_SANDBOX/card-1.img" --fault mute@60
idcard-station run --as noy --letters "$letters" --once --wait 10 --timeout 60 --hsm-pin-fd 3 3<<<"$hsm_pin" \
    > "$CARD_SANDBOX/station.out" 2>&1 &
station=$!
until [ "$(count_of 'card_key WHERE certificate_hash IS NOT NULL')" = 4 ]; do
    kill -0 "$station" 2> /dev/null || fail "$(cat "$CARD_SANDBOX/station.out")"
    sleep 0.1
done
exported
[ "$(field 1 state)" = encoding ] || fail "its job was taken away: $(field 1 state)"
[ "$(listed)" = 0 ] || fail "$(listed) certificates are revoked"

{ kill -KILL "$station" && wait "$station"; } 2> /dev/null || true
_wait_for 10 flock -n "$IDCARD_OFFICE/run.lock" true || fail 'its worker lives on'
[ "$(field 1 state)" = encoding ] || fail "it is $(field 1 state)"
exported
grep -q '^T-0001: was cut off' "$CARD_SANDBOX/run.err" || fail "nobody was told: $(cat "$CARD_SANDBOX/run.err")"
[ "$(field 1 state)" = quarantined ] || fail "it is $(field 1 state)"
[ "$(listed)" = 4 ] || fail "$(listed) certificates are revoked"

eject
insert "$CARD_SANDBOX/card-1.img"
resume_once || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 1 state)" = issued ] || fail "it is $(field 1 state)"
