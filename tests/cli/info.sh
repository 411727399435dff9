#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# info.sh: what idcard info says of cards in the virtual reader.
set -u
. "$(dirname "$0")/counter.sh"

run idcard info
error 3 CARD-NO-CARD
in_lao 3 CARD-NO-CARD idcard info

insert card.img || exit 1
run idcard info
exits 0; says "identity card with keys"; says "PACE, "; says "tries left: 3"; says "tries left: 5"; says "What to do now:"
run idcard info --lang lo
exits 0; says "ບັດ"
run idcard info --stats
exits 0; complains "Total"
run idcard info --json
exits 0; follows info-1; says '"interface": "contact"'; says '"issued": true'; says '"tries_left": 3'

# Nothing personal and nothing that recurs for a holder: none of the long values of the files that name one.
cp "$folder/out" info.json
run idcard read --can-file can --json
exits 0
grep -oE '"(guid|document_number|personal_number|serial_number|status_index|card_id|full_name)": "?[^",}]+' "$folder/out" |
    sed 's/.*: "\{0,1\}//' | sort -u > personal
[ "$(wc -l < personal)" -ge 6 ] || fail "the card says nothing personal"
while read -r value; do
    ! grep -qF -- "$value" info.json || fail "info shows $value"
done < personal
run idcard info --reader "no such reader"
error 3 CARD-READER-NOT-FOUND
eject

idcard-refcard blank --image blank.img --serial 0000B001 > /dev/null
insert blank.img || exit 1
run idcard info
exits 0; says "identity card, blank"
eject

insert card.img --interface contactless || exit 1
run idcard info
exits 0; says "contactless"; says "told in a contact reader only"; says "shown only after the card was opened"
run idcard info --json
exits 0; follows info-1; says '"interface": "contactless"'; says '"pki": false'
eject

insert card.img --max-command 256 --max-response 256 || exit 1
run idcard info
exits 0; says "short commands only"
eject

for at in 1 3 6 8; do
    insert card.img --fault "cut@$at" || exit 1
    run idcard info
    error 3 CARD-REMOVED
    eject 2> /dev/null
done
insert card.img --fault mute@4 || exit 1
run idcard info --timeout 2
error 3 CARD-MUTE
eject 2> /dev/null

finish
