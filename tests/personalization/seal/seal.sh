#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The store's files tell nothing personal, what is moved in them does not open, and after their time the data are gone:
# by `run`, and by a supervisor.
. "$(dirname "$0")/../office.sh"
prepare_office
store=$IDCARD_OFFICE/store.sqlite
station() { idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
succeeds() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"; }
says() { grep -q -- "$1" "$CARD_SANDBOX/run.out" || fail "not '$1' but: $(cat "$CARD_SANDBOX/run.out")"; }
# on_day DAYS COMMAND...: so many days from now
on_day() {
    local days=$1
    shift
    LD_PRELOAD=$CARD_BUILD/bin/tests/another_clock.so CLOCK_SHIFT=$((days * 86400)) "$@"
}

# Without the token no record is taken.
sed -e "s/VT-2026-000001/T-0009/" "$CARD_SANDBOX/specimen.json" > "$CARD_SANDBOX/record-0009.json"
wrong_pin() { station import --hsm-pin-fd 9 9<<<13572468 --as noy "$CARD_SANDBOX/record-0009.json"; }
refused 6 HSM-PIN-WRONG wrong_pin
[ "$(count imported)" = 0 ] || fail 'a record was taken without the token'

# tells_nothing SECRET...: none of these, no picture and no hash of one stands in any file of the store.
hex_of() { od -An -v -tx1 "$1" | tr -d ' \n'; }
tells_nothing() {
    local file secret picture looked=0
    for file in "$store"*; do
        looked=$((looked + 1))
        hex_of "$file" > "$CARD_SANDBOX/dump"
        for secret in "$@"; do
            if grep -q "$(printf %s "$secret" | hex_of -)" "$CARD_SANDBOX/dump"; then fail "$file tells $secret"; fi
        done
        for picture in specimen.jpg signature.jpg; do
            if grep -q "$(tail -c 200 "$CARD_SANDBOX/$picture" | head -c 64 | hex_of -)" "$CARD_SANDBOX/dump"; then
                fail "$file has $picture"
            fi
        done
        if grep -q "$(sha256sum "$CARD_SANDBOX/specimen.jpg" | cut -d' ' -f1)" "$CARD_SANDBOX/dump"; then
            fail "$file has the plain hash of the photograph"
        fi
    done
    [ "$looked" -ge 1 ] || fail 'no file was looked at'
    grep -q "$(printf %s T-0001 | hex_of -)" "$CARD_SANDBOX/dump" || fail 'the search finds nothing at all'
}
personal=(0101199000 ສົມສະໄໝ ຕົວຢ່າງ ສົມພອນ +8562055500001 '"birth_date"' '"latin"' SOMSAMAY)
approved 1
tells_nothing "${personal[@]}"
blank 1
insert "$CARD_SANDBOX/card-1.img"
succeeds run_once
eject
[ "$(field 1 state)" = issued ] || fail "$(idcard-station status)"
tells_nothing "${personal[@]}" # nor do the certificates that were made

# A record that is put under another application does not open, and no card is made of it.
approved 2
approved 3
photograph=$(sqlite3 "$store" "SELECT hex(photograph) FROM sealed_record WHERE application = 'T-0002'")
rule=$(sqlite3 "$store" "SELECT sql FROM sqlite_schema WHERE name = 'sealed_record_fixed'")
sqlite3 "$store" "DROP TRIGGER sealed_record_fixed;
    UPDATE sealed_record SET photograph = (SELECT photograph FROM sealed_record WHERE application = 'T-0003')
    WHERE application = 'T-0002'"
blank 2
refused 6 STATION-SEAL-BROKEN run_once
[ "$(field 2 state)" = approved ] && [ -z "$(field 2 document_number)" ] || fail "$(idcard-station status)"
sqlite3 "$store" <<< "UPDATE sealed_record SET photograph = x'$photograph' WHERE application = 'T-0002'; $rule;"
succeeds station withdraw T-0003 --as noy

# Their time: a day after the applications ended. Only a supervisor ends it before `run` does.
printf '\n[privacy]\nkeep_days = 1\n' > "$CARD_SANDBOX/privacy"
awk -v add="$CARD_SANDBOX/privacy" '/^\[\[person\]\]/ && !done { while ((getline line < add) > 0) print line; print ""; done = 1 } { print }' \
    "$IDCARD_OFFICE/office.toml" > "$CARD_SANDBOX/office.toml"
cp "$CARD_SANDBOX/office.toml" "$IDCARD_OFFICE/office.toml"
refused 6 STATION-ROLE-MISSING station purge --as noy
refused 6 STATION-ROLE-MISSING station purge --as mala
succeeds station --json purge --as keo
says '"records":0'
check_json purge-1 < "$CARD_SANDBOX/run.out" || fail 'purge breaks its schema'
succeeds station show --hsm-pin-fd 9 9<<<"$hsm_pin" T-0001 --as noy --role operator
says 'Application T-0001: issued'
says '  Given name: .*•'

on_day 3 idcard-station run --as noy --letters "$letters" --hsm-pin-fd 3 3<<<"$hsm_pin" \
    > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" &
station=$!
insert "$CARD_SANDBOX/card-2.img"
for ((i = 0; i < 600; i++)); do
    if grep -q "T-0002: issued" "$CARD_SANDBOX/run.out"; then break; fi
    kill -0 "$station" 2> /dev/null || break
    sleep 0.05
done
eject
wait "$station" || fail "the run ended with $?: $(cat "$CARD_SANDBOX/run.err")"

# The data of T-0001 and T-0003 are gone, those of T-0002 are not; what a card is known by stays.
keys() { sqlite3 -readonly "$store" "SELECT count(*) FROM data_key WHERE wrapped IS $1 NULL"; }
[ "$(keys '')" = 4 ] && [ "$(keys NOT)" = 2 ] || fail "$(keys '') destroyed, $(keys NOT) left"
succeeds on_day 3 idcard-station --lang en show T-0001 --as noy --role operator > "$CARD_SANDBOX/run.out"
says 'The personal data were destroyed after their time.'
if grep -q '•' "$CARD_SANDBOX/run.out"; then fail 'a record is shown that was destroyed'; fi
succeeds on_day 3 idcard-station --json show T-0001 --as noy --role operator > "$CARD_SANDBOX/run.out"
says '"purged":true'
check_json show-1 < "$CARD_SANDBOX/run.out" || fail 'show breaks its schema'
[ "$(field 1 document_number)" = LA0000001 ] || fail "$(idcard-station status)"
twice() {
    on_day 3 idcard-station --lang en import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/record-0001.json" \
        > "$CARD_SANDBOX/run.out"
}
succeeds twice
says 'T-0001: imported before, unchanged'
succeeds on_day 6 idcard-station --lang en purge --as keo > "$CARD_SANDBOX/run.out"
says 'Records destroyed: 1'
[ "$(keys NOT)" = 0 ] || fail 'a key is left'
on_day 6 idcard-station audit verify > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" ||
    fail "$(cat "$CARD_SANDBOX/run.err")"
