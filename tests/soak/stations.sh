#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# stations.sh FIGURES [STRIDE]   stations killed at every commit and in every write of their store, or at each STRIDE-th
# of them, and at every change in the folders of letters and checkpoints, for every work; what was seen goes to FIGURES
set -euo pipefail
figures=$1 stride=${2-1}
here=$(cd "$(dirname "$0")" && pwd)
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for work in issue reset-pin renew-certificates; do
    for changes in commits writes; do
        "$here/../support/sandbox.sh" "$here/station.sh" "$work" "$changes" "$stride" "$lines"
    done
    for changes in letters letters-lost checkpoints checkpoints-lost; do # a handful each
        [[ $work-$changes != renew-certificates-letters* ]] || continue # it writes none
        "$here/../support/sandbox.sh" "$here/station.sh" "$work" "$changes" 1 "$lines"
    done
done
commit=$(git rev-parse --short=12 HEAD)
git diff --quiet HEAD -- . ":!docs/figures" || commit+=-modified
printf '{"commit": "%s", "figures": [\n%s\n]}\n' "$commit" "$(sed -e 's/^/  /' -e '$!s/$/,/' "$lines")" > "$figures"
cat "$figures"
