#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# torn_ca.sh: the power goes at every write of the certificate of a new CA of the holders' keys: the next run makes its
# card, and the certificate is whole in both places.
. "$(dirname "$0")/office.sh"
prepare_office
approved 1
blank 1
insert "$CARD_SANDBOX/card-1.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
eject
sqlite3 "$IDCARD_OFFICE/store.sqlite" "UPDATE citizen_ca SET cards = 100000"
approved 2
cp -a "$IDCARD_OFFICE" "$CARD_SANDBOX/before"
own=$IDCARD_OFFICE/certificates/citizen-ca-2.cer
published=$IDCARD_OFFICE/trust/citizen/citizen-ca-2.cer

# cut_off NUMBER FOLDER: a run that ends at that change there. Its exit code is the result.
cut_off() {
    LD_PRELOAD=$CARD_BUILD/bin/tests/torn_disk.so DISK=$2 DISK_DIES_AT=$1 run_once
}
for folder in "$(dirname "$own")" "$(dirname "$published")"; do
    for ((number = 1; ; number++)); do
        [ "$number" -lt 100 ] || fail "no end"
        rm -rf "$IDCARD_OFFICE" "$letters" "$CARD_SANDBOX"/card-*.img
        mkdir -m 700 "$letters"
        cp -a "$CARD_SANDBOX/before" "$IDCARD_OFFICE"
        blank 2
        insert "$CARD_SANDBOX/card-2.img"
        code=0
        cut_off "$number" "$folder" || code=$?
        if [ "$code" = 0 ]; then
            eject
            break
        fi
        grep -q 'was cut off' "$CARD_SANDBOX/run.err" || fail "write $number: $code, $(cat "$CARD_SANDBOX/run.err")"
        eject 2> /dev/null || true
        blank 3
        insert "$CARD_SANDBOX/card-3.img"
        run_once || fail "$folder, write $number: $(cat "$CARD_SANDBOX/run.err")"
        eject
        [ "$(field 2 state)" = issued ] || fail "$folder, write $number: $(field 2 state)"
        openssl x509 -inform DER -in "$own" -noout || fail "$folder, write $number: no certificate"
        cmp "$own" "$published" || fail "$folder, write $number: two certificates"
        [ -z "$(find "$IDCARD_OFFICE" -name '*.new')" ] || fail "$folder, write $number: something is left"
    done
    [ "$number" -gt 5 ] || fail "the test tests nothing"
    echo "cut off at $((number - 1)) writes in $folder"
done
