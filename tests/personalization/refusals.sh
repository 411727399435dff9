#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the station refuses before it touches a card, and the cards that it does not touch.
. "$(dirname "$0")/office.sh"
prepare_office
station() {
    idcard-station "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
run_with() { # PIN OPTION...
    local pin=$1
    shift
    station run --once --wait 1 "$@" --hsm-pin-fd 3 3<<<"$pin"
}

# init
again() { station init --dev --operator noy --approver keo --hsm-pin-fd 3 3<<<"$hsm_pin"; }
refused 6 STATION-OFFICE-EXISTS again
alone() { station --office "$CARD_SANDBOX/other" init --dev --operator noy --approver noy --hsm-pin-fd 3 3<<<"$hsm_pin"; }
refused 6 CONFIG-INVALID alone
[ ! -e "$CARD_SANDBOX/other" ] || fail "half an office was left"
refused 6 STATION-OFFICE-MISSING station --office "$CARD_SANDBOX/other" status

# A disk that is full before the office is complete leaves nothing behind.
mkdir "$CARD_SANDBOX/small"
mount -t tmpfs -o size=96k tmpfs "$CARD_SANDBOX/small"
full() { station --office "$CARD_SANDBOX/small/office" init --dev --operator noy --approver keo --hsm-pin-fd 3 3<<<"$hsm_pin"; }
! full || fail "an office fits a full disk"
[ -z "$(ls -A "$CARD_SANDBOX/small")" ] || fail "half an office was left: $(ls -A "$CARD_SANDBOX/small")"

# import and approve
approved 1
cp "$CARD_SANDBOX/record-0001.json" "$CARD_SANDBOX/changed.json"
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/changed.json" # the same content under another file name
sed -i 's/SOMSAMAY/KHAMPHAY/' "$CARD_SANDBOX/changed.json"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/changed.json" || fail "other content was taken"
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --json --as noy "$CARD_SANDBOX/changed.json" || true
grep -q STATION-RECORD-DUPLICATE "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
sed -e 's/"sex": "M"/"sex": "?"/' -e 's/T-0001/T-0009/' "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/wrong.json"
sed -e 's/T-0001/T-0002/' -e 's/010119900000001/010119900000002/' "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/right.json"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/wrong.json" "$CARD_SANDBOX/right.json" || fail "a wrong record was taken"
grep -q '^  sex: ' "$CARD_SANDBOX/run.out" || fail "the rejected field is not named"
[ "$(field 2 state)" = imported ] || fail "a wrong record stopped the batch"

# A Latin name that is missing is suggested, never filled in.
sed -e '/"latin"/d' -e 's/\("lao": {.*}\),$/\1/' -e 's/T-0001/T-0008/' \
    "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/lao-only.json"
! station --lang en import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/lao-only.json" || fail "a record without a Latin name was taken"
grep -q '^  name.latin: missing$' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
grep -q '^  name.latin.given: perhaps SOMSAMAI, if the holder confirms it$' "$CARD_SANDBOX/run.out" ||
    fail "no Latin name was suggested: $(cat "$CARD_SANDBOX/run.out")"

refused 6 STATION-ROLE-MISSING station approve --as noy T-0002
refused 6 STATION-PERSON-UNKNOWN station approve --as nobody T-0002
refused 6 STATION-JOB-UNKNOWN station approve --as keo T-9999
refused 6 STATION-JOB-STATE station approve --as keo T-0001

# A store that is lost is not begun anew: document numbers would be given twice.
mv "$IDCARD_OFFICE/store.sqlite" "$CARD_SANDBOX/store.sqlite"
refused 6 STATION-STORE-FAILED station status
[ ! -e "$IDCARD_OFFICE/store.sqlite" ] || fail "a lost store was begun anew"
mv "$CARD_SANDBOX/store.sqlite" "$IDCARD_OFFICE/store.sqlite"

# run
refused 2 STATION-LETTERS-MISSING run_with "$hsm_pin" --as noy
mkdir -m 755 "$CARD_SANDBOX/open"
refused 2 STATION-LETTERS-MISSING run_with "$hsm_pin" --as noy --letters "$CARD_SANDBOX/open"
refused 6 STATION-ROLE-MISSING run_with "$hsm_pin" --as keo --letters "$letters"
refused 6 HSM-PIN-WRONG run_with 13572468 --as noy --letters "$letters"
refused 3 CARD-NO-CARD run_with "$hsm_pin" --as noy --letters "$letters"
mv "$IDCARD_OFFICE/token" "$CARD_SANDBOX/away"
refused 6 HSM-UNAVAILABLE run_with "$hsm_pin" --as noy --letters "$letters"
mv "$CARD_SANDBOX/away" "$IDCARD_OFFICE/token"

# A card of another maker: same applications, other transport keys. The card's cryptogram tells; two end the run.
sed 's/^transport_master_key = .*/transport_master_key = "00112233445566778899AABBCCDDEEFF"/' \
    "$CARD_SOURCE/applet-specs/profile.toml" > "$CARD_SANDBOX/other.toml"
idcard-refcard blank --image "$CARD_SANDBOX/foreign.img" --serial 00000001 --profile "$CARD_SANDBOX/other.toml"
insert "$CARD_SANDBOX/foreign.img" --profile "$CARD_SANDBOX/other.toml"
refused 6 STATION-CARD-FOREIGN run_with "$hsm_pin" --as noy --letters "$letters"
refused 6 STATION-KEYS-FOREIGN run_with "$hsm_pin" --as noy --letters "$letters"
eject
[ "$(field 1 state)" = approved ] || fail "a foreign card cost the job"
[ -z "$(ls "$letters")" ] || fail "a letter was written for a foreign card"
