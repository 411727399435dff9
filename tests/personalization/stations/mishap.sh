# SPDX-License-Identifier: Apache-2.0
# Read by the scripts of this folder after office.sh: something of the office fails while a card is made.

# ended_by NUMBER STEP IDENTIFIER COMMAND...: card NUMBER is in work when that COMMAND is done, at that step; the run ends
# with 6 and names the condition, the job in a state that is known. The card is stopped whenever the progress is looked
# at and until COMMAND has ended: a card in memory is fast enough to be made meanwhile.
ended_by() {
    local number=$1 step=$2 identifier=$3 got=0 tries run card
    shift 3
    approved "$number"
    blank "$number"
    insert "$CARD_SANDBOX/card-$number.img"
    card=$(cat "$(_card_file pid)")
    : > "$CARD_SANDBOX/run.out"
    run_once --timeout 5 &
    run=$!
    for ((tries = 0; tries < 2000; tries++)); do
        kill -STOP "$card"
        ! grep -q "\[$step/" "$CARD_SANDBOX/run.out" || break
        kill -CONT "$card"
        kill -0 "$run" 2> /dev/null || break
        sleep 0.002
    done
    "$@"
    kill -CONT "$card" 2> /dev/null || true
    wait "$run" || got=$?
    [ "$got" = 6 ] || fail "$identifier: ended with $got: $(cat "$CARD_SANDBOX/run.err")"
    grep -q "$identifier" "$CARD_SANDBOX/run.err" || fail "not $identifier: $(cat "$CARD_SANDBOX/run.err")"
    eject 2> /dev/null || true
}

# mended NUMBER: without anything but a run or `resume` its card is issued, once the lease of who failed ran out.
mended() {
    local tries
    insert "$CARD_SANDBOX/card-$1.img"
    for ((tries = 0; tries < 90; tries++)); do
        run_once --timeout 5 || resume_once --timeout 5 || true
        [ "$(field "$1" state)" != issued ] || break
        sleep 1
    done
    [ "$(field "$1" state)" = issued ] || fail "card $1 is $(field "$1" state): $(cat "$CARD_SANDBOX/run.err")"
    [ "$(count encoding)" = 0 ] || fail "a job was left in work"
    numbers_are_unique || fail "a document number was given twice"
    idcard-station --lang en audit verify > "$CARD_SANDBOX/run.out" 2>&1 || fail "$(cat "$CARD_SANDBOX/run.out")"
    verify_card "$(field "$1" document_number | tr -dc 0-9 | sed 's/^0*//')"
    eject
}
