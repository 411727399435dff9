#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The server of the database ends while cards are made, as in a crash, or hangs, as one that lost its network: the run
# says so and ends, and when the server is there again each card is finished.
. "$(dirname "$0")/../office.sh"
. "$(dirname "$0")/mishap.sh"
prepare_office --store "$CARD_POSTGRESQL"
server() { "$CARD_SOURCE/tests/support/postgresql.sh" "$1" "$CARD_POSTGRESQL_FOLDER"; }

# What docs/operations.md says; much more than that is no end for who stands before the reader.
documented=15

hang() {
    server --freeze
    SECONDS=0
}

status_json() {
    idcard-station --json status > "$CARD_SANDBOX/run.err" 2>&1 # an error is JSON, too, where the answer would be
}

number=0
for step in 1 9; do
    ((++number))
    ended_by $number $step STATION-STORE-GONE server --kill
    refused 6 STATION-STORE-GONE run_once
    server --start
    mended $number
done

((++number))
ended_by $number 9 STATION-STORE-GONE hang
echo "a run says after $SECONDS s that the server hangs"
[ "$SECONDS" -le $((10 * documented)) ] || fail "$SECONDS s until the run said so"
SECONDS=0
refused 6 STATION-STORE-GONE status_json
echo "status says it after $SECONDS s"
[ "$SECONDS" -le $((10 * documented)) ] || fail "$SECONDS s until status said so"
server --thaw
mended $number
