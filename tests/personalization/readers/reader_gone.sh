#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A reader is unplugged while a card is made: the card lies aside under its reason, the others go on, and with the reader
# plugged in again the card is finished, by the same run or by the next. With CARD_SLOTS=4 and CARD_UNPLUGGABLE.
. "$(dirname "$0")/../office.sh"
. "$(dirname "$0")/carrier.sh"
prepare_office
# stands TEXT: in the status for programs, while the run goes on.
stands() {
    idcard-station status --json > "$CARD_SANDBOX/status.json"
    grep -qF -- "$1" "$CARD_SANDBOX/status.json" || fail "not $1: $(cat "$CARD_SANDBOX/status.json")"
}
failed='ເຄື່ອງອ່ານບັດ ຫຼື ໄດຣເວີຂອງມັນແຈ້ງວ່າຂັດຂ້ອງ.'

# One card at one reader; while that is away, it is waited for, and another one serves.
approved 1
approved 2
approved 3
put 1 1
begin --once --lang lo --reader 'PCD 00 00'
said '\[3/'
unplug 1
ended 3 CARD-READER-FAILED
[ "$(grep -cF "$failed" "$CARD_SANDBOX/run.err")" = 1 ] || fail "not in Lao: $(cat "$CARD_SANDBOX/run.err")"
state_is quarantined 1
[ "$(field 1 reason)" = CARD-READER-FAILED ] || fail "$(field 1 reason)"
found_unplugged 1
begin --once --reader 'PCD 00 00' --wait 1
ended 3 CARD-READER-NOT-FOUND
grep -qF 'Virtual PCD 00 00' "$CARD_SANDBOX/run.err" || fail "which reader? $(cat "$CARD_SANDBOX/run.err")"
state_is approved 2 3
begin --once
said 'Insert a blank card'
put 3 2
said 'T-0002: issued'
wait "$run" || fail "$(cat "$CARD_SANDBOX/run.err")"
CARD_SLOT=3 eject
plug_in 1
insert "$CARD_SANDBOX/card-1.img"
run_once --reader 'PCD 00 00' || fail "$(cat "$CARD_SANDBOX/run.err")"
state_is issued 1
state_is approved 3
eject

# Both slots of one reader; the other reader's card is finished.
approved 4
put_slow 1 3
put 3 4
begin --once --reader 'PCD 00 00' --reader 'PCD 2 00 00'
said '^Virtual PCD 00 00: \[3/'
unplug 1
ended 3 CARD-READER-FAILED
state_is quarantined 3
state_is issued 4
plug_in 1
CARD_SLOT=3 eject

# The same run goes on: at the other reader while one is away, and at that one when it is there again.
approved 5
approved 6
insert "$CARD_SANDBOX/card-3.img"
begin --reader 'PCD 00 00' --reader 'PCD 2 00 00'
said 'T-0003: issued'
eject
put_slow 1 5
said '^Virtual PCD 00 00: \[1/' 2
said '^Virtual PCD 00 00: \[3/'
approved 7
unplug 1
said '^Virtual PCD 00 00: Needs a hand: .*CARD-READER-FAILED'
state_is quarantined 5
said '^Virtual PCD 00 00: Needs a hand: Plug the reader in again. CARD-READER-NOT-FOUND'
stands '"doing":"Plug the reader in again. CARD-READER-NOT-FOUND","needs_hand":true,"reader":"Virtual PCD 00 00"'
put 3 6
said 'T-0006: issued'
asked=$(times '^Virtual PCD 00 00: Insert a blank card.')
plug_in 1
said '^Virtual PCD 00 00: Insert a blank card.' $((asked + 1))
stands '"doing":"Insert a blank card.","needs_hand":false,"reader":"Virtual PCD 00 00"'
insert "$CARD_SANDBOX/card-5.img"
said 'T-0005: issued'
eject
CARD_SLOT=3 eject
put 1 7
said 'T-0007: issued'
eject
wait "$run" || fail "$(cat "$CARD_SANDBOX/run.err")"
whole 1 2 3 4 5 6 7
