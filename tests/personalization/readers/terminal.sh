#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# At a terminal each reader keeps one row, in a window narrower than its name as well, and what is told of a card stands
# above the rows to the end. With CARD_SLOTS=4 and a long CARD_READER_NAME.
. "$(dirname "$0")/../office.sh"
prepare_office
columns=60
approved 1
approved 2
put 1 1 --fault tear@40
put 2 2
at_terminal -- sh -c "stty columns $columns && exec \"\$@\"" sh \
    idcard-station --lang en run --as noy --letters "$letters" --timeout 30 --all-readers --hsm-pin-fd 3 3<<< "$hsm_pin" \
    > "$CARD_SANDBOX/terminal" &
run=$!

# The card that is torn away lies aside; the other one is finished after that, and taken out.
both_ended() { [ "$(field 1 state)" = quarantined ] && [ "$(field 2 state)" = issued ]; }
_wait_for 60 both_ended || fail "$(idcard-station status)"
CARD_SLOT=2 eject
got=0
wait "$run" || got=$?
terminal_picture $columns < "$CARD_SANDBOX/terminal" > "$CARD_SANDBOX/picture"
[ "$got" = 0 ] || fail "ended with $got: $(cat "$CARD_SANDBOX/picture")"

# shows COUNT LINE: so many lines are like this.
shows() {
    [ "$(grep -c -- "$2" "$CARD_SANDBOX/picture")" = "$1" ] || fail "not $1 times \"$2\": $(cat "$CARD_SANDBOX/picture")"
}
shows 1 '^CARD-[A-Z-]*$'
shows 1 '^  What to do: '
shows 1 '^  For the helpdesk: '
shows 1 '^T-0002: issued, LA000000[12]$'
shows 4 '^….* 0[01]: '
for slot in ' 00 00' ' 00 01' ' 2 00 00' ' 2 00 01'; do
    shows 1 "^….*[a-z]$slot: No application waits."
done
[ "$(tail -n 4 "$CARD_SANDBOX/picture" | grep -c '^….* 0[01]: ')" = 4 ] || fail "not below: $(cat "$CARD_SANDBOX/picture")"
