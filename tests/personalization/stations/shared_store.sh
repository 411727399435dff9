#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Two stations of one office, each with its folder and its readers, on one store in PostgreSQL: both make cards at the
# same time and no job twice; what one leaves that was killed, the other finishes. With CARD_SLOTS=4.
. "$(dirname "$0")/../office.sh"
prepare_office --store "$CARD_POSTGRESQL"
[ ! -e "$IDCARD_OFFICE/store.sqlite" ] || fail "a store of its own beside the shared one"
grep -qF "url = \"$CARD_POSTGRESQL\"" "$IDCARD_OFFICE/office.toml" || fail "$(cat "$IDCARD_OFFICE/office.toml")"

# A store that is there is not begun anew, and nothing of the second office is left.
again() {
    idcard-station --office "$CARD_SANDBOX/again" init --dev --operator noy --approver keo --store "$CARD_POSTGRESQL" \
        --hsm-pin-fd 3 3<<<"$hsm_pin" > /dev/null 2> "$CARD_SANDBOX/run.err"
}
refused 6 STATION-STORE-FAILED again
[ ! -e "$CARD_SANDBOX/again" ] || fail "half an office was left"

# The second station: the same office on another computer, with the same keys.
first=$IDCARD_OFFICE
second=$CARD_SANDBOX/office-2
cp -a "$first" "$second"
jobs=8
for ((number = 1; number <= jobs; number++)); do approved $number; done

# station OFFICE NAME OPTION...: a run there, in the background; what it says goes to NAME.out and NAME.err.
station() {
    local office=$1 name=$2
    shift 2
    : > "$CARD_SANDBOX/$name.out"
    idcard-station --office "$office" run --as noy --letters "$letters" --wait 20 "$@" --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/$name.out" 2> "$CARD_SANDBOX/$name.err" &
    station=$!
}

# said NAME COUNT TEXT: until the station did, or ended.
said() {
    local tries
    for ((tries = 0; tries < 400; tries++)); do
        [ "$(grep -c "$3" "$CARD_SANDBOX/$1.out")" -lt "$2" ] || return 0
        kill -0 "$station" 2> /dev/null || return 1
        sleep 0.05
    done
    return 1
}

# feed SLOT READER NAME: a blank card whenever the station wants one there, until it ends.
feed() {
    local card=0
    export CARD_SLOT=$1
    while said "$3" $((card + 1)) "^$2: Insert a blank card"; do
        card=$((card + 1))
        blank "$1$card"
        insert "$CARD_SANDBOX/card-$1$card.img"
        said "$3" "$card" "^$2: .*Take the card out" || break
        eject
    done
}

station "$first" one --reader 'PCD 00 00' --reader 'PCD 00 01'
one=$station
feed 1 'Virtual PCD 00 00' one & feeders=($!)
feed 2 'Virtual PCD 00 01' one & feeders+=($!)
station "$second" two --reader 'PCD 2 00 00' --reader 'PCD 2 00 01'
two=$station
feed 3 'Virtual PCD 2 00 00' two & feeders+=($!)
feed 4 'Virtual PCD 2 00 01' two & feeders+=($!)
wait "$one" || fail "the first station: $(cat "$CARD_SANDBOX/one.err" "$CARD_SANDBOX/one.out")"
wait "$two" || fail "the second station: $(cat "$CARD_SANDBOX/two.err" "$CARD_SANDBOX/two.out")"
wait "${feeders[@]}"

# made NAME: the applications that this station says it issued.
made() { grep -o '^T-[0-9]*: issued' "$CARD_SANDBOX/$1.out" | sort; }
[ "$(count issued)" = $jobs ] || fail "not all: $(idcard-station status)"
[ "$( (made one && made two) | uniq -d | wc -l)" = 0 ] || fail "a job was made twice: $(made one) $(made two)"
[ "$( (made one && made two) | wc -l)" = $jobs ] || fail "not each was said once: $(made one) $(made two)"
for name in one two; do
    [ "$(made $name | wc -l)" -ge 2 ] || fail "station $name had nothing to do: $(made $name)"
done
numbers_are_unique || fail "a document number was given twice"
[ "$(ls "$letters" | wc -l)" = $jobs ] || fail "not $jobs letters"

# whole: the journal, by the checkpoints of either station.
whole() {
    local office
    for office in "$first" "$second"; do
        idcard-station --office "$office" --lang en audit verify > "$CARD_SANDBOX/run.out" 2>&1 ||
            fail "$office: $(cat "$CARD_SANDBOX/run.out")"
    done
}
whole

# The first station is killed with a card in work, its worker with it. The other does not touch that card before the
# lease ran out; then it finishes it. Nothing waits for who died.
killed=$((jobs + 1)) waiting=$((jobs + 2))
approved $killed
for slot in 1 2 3 4; do CARD_SLOT=$slot eject 2> /dev/null || true; done
blank $killed
CARD_SLOT=1 insert "$CARD_SANDBOX/card-$killed.img"
station "$first" one --once --timeout 5 --reader 'PCD 00 00'
said one 1 '\[9/' || fail "$(cat "$CARD_SANDBOX/one.err" "$CARD_SANDBOX/one.out")"
kill -KILL "$station"
wait "$station" 2> /dev/null || true
[ "$(field $killed state)" = encoding ] || fail "it was over before: $(field $killed state)"
CARD_SLOT=1 eject
CARD_SLOT=3 insert "$CARD_SANDBOX/card-$killed.img"
export IDCARD_OFFICE=$second
approved $waiting
refused 6 STATION-LEASE-LOST resume_once --timeout 5 --reader 'PCD 2 00 00'
[ "$(field $killed state)" = encoding ] || fail "a living station's job was taken: $(field $killed state)"
for ((tries = 0; tries < 30; tries++)); do
    ! resume_once --timeout 5 --reader 'PCD 2 00 00' || break
    grep -q STATION-LEASE-LOST "$CARD_SANDBOX/run.err" || fail "$(cat "$CARD_SANDBOX/run.err")"
    sleep 1
done
[ "$(field $killed state)" = issued ] || fail "$(field $killed state): $(cat "$CARD_SANDBOX/run.err")"
[ "$(field $waiting state)" = approved ] || fail "the waiting job took the card: $(field $waiting state)"
CARD_SLOT=3 eject

# The first station is there again, and makes what waits.
export IDCARD_OFFICE=$first
blank $waiting
CARD_SLOT=2 insert "$CARD_SANDBOX/card-$waiting.img"
run_once --reader 'PCD 00 01' || fail "$(cat "$CARD_SANDBOX/run.err")"
[ "$(field $waiting state)" = issued ] || fail "$(field $waiting state)"
numbers_are_unique || fail "a document number was given twice"
whole
echo "$jobs cards by two stations: $(made one | wc -l) and the rest"
