#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# blank_card.sh PROGRAM: a blank card comes, is listed, answers PROGRAM, and goes.
set -euo pipefail
image=$CARD_SANDBOX/blank.img
atr=3b95168131fe458073f621e04c

idcard-refcard blank --image "$image" --serial 00000001
insert "$image"
idcard readers | tee "$CARD_SANDBOX/readers"
grep -q "Virtual PCD 00 00" "$CARD_SANDBOX/readers"
idcard readers --json | grep -qi "$atr"
"$1"

eject
! idcard readers --json | grep -qi "$atr"
