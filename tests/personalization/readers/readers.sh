#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Several readers in one process: each makes its own card, what happens at one stops no other, two foreign cards in a
# row stop the line, and a worker process that dies loses its own card alone. With CARD_SLOTS=4.
. "$(dirname "$0")/../office.sh"
prepare_office
for number in 1 2 3 4 5 6 7 8; do approved $number; done
foreign_profile=$CARD_SANDBOX/foreign.toml
with "$CARD_SOURCE/applet-specs/profile.toml" > "$foreign_profile" << 'LINES'
management.transport_master_key = "000102030405060708090A0B0C0D0E0F"
LINES

# put_foreign SLOT NUMBER: one with transport keys of somebody else.
put_foreign() {
    idcard-refcard blank --image "$CARD_SANDBOX/card-$2.img" --serial "$(printf %08X "$2")" --profile "$foreign_profile"
    CARD_SLOT=$1 insert "$CARD_SANDBOX/card-$2.img"
}

# Four readers, four cards, each once; no number twice.
put 1 1 && put 2 2 && put 3 3 && put 4 4
run_once --all-readers || fail "$(cat "$CARD_SANDBOX/run.err" "$CARD_SANDBOX/run.out")"
[ "$(count issued)" = 4 ] || fail "not four cards: $(idcard-station status)"
numbers_are_unique || fail "a number was given twice"
[ "$(ls "$letters" | wc -l)" = 4 ] || fail "not four letters"
for reader in 'Virtual PCD 00 00' 'Virtual PCD 00 01' 'Virtual PCD 2 00 00' 'Virtual PCD 2 00 01'; do
    grep -q "^$reader: \[1/" "$CARD_SANDBOX/run.out" || fail "nothing of $reader: $(cat "$CARD_SANDBOX/run.out")"
    grep -q "^$reader: Finished. (1 cards, [0-9]* an hour)" "$CARD_SANDBOX/run.out" || fail "no rate: $(cat "$CARD_SANDBOX/run.out")"
done
for slot in 1 2 3 4; do CARD_SLOT=$slot eject; done

# A foreign card at one of two named readers: the other card is issued, the job of the first waits again.
put_foreign 2 11
put 3 5
refused 6 STATION-CARD-FOREIGN run_once --reader 'PCD 00 01' --reader 'PCD 2 00 00'
[ "$(count issued)" = 5 ] || fail "the other reader was stopped: $(idcard-station status)"
[ "$(count approved)" = 3 ] || fail "a job was lost: $(idcard-station status)"
grep -q '^Virtual PCD 00 01: Needs a hand: ' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"

# Two of them one after the other stop the line, although one more card and jobs wait.
CARD_SLOT=3 eject
put_foreign 3 12
got=0
idcard-station run --as noy --letters "$letters" --wait 10 --all-readers --hsm-pin-fd 3 3<<< "$hsm_pin" \
    > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" || got=$?
[ "$got" = 6 ] && grep -q STATION-KEYS-FOREIGN "$CARD_SANDBOX/run.err" || fail "the line was not stopped: $got $(cat "$CARD_SANDBOX/run.err")"
[ "$(count approved)" = 3 ] || fail "a job was lost: $(idcard-station status)"
CARD_SLOT=2 eject
CARD_SLOT=3 eject

# A card that falls silent at one reader; the other goes on.
put 1 6 --fault mute@40
put 4 7
refused 3 CARD-MUTE run_once --reader 'PCD 00 00' --reader 'PCD 2 00 01' --timeout 5
[ "$(count issued)" = 6 ] || fail "the other reader was stopped: $(idcard-station status)"
[ "$(count quarantined)" = 1 ] || fail "nobody laid the silent card aside: $(idcard-station status)"
[ "$(count approved)" = 1 ] || fail "$(idcard-station status)"
CARD_SLOT=1 eject
CARD_SLOT=4 eject

# A record that does not open, found while a card is written: no other is begun, and that one is finished.
approved 9
sqlite3 "$IDCARD_OFFICE/store.sqlite" "DROP TRIGGER sealed_record_fixed;
    UPDATE sealed_record SET record = photograph WHERE application = 'T-0009'"
put 1 9
got=0
idcard-station run --as noy --letters "$letters" --wait 10 --reader 'PCD 00 00' --hsm-pin-fd 3 3<<< "$hsm_pin" \
    > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" || got=$?
[ "$got" = 6 ] && grep -q STATION-SEAL-BROKEN "$CARD_SANDBOX/run.err" || fail "$got $(cat "$CARD_SANDBOX/run.err")"
[ "$(count issued)" = 7 ] || fail "the card in work was torn away: $(idcard-station status)"
CARD_SLOT=1 eject
idcard-station withdraw T-0009 --as noy > /dev/null
approved 10

# Another process sees what each reader does, and how many cards an hour, while they are made and no longer.
readers_say() {
    idcard-station status --json > "$CARD_SANDBOX/status.json" || return
    check_json status-1 < "$CARD_SANDBOX/status.json" || fail "breaks its schema: $(cat "$CARD_SANDBOX/status.json")"
    grep -q "\"readers\":\[$1\]" "$CARD_SANDBOX/status.json"
}
station_says() { _wait_for 30 readers_say "$1" || fail "not $1: $(cat "$CARD_SANDBOX/status.json" "$CARD_SANDBOX/run.err")"; }
approved 11
idcard-station --lang en run --as noy --letters "$letters" --reader 'PCD 00 00' --reader 'PCD 2 00 00' \
    --hsm-pin-fd 3 3<<< "$hsm_pin" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" &
run=$!
idle='{"cards":0,"cards_per_hour":0,"doing":"Insert a blank card.","needs_hand":false,"reader":"Virtual PCD'
station_says "$idle 00 00\"},$idle 2 00 00\"}"
put_foreign 1 13
put 3 14
station_says '{"cards":0,"cards_per_hour":0,"doing":"Lay the card aside.[^}]*","needs_hand":true,[^}]* 00 00"},{"cards":1,"cards_per_hour":[1-9][0-9]*,"doing":"Take the card out.","needs_hand":false,[^}]* 2 00 00"}'
kill -9 $run
wait $run 2> /dev/null || true
station_says ''
CARD_SLOT=1 eject
CARD_SLOT=3 eject

# Names that mean no reader, or the same one twice.
refused 3 CARD-READER-NOT-FOUND run_once --reader 'PCD 00 00' --reader 'PCD 9'
refused 3 CARD-READER-AMBIGUOUS run_once --reader 'PCD 00 00' --reader 'PCD 00 0'
numbers_are_unique || fail "a number was given twice"

# What the line left, for programs.
idcard-station status --json > "$CARD_SANDBOX/status.json"
check_json status-1 < "$CARD_SANDBOX/status.json" || fail "breaks its schema: $(cat "$CARD_SANDBOX/status.json")"
grep -q '"counts":{[^}]*"issued":8' "$CARD_SANDBOX/status.json" || fail "$(cat "$CARD_SANDBOX/status.json")"
grep -q '"quarantine":\["T-000[0-9]"\]' "$CARD_SANDBOX/status.json" || fail "$(cat "$CARD_SANDBOX/status.json")"
grep -q '"alarms":\[\]' "$CARD_SANDBOX/status.json" || fail "$(cat "$CARD_SANDBOX/status.json")"
