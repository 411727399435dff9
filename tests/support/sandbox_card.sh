# SPDX-License-Identifier: Apache-2.0
# Functions for scripts that run inside sandbox.sh; bash reads this file there by itself (BASH_ENV).
#
# insert IMAGE [OPTION...]   puts the reference card with that image file into the virtual reader; returns when the
#                            PC/SC service has seen it. The options go to `idcard-refcard run`.
# eject                      takes it out; returns when the service has seen that.
# The program is found on PATH, or named by IDCARD_REFCARD. Its messages stand in $CARD_SANDBOX/refcard.log.

# How often the service has reported TEXT so far.
_reported() {
    grep -c "$1" "$CARD_SANDBOX/pcscd.log" || true
}

# _wait_for SECONDS COMMAND...: until COMMAND succeeds; false when it did not in time.
_wait_for() {
    local tries=$(($1 * 20))
    shift
    until "$@"; do
        ((tries-- > 0)) || return 1
        sleep 0.05
    done
}

_reported_more_than() {
    [ "$(_reported "$1")" -gt "$2" ]
}

insert() {
    local image=$1 before card
    shift
    before=$(_reported "Card ATR:")
    : > "$CARD_SANDBOX/refcard.out"
    "${IDCARD_REFCARD:-idcard-refcard}" run --image "$image" "$@" > "$CARD_SANDBOX/refcard.out" 2> "$CARD_SANDBOX/refcard.log" < /dev/null &
    card=$!
    disown "$card"
    echo "$card" > "$CARD_SANDBOX/refcard.pid"
    if ! _wait_for 10 grep -q ready "$CARD_SANDBOX/refcard.out" || ! _wait_for 10 _reported_more_than "Card ATR:" "$before"; then
        echo "sandbox: the card did not reach the reader:" >&2
        cat "$CARD_SANDBOX/refcard.log" >&2
        return 1
    fi
}

eject() {
    local before
    before=$(_reported "Card Removed")
    kill "$(cat "$CARD_SANDBOX/refcard.pid")" && rm "$CARD_SANDBOX/refcard.pid" || return
    _wait_for 10 _reported_more_than "Card Removed" "$before"
}
