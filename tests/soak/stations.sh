#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# stations.sh FIGURES [STRIDE]   stations killed at every commit and in every write of their store, or at each STRIDE-th
# of them, for every work; what was seen goes to FIGURES
set -euo pipefail
figures=$1 stride=${2-1}
here=$(cd "$(dirname "$0")" && pwd)
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT
for work in issue reset-pin renew-certificates; do
    for changes in commits writes; do
        "$here/../support/sandbox.sh" "$here/station.sh" "$work" "$changes" "$stride" "$lines"
    done
done
commit=$(git rev-parse --short=12 HEAD)
git diff --quiet HEAD -- . ":!docs/figures" || commit+=-modified
printf '{"commit": "%s", "figures": [\n%s\n]}\n' "$commit" "$(sed -e 's/^/  /' -e '$!s/$/,/' "$lines")" > "$figures"
cat "$figures"
