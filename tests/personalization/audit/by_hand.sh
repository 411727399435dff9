#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# by_hand.sh STORE: computes the chain of a journal in a SQLite store with nothing of ours, and prints number and head of
# its last entry. Ends with 1 at the first entry whose hash is another. docs/audit.md explains it.
set -euo pipefail
head=$(printf '0%.0s' {1..64})
last=0
while IFS='|' read -r number hash line; do
    head=$(printf '%s%s' "$head" "$line" | tr a-f A-F | basenc --base16 -d | sha256sum | cut -d ' ' -f 1)
    if [ -n "$hash" ] && [ "$hash" != "$head" ]; then
        echo "entry $number: $hash is not $head" >&2
        exit 1
    fi
    last=$number
done < <(sqlite3 -readonly "$1" "
    SELECT journal.id, lower(hex(hash)), printf('00000008%016x00000008%016x', journal.id, at)
        || '00000010' || hex(audit_store.id)
        || printf('%08x', length(CAST(event AS BLOB))) || hex(event)
        || CASE WHEN card IS NULL THEN '00000000' ELSE printf('00000008%016x', card) END
        || printf('%08x', length(CAST(application AS BLOB))) || hex(application)
        || printf('%08x', length(CAST(person AS BLOB))) || hex(person)
        || printf('%08x', length(CAST(detail AS BLOB))) || hex(detail)
    FROM journal, audit_store ORDER BY journal.id")
echo "$last $head"
