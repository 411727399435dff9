#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A registry makes a signed batch with the commands of docs/registry-batches.md, the office takes it, and the registry
# reads the result.
. "$(dirname "$0")/../office.sh"
prepare_office
work=$CARD_SANDBOX/registry
mkdir -p "$work/photographs"
cd "$work"
station() {
    idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
said() { # TEXT...: each is a line of the output
    local line
    for line; do
        grep -qxF "$line" "$CARD_SANDBOX/run.out" || fail "not said: $line; but: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
    done
}
documented() { # NAME [CHANGE]: runs that block of the document, changed by sed
    sed -n "/^\`\`\`sh $1\$/,/^\`\`\`\$/p" "$CARD_SOURCE/docs/registry-batches.md" | sed "1d;\$d;${2-}" > "$CARD_SANDBOX/$1.block"
    [ -s "$CARD_SANDBOX/$1.block" ] || fail "the document has no block $1"
    set -e
    . "$CARD_SANDBOX/$1.block"
}
# row APPLICATION NUMBER BOOK HOUSEHOLD [BIRTH]: a row of the template
row() {
    echo "$1,adult,,$2,ທ້າວ,ສົມສະໄໝ$1,ຕົວຢ່າງ,MR,SOMSAMAY,SPECIMEN,,M,${5-12/05/1990},ສີສະຫວາດ,ຈັນທະບູລີ,ນະຄອນຫຼວງວຽງຈັນ,ສີສະຫວາດ,ຈັນທະບູລີ,ນະຄອນຫຼວງວຽງຈັນ,$3,$1.jpg,,,,,,,,,,,,$4" |
        sed "s/ສົມສະໄໝ$1/ສົມສະໄໝ/"
}
table() { # APPLICATION BIRTH: the household's rows, the second with that birth
    rm -f records.csv
    idcard-station template records.csv
    row B-0001 010119900000001 01-0001 together >> records.csv
    row "$1" 010119900000002 01-0001 together "$2" >> records.csv
    row B-0003 010119900000003 01-0003 "" >> records.csv
}
for name in B-0001 B-0002 B-0003; do
    idcard-demo-face "photographs/$name.jpg" "${name#B-000}"
done

documented once > fingerprint
FINGERPRINT=$(sed -n 's/.*Fingerprint=//p' fingerprint)
export BATCH=VTE-2026-01 RECORDS=3
table B-0002 12/05/2533
documented batch

# Nobody is trusted before the fingerprint was confirmed.
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy batch.p7m || fail "a stranger's batch was taken"
said "batch.p7m: rejected" "  (record): signed by nobody whom this office knows"
refused 6 STATION-BATCH-UNTRUSTED station registry add --as keo --name vientiane --fingerprint 00 registry.cer

# One record of a household is bad: it is named, and the other waits for it.
(documented office > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err") 3<<<"$hsm_pin" && fail "a bad record was taken" || true
station registry list
grep -q '^vientiane  ' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy batch.p7m || fail "a bad record was taken"
said "batch.p7m: batch VTE-2026-01 of the registry vientiane, records: 3, photographs: 3" \
    "B-0001: imported before, unchanged" "B-0002: rejected" \
    "  birth_date: a Buddhist year: write the Gregorian year, which is 543 less" \
    "A household waits for records that are to be mended: B-0002" "  B-0001: is good and waits"
refused 6 STATION-HOUSEHOLD-OPEN station approve --as keo B-0001
station approve --as keo B-0003 || fail "$(cat "$CARD_SANDBOX/run.err")"

# The result: the registry verifies it and reads what became of each.
(documented result) 3<<<"$hsm_pin" > /dev/null || fail "no result"
cp "$IDCARD_OFFICE/certificates/result-signer-1.cer" .
documented read 2> /dev/null
grep -qxF '{"application":"B-0001","record":1,"state":"waiting"},' result.json || fail "$(cat result.json)"
grep -q '"application":"B-0002","reasons":\[{"field":"birth_date","reason":"a Buddhist year' result.json || fail "$(cat result.json)"
grep -qE '0101199|ສົມ' result.json && fail "personal data went back"
cp result.json first.json
rm result.p7m
(documented result) 3<<<"$hsm_pin" > /dev/null
documented read 2> /dev/null
cmp first.json result.json || fail "the same state, another result"

# The same number with other content is refused; the mended record comes with the next number.
table B-0002 12/05/1990
documented batch
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy batch.p7m || fail "a repeated number was taken"
grep -q 'another content under this number' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
BATCH=VTE-2026-02
documented batch
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy batch.p7m || fail "$(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
said "B-0002: imported" "B-0003: imported before, unchanged"
station approve --as keo B-0001 B-0002 || fail "$(cat "$CARD_SANDBOX/run.err")"

# What is to be mended comes back as a table, of a batch of lines as of one of rows, and its pictures are in the batch.
mended() { # NUMBER APPLICATION
    rm -f mend.csv
    export RECORDS=1 BATCH=$1
    documented batch "${3-}"
    ! (documented office '/registry/d') 3<<<"$hsm_pin" > /dev/null 2> "$CARD_SANDBOX/run.err" || fail "a bad record was taken"
    [ "$(stat -c %a mend.csv)" = 600 ] || fail "others may read the list: $(cat "$CARD_SANDBOX/run.err")"
    sed -i 's/2533/1990/' mend.csv
    ! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy mend.csv || fail "a record without its picture was taken"
    said "  photograph: the file is missing, empty or larger than 256 KiB"
    (documented mended) 3<<<"$hsm_pin" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
    grep -qxF "$2: imported" "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
}
cp batch.p7m second.p7m
rm records.csv
idcard-station template records.csv
row B-0001 010119900000007 01-0007 "" 12/05/2533 | sed 's/^B-0001/B-0007/' >> records.csv
mended VTE-2026-07 B-0007
cp "$CARD_SANDBOX"/s*.jpg photographs
sed -e 's/VT-2026-000001/B-0008/' -e 's/010119900000001/010119900000008/' -e 's/1990-05-12/2533-05-12/' \
    "$CARD_SANDBOX/specimen.json" | tr -d '\n' > records.jsonl
mended VTE-2026-08 B-0008 's/records.csv/records.jsonl/'
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --pictures photographs mend.csv || fail "$(cat "$CARD_SANDBOX/run.out")"
said "B-0008: imported before, unchanged"
refused 2 PROGRAM-USAGE station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --pictures photographs batch.p7m
refused 6 PROGRAM-FILE-UNREADABLE station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --pictures missing.p7m mend.csv
sed 's/SOMSAMAY/SOMSAMEY/' second.p7m > altered.p7m
refused 6 STATION-BATCH-UNTRUSTED station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --pictures altered.p7m mend.csv

# Of a batch of lines one is no JSON and one too long: each is refused alone, in the list and in the result by its place.
rm -f mend.csv result.p7m
{
    echo '{"schema": "idcard-record-1", "household": "together"'
    head -c 70000 /dev/zero | tr '\0' x
    echo
    sed -e 's/VT-2026-000001/B-0009/' -e 's/010119900000001/010119900000009/' "$CARD_SANDBOX/specimen.json" | tr -d '\n'
} > records.jsonl
BATCH=VTE-2026-09
RECORDS=3
documented batch 's/records.csv/records.jsonl/'
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list mend.csv batch.p7m || fail "what is no record was taken"
said "batch.p7m:1: rejected" "  (record): no JSON" "  its household is unknown: others of it may be approved without it" \
    "batch.p7m:2: rejected" "  (record): a row longer than 64 KiB" "B-0009: imported"
[ "$(wc -l < mend.csv)" = 3 ] && grep -qF '(record): no JSON (batch.p7m:1)' mend.csv || fail "$(cat mend.csv)"
(documented result) 3<<<"$hsm_pin" > /dev/null || fail "no result"
documented read 2> /dev/null
grep -q '"reason":"no JSON"}\],"record":1,"state":"rejected"' result.json || fail "$(cat result.json)"

# One of a household together whose book cannot be read: the others do not wait for it, and that is said.
idcard-station template household.csv
row B-0001 010119900000011 01-0011 together | sed 's/^B-0001/B-0011/' >> household.csv
row B-0002 010119900000012 1E+05 together | sed 's/^B-0002/B-0012/' >> household.csv
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --pictures photographs household.csv || fail "what is damaged was taken"
said "B-0011: imported" "B-0012: rejected" "  its household is unknown: others of it may be approved without it"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --json --pictures photographs household.csv || fail "what is damaged was taken"
[ "$(grep -o '"household_unknown":true' "$CARD_SANDBOX/run.out" | wc -l)" = 1 ] || fail "$(cat "$CARD_SANDBOX/run.out")"
station approve --as keo B-0011 || fail "$(cat "$CARD_SANDBOX/run.err")"
mv second.p7m batch.p7m

# What was altered on the way is refused as a whole.
sed 's/SOMSAMAY/SOMSAMEY/' batch.p7m > altered.p7m
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy altered.p7m || fail "an altered batch was taken"
said "altered.p7m: rejected" "  (record): the signature does not verify"

# A card was made: the result says its number.
blank 1
insert "$CARD_SANDBOX/card-1.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
rm result.p7m
BATCH=VTE-2026-01
(documented result) 3<<<"$hsm_pin" > /dev/null
documented read 2> /dev/null
grep -q '"document_number":"LA[0-9]*",.*"state":"issued"' result.json || fail "$(cat result.json)"

# A record that will never come: an approver lets the household go.
BATCH=VTE-2026-03
rm records.csv
idcard-station template records.csv
row B-0001 010119900000004 01-0009 together | sed 's/^B-0001/B-0004/' >> records.csv
row B-0002 010119900000005 01-0009 together 12/05/2533 | sed 's/^B-0002/B-0005/' >> records.csv
RECORDS=2
documented batch
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy batch.p7m || fail "a bad record was taken"
refused 6 STATION-HOUSEHOLD-OPEN station approve --as keo B-0004
station household release --as keo B-0004 || fail "$(cat "$CARD_SANDBOX/run.err")"
station approve --as keo B-0004 || fail "$(cat "$CARD_SANDBOX/run.err")"
