#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Cards of other profiles: RSA keys, other curves and key lengths, one mapping alone, cards that outlive the year 2050.
. "$(dirname "$0")/office.sh"
records=$CARD_SANDBOX/records
"$CARD_SOURCE/personalization/demo/citizens.sh" "$records"

# variant NAME: an office with the published profile, changed by the lines of the standard input.
variant() {
    name=$1
    profile=$CARD_SANDBOX/$name.toml
    with "$CARD_SOURCE/applet-specs/profile.toml" > "$profile"
    letters=$CARD_SANDBOX/letters-$name
    export IDCARD_OFFICE=$CARD_SANDBOX/office-$name
    mkdir -m 700 "$letters"
    idcard-station --profile "$profile" init --dev --operator noy --operator dao --approver keo --hsm-pin-fd 3 3<<<"$hsm_pin" > /dev/null
    made=0
}

# issued CITIZEN: a card of this variant, verified; it stays in the reader.
issued() {
    local record=$records/$1.json application
    made=$((made + 1))
    application=$(sed -n 's/.*"application": "\(.*\)",/\1/p' "$record")
    idcard-station --profile "$profile" import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$record" > /dev/null
    idcard-station approve --as keo "$application" > /dev/null
    idcard-refcard blank --image "$CARD_SANDBOX/$name-$made.img" --serial "$(printf %08X $made)" --profile "$profile" > /dev/null
    insert "$CARD_SANDBOX/$name-$made.img" --profile "$profile"
    run_once --profile "$profile" || fail "$name, $1: $(cat "$CARD_SANDBOX/run.err")"
    verify_card "$made" --profile "$profile"
}

# certificate OBJECT: of the card in the reader, by OpenSC, as text.
certificate() {
    pkcs15-tool --read-certificate "$1" 2> "$CARD_SANDBOX/opensc.log" | openssl x509 -noout -text
}

variant rsa << 'LINES'
piv.algorithms = [0x07, 0x05, 0x07, 0x05]
LINES
issued 01-adult
certificate 01 | grep -q 'Public-Key: (2048 bit)' || fail "9A is not RSA-2048"
certificate 02 | grep -q 'Public-Key: (3072 bit)' || fail "9C is not RSA-3072"
certificate 03 | grep -q 'Key Encipherment' || fail "9D does not decrypt"
eject
issued 04-child-of-9
eject

variant longer_keys << 'LINES'
pace.parameter_id = 13
pace.key_bits = 256
pace.mappings = ["GM"]
chip_authentication.key_bits = 256
management.transport_key_bits = 256
management.transport_master_key = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F"
management.diversification = "AN10922"
piv.algorithms = [0x14, 0x14, 0x14, 0x14]
validity.renewal_years = 30
validity.technical_life_years = 32
LINES
issued 02-renewal
grep -q "\"date_of_expiry\": \"$(date -u -d '+30 years' +%F)\"" "$CARD_SANDBOX/verdict.json" || fail "$(cat "$CARD_SANDBOX/verdict.json")"
certificate 01 | grep -q 'ASN1 OID: secp384r1' || fail "9A is not on P-384"
certificate 03 | grep -q 'Key Agreement' || fail "9D does not agree on keys"
certificate 04 | grep -q "Not After.* $(date -u -d '+30 years' +%Y) GMT" || fail "9E ends with another year"
eject
issued 05-lifetime
eject
issued 03-child-of-4
eject

variant mapping_alone << 'LINES'
pace.parameter_id = 15
pace.key_bits = 192
pace.mappings = ["CAM"]
pace.cam_key_id = 9
chip_authentication.key_bits = 192
management.transport_key_bits = 192
management.transport_master_key = "000102030405060708090A0B0C0D0E0F1011121314151617"
management.issuer_key_bits = 192
management.diversification = "AN10922"
piv.algorithms = [0x11, 0x14, 0x07, 0x11]
LINES
issued 06-no-surname
eject
