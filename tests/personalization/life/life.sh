#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A card's life, day by day, and what counters say of it: handed over, lost, found, replaced, a forgotten PIN, renewed
# certificates, stolen. Counters know what the exported packages tell them, and nothing else.
. "$(dirname "$0")/../office.sh"
prepare_office
module=$CARD_BUILD/lib/idcard-pkcs11.so
trust=$CARD_SANDBOX/counter
mkdir -p "$trust"

# at DAYS COMMAND...: so many days from now
at() {
    local days=$1
    shift
    LD_PRELOAD=$CARD_BUILD/bin/tests/another_clock.so CLOCK_SHIFT=$((days * 86400)) "$@"
}
# office DAY COMMAND...: on that day; what it says goes to run.out and run.err
office() {
    local day=$1
    shift
    at "$day" idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
# with_key_store DAY COMMAND...: the same, with the PIN of the key store
with_key_store() {
    local day=$1
    shift
    office "$day" "$@" --hsm-pin-fd 3 3<<< "$hsm_pin"
}
works() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"; }
says() { grep -q "$1" "$CARD_SANDBOX/run.out" || fail "not '$1' but: $(cat "$CARD_SANDBOX/run.out")"; }

# published DAY: the next package, installed at the counter
published() {
    works with_key_store "$1" --json trust export --as keo
    local root=()
    [ -e "$trust/package.toml" ] || root=(--root "$(sed 's/.*"root":"\([0-9a-f]*\)".*/\1/' "$CARD_SANDBOX/run.out")")
    at "$1" idcard trust import "$(find "$IDCARD_OFFICE/packages" -name 'trust-*.p7m' | sort -V | tail -n 1)" \
        --trust "$trust" "${root[@]}" > /dev/null || fail "package of day $1"
}
# counter DAY EXIT WORD DOCUMENT: what a counter says of the card in the reader
counter() {
    local got=0
    sed -n 's/^CAN: //p' "$letters/$4.txt" > "$CARD_SANDBOX/can"
    at "$1" idcard --lang en verify --trust "$trust" --can-file "$CARD_SANDBOX/can" > "$CARD_SANDBOX/verdict" 2>&1 || got=$?
    [ "$got" = "$2" ] || fail "day $1: $got, not $2: $(cat "$CARD_SANDBOX/verdict")"
    grep -qi "$3" "$CARD_SANDBOX/verdict" || fail "day $1, not '$3': $(cat "$CARD_SANDBOX/verdict")"
}
# list [delta]: the newest list of the holders' certificates, as OpenSSL shows it
list() {
    openssl crl -inform DER -in "$trust/citizen/citizen-ca-1${1:+-$1}.crl" -noout -text
}
put_in() { insert "$CARD_SANDBOX/card-$1.img"; }
make_card() { # DAY NUMBER
    blank "$2"
    put_in "$2"
    works with_key_store "$1" run --as noy --letters "$letters" --once --wait 10
}

# checked DAY DOCUMENT: the card in the reader is found good by a person
checked() {
    sed -n 's/^CAN: //p' "$letters/$2.txt" > "$CARD_SANDBOX/can"
    works office "$1" check "$2" --as vieng --can-file "$CARD_SANDBOX/can"
}

# Day 0: made, found good, and handed over by somebody who neither released nor made it.
approved 1
make_card 0 1
first=$(field 1 document_number)
refused 6 STATION-NOT-DELIVERED office 0 report-lost "$first" --as noy
refused 2 PROGRAM-USAGE office 0 deliver "$first" --as dao
refused 6 STATION-CARD-STATE office 0 deliver "$first" --as dao --holder-present
grep -q 'not checked' "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
checked 0 "$first"
refused 6 STATION-ROLE-EXCLUDED office 0 deliver "$first" --as noy --holder-present
works office 0 deliver "$first" --as dao --holder-present
says "^$first: with its holder"
says '^  The next lists say nothing of it: card and certificates are valid.'
says "destroy them: $first.txt, $first-pin-\*.txt"
refused 6 STATION-CARD-STATE office 0 deliver "$first" --as dao --holder-present
refused 6 STATION-DOCUMENT-UNKNOWN office 0 found LA9999999 --as keo

# Lost: not valid from the next package on. Found: valid again.
works office 0 --json report-lost "$first" --as noy --reference R-12
check_json card-life-1 < "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
says '"card_status_list":"lost","certificates":"on_hold"'
published 1
counter 1 5 lost "$first"
list | grep -q 'Certificate Hold' || fail "not on hold: $(list)"
refused 6 STATION-ROLE office 1 found "$first" --as noy
works office 1 found "$first" --as keo
says '^  The next lists say nothing of it any more: card and certificates are valid.'
published 1
counter 1 0 '^GENUINE' "$first"
list delta | grep -q 'Remove From CRL' || fail "still on hold: $(list delta)"

# A new address: the old card is valid until the new one is handed over.
sed 's/T-0001/T-0002/' "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/record-0002.json"
if with_key_store 1 import --as noy "$CARD_SANDBOX/record-0002.json"; then fail 'a second card that nobody ordered'; fi
refused 6 STATION-CARD-STATE office 1 replace "$first" --reason lost --application T-0002 --as noy
works office 1 replace "$first" --reason address --application T-0002 --as noy
works with_key_store 1 import --as noy "$CARD_SANDBOX/record-0002.json"
works office 1 approve --as keo T-0002
make_card 1 2
second=$(field 2 document_number)
checked 1 "$second"
refused 6 STATION-REPLACEMENT-MISSING office 1 revoke "$first" --reason replaced --as noy
put_in 1
counter 1 0 '^GENUINE' "$first"
refused 6 STATION-CARD-STATE office 1 deliver "$second" --as dao --holder-present
works office 1 --json deliver "$second" --as dao --holder-present --old-card taken-in
check_json card-life-1 < "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
says '"before":{"card_status_list":"replaced","certificates":"revoked","document_number":"'"$first"'","state":"replaced"}'
published 2
counter 2 5 replaced "$first"
put_in 2
counter 2 0 '^GENUINE' "$second"

# A forgotten PIN: ordered by one, done by another, with the card in the reader.
old_pin=$(sed -n 's/^PIN: //p' "$letters/$second.txt")
pin_is() { pkcs11-tool --module "$module" --login --pin "$1" --list-objects > /dev/null 2>&1; }
works office 2 reset-pin "$second" --order --as keo
refused 6 STATION-ROLE with_key_store 2 reset-pin "$second" --as keo --letters "$letters"
put_in 1
refused 6 STATION-CARD-OF-OTHER-JOB with_key_store 2 reset-pin "$second" --as noy --letters "$letters"
# A clone knows none of the issuer's keys; the second card of that kind looks like a wrong master key.
sed -n 's/^CAN: //p' "$letters/$second.txt" > "$CARD_SANDBOX/can"
idcard-refcard forge clone --from "$CARD_SANDBOX/card-2.img" --to "$CARD_SANDBOX/card-clone.img" --can-file "$CARD_SANDBOX/can"
put_in clone
refused 6 CARD-KEYS-UNKNOWN with_key_store 2 reset-pin "$second" --as noy --letters "$letters"
refused 6 STATION-KEYS-FOREIGN with_key_store 2 reset-pin "$second" --as noy --letters "$letters"
idcard-station --json audit verify | grep -q '"unanchored":0' || fail 'the journal is not signed after a service that failed'
put_in 2
pin_is "$old_pin" || fail 'the PIN was changed too early'
works with_key_store 2 --json reset-pin "$second" --as noy --letters "$letters"
check_json card-service-1 < "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
[ "$(stat -c %a "$letters/$second-pin-1.txt")" = 600 ] || fail 'others may read the letter'
new_pin=$(sed -n 's/^PIN: //p' "$letters/$second-pin-1.txt")
pin_is "$new_pin" || fail 'the new PIN is wrong'
[ "$old_pin" = "$new_pin" ] || { ! pin_is "$old_pin" || fail 'the old PIN opens the card'; pin_is "$new_pin"; }
refused 6 STATION-CARD-STATE with_key_store 2 reset-pin "$second" --as noy --letters "$letters"
! grep -rqaF "$new_pin" "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err" "$IDCARD_OFFICE"/store.sqlite* ||
    fail 'the PIN was found outside of the letter'

# The card is pulled out of the reader: the same command goes on, with another PIN.
pulled_out() { # COMMAND-NUMBER COMMAND...
    local at=$1
    shift
    eject 2> /dev/null || true
    insert "$CARD_SANDBOX/card-2.img" --fault "tear@$at"
    if with_key_store 2 "$@"; then fail "pulled out at command $at, and done"; fi
    eject 2> /dev/null || true
    put_in 2
}
number=1
for at in 4 9 13; do
    works office 2 reset-pin "$second" --order --as keo
    pulled_out "$at" reset-pin "$second" --as noy --letters "$letters"
    works with_key_store 2 reset-pin "$second" --as noy --letters "$letters"
    ((++number))
    pin_is "$(sed -n 's/^PIN: //p' "$letters/$second-pin-$number.txt")" || fail "pulled out at $at: another PIN"
done

# Certificates renewed: the same keys; the old ones are in the list, the new ones hold.
certificate() { pkcs11-tool --module "$module" --read-object --type cert --id "$1" 2> /dev/null > "$2"; }
holds() { # CERTIFICATE: by the CA and its lists
    openssl verify -no_check_time -crl_check -use_deltas -extended_crl -CAfile "$CARD_SANDBOX/ca.pem" \
        -CRLfile "$CARD_SANDBOX/lists.pem" "$1" > "$CARD_SANDBOX/openssl" 2>&1
}
for id in 01 02 03 04; do certificate "$id" "$CARD_SANDBOX/old-$id.cer"; done
works office 2 renew-certificates "$second" --order --as keo
put_in clone # after a card that was served, the first one
refused 6 CARD-KEYS-UNKNOWN with_key_store 2 renew-certificates "$second" --as noy
for at in 7 16 24; do
    pulled_out "$at" renew-certificates "$second" --as noy
    counter 2 0 '^GENUINE' "$second"
done
works with_key_store 2 renew-certificates "$second" --as noy
says '^  The next lists say that its old certificates are revoked.'
published 3
counter 3 0 '^GENUINE' "$second"
openssl x509 -inform DER -in "$trust/citizen/citizen-ca-1.cer" -out "$CARD_SANDBOX/ca.pem"
for file in "$trust"/citizen/citizen-ca-1*.crl; do openssl crl -inform DER -in "$file"; done > "$CARD_SANDBOX/lists.pem"
for id in 01 02 03 04; do
    certificate "$id" "$CARD_SANDBOX/new-$id.cer"
    for age in old new; do openssl x509 -inform DER -in "$CARD_SANDBOX/$age-$id.cer" -out "$CARD_SANDBOX/$age-$id.pem"; done
    [ "$(openssl x509 -in "$CARD_SANDBOX/old-$id.pem" -noout -pubkey)" = \
        "$(openssl x509 -in "$CARD_SANDBOX/new-$id.pem" -noout -pubkey)" ] || fail "$id has another key"
    holds "$CARD_SANDBOX/new-$id.pem" || fail "$id: $(cat "$CARD_SANDBOX/openssl")"
    ! holds "$CARD_SANDBOX/old-$id.pem" || fail "$id: the old certificate holds"
    grep -q 'certificate revoked' "$CARD_SANDBOX/openssl" || fail "$id: $(cat "$CARD_SANDBOX/openssl")"
done

# Stolen, for good: two people; then the way is free for another.
works office 3 report-lost "$second" --stolen --as noy
says '^  The next lists say that it is lost and that its certificates are on hold.'
refused 6 STATION-CARD-STATE office 3 replace "$second" --reason stolen --application T-0003 --as noy
works office 3 report-lost "$second" --stolen --confirm --as keo
says '^  The next lists say that it is stolen and that its certificates are revoked.'
refused 6 STATION-REVOKED office 3 found "$second" --as keo
works office 3 replace "$second" --reason stolen --application T-0003 --as noy
works office 3 --json show "$first" --as mala --role auditor
says '"state":"replaced"'
check_json show-1 < "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
published 4
counter 4 5 stolen "$second"
