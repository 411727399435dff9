#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# SoftHSM takes a token away from all others for an instant at each log-in (two in a hundred log-ins of programs side by
# side met that): who opens the office's own token waits for its turn.
. "$(dirname "$0")/../office.sh"
prepare_office
touch "$CARD_SANDBOX/turn"
flock "$IDCARD_OFFICE/token" bash -c 'while [ -e "$CARD_SANDBOX/turn" ]; do sleep 0.02; done' &
until ! flock --nonblock "$IDCARD_OFFICE/token" true; do sleep 0.02; done

approved 1 &
sleep 1
kill -0 $! || fail "an import did not wait for the token"
[ -z "$(field 1 state)" ] || fail "$(field 1 state)"
rm "$CARD_SANDBOX/turn"
wait $! || fail "an import that waited failed"
[ "$(field 1 state)" = approved ] || fail "$(field 1 state)"
