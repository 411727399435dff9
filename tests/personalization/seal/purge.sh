#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Personal data go after their time whatever the day brings: at the beginning of a run that finds nothing to do, and with
# a trust package. What holds an import is named, and nothing is destroyed by a clock that nobody believes.
. "$(dirname "$0")/../office.sh"
prepare_office
store=$IDCARD_OFFICE/store.sqlite
awk '/^\[\[person\]\]/ && !done { print "[privacy]\nkeep_days = 1\n"; done = 1 } { print }' \
    "$IDCARD_OFFICE/office.toml" > "$CARD_SANDBOX/office.toml"
cp "$CARD_SANDBOX/office.toml" "$IDCARD_OFFICE/office.toml"

# on_day DAYS COMMAND...: so many days from now; what it says goes to run.out and run.err.
on_day() {
    local days=$1
    shift
    LD_PRELOAD=$CARD_BUILD/bin/tests/another_clock.so CLOCK_SHIFT=$((days * 86400)) idcard-station --lang en "$@" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}
succeeds() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"; }
says() { grep -q -- "$1" "$CARD_SANDBOX/run.out" || fail "not '$1' but: $(cat "$CARD_SANDBOX/run.out")"; }
keys_left() { sqlite3 -readonly "$store" "SELECT count(*) FROM data_key WHERE wrapped IS NOT NULL"; }
run_on() { on_day "$1" run --as noy --letters "$letters" --once --wait 1 --hsm-pin-fd 3 3<<< "$hsm_pin"; }
export_on() { on_day "$1" trust export --as keo --hsm-pin-fd 3 3<<< "$hsm_pin"; }

# A file of one application that ended; then two files in one import: a table of two applications, one of which waits,
# and a record that ended. Each file is a batch with keys of its own.
approved 1
idcard-station withdraw --as noy T-0001 > /dev/null
idcard-station template "$CARD_SANDBOX/table.csv"
place=ສີສະຫວາດ,ຈັນທະບູລີ,ນະຄອນຫຼວງວຽງຈັນ
for number in 2 3; do
    echo "T-000$number,adult,,01011990000000$number,ທ້າວ,ສົມສະໄໝ,ຕົວຢ່າງ,MR,SOMSAMAY,SPECIMEN,,M,12/05/1990,$place,$place,01-0001234,specimen.jpg"
done >> "$CARD_SANDBOX/table.csv"
sed -e "s/VT-2026-000001/T-0004/" -e "s/010119900000001/010119900000004/" \
    "$CARD_SANDBOX/specimen.json" > "$CARD_SANDBOX/record-4.json"
idcard-station import --hsm-pin-fd 9 9<<< "$hsm_pin" --as noy "$CARD_SANDBOX/table.csv" \
    "$CARD_SANDBOX/record-4.json" > "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
idcard-station withdraw --as noy T-0002 > /dev/null
idcard-station withdraw --as noy T-0004 > /dev/null
[ "$(keys_left)" = 6 ] || fail "$(keys_left) keys, not two of each batch"
succeeds on_day 0 --json status
says '"overdue":\[\]'

# Nothing is destroyed by a clock that is far ahead.
refused 6 STATION-CLOCK-DISPUTED run_on 100
[ "$(keys_left)" = 6 ] || fail "a clock that is not believed destroyed data"

succeeds on_day 2 --json status
check_json status-1 < "$CARD_SANDBOX/run.out" || fail "breaks its schema: $(cat "$CARD_SANDBOX/run.out")"
says '"held":0,"holders":\[\],'
says '"held":1,"holders":\[{"application":"T-0003","state":"imported"}\],'
succeeds on_day 2 status
says '^Personal data of 1 records of .* are overdue.$'
says '^Personal data of 2 records of .* are overdue. Held by 1 applications:$'
says '^  T-0003: imported$'

# A run that finds nothing to do.
refused 6 STATION-NO-JOB run_on 2
[ "$(keys_left)" = 2 ] || fail "$(keys_left) keys are left after a run without a job"

# A trust package, as soon as nothing holds the other batch.
succeeds on_day 2 withdraw --as noy T-0003
succeeds export_on 2
[ "$(keys_left)" = 2 ] || fail 'T-0003 was withdrawn on that day'
succeeds export_on 4
[ "$(keys_left)" = 0 ] || fail 'a trust package left the data there'
succeeds on_day 4 audit verify

# Specific data go after 90 days, whatever the settings say; the others stay for as long as those say.
sed -i 's/^keep_days = 1$/keep_days = 400/' "$IDCARD_OFFICE/office.toml"
for number in 5 6; do
    sed -e "s/VT-2026-000001/T-000$number/" -e "s/010119900000001/01011990000000$number/" \
        "$CARD_SANDBOX/specimen.json" > "$CARD_SANDBOX/record-$number.json"
done
import_on() { # DAY NUMBER...: each a batch of its own
    local day=$1
    shift
    on_day "$day" import --hsm-pin-fd 9 --as noy "${@/#/$CARD_SANDBOX/record-}" 9<<< "$hsm_pin"
}
succeeds import_on 5 5.json 6.json
succeeds on_day 5 withdraw --as noy T-0005
succeeds on_day 45 withdraw --as noy T-0006
succeeds import_on 85 6.json
[ "$(keys_left)" = 6 ] || fail "$(keys_left) keys of three batches"
succeeds on_day 94 purge --as keo
[ "$(keys_left)" = 6 ] || fail 'data were destroyed before their time'
succeeds on_day 96 purge --as keo
says 'Records destroyed: 1'
[ "$(keys_left)" = 4 ] || fail "$(keys_left) keys are left"
shown() { on_day 96 "$@" show --hsm-pin-fd 9 T-0005 --as noy --role operator 9<<< "$hsm_pin"; }
succeeds shown
says '^The specific data were destroyed after their time.$'
says '^  Sex: M$'
if grep -q 'Personal number\|Household book\|Photograph' "$CARD_SANDBOX/run.out"; then fail "$(cat "$CARD_SANDBOX/run.out")"; fi
succeeds shown --json
says '"specific_purged":true'
check_json show-1 < "$CARD_SANDBOX/run.out" || fail 'show breaks its schema'
