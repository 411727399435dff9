#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What ./run try lends to other programs, passes on, and takes away again.
set -euo pipefail
try=$CARD_SOURCE/personalization/demo/try.sh
TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

fail() {
    echo "$*" >&2
    exit 1
}

code=0
"$try" sh -c 'opensc-tool --list-readers > "$TMPDIR/readers"; echo "$PCSCLITE_CSOCK_NAME" > "$TMPDIR/socket"; exit 7' 2> "$TMPDIR/told" || code=$?
[ $code = 7 ] || fail "the command's exit code became $code"
grep -q 'Yes.*Virtual PCD' "$TMPDIR/readers" || fail "no card in the reader: $(cat "$TMPDIR/readers")"
grep -qE '^PIN [0-9]{6}, PUK [0-9]{8}, CAN [0-9]{6}' "$TMPDIR/told" || fail "the PIN was not told"
[ ! -e "$(cat "$TMPDIR/socket")" ] || fail "the socket is still there"
[ -z "$(find "$TMPDIR" -name 'idcard.*')" ] || fail "something was left behind"

"$try" < /dev/null 2> "$TMPDIR/told" || fail "without a command it ended with $?"
grep -q "export PCSCLITE_CSOCK_NAME=$TMPDIR/" "$TMPDIR/told" || fail "the variable was not told"

# Interrupted while the card is lent: everything goes, too.
"$try" sh -c 'echo $$ > "$TMPDIR/pid"; exec sleep 60' 2> "$TMPDIR/told" &
for _ in $(seq 200); do
    [ ! -s "$TMPDIR/pid" ] || break
    sleep 0.1
done
kill -TERM $! "$(cat "$TMPDIR/pid")" # as a terminal does, to both
code=0
wait $! || code=$?
[ $code != 0 ] || fail "interrupted, it ended with 0"
[ -z "$(find "$TMPDIR" -name 'idcard.*')" ] || fail "something was left behind after an interruption"
