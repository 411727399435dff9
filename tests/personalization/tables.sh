#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Tables of records as offices export them: imported row by row; what was refused comes back as a table, and is taken
# when it is mended.
. "$(dirname "$0")/office.sh"
prepare_office
tables=$CARD_SANDBOX/tables
mkdir "$tables"
cp "$CARD_SANDBOX"/*.jpg "$tables"
station() {
    idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
said() { # TEXT...: each is a line of the output
    local line
    for line; do
        grep -qxF "$line" "$CARD_SANDBOX/run.out" || fail "not said: $line; but: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
    done
}
state_of() { # APPLICATION
    idcard-station --lang en status | awk -v application="$1" '$1 == application { print $2 }'
}

# row APPLICATION NUMBER [BIRTH]: a row of the template, columns separated by commas
row() {
    echo "$1,adult,,$2,ທ້າວ,ສົມສະໄໝ,ຕົວຢ່າງ,MR,SOMSAMAY,SPECIMEN,,M,${3-12/05/1990},ສີສະຫວາດ,ຈັນທະບູລີ,ນະຄອນຫຼວງວຽງຈັນ,ສີສະຫວາດ,ຈັນທະບູລີ,ນະຄອນຫຼວງວຽງຈັນ,01-0001234,specimen.jpg"
}

# The template is a table without rows, and never overwrites.
station template "$tables/template.csv"
refused 6 PROGRAM-FILE-EXISTS station template "$tables/template.csv"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables/template.csv" || fail "a table without rows was taken"
said "$tables/template.csv: rejected" "  (table): no rows"

# From a spreadsheet: semicolons, CR LF, Lao digits, a Buddhist year, a rounded number, a name in a lost encoding.
{
    tr ',' ';' < "$tables/template.csv"
    row A-0001 010119900000001 | tr ',' ';' | sed 's/$/\r/'
    row A-0002 ໐໑໐໑໑໙໙໐໐໐໐໐໐໐໒ ໑໒/໐໕/໑໙໙໐ | tr ',' ';'
    row A-0003 1.0119900000003E+14 | tr ',' ';'
    row A-0004 010119900000004 12/05/2533 | tr ',' ';'
    row A-0005 1011990005 33005 | tr ',' ';'
    row A-0006 010119900000006 | tr ',' ';' | sed 's/ສົມສະໄໝ/??????/'
} > "$tables/records.csv"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$tables/fix.csv" "$tables/records.csv" || fail "what is damaged was taken"
said "$tables/records.csv: a table in UTF-8-BOM, columns separated by semicolons, rows: 6" \
    "A-0001: imported" "A-0002: imported" \
    "  personal_number: a number that a spreadsheet program rounded: make the column a text and enter it anew" \
    "  birth_date: a Buddhist year: write the Gregorian year, which is 543 less" \
    "  personal_number: fewer than 12 digits, as when a spreadsheet program drops leading zeros: make the column a text" \
    "  birth_date: the day count of a spreadsheet program: make the column a text and enter the date anew" \
    "  name.lao.given: question marks in place of letters: it was saved in an encoding without them"
[ "$(state_of A-0001)" = imported ] && [ "$(state_of A-0002)" = imported ] || fail "good rows were not taken"
[ -z "$(state_of A-0003)" ] || fail "a bad row was taken"

# The list of what to mend: the same table, its reasons in both languages, for its owner alone.
[ "$(stat -c %a "$tables/fix.csv")" = 600 ] || fail "others may read the list"
[ "$(wc -l < "$tables/fix.csv")" = 5 ] || fail "$(cat "$tables/fix.csv")"
grep -q 'a Buddhist year' "$tables/fix.csv" && grep -q 'ປີພຸດທະສັກກະລາດ' "$tables/fix.csv" || fail "$(cat "$tables/fix.csv")"
refused 6 PROGRAM-FILE-EXISTS station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$tables/fix.csv" "$tables/records.csv"
refused 2 PROGRAM-USAGE station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$tables/other.csv" "$tables/records.csv" "$tables/records.csv"

# Mended, in UTF-16 as some programs save it, it is imported again; once more changes nothing.
sed -e 's/1.0119900000003E+14/010119900000003/' -e 's|12/05/2533|12/05/1990|' -e 's/1011990005/010119900000005/' \
    -e 's/33005/12\/05\/1990/' -e 's/??????/ສົມສະໄໝ/' "$tables/fix.csv" | tail -c +4 |
    { printf '\xff\xfe'; iconv -f UTF-8 -t UTF-16LE; } > "$tables/mended.csv"
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$tables/none.csv" "$tables/mended.csv" || fail "$(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
said "$tables/mended.csv: a table in UTF-16LE, columns separated by semicolons, rows: 4" \
    "A-0003: imported" "A-0004: imported" "A-0005: imported" "A-0006: imported"
[ ! -e "$tables/none.csv" ] || fail "a list of nothing"
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables/mended.csv" || fail "it is not the same again"
said "A-0003: imported before, unchanged"

# What came as JSON comes back as a table as well, and is imported from it.
sed -e 's/VT-2026-000001/A-0007/' -e 's/010119900000001/1.0119900000007E+14/' "$CARD_SANDBOX/specimen.json" > "$tables/one.json"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$tables/one.csv" "$tables/one.json" || fail "what is damaged was taken"
said "  personal_number: a number that a spreadsheet program rounded: make the column a text and enter it anew"
[ "$(wc -l < "$tables/one.csv")" = 2 ] || fail "$(cat "$tables/one.csv")"
sed -i 's/1.0119900000007E+14/010119900000007/' "$tables/one.csv"
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables/one.csv" || fail "$(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
said "A-0007: imported"

# JSON in the encodings of Windows programs is the same record; a list of records is said to be one.
sed -e 's/VT-2026-000001/A-0010/' -e 's/010119900000001/010119900000010/' "$CARD_SANDBOX/specimen.json" > "$tables/plain.json"
{ printf '\xef\xbb\xbf'; cat "$tables/plain.json"; } > "$tables/marked.json"
{ printf '\xff\xfe'; iconv -f UTF-8 -t UTF-16LE "$tables/plain.json"; } > "$tables/little.json"
{ printf '\xfe\xff'; iconv -f UTF-8 -t UTF-16BE "$tables/plain.json"; } > "$tables/big.json"
{ echo '['; cat "$tables/plain.json"; echo ']'; } > "$tables/list.json"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables"/{marked,little,big,list}.json || fail "a list of records was taken"
said "A-0010: imported" "A-0010: imported before, unchanged" "$tables/list.json: rejected" \
    "  (record): a list of records in JSON: give each record a file of its own, or make a table of them"
[ "$(grep -c '^A-0010: imported before, unchanged$' "$CARD_SANDBOX/run.out")" = 2 ] || fail "$(cat "$CARD_SANDBOX/run.out")"

# What a spreadsheet program would run or round is a text in the list, and is taken again with what keeps it one.
{
    cat "$tables/template.csv"
    row =A-0011 010119900000011 | sed -e 's/MR/@MR/' -e 's/SOMSAMAY/+SOMSAMAY/' -e 's/SPECIMEN/-SPECIMEN/'
} > "$tables/hostile.csv"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$tables/texts.csv" "$tables/hostile.csv" || fail "a formula was taken"
! grep -qE '(^|,)"[=+@0-9-]' "$tables/texts.csv" || fail "$(cat "$tables/texts.csv")"
grep -qF "\"'=A-0011\",\"adult\",\"\",\"'010119900000011\"" "$tables/texts.csv" || fail "$(cat "$tables/texts.csv")"
sed -i -e 's/=A-/A-/' -e 's/@MR/MR/' -e 's/+SOMSAMAY/SOMSAMAY/' -e 's/-SPECIMEN/SPECIMEN/' "$tables/texts.csv"
grep -qF "\"'A-0011\"" "$tables/texts.csv" || fail "$(cat "$tables/texts.csv")"
station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables/texts.csv" || fail "$(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
said "A-0011: imported"

# Months before days: which of the other dates are meant otherwise, nobody can tell.
{
    cat "$tables/template.csv"
    row A-0008 010119900000008
    row A-0009 010119900000009 12/31/1990
} > "$tables/american.csv"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables/american.csv" || fail "a guess at dates"
said "  line 3: a date with the month before the day: then no date of this table is certain; write 31/12/1990 or 1990-12-31 in all of them"
[ -z "$(state_of A-0008)" ] || fail "a row of that table was taken"

# A row that cannot be read is refused alone, and its place is told: it is no record before it is mended.
{
    cat "$tables/template.csv"
    row A-0020 010119900000020
    row A-0021 010119900000021 | sed "s/\$/$(printf '%040d' 0 | tr 0 ,)/"
    row A-0022 010119900000022 | sed 's/SPECIMEN/SPEC"IMEN/'
    head -c 70000 /dev/zero | tr '\0' x
    echo
    row A-0023 010119900000023
} > "$tables/broken.csv"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$tables/unbroken.csv" "$tables/broken.csv" || fail "broken rows were taken"
said "A-0020: imported" "A-0023: imported" \
    "$tables/broken.csv:3: rejected" "  (record): more cells than columns" \
    "$tables/broken.csv:4: rejected" "  (record): a quotation mark that is out of place or never closed" \
    "$tables/broken.csv:5: rejected" "  (record): a row longer than 64 KiB"
[ "$(wc -l < "$tables/unbroken.csv")" = 4 ] || fail "$(cat "$tables/unbroken.csv")"
grep -q 'A-0022,adult,' "$tables/unbroken.csv" || fail "$(cat "$tables/unbroken.csv")"
grep -qF "a row longer than 64 KiB ($tables/broken.csv:5)" "$tables/unbroken.csv" || fail "$(cat "$tables/unbroken.csv")"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables/unbroken.csv" || fail "broken rows were taken"
grep -q ': imported' "$CARD_SANDBOX/run.out" && fail "$(cat "$CARD_SANDBOX/run.out")"

# The same application with other content; a picture that is missing; a file that cannot be read.
{
    cat "$tables/template.csv"
    row A-0001 010119900000009
    row A-0007 010119900000007 | sed 's/specimen.jpg/missing.jpg/'
} > "$tables/second.csv"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --json "$tables/second.csv" || fail "other content was taken"
grep -q '"file":"[^"]*second.csv:2".*STATION-RECORD-DUPLICATE' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
grep -q '"reason":"this application was imported before with other content"' "$CARD_SANDBOX/run.out" ||
    fail "$(cat "$CARD_SANDBOX/run.out")"
grep -q '"field":"photograph","reason":"the file is missing' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
grep -q '"tables":\[{"encoding":"UTF-8-BOM","file":"[^"]*second.csv","rows":2,"separator":","}\]' "$CARD_SANDBOX/run.out" ||
    fail "$(cat "$CARD_SANDBOX/run.out")"
iconv -f UTF-8 -t UTF-16LE "$tables/second.csv" | tail -c +3 > "$tables/unmarked.csv"
! station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$tables/unmarked.csv" "$tables" "$tables/missing.csv" || fail "what cannot be read was taken"
said "  (table): UTF-16 without a byte order mark: save it as CSV in UTF-8" \
    "$tables: rejected" "$tables/missing.csv: rejected"

# A full disk leaves no half of a list.
mkdir "$CARD_SANDBOX/full"
mount -t tmpfs -o size=4k tmpfs "$CARD_SANDBOX/full"
head -c 4096 /dev/zero > "$CARD_SANDBOX/full/rest" 2>/dev/null || true
refused 6 PROGRAM-DISK-FULL station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy --fix-list "$CARD_SANDBOX/full/fix.csv" "$tables/second.csv"
[ ! -e "$CARD_SANDBOX/full/fix.csv" ] || fail "half a list was left"
