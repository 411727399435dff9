# SPDX-License-Identifier: Apache-2.0
# Read by scripts that run inside sandbox.sh: what the cards are reached by goes away and comes back.
#
# end_service [SIGNAL]       ends the PC/SC service, and remembers how it was started. The cards go with it.
# start_service [READERS]    starts it again; returns when it and its readers take connections. With READERS=none it has
#                            none until the next start.
# unplug NUMBER              takes the first, second ... reader away, its slots and their cards with it; returns when the
#                            service has noticed. With CARD_UNPLUGGABLE.
# found_unplugged NUMBER     returns when the service has found it unplugged once more: a program that ends with its card
#                            leaves the state of the reader as if it were there, until the service asks again.
# plug_in NUMBER             the same reader is there again, and empty.

end_service() {
    local pid
    pid=$(cat "$CARD_SANDBOX/pcscd.pid")
    [ -e "$CARD_SANDBOX/pcscd.command" ] || cp "/proc/$pid/cmdline" "$CARD_SANDBOX/pcscd.command"
    kill "-${1:-KILL}" "$pid"
    while kill -0 "$pid" 2> /dev/null; do sleep 0.02; done
    rm -rf /run/pcscd/*
}

# Whether the service takes connections, and each of its readers takes cards.
_service_listens() {
    local port
    [ -S /run/pcscd/pcscd.comm ] || return
    for port in $(cat "$CARD_SANDBOX"/reader.conf.d/* 2> /dev/null | sed -n 's/^CHANNELID *0x//p'); do
        grep -q ":$port .* 0A " /proc/net/tcp /proc/net/tcp6 || return
    done
}

start_service() {
    local command conf=$CARD_SANDBOX/reader.conf.d/vpcd
    [ ! -e "$CARD_SANDBOX/vpcd.away" ] || mv "$CARD_SANDBOX/vpcd.away" "$conf"
    [ "${1-}" != none ] || mv "$conf" "$CARD_SANDBOX/vpcd.away"
    mapfile -d '' command < "$CARD_SANDBOX/pcscd.command"
    PCSCLITE_HP_DROPDIR=$CARD_SANDBOX/drivers "${command[@]}" >> "$CARD_SANDBOX/pcscd.log" 2>&1 < /dev/null &
    echo $! > "$CARD_SANDBOX/pcscd.pid"
    _wait_for 10 _service_listens
}

# Where the reader finds out that it is unplugged.
_unplugged() {
    echo "$CARD_SANDBOX/libifdvpcd-$((2 * $1 - 2)).so.unplugged"
}

unplug() {
    local slot
    touch "$(_unplugged "$1")"
    for slot in $((2 * $1 - 1)) $((2 * $1)); do # their supply is gone
        ! CARD_SLOT=$slot _card_runs || kill "$(cat "$(CARD_SLOT=$slot _card_file pid)")"
        rm -f "$(CARD_SLOT=$slot _card_file pid)"
    done
    found_unplugged "$1"
}

found_unplugged() {
    local reader="Error communicating to: ${CARD_READER_NAME:-Virtual PCD}" first second
    [ "$1" = 1 ] || reader+=" $1"
    first=$(_reported "$reader 00 00")
    second=$(_reported "$reader 00 01")
    _wait_for 10 _reported_more_than "$reader 00 00" "$first" &&
        _wait_for 10 _reported_more_than "$reader 00 01" "$second"
}

plug_in() {
    rm "$(_unplugged "$1")"
}
