#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# citizens.sh FOLDER [DAY]: writes the nine sample citizens there as records that pass on that day (today if none is
# given), each with a face and, where the record names one, a signature. idcard-demo-face is found on PATH.
#
# The records in citizens/ hold dates of birth in the words of date(1), `today -4 years -100 days`, and as
# `year of today -52 years` where only the year is known: so the ages stay what the types of card ask for.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
folder=$1
day=${2:-today}
mkdir -p "$folder"

born() { # WORDS: the date that they mean, as a record has it
    local form=%F words=$1
    if [[ $words == "year of "* ]]; then
        form=%Y words=${words#year of }
    fi
    date -u -d "${words/today/$day}" "+$form"
}

seed=0
for record in "$here"/citizens/*.json; do
    name=$(basename "$record" .json)
    seed=$((seed + 1))
    words=$(sed -n 's/^  "birth_date": "\(.*\)",$/\1/p' "$record")
    sed "s/\"$words\"/\"$(born "$words")\"/" "$record" > "$folder/$name.json"
    idcard-demo-face "$folder/$name.jpg" $seed
    if grep -q '"signature"' "$record"; then
        idcard-demo-face --signature "$folder/$name-signature.jpg" $seed
    fi
done
