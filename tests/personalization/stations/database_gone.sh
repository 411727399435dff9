#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The server of the database ends while cards are made, as in a crash: the run says so and ends, and when the server is
# there again each card is finished.
. "$(dirname "$0")/../office.sh"
. "$(dirname "$0")/mishap.sh"
prepare_office --store "$CARD_POSTGRESQL"
server() { "$CARD_SOURCE/tests/support/postgresql.sh" "$1" "$CARD_POSTGRESQL_FOLDER"; }

number=0
for step in 1 9; do
    ((++number))
    ended_by $number $step STATION-STORE-GONE server --kill
    refused 6 STATION-STORE-GONE run_once
    server --start
    mended $number
done
