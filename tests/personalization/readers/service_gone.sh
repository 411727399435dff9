#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The PC/SC service ends while cards are made, at one reader and at two: one message in the operator's language, each card
# lies aside under its reason, what waits waits; when the service is there again, the next run finishes them.
. "$(dirname "$0")/../office.sh"
. "$(dirname "$0")/carrier.sh"
prepare_office
unavailable='ບໍລິການບັດອັດສະລິຍະ (pcscd) ຂອງຄອມພິວເຕີນີ້ບໍ່ໄດ້ເຮັດວຽກ.'

approved 1
approved 2
put 1 1
begin --once --lang lo
said '\[3/'
end_service TERM
ended 6 CARD-SERVICE-UNAVAILABLE
[ "$(grep -cF "$unavailable" "$CARD_SANDBOX/run.err")" = 1 ] || fail "not in Lao: $(cat "$CARD_SANDBOX/run.err")"
state_is quarantined 1
[ "$(field 1 reason)" = CARD-SERVICE-UNAVAILABLE ] || fail "$(field 1 reason)"
state_is approved 2

# Without the service nothing is begun; with one that has no reader neither.
refused 6 CARD-SERVICE-UNAVAILABLE run_once
start_service none
refused 3 CARD-NO-READER run_once
end_service
start_service
insert "$CARD_SANDBOX/card-1.img"
run_once || fail "$(cat "$CARD_SANDBOX/run.err")"
state_is issued 1
state_is approved 2
eject

# Two readers at once.
approved 3
put_slow 1 2
put_slow 2 3
begin --once --all-readers
said '^Virtual PCD 00 00: \[3/'
said '^Virtual PCD 00 01: \[3/'
end_service
ended 6 CARD-SERVICE-UNAVAILABLE
state_is quarantined 2 3
start_service
CARD_SLOT=1 insert "$CARD_SANDBOX/card-2.img"
CARD_SLOT=2 insert "$CARD_SANDBOX/card-3.img"
approved 4
approved 5
run_once --all-readers || fail "$(cat "$CARD_SANDBOX/run.err")"
state_is approved 4 5
CARD_SLOT=1 eject
CARD_SLOT=2 eject
whole 1 2 3
