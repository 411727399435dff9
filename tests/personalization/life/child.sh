#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A child's card has one key and no PIN: nothing is ordered for it that cannot be done, and its certificate is renewed.
. "$(dirname "$0")/../office.sh"
prepare_office
station() { idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
with_key_store() { station "$@" --hsm-pin-fd 3 3<<< "$hsm_pin"; }
works() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"; }
says() { grep -q -- "$1" "$CARD_SANDBOX/run.out" || fail "not '$1' but: $(cat "$CARD_SANDBOX/run.out")"; }
# certificate: that of the key 9E; its holder's PIN is not asked for
certificate() { pkcs11-tool --module "$CARD_BUILD/lib/idcard-pkcs11.so" --read-object --type cert --id 04 2> /dev/null; }

"$CARD_SOURCE/personalization/demo/citizens.sh" "$CARD_SANDBOX/records"
works station import --hsm-pin-fd 9 --as noy "$CARD_SANDBOX"/records/04-*.json 9<<< "$hsm_pin"
works station approve --as keo DEMO-0004
blank 1
insert "$CARD_SANDBOX/card-1.img"
works run_once
number=LA0000001
sed -n 's/^CAN: //p' "$letters/$number.txt" > "$CARD_SANDBOX/can"
works station check "$number" --as vieng --can-file "$CARD_SANDBOX/can" --wait 10
works station deliver "$number" --as dao --holder-present

# No PIN: it is said to who would order it, and nothing stays open.
refused 6 CARD-PIN-ABSENT station reset-pin "$number" --order --as keo
refused 6 STATION-CARD-STATE station reset-pin "$number" --cancel --as keo
refused 6 CARD-PIN-ABSENT with_key_store reset-pin "$number" --as noy --letters "$letters"

# An order is taken back, and given anew.
works station renew-certificates "$number" --order --as keo
refused 6 STATION-ROLE-MISSING station renew-certificates "$number" --cancel --as noy
works station --json renew-certificates "$number" --cancel --as keo
says '"result":"cancelled"'
check_json card-service-1 < "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
refused 6 STATION-CARD-STATE with_key_store renew-certificates "$number" --as noy
refused 2 PROGRAM-USAGE station renew-certificates "$number" --order --cancel --as keo
certificate > "$CARD_SANDBOX/old.cer"
works station renew-certificates "$number" --order --as keo
works with_key_store renew-certificates "$number" --as noy
certificate > "$CARD_SANDBOX/new.cer"
[ -s "$CARD_SANDBOX/new.cer" ] || fail 'no certificate'
! cmp -s "$CARD_SANDBOX/old.cer" "$CARD_SANDBOX/new.cer" || fail 'the old certificate'
public_key() { openssl x509 -inform DER -in "$1" -noout -pubkey; }
[ "$(public_key "$CARD_SANDBOX/old.cer")" = "$(public_key "$CARD_SANDBOX/new.cer")" ] || fail 'another key'
idcard --lang en verify --trust "$IDCARD_OFFICE/trust" --can-file "$CARD_SANDBOX/can" > "$CARD_SANDBOX/verdict" 2>&1 ||
    fail "$(cat "$CARD_SANDBOX/verdict")"

# A child of nine grows out of it in years.
refused 6 STATION-CARD-STATE station replace "$number" --reason age --application T-0002 --as noy
grep -q "$number (good until 20[0-9-]*)" "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
refused 6 STATION-CARD-STATE station replace "$number" --reason expired --application T-0002 --as noy
works station audit verify
