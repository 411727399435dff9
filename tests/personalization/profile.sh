#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every value of the card profile changed: card, station and counter follow together, and none of them alone.
. "$(dirname "$0")/office.sh"
citizens=0101199000
published=$CARD_SOURCE/applet-specs/profile.toml
profile=$CARD_SANDBOX/profile.toml

# table.key = value; a key that has one value in this version is named without one.
changes() {
    cat << 'CHANGES'
.profile = "another"
.version
card.issuing_state = "UTO"
card.country = "UT"
card.document_code = "IX"
card.personal_number_digits = 14
validity.under_6_until_age = 5
validity.from_6_until_age = 16
validity.adult_years = 11
validity.renewal_years = 19
validity.lifetime_from_age = 65
validity.technical_life_years = 15
validity.lifetime_mrz_expiry = "981231"
buffers.command = 1024
buffers.response = 4096
pace.can_digits
pace.parameter_id = 13
pace.key_bits = 256
pace.mappings = ["GM", "CAM"]
pace.cam_key_id = 5
pace.first_delay_ms = 10
pace.longest_delay_ms = 20
chip_authentication.key_id = 7
chip_authentication.key_bits = 192
management.issuer_security_domain = "F00000000102"
management.transport_kvn = 0x20
management.transport_key_bits = 192
management.issuer_kvn = 0x21
management.issuer_key_bits = 192
management.diversification = "AN10922"
management.diversification_prefix = "010203040506"
management.transport_master_key = "000102030405060708090A0B0C0D0E0F1011121314151617"
dgi.ef_com = 0x0201
dgi.ef_sod = 0x0202
dgi.dg1 = 0x0203
dgi.dg2 = 0x0204
dgi.dg7 = 0x0209
dgi.dg11 = 0x0205
dgi.dg12 = 0x0206
dgi.dg13 = 0x0207
dgi.dg14 = 0x0208
dgi.dg16 = 0x020A
dgi.card_security = 0x020B
dgi.can = 0x9020
dgi.mrz = 0x9021
sizes.dg2 = 29000
sizes.dg7 = 8000
sizes.other_files = 3000
sizes.piv_object = 2000
pin.min_digits = 7
pin.max_digits = 7
pin.tries = 4
pin.transport_value = "7654321"
puk.digits = 7
puk.tries = 6
puk.transport_value = "1234567"
piv.slots = [0x9E, 0x9A, 0x9C]
piv.algorithms = [0x14, 0x07, 0x11]
piv.child_slots = [0x9C, 0x9E]
piv.chuid_fasc_n = "D4E739DA739CED39CE739DA1685A1082108CE73984119257FD"
piv.change_counter_tag = 0x82
piv.guid_tag = 0x83
piv.retired_keys = 2
dg13.version = 0x9F01
dg13.card_type = 0x9F02
dg13.no_expiry = 0x9F03
dg13.technical_life = 0x9F04
dg13.names = 0xBF05
dg13.household_book = 0x9F06
dg13.birth_precision = 0x9F07
dg13.status_index = 0x9F08
dg13.guid = 0x9F09
dg13.slot_binding = 0xBF0A
dg13.title_lao = 0x9F11
dg13.given_lao = 0x9F12
dg13.family_lao = 0x9F13
dg13.title_latin = 0x9F14
dg13.given_latin = 0x9F15
dg13.family_latin = 0x9F16
dg13.slot = 0x9F21
dg13.key_hash = 0x9F22
CHANGES
}

# keys FILE: its table.key, one on a line.
keys() {
    awk '/^\[/ { table = $1; gsub(/[][]/, "", table) } /^[a-z0-9_]+ = / { print table "." $1 }' "$1"
}

[ "$(keys "$published")" = "$(changes | cut -d' ' -f1)" ] || fail "the profile has other keys than this test"
changes | with "$published" > "$profile"
[ "$(diff "$published" "$profile" | grep -c '^>')" = "$(changes | grep -c =)" ] || fail "not every value was changed"

station_profile=$profile
idcard-station() { command idcard-station --profile "$station_profile" "$@"; }

# but LINE...: the changed profile with these lines, in another file. A line without a value: as it is published.
but() {
    { changes && printf '%s\n' "$@"; } | awk '{ line[$1] = $0 } END { for (key in line) print line[key] }' |
        with "$published" > "$CARD_SANDBOX/but.toml"
}

