#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What would stop the next card stands in `status --json` before anybody puts one in. Blanks: stock.sh.
. "$(dirname "$0")/../office.sh"
prepare_office
office=$IDCARD_OFFICE
station() { idcard-station --lang en "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"; }
succeeds() { "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err")"; }

# alarms IDENTIFIER...: these and no others.
alarms() {
    local wanted
    wanted=$(printf ',"%s"' "$@")
    succeeds station --json status
    check_json status-1 < "$CARD_SANDBOX/run.out" || fail "breaks its schema: $(cat "$CARD_SANDBOX/run.out")"
    grep -qF "\"alarms\":[${wanted:1}]" "$CARD_SANDBOX/run.out" || fail "not $*: $(cat "$CARD_SANDBOX/run.out")"
}
none() {
    succeeds station --json status
    grep -qF '"alarms":[]' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
}
none
grep -qF '"time_source":false' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"

# An older copy of the store.
cp "$office/store.sqlite" "$CARD_SANDBOX/older.sqlite"
succeeds station audit checkpoint --as keo --hsm-pin-fd 3 3<<< "$hsm_pin"
cp "$office/store.sqlite" "$CARD_SANDBOX/newer.sqlite"
cp "$CARD_SANDBOX/older.sqlite" "$office/store.sqlite"
alarms STATION-STORE-WENT-BACK
cp "$CARD_SANDBOX/newer.sqlite" "$office/store.sqlite"
none

# Another clock, which is an hour ahead of this one.
cp "$office/office.toml" "$CARD_SANDBOX/office.toml"
printf '\n[clock]\nsource = "%s"\n' "$CARD_SANDBOX/source" >> "$office/office.toml"
echo "$(($(date +%s) + 3600))" > "$CARD_SANDBOX/source"
alarms STATION-CLOCK-DISPUTED
grep -qF '"time_source":true' "$CARD_SANDBOX/run.out" || fail "$(cat "$CARD_SANDBOX/run.out")"
date +%s > "$CARD_SANDBOX/source"
none
cp "$CARD_SANDBOX/office.toml" "$office/office.toml"

# Little room on the disk.
mkdir "$CARD_SANDBOX/small"
mount -t tmpfs -o size=24m tmpfs "$CARD_SANDBOX/small"
cp -a "$office" "$CARD_SANDBOX/small/office"
export IDCARD_OFFICE=$CARD_SANDBOX/small/office
alarms PROGRAM-DISK-FULL
export IDCARD_OFFICE=$office

# The key store of an office with staff cards, which nobody opened.
cp "$office/office.toml" "$CARD_SANDBOX/office.toml"
awk 'BEGIN { print "staff_cards = true" } /^\[\[person\]\]/ { exit } { print }' "$CARD_SANDBOX/office.toml" > "$office/office.toml"
alarms STATION-STAFF-CARD-NEEDED
cp "$CARD_SANDBOX/office.toml" "$office/office.toml"
none
