#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Blank cards from the delivery list to the end of the shift: unlisted and blocked chips make no card.
. "$(dirname "$0")/../office.sh"
prepare_office
printf '\n[stock]\nrequired = true\n' >> "$IDCARD_OFFICE/office.toml"

station() { idcard-station --lang en stock "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
says() { grep -q -- "$1" "$CARD_SANDBOX/run.out" || fail "not \"$1\": $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"; }
succeeds() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"; }

# alarms [IDENTIFIER]: this one and no other would stop the next card.
alarms() {
    idcard-station --json status > "$CARD_SANDBOX/status.json"
    grep -qF "\"alarms\":[${1:+\"$1\"}]" "$CARD_SANDBOX/status.json" || fail "not ${1:-none}: $(cat "$CARD_SANDBOX/status.json")"
}
alarms STATION-CHIP-UNLISTED

# An unlisted chip: the refusal names its number, which is how the test learns what the maker would have listed.
approved 1
blank 1
insert "$CARD_SANDBOX/card-1.img"
refused 6 STATION-CHIP-UNLISTED run_once
eject
[ "$(field 1 state)" = approved ] || fail "$(field 1 state)"
one=$(grep -o '[0-9a-f]\{20\}' "$CARD_SANDBOX/run.err" | head -n 1)
[ -n "$one" ] || fail "no number: $(cat "$CARD_SANDBOX/run.err")"
two=${one%?}$(printf %x $(((0x${one: -1} + 1) % 16)))
printf 'KDD;Batch\n%s;B-7\n%s;B-7\n' "$one" "$two" > "$CARD_SANDBOX/list.csv"

succeeds station receive "$CARD_SANDBOX/list.csv" --delivery D-7 --as keo
refused 6 STATION-ROLE station receive "$CARD_SANDBOX/list.csv" --delivery D-7 --as keo --confirm
succeeds station receive "$CARD_SANDBOX/list.csv" --delivery D-7 --as vieng --confirm
alarms STATION-STOCK-STATE # no shift is open
refused 6 STATION-STOCK-DIFFERS station shift open --as keo --counted 1
succeeds station shift open --as keo --counted 0
insert "$CARD_SANDBOX/card-1.img"
refused 6 STATION-STOCK-STATE run_once # still in the vault
succeeds station move --to drawer --count 2 --as keo
alarms STATION-STOCK-STATE # nobody has one
succeeds station hand-out "$one" --to noy --as keo
alarms
succeeds station block D-7 --as keo
refused 6 STATION-CHIP-BLOCKED run_once
succeeds station unblock D-7 --as vieng
succeeds run_once
eject
succeeds station list
says "^$one D-7 *issued *LA"
says "^$two D-7 *in the drawer"
succeeds idcard-station --json stock list > "$CARD_SANDBOX/stock.json"
check_json stock-1 < "$CARD_SANDBOX/stock.json" || fail "stock list breaks its schema: $(cat "$CARD_SANDBOX/stock.json")"

# The shift ends when the count agrees.
refused 6 STATION-STOCK-DIFFERS station shift close --as keo --counted 0
succeeds station missing "$two" --as keo
says 'Another person must confirm this'
refused 6 STATION-STOCK-DIFFERS station shift close --as keo --counted 0
refused 6 STATION-ROLE-MISSING station missing "$two" --as keo --confirm
succeeds station missing "$two" --as vieng --confirm
succeeds station shift close --as keo --counted 0
says 'issued: 1'
says 'missing or destroyed: 1'
succeeds station destroy "$two" --as keo
succeeds station destroy "$two" --as vieng --confirm
succeeds idcard-station --lang en audit verify > "$CARD_SANDBOX/run.out"
succeeds idcard-station --lang en show --hsm-pin-fd 9 9<<<"$hsm_pin" T-0001 --as keo --role approver > "$CARD_SANDBOX/run.out"
says 'drawer > handed_out noy'
succeeds idcard-station --json report > "$CARD_SANDBOX/run.out"
says '"lost":1'

# A movement that was changed past the program contradicts the journal.
sqlite3 "$IDCARD_OFFICE/store.sqlite" "DROP TRIGGER stock_movement_no_update;
    UPDATE stock_movement SET holder = 'dao' WHERE target = 'handed_out'"
verify() { idcard-station --lang en audit verify > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
refused 6 STATION-AUDIT-BROKEN verify
grep -q 'tells of other movements of blank cards' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
