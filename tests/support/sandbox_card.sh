# SPDX-License-Identifier: Apache-2.0
# Functions for scripts that run inside sandbox.sh; bash reads this file there by itself (BASH_ENV).
#
# insert IMAGE [OPTION...]   puts the reference card with that image file into the virtual reader; returns when the
#                            PC/SC service has seen it. The options go to `idcard-refcard run`. With CARD_IMAGES set,
#                            IMAGE may also be the beginning of a name in that folder: `insert adult`.
# eject                      takes it out; returns when the service has seen that.
# fault KIND[@N] ...         takes it out and puts it in again with faults: `fault tear` cuts the conversation off at
#                            the twelfth command, `fault mute@5` lets the card fall silent at the fifth.
# The program is found on PATH, or named by IDCARD_REFCARD. Its messages stand in $CARD_SANDBOX/refcard.log, the image
# in the reader in $CARD_SANDBOX/refcard.image.

# How often the service has reported TEXT so far.
_reported() {
    grep -c "$1" "$CARD_SANDBOX/pcscd.log" || true
}

# _wait_for SECONDS COMMAND...: until COMMAND succeeds; false when it did not in time.
_wait_for() {
    local tries=$(($1 * 20))
    shift
    until "$@"; do
        ((tries-- > 0)) || return 1
        sleep 0.05
    done
}

_reported_more_than() {
    [ "$(_reported "$1")" -gt "$2" ]
}

_card_runs() {
    [ -e "$CARD_SANDBOX/refcard.pid" ] && kill -0 "$(cat "$CARD_SANDBOX/refcard.pid")" 2>/dev/null
}

# The file that IMAGE means.
_image_file() {
    local found=("$1")
    [ -e "$1" ] || found=("${CARD_IMAGES:-.}/$1"*.img)
    if [ ! -e "${found[0]}" ]; then
        echo "insert: no such card: $1" >&2
        return 1
    fi
    echo "${found[0]}"
}

insert() {
    local image before card
    image=$(_image_file "$1") || return
    ! _card_runs || eject || return
    shift
    before=$(_reported "Card ATR:")
    : > "$CARD_SANDBOX/refcard.out"
    # In a shell of its own: an interactive one would tell of the card as of a job.
    card=$("${IDCARD_REFCARD:-idcard-refcard}" run --image "$image" "$@" > "$CARD_SANDBOX/refcard.out" 2> "$CARD_SANDBOX/refcard.log" < /dev/null & echo $!)
    echo "$card" > "$CARD_SANDBOX/refcard.pid"
    realpath "$image" > "$CARD_SANDBOX/refcard.image"
    if ! _wait_for 10 grep -q ready "$CARD_SANDBOX/refcard.out" || ! _wait_for 10 _reported_more_than "Card ATR:" "$before"; then
        echo "sandbox: the card did not reach the reader:" >&2
        cat "$CARD_SANDBOX/refcard.log" >&2
        return 1
    fi
}

eject() {
    local before
    before=$(_reported "Card Removed")
    _card_runs || { rm -f "$CARD_SANDBOX/refcard.pid" && return; } # it ended by itself, as after a tear
    kill "$(cat "$CARD_SANDBOX/refcard.pid")" && rm "$CARD_SANDBOX/refcard.pid" || return
    _wait_for 10 _reported_more_than "Card Removed" "$before"
}

fault() {
    local kind faults=()
    for kind in "${@:-tear}"; do
        case $kind in *@*) ;; *) kind+=@12 ;; esac
        faults+=(--fault "$kind")
    done
    insert "$(cat "$CARD_SANDBOX/refcard.image")" "${faults[@]}"
}
