#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# try.sh [COMMAND...]: a sample card for the programs of an app developer.
#
# Issues a card, puts it into a virtual reader and lends that reader to every program that has one environment variable
# set. With COMMAND, runs it so and ends with its exit code; without, waits for Enter. Then everything is taken away.
# Finds the programs on PATH and the module in CARD_BUILD.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
module=$(cd "$CARD_BUILD" && pwd)/lib/idcard-pkcs11.so
folder=$(mktemp -d "${TMPDIR:-/tmp}/idcard.XXXX") # short: a socket's path ends after 107 bytes
mkdir "$folder/socket"

take_away() {
    [ -z "${card_in-}" ] || exec {card_in}>&- # its standard input ends, and it with it
    wait
    rm -rf "$folder"
}
trap take_away EXIT
trap 'exit 130' INT TERM

coproc card { CARD_SOCKET_FOLDER=$folder/socket exec "$here/../../tests/support/sandbox.sh" "$here/try_card.sh" "$folder"; }
exec {card_in}>&"${card[1]}"- {card_out}<&"${card[0]}"-
read -r -u "$card_out" ready || exit 6
[ "$ready" = ready ]

export PCSCLITE_CSOCK_NAME=$folder/socket/pcscd.comm CARD_MODULE=$module CARD_TRUST=$folder/office/trust
CARD_PIN=$(cat "$folder/pin")
CARD_CAN=$(cat "$folder/can")
export CARD_PIN CARD_CAN
cat >&2 <<TEXT
A sample card lies in a reader that only programs with this variable see:

    export PCSCLITE_CSOCK_NAME=$PCSCLITE_CSOCK_NAME

PIN $CARD_PIN, PUK $(cat "$folder/puk"), CAN $CARD_CAN. The module is
    $module
The issuer's certificates, for idcard verify --trust:
    $CARD_TRUST

TEXT
if [ $# -gt 0 ]; then
    "$@"
else
    read -r -p "Press Enter to take the card away. " _ || true
fi
