#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# soak.sh PROGRAM SECONDS FIGURES   every suite of PROGRAM, which is pkcs11_life, at full length: all rounds, SECONDS for
# each campaign of signers. In an environment as tests with cards have it: CARD_BUILD, CARD_SOURCE, CARD_ISSUED, and our
# programs on PATH. Fails as soon as a suite does; what they told then stands in the JSON file FIGURES.
set -euo pipefail
program=$1
export CARD_SOAK=$2
figures=$3
folder=$CARD_BUILD/soak
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
commit=$(git -C "$CARD_SOURCE" rev-parse --short=12 HEAD)
git -C "$CARD_SOURCE" diff --quiet HEAD -- . ":!docs/figures" || commit+=-modified
begun=$SECONDS
rm -rf "$folder"
for suite in insertions "service restarts" signers; do
    timeout $((900 + 8 * CARD_SOAK)) "$CARD_SOURCE/tests/support/sandbox.sh" \
        "$here/suite.sh" "$program" "$suite" "$folder" >&2 || { echo "soak.sh: $suite: see above" >&2; exit 1; }
done
mkdir -p "$(dirname "$figures")"
{
    printf '{"commit": "%s", "card": "reference card, P-256", "seconds_of_each_campaign": %d, "seconds": %d, "figures": [\n' \
        "$commit" "$CARD_SOAK" $((SECONDS - begun))
    cat "$folder"/{insertions,service_restarts,signers}.json | sed 's/^/  /; $!s/$/,/'
    printf ']}\n'
} > "$folder/figures"
mv "$folder/figures" "$figures"
echo "Written: $figures" >&2