# card NUMBER PROFILE: a blank card made after that profile, in the reader.
card() {
    local image=$CARD_SANDBOX/card-$1.img
    idcard-refcard blank --image "$image" --serial "$(printf %08X "$1")" --profile "$2" > /dev/null
    insert "$image" --profile "$2"
}

verify() { # PROFILE
    idcard verify --trust "$IDCARD_OFFICE/trust" --can-file "$CARD_SANDBOX/can" --profile "$1" --json > "$CARD_SANDBOX/verdict.json"
}

# All changed on both sides: a card is issued, and genuine.
prepare_office
approved 1
card 1 "$profile"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field 1 state)" = issued ] || fail "not issued"
sed -n 's/^CAN: //p' "$letters"/* > "$CARD_SANDBOX/can"
verify "$profile" || fail "$(cat "$CARD_SANDBOX/verdict.json")"

# What each side made of the values that stand in files and certificates.
! grep -A1 '"step": "DG2"' "$CARD_SANDBOX/verdict.json" | grep -q '"apdus": 1,' || fail "buffers.response was not followed"
grep -q '"nationality": "UTO"' "$CARD_SANDBOX/verdict.json" || fail "card.issuing_state was not followed"
idcard-refcard forge extract-file --image "$CARD_SANDBOX/card-1.img" --file 0101 --to "$CARD_SANDBOX/dg1"
grep -qa IXUTO "$CARD_SANDBOX/dg1" || fail "card.document_code was not followed"
openssl x509 -in "$IDCARD_OFFICE"/trust/csca/*.cer -inform DER -noout -subject | grep -q 'C = UT' ||
    fail "card.country was not followed"
[ "$(sed -n 's/^PIN: //p' "$letters"/* | tr -d '\n' | wc -c)" = 7 ] || fail "pin.min_digits was not followed"

# The counter alone has the published value. Only cards without expiry have a technical life.
for key in $(keys "$published" | grep '^dg13\.' | grep -v technical_life); do
    but "$key"
    ! verify "$CARD_SANDBOX/but.toml" || fail "the counter does not follow $key"
    grep -q TRUST-DATA-GROUP-MALFORMED "$CARD_SANDBOX/verdict.json" || fail "$key: $(cat "$CARD_SANDBOX/verdict.json")"
done

# The key version of the issuer tells the station that a card is its own.
approved 2
refused 6 STATION-CARD-NOT-BLANK run_once
but management.issuer_kvn
station_profile=$CARD_SANDBOX/but.toml
refused 6 STATION-CARD-FOREIGN run_once
station_profile=$profile
eject

# The card alone has another value: it is not issued.
serial=2
alone() { # IDENTIFIER LINE...
    local identifier=$1
    shift
    serial=$((serial + 1))
    approved $serial
    but "$@"
    card $serial "$CARD_SANDBOX/but.toml"
    ! run_once || fail "the station does not see: $*"
    grep -q "$identifier" "$CARD_SANDBOX/run.err" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"
    [ "$(count issued)" = 1 ] || fail "issued, although the card has another value: $*"
    eject
}
alone CARD-PACE-UNSUPPORTED pace.parameter_id
alone CARD-PACE-UNSUPPORTED pace.key_bits
alone CARD-PACE-UNSUPPORTED 'pace.mappings = ["GM"]'
for key in issuer_security_domain transport_kvn diversification diversification_prefix; do
    alone 'STATION-[A-Z]*-FOREIGN' management.$key # the second one in a row is told as the office's keys
done
alone 'STATION-[A-Z]*-FOREIGN' 'management.transport_master_key = "FF0102030405060708090A0B0C0D0E0F1011121314151617"'
alone 'STATION-[A-Z]*-FOREIGN' management.transport_key_bits management.transport_master_key
for key in $(keys "$published" | grep '^dgi\.'); do
    alone 6A88 "$key"
done
alone 6A88 chip_authentication.key_id
alone 6A88 pace.cam_key_id
alone 6A80 chip_authentication.key_bits
alone 6A84 "sizes.dg2 = 1000"
alone 6A84 "sizes.dg7 = 1000"
alone 6A84 "sizes.other_files = 1000"
alone 6A84 "sizes.piv_object = 100"
alone 6A80 "pin.max_digits = 6" "pin.min_digits = 6" 'pin.transport_value = "654321"'
alone 6A80 puk.digits 'puk.transport_value = "12345678"'
alone STATION-TRIES-LOW pin.tries
alone STATION-QUALITY-FAILED piv.guid_tag
alone 6A86 "piv.slots = [0x9A]" "piv.algorithms = [0x11]" "piv.child_slots = [0x9A]"
