#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The nine sample citizens: each gets a card, each card is verified, and what it cost on the wire stays within bounds.
. "$(dirname "$0")/office.sh"
mkdir -m 700 "$letters"
idcard-station init --dev --operator noy --approver keo --hsm-pin-fd 3 3<<<"$hsm_pin" > /dev/null
records=$CARD_SANDBOX/records
"$CARD_SOURCE/personalization/demo/citizens.sh" "$records"
[ "$(ls "$records"/*.json | wc -l)" = 9 ] || fail "not nine citizens"
grep -L SPECIMEN "$records"/*.json | grep . && fail "not marked as a specimen"
idcard-station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$records"/*.json > /dev/null

value() { # KEY FILE: of a JSON in one line or many
    sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$2" | head -n 1
}

# cost KEY FILE: that number of the whole flow, which stands before those of its steps.
cost() {
    grep -o "\"$1\": *[0-9]*" "$2" | head -n 1 | grep -o '[0-9]*$'
}

# bytes FILE: both ways.
bytes() {
    echo $(($(cost bytes_sent "$1") + $(cost bytes_received "$1")))
}

# Most APDUs and bytes of issuing with the quality check, and of verifying, by the type of card. Faces of the nine have
# about 18 kB, signatures 5 kB; either crosses the wire twice when a card is made, and once at a counter.
bounds() {
    case $1 in
    under_6) echo 93 52000 18 24000 ;;
    from_6_to_14) echo 115 59000 21 26000 ;;
    *) echo 136 76000 22 32000 ;;
    esac
}

# The last day, as the counter shows it: a lifetime card has none.
last_day() { # TYPE BIRTH-DATE
    case $1 in
    adult) date -u -d "+10 years" +%F ;;
    renewal) date -u -d "+20 years" +%F ;;
    under_6) date -u -d "$2 +6 years -1 day" +%F ;;
    from_6_to_14) date -u -d "$2 +15 years -1 day" +%F ;;
    esac
}

within() { # WHAT NUMBER BOUND
    [ "$2" -le "$3" ] || fail "$1: $2, more than $3"
}

printf '%-16s %-13s %25s %25s\n' citizen type "issuing: APDUs, bytes" "verifying: APDUs, bytes"
number=0
for record in "$records"/*.json; do
    number=$((number + 1))
    name=$(basename "$record" .json)
    type=$(value card_type "$record")
    idcard-station approve --as keo "$(value application "$record")" > /dev/null
    blank "$number"
    insert "$CARD_SANDBOX/card-$number.img"
    run_once --json || fail "$name: $(cat "$CARD_SANDBOX/run.err" "$CARD_SANDBOX/run.out")"
    verify_card "$number"
    eject
    verdict=$CARD_SANDBOX/verdict-$number.json
    cp "$CARD_SANDBOX/verdict.json" "$verdict"
    expiry=$(value date_of_expiry "$verdict")
    [ "$expiry" = "$(last_day "$type" "$(value birth_date "$record")")" ] || fail "$name: expires $expiry"
    made=$CARD_SANDBOX/run.out
    printf '%-16s %-13s %15d %9d %15d %9d\n' "$name" "$type" \
        "$(cost apdus "$made")" "$(bytes "$made")" "$(cost apdus "$verdict")" "$(bytes "$verdict")"
    read -r issuing issuing_bytes verifying verifying_bytes <<< "$(bounds "$type")"
    within "$name, APDUs of issuing" "$(cost apdus "$made")" "$issuing"
    within "$name, bytes of issuing" "$(bytes "$made")" "$issuing_bytes"
    within "$name, APDUs of verifying" "$(cost apdus "$verdict")" "$verifying"
    within "$name, bytes of verifying" "$(bytes "$verdict")" "$verifying_bytes"
done

# What tells the types apart to a counter, and two namesakes of one village to anybody.
state() { # NUMBER CHECK
    awk -v id="\"$2\"," '$1 == "\"id\":" && $2 == id { getline; gsub(/[",]/, "", $2); print $2 }' "$CARD_SANDBOX/verdict-$1.json"
}
[ "$(state 1 binding)" = passed ] || fail "an adult's card is not bound"
[ "$(state 3 binding)" = not_applicable ] || fail "the card without PKI application: $(state 3 binding)"
[ "$(state 4 binding)" = passed ] || fail "a child's card is not bound"
first=$CARD_SANDBOX/verdict-1.json second=$CARD_SANDBOX/verdict-9.json
[ "$(value name_lao "$first")" = "$(value name_lao "$second")" ] || fail "no namesakes"
[ "$(value address "$first")" = "$(value address "$second")" ] || fail "of two villages"
[ "$(value personal_number "$first")" != "$(value personal_number "$second")" ] || fail "one personal number for two"
[ "$(value document_number "$first")" != "$(value document_number "$second")" ] || fail "one document number for two"
grep -q "^This is a child's card" "$letters/LA0000003.txt" "$letters/LA0000004.txt" || fail "the letter speaks of a PIN"
[ "$(idcard-station --lang en status | grep -c ' issued ')" = 9 ] || fail "$(idcard-station status)"
