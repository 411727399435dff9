#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# issuing.sh PACED_CARD [FILE]   four readers in one process make a card each, from cards as slow as the wire model says.
# Their rate must be at least 95 % of four times the rate that the model gives one reader. With CARD_SLOTS=4, inside
# sandbox.sh. FILE gets the figures as JSON. CARD_LEAST_SHARE stands in for 0.95: the suite's build is not optimised.
. "$CARD_SOURCE/tests/personalization/office.sh"
export IDCARD_REFCARD=$1
readers=4
# On a disk, so that a commit takes the time that it takes an office: the sandbox's own folder is memory.
folder=$(mktemp -d "$CARD_BUILD/issuing.XXXXXX")
trap 'rm -rf "$folder"' EXIT
export IDCARD_OFFICE=$folder/office
letters=$folder/letters
prepare_office
for ((number = 1; number <= readers; number++)); do
    approved $number
    idcard-refcard blank --image "$CARD_SANDBOX/card-$number.img" --serial "$(printf %08X $number)"
    CARD_SLOT=$number insert "$CARD_SANDBOX/card-$number.img"
done
run_once --all-readers || fail "$(cat "$CARD_SANDBOX/run.err" "$CARD_SANDBOX/run.out")"
[ "$(count issued)" = $readers ] || fail "not $readers cards: $(idcard-station status)"

# Each reader from the first command that its card got to the last answer. That they start one after another, each with
# its own log-in to the key store, is once in a run and no rate: the share that counts it is told beside.
figures=$(awk -v readers=$readers -v commit="$(git -C "$CARD_SOURCE" rev-parse --short HEAD 2>/dev/null || echo unknown)" '
    FNR == 1 { start[FILENAME] = $1 }
    begin == "" || $1 < begin { begin = $1 }
    $1 + $2 > end { end = $1 + $2 }
    { finish[FILENAME] = $1 + $2; modelled += $2; commands++ }
    END {
        one = readers / modelled
        for (card in start) all += 1 / (finish[card] - start[card])
        with_start = readers / (end - begin)
        printf "{\"schema\": \"idcard/bench-personalization-1\", \"commit\": \"%s\", \"cards\": %d, \"commands\": %d, " \
            "\"modelled_seconds_per_card\": %.3f, \"one_reader_modelled_cards_per_hour\": %.1f, " \
            "\"four_readers_cards_per_hour\": %.1f, \"share_with_start\": %.4f, \"share_of_four_times_one\": %.4f}\n",
            commit, readers, commands, modelled / readers, 3600 * one, 3600 * all, with_start / (readers * one),
            all / (readers * one)
    }' "$CARD_SANDBOX"/card-*.img.pace)
echo "$figures"
[ -z "${2-}" ] || echo "$figures" > "$2"
share=$(sed 's/.*"share_of_four_times_one": \([0-9.]*\).*/\1/' <<< "$figures")
awk -v share="$share" -v least="${CARD_LEAST_SHARE:-0.95}" 'BEGIN { exit !(share >= least) }' || fail "four readers reach $share of four times one reader"
