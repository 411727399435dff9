#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A card that stops answering: the worker is ended at its deadline, the job is quarantined, the reader is free again.
# A card exchanged in the middle: never issued.
. "$(dirname "$0")/office.sh"
prepare_office
approved 1
blank 1
insert "$CARD_SANDBOX/card-1.img" --fault mute@40
refused 3 CARD-MUTE run_once --timeout 5
[ "$(field 1 state)" = quarantined ] || fail "$(field 1 state)"
eject

approved 2
blank 2
insert "$CARD_SANDBOX/card-2.img"
run_once || fail "the reader is not free: $(cat "$CARD_SANDBOX/run.err")"
[ "$(field 2 state)" = issued ] || fail "$(field 2 state)"
eject

approved 3
blank 3
blank 4
insert "$CARD_SANDBOX/card-3.img" --fault "swap@40:$CARD_SANDBOX/card-4.img"
! run_once || fail "two cards were issued as one"
[ "$(field 3 state)" = quarantined ] || fail "$(field 3 state)"
