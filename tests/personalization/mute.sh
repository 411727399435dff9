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
idcard-station --json audit verify | grep -q '"unanchored":0' || fail "the journal is not signed after a run that failed"
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
eject

begun() { [ "$(field 5 state)" = encoding ]; }

# The journal cannot be signed after that: what became of the card is told all the same, and how the run ended.
approved 5
blank 5
insert "$CARD_SANDBOX/card-5.img" --fault mute@40
refused 3 CARD-MUTE run_once --timeout 5 &
run=$!
_wait_for 20 begun || fail "no card is begun"
mv "$IDCARD_OFFICE/checkpoints" "$CARD_SANDBOX/checkpoints"
touch "$IDCARD_OFFICE/checkpoints"
wait "$run" || fail "another end"
grep -q PROGRAM-FILE-UNWRITABLE "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
rm "$IDCARD_OFFICE/checkpoints"
mv "$CARD_SANDBOX/checkpoints" "$IDCARD_OFFICE/checkpoints"
[ "$(field 5 state)" = quarantined ] || fail "$(field 5 state)"
