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
# in the reader in $CARD_SANDBOX/refcard.image. With CARD_SLOT=2 all this happens in the second slot, and the files are
# refcard-2.log and so on.

# _card_file NAME: of the card in this slot.
_card_file() {
    local slot=${CARD_SLOT:-1}
    [ "$slot" = 1 ] && slot= || slot=-$slot
    echo "$CARD_SANDBOX/refcard$slot.$1"
}

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
    [ -e "$(_card_file pid)" ] && kill -0 "$(cat "$(_card_file pid)")" 2>/dev/null
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
    : > "$(_card_file out)"
    # In a shell of its own: an interactive one would tell of the card as of a job.
    card=$("${IDCARD_REFCARD:-idcard-refcard}" run --image "$image" --port $((35962 + ${CARD_SLOT:-1})) "$@" > "$(_card_file out)" 2> "$(_card_file log)" < /dev/null & echo $!)
    echo "$card" > "$(_card_file pid)"
    realpath "$image" > "$(_card_file image)"
    if ! _wait_for 10 grep -q ready "$(_card_file out)" || ! _wait_for 10 _reported_more_than "Card ATR:" "$before"; then
        echo "sandbox: the card did not reach the reader:" >&2
        cat "$(_card_file log)" >&2
        return 1
    fi
}

eject() {
    local before
    before=$(_reported "Card Removed")
    _card_runs || { rm -f "$(_card_file pid)" && return; } # it ended by itself, as after a tear
    kill "$(cat "$(_card_file pid)")" && rm "$(_card_file pid)" || return
    _wait_for 10 _reported_more_than "Card Removed" "$before"
}

fault() {
    local kind faults=()
    for kind in "${@:-tear}"; do
        case $kind in *@*) ;; *) kind+=@12 ;; esac
        faults+=(--fault "$kind")
    done
    insert "$(cat "$(_card_file image)")" "${faults[@]}"
}
