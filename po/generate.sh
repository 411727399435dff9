#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# generate.sh IDCARD-TEXTS SOURCE-FOLDER OUTPUT-FOLDER: writes idcard.pot and errors.md from the message tables and
# from every text("…") of the programs.
set -eu
texts=$1 source=$2 output=$3
trap 'rm -f "$output/tables.pot" "$output/sources.pot" "$output/sources.list"' EXIT
"$texts" errors > "$output/errors.md"
"$texts" pot > "$output/tables.pot"
(cd "$source" && find libcard/src/cli tools personalization -name '*.cpp' | LC_ALL=C sort) > "$output/sources.list"
# "text:1,1t": calls with one argument; the other overloads take texts from the tables.
xgettext --language=C++ --from-code=UTF-8 --keyword --keyword=text:1,1t --omit-header --no-wrap --no-location \
    --directory="$source" --files-from="$output/sources.list" --output="$output/sources.pot"
msgcat --no-wrap --use-first --output-file="$output/idcard.pot" "$output/tables.pot" "$output/sources.pot"
