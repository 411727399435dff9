#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# queue.sh PROGRAM FIGURES JOBS [SEED]   the campaign of queue_soak on SQLite and on PostgreSQL; what it saw goes to
# FIGURES. The databases lie in memory where that is possible: processes are killed here, not machines.
set -euo pipefail
program=$1 figures=$2 jobs=$3 seed=${4-6}
support=$(cd "$(dirname "$0")/../support" && pwd)
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
commit=$(git rev-parse --short=12 HEAD)
git diff --quiet HEAD -- . ":!docs/figures" || commit+=-modified
sqlite=$("$program" --jobs "$jobs" --seed "$seed")
postgresql=$("$support/postgresql.sh" "$program" --jobs "$jobs" --seed "$seed")
printf '{"commit": "%s", "figures": [\n  %s,\n  %s\n]}\n' "$commit" "$sqlite" "$postgresql" > "$figures"
cat "$figures"
