#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# try_card.sh FOLDER: inside sandbox.sh, issues one card and leaves it in the reader until standard input ends.
# FOLDER holds the office, the card and, in a file each, its PIN, PUK and CAN. Says "ready".
set -euo pipefail
exec {answer}>&1 1> "$1/log"
cd "$1"
. "$(dirname "${BASH_SOURCE[0]}")/office.sh"

report() {
    [ $? = 0 ] || cat log >&2
}
trap report EXIT

prepare_office
issue adult
insert adult
for secret in pin puk can; do
    cp "cards/adult.$secret" "$secret"
done
echo ready >&"$answer"
cat > /dev/null # until the end
