#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Every citation `[key] §section` names a key of docs/references.md.
set -euo pipefail
keys=$(grep -oE '^\| \[[^]]+\]' docs/references.md | cut -c3-)
status=0
while read -r cited; do
    if ! grep -qxF -- "$cited" <<< "$keys"; then
        echo "$cited is cited but does not stand in docs/references.md:" >&2
        grep -rnF -- "$cited" libcard tools personalization pkcs11-module applet-specs tests docs | head -n 3 >&2
        status=1
    fi
done < <(grep -rhoE '\[[A-Z0-9][A-Za-z0-9.: -]+\] (§|App\.|appendix|Annex|[Tt]able|part|examples)' \
    libcard tools personalization pkcs11-module applet-specs tests docs | sed 's/\].*/]/' | sort -u)
exit $status
