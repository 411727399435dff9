#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# generated_texts.sh SOURCE-FOLDER IDCARD-TEXTS: po/idcard.pot and docs/errors.md are what the sources give, and lo.po
# has an entry for each text and no fuzzy one.
set -u
source=$1 texts=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sh "$source/po/generate.sh" "$texts" "$source" "$folder" || exit 1

code=0
for pair in po/idcard.pot docs/errors.md; do
    if ! diff -u "$source/$pair" "$folder/$(basename "$pair")"; then
        echo "$pair is out of date: build the target update-texts" >&2
        code=1
    fi
done
msgcmp --use-untranslated "$source/po/lo.po" "$source/po/idcard.pot" || code=1
if msgattrib --untranslated --no-obsolete "$source/po/lo.po" | grep -q '^msgid "..*"'; then
    echo "po/lo.po has texts without Lao" >&2
    code=1
fi
exit $code
