#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The guided drill of docs/operations.md, as it stands there: its blocks are run in order in this shell, hands do what
# the comments of the document say, and each block must end and say what the document promises.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../office.sh"
unset IDCARD_OFFICE
steps=$CARD_SANDBOX/steps
out=$CARD_SANDBOX/run.out
mkdir "$steps" "$CARD_SANDBOX/drill"
parts=$(awk -v title="A guided drill" -v folder="$steps" -f "$here/blocks.awk" "$CARD_SOURCE/docs/operations.md")
[ "$parts" = 7 ] || fail "$parts parts of a drill, not 7"
cd "$CARD_SANDBOX/drill"

# What lies ready: records, blank cards, and the maker's list of those that are counted.
full_record .
record() { # NAME APPLICATION CITIZEN
    sed -e "s/VT-2026-000001/T-000$2/" -e "s/010119900000001/01011990000000$3/" specimen.json > "$1.json"
}
record noy 1 1
record keo 2 2
record dao 3 3
record kham 4 4
record kham-2 5 4
record seng 6 6
record mai 7 7
maker=$(sed -n 's/^diversification_prefix = "\([0-9A-F]*\)".*/\1/p' "$CARD_SOURCE/applet-specs/profile.toml")
for number in 1 2 3 4 5 6 7 8; do
    blank "$number"
    [ "$number" -lt 3 ] || printf '%s%08X\n' "$maker" "$number" >> blanks.csv
done

# Hands.
card() { echo "$CARD_SANDBOX/card-$1.img"; }
staff_card() { CARD_SLOT=2 insert "$(card "$1")"; }
stations_end() { # only this sandbox's processes are seen here
    local pid
    for pid in $(pgrep -x idcard-station); do kill -KILL "$pid" 2> /dev/null || true; done
}
power_fails() {
    stations_end
    eject
    CARD_SLOT=2 eject
}
hand() { # ACTION [CARD]
    case $1 in
    insert) insert "$(card "$2")" ;;
    eject) eject ;;
    staff) staff_card "$2" ;;
    power_fails) power_fails ;;
    key_store_fails) mv office/token "$CARD_SANDBOX/broken" ;;
    *) fail "no hands do this: $*" ;;
    esac
}
hands() { # FILE: lines of "action; action"
    local line action
    while IFS= read -r line; do
        while IFS= read -rd ';' action; do
            # shellcheck disable=SC2086 # words
            hand $action
        done <<< "$line;"
    done < "$1"
}
meanwhile() { # FILE: lines of `"TEXT" action`, as soon as the text is seen
    local line text tries
    while IFS= read -r line; do
        text=${line#\"}
        text=${text%%\"*}
        for ((tries = 0; tries < 9000; tries++)); do
            grep -qF "$text" "$out" && break
            sleep 0.01
        done
        grep -qF "$text" "$out" || { stations_end && exit 1; } # a block that waits for hands would wait for ever
        # shellcheck disable=SC2086 # words
        hand ${line##*\" }
    done < "$1"
}

ended() { ! kill -0 "$1" 2> /dev/null; }
seen() { # REGEX: anywhere in what the block said, lines joined by blanks
    tr '\n' ' ' < "$out" | grep -qE -- "$1"
}

blocks=0
for step in "$steps"/*.sh; do
    at=${step%.sh}
    name="$(basename "$at") of \"$(cat "$at.part")\""
    : > "$out"
    [ ! -e "$at.hands" ] || hands "$at.hands"
    watcher=
    if [ -e "$at.meanwhile" ]; then
        meanwhile "$at.meanwhile" &
        watcher=$!
    fi
    # In this shell, so that its variables and functions stay; the first command that fails ends the block.
    lines=0 code=0
    while IFS= read -r line; do
        ((++lines))
        eval "$line" >> "$out" 2>&1 || { code=$? && break; }
    done < "$step"
    if [ -n "$watcher" ]; then
        _wait_for 10 ended "$watcher" || kill "$watcher"
        wait "$watcher" || fail "block $name: hands waited for $(cat "$at.meanwhile"), and it said: $(cat "$out")"
    fi
    wanted=$(cat "$at.ends" 2> /dev/null || echo 0)
    [ "$code" = "$wanted" ] || fail "block $name ended with $code, not $wanted: $line: $(cat "$out")"
    [ "$lines" -gt 0 ] || fail "block $name is empty"
    if [ -e "$at.see" ]; then
        while IFS= read -r regex; do
            seen "$regex" || fail "block $name: not \"$regex\" but: $(cat "$out")"
        done < "$at.see"
    fi
    ((++blocks))
done
[ "$blocks" -ge 35 ] || fail "only $blocks blocks"
