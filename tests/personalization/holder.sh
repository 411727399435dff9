#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# How programs know a holder, and he his card: subject serialNumber on two cards of one citizen, what each certificate is
# for, and the serial number of the token in the letter.
. "$(dirname "$0")/office.sh"
module=$CARD_BUILD/lib/idcard-pkcs11.so
prepare_office

# certificate ID: the certificate with that CKA_ID, as the module shows it.
certificate() {
    pkcs11-tool --module "$module" --read-object --type cert --id "$1" 2>/dev/null
}

# says ID OPTION...: what OpenSSL says of it, in one line.
says() {
    certificate "$1" | openssl x509 -inform DER -noout "${@:2}" | tr -s '\n ' ' '
}

# issue NUMBER: a card for that application; leaves what is known of it in FOLDER/NUMBER.
issue() {
    local letter folder=$CARD_SANDBOX/holder-$1 id
    mkdir "$folder"
    blank "$1"
    insert "$CARD_SANDBOX/card-$1.img"
    run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
    letter=$letters/$(field "$1" document_number).txt
    pkcs11-tool --module "$module" --list-token-slots > "$folder/token" 2>/dev/null
    sed -n 's/^token serial: //p' "$letter" > "$folder/serial"
    grep -qE '^[0-9a-f]{16}$' "$folder/serial" || fail "the letter tells no serial number: $(grep -v '^P' "$letter")"
    grep -qE "serial num +: $(cat "$folder/serial")$" "$folder/token" || fail "another serial: $(cat "$folder/token")"
    # What a person sees in a list of tokens ends like the printed number.
    grep -qE "token label +: .* $(cut -c9- "$folder/serial")$" "$folder/token" || fail "label: $(cat "$folder/token")"
    for id in 01 02 03; do
        says "$id" -subject -nameopt multiline | grep -oE 'serialNumber = [^ ]+' > "$folder/holder-$id" ||
            fail "certificate $id names no holder"
        certificate "$id" | openssl x509 -inform DER -noout -pubkey > "$folder/key-$id"
        says "$id" -ext subjectAltName > "$folder/document-$id"
    done
    [ "$(sort -u "$folder"/holder-0? | wc -l)" = 1 ] || fail "the certificates name several holders"
}

approved 1
issue 1

# 9A logs in, 9C signs and never logs in.
for wanted in "01:TLS Web Client Authentication:Non Repudiation" "02:Non Repudiation:TLS Web Client Authentication"; do
    IFS=: read -r id has lacks <<< "$wanted"
    text=$(says "$id" -ext keyUsage,extendedKeyUsage)
    [[ $text == *"$has"* && $text != *"$lacks"* ]] || fail "certificate $id is for: $text"
    [[ $text == *"Extended Key Usage"* ]] || fail "certificate $id is for anything: $text"
done

# The same citizen again, whose first card is no longer alive in the store.
sed -e 's/T-0001/T-0002/' "$CARD_SANDBOX/record-0001.json" > "$CARD_SANDBOX/record-0002.json"
! idcard-station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/record-0002.json" > /dev/null 2>&1 || fail "two live cards of one citizen"
sqlite3 "$IDCARD_OFFICE/store.sqlite" "UPDATE card SET state = 'quarantined'"
idcard-station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/record-0002.json" > /dev/null
idcard-station approve --as keo T-0002 > /dev/null
issue 2
for same in holder-01 holder-02 holder-03; do
    cmp -s "$CARD_SANDBOX/holder-1/$same" "$CARD_SANDBOX/holder-2/$same" || fail "another holder after a new card"
done
for other in serial key-01 key-02 key-03 document-01; do
    ! cmp -s "$CARD_SANDBOX/holder-1/$other" "$CARD_SANDBOX/holder-2/$other" || fail "$other is the same on both cards"
done
