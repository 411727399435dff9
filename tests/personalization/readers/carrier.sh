# SPDX-License-Identifier: Apache-2.0
# Read by the scripts of this folder after office.sh: what carries the cards goes away while some are made.
. "$CARD_SOURCE/tests/support/sandbox_service.sh"

# put_slow SLOT NUMBER: one that is in work until it is gone.
put_slow() {
    put "$1" "$2" --fault mute@40
}

# begin [OPTION...]: a run, in the background.
begin() {
    : > "$CARD_SANDBOX/run.out"
    idcard-station run --as noy --letters "$letters" --timeout 30 "$@" --hsm-pin-fd 3 3<<< "$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err" &
    run=$!
}

# times TEXT: how often the run said so.
times() {
    grep -c "$1" "$CARD_SANDBOX/run.out" || true
}

# said TEXT [TIMES]: until the run has.
said() {
    local tries
    for ((tries = 0; tries < 1000; tries++)); do
        [ "$(times "$1")" -lt "${2:-1}" ] || return 0
        kill -0 "$run" 2> /dev/null || break
        sleep 0.02
    done
    fail "not said: $1; but: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
}

# ended CODE IDENTIFIER: the run does, with that exit code and that message alone.
ended() {
    local got=0
    wait "$run" || got=$?
    [ "$got" = "$1" ] || fail "ended with $got, not $1: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
    [ "$(grep -E '^(idcard-station: )?[A-Z]+-[A-Z-]+$' "$CARD_SANDBOX/run.err")" = "idcard-station: $2" ] ||
        fail "not $2 alone: $(cat "$CARD_SANDBOX/run.err")"
}

# state_is STATE NUMBER...: of each of these applications.
state_is() {
    local state=$1 number
    shift
    for number in "$@"; do
        [ "$(field "$number" state)" = "$state" ] ||
            fail "T-$number is $(field "$number" state), not $state: $(cat "$CARD_SANDBOX/run.out" "$CARD_SANDBOX/run.err")"
    done
}

# whole NUMBER...: these cards are issued and genuine, nothing was given twice, and the journal agrees.
whole() {
    local number
    state_is issued "$@"
    [ "$(count encoding)" = 0 ] && [ "$(count quarantined)" = 0 ] || fail "$(idcard-station status)"
    numbers_are_unique || fail "a document number was given twice"
    idcard-station --lang en audit verify > "$CARD_SANDBOX/run.out" 2>&1 || fail "$(cat "$CARD_SANDBOX/run.out")"
    for number in "$@"; do
        insert "$CARD_SANDBOX/card-$number.img"
        verify_card "$(field "$number" document_number | tr -dc 0-9 | sed 's/^0*//')"
        eject
    done
}
