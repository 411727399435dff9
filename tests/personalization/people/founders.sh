# SPDX-License-Identifier: Apache-2.0
# Read by the scripts of this folder after ../office.sh: a key ceremony with two founders and what comes after it, with
# blank cards in the first slot and staff cards in the second one.
blanks="PCD 00 00" staff="PCD 00 01"
mkdir -m 700 "$letters"
full_record "$CARD_SANDBOX"

station() {
    idcard-station "$@" > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}

record() { # NUMBER: a citizen's record, and its application is T-000NUMBER
    sed -e "s/VT-2026-000001/T-000$1/" -e "s/010119900000001/01011990000000$1/" \
        "$CARD_SANDBOX/specimen.json" > "$CARD_SANDBOX/record-$1.json"
}

secret() { # NAME CARD: CAN or PIN of the letter of that card
    sed -n "s/^$1: //p" "$letters/LA000000$2.txt"
}

# by CARD COMMAND...: the command with that card in the staff reader; its right PIN comes by a descriptor.
by() {
    local card=$1
    shift
    CARD_SLOT=2 insert "$CARD_SANDBOX/card-$card.img"
    station --staff-reader "$staff" --staff-pin-fd 4 "$@" 4<<<"${pin:-$(secret PIN "$card")}"
}

good() {
    "$@" || fail "$*: $(cat "$CARD_SANDBOX/run.err" "$CARD_SANDBOX/run.out")"
}

said() { # SECONDS TEXT: in what the command in the background says
    _wait_for "$1" grep -q "$2" "$CARD_SANDBOX/run.out" || fail "it did not say: $2: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
}

# What still runs of the station ends at once, as when the power fails. Only this sandbox's processes are seen here.
power_fails() {
    local pid
    for pid in $(pgrep -x idcard-station); do kill -KILL "$pid"; done
    wait
}

# ceremony OPTION...: from two blank cards, 1 and 2, to the cards of both founders.
ceremony() {
    station --lang en init --founder noy="$CARD_SANDBOX/record-1.json" --founder keo="$CARD_SANDBOX/record-2.json" \
        --letters "$letters" --reader "$blanks" --wait 20 "$@"
}

# founders_sign: with the cards that were made, which ends the ceremony.
founders_sign() {
    good by 1 init --sign --as noy
    good by 2 init --sign --as keo
    CARD_SLOT=2 eject
    [ ! -e "$IDCARD_OFFICE/ceremony.json" ] || fail "the ceremony is not finished"
}
