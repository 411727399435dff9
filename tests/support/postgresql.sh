#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# postgresql.sh COMMAND...      runs COMMAND beside a PostgreSQL server of its own, whose address is in CARD_POSTGRESQL
# postgresql.sh --start FOLDER  starts the server of that folder, which it makes if it is not there
# postgresql.sh --kill FOLDER   ends it at once, as a crash does
# postgresql.sh --stop FOLDER   ends it in order
# postgresql.sh --freeze FOLDER holds all its processes, as on a machine that hangs: nothing is closed, nothing answers
# postgresql.sh --thaw FOLDER   lets them go on
#
# The server is the unpacked Debian package under $CARD_SERVICES (`./run setup`). It listens on a socket inside FOLDER and
# nowhere else; COMMAND finds the folder in CARD_POSTGRESQL_FOLDER and its exit code is passed on. Tests kill processes,
# not machines, so this server does not wait for the disk.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${CARD_SERVICES:=$(cd "$here/../.." && pwd)/build/services}"
bin=$CARD_SERVICES/usr/lib/postgresql/15/bin

# The server refuses to be root. Where we are, it is nobody in a user namespace of its own, with our files.
as_nobody() {
    if [ "$(id -u)" = 0 ]; then
        unshare -U --map-user=65534 --map-group=65534 "$@"
    else
        "$@"
    fi
}

fail() {
    echo "postgresql: $1" >&2
    [ -z "${2-}" ] || tail -n 20 "$2" >&2
    exit 125
}

make() { # FOLDER
    mkdir -p "$1" && chmod 700 "$1"
    as_nobody "$bin/initdb" --pgdata="$1/data" --username=office --auth=trust --encoding=UTF8 --locale=C --no-sync \
        > "$1/initdb.log" 2>&1 || fail "initdb failed:" "$1/initdb.log"
    cat >> "$1/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$1'
fsync = off
jit = off
shared_buffers = 16MB
max_connections = 40
CONF
}

# Whether the server that wrote postmaster.pid runs and says that it is ready.
ready() { # FOLDER
    local lines
    mapfile -t lines 2>/dev/null < "$1/data/postmaster.pid" && kill -0 "${lines[0]-none}" 2>/dev/null &&
        [[ ${lines[7]-} == ready* ]]
}

# After a crash the children of the old server may take a moment to end; until then a new one does not start.
start() { # FOLDER
    local tries launched=
    [ -d "$1/data" ] || make "$1"
    for ((tries = 0; tries < 600; tries++)); do
        ! ready "$1" || return 0
        if ! kill -0 "${launched:-none}" 2>/dev/null; then
            as_nobody "$bin/postgres" -D "$1/data" >> "$1/log" 2>&1 < /dev/null &
            launched=$!
            disown
        fi
        sleep 0.05
    done
    fail "the server did not start:" "$1/log"
}

# The first process before its children, which it begins; and after them when they go on.
freeze() { # FOLDER
    local pid
    pid=$(head -n 1 "$1/data/postmaster.pid") || fail "there is no server to hold"
    kill -STOP "$pid" && pkill -STOP -P "$pid"
}

let_go_on() { # PID
    pkill -CONT -P "$1"
    kill -CONT "$1"
}

thaw() { # FOLDER
    local pid
    pid=$(head -n 1 "$1/data/postmaster.pid") || fail "there is no server to let go on"
    let_go_on "$pid"
}

stop() { # FOLDER SIGNAL
    local pid
    pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null) || return 0
    let_go_on "$pid" 2>/dev/null # one that a test left held ends no other way
    kill -"$2" "$pid" 2>/dev/null
    while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
}

case ${1---help} in
--help) sed -n '3,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" ;;
--start) start "$2" ;;
--kill) stop "$2" KILL ;;
--stop) stop "$2" INT ;;
--freeze) freeze "$2" ;;
--thaw) thaw "$2" ;;
*)
    [ -x "$bin/postgres" ] || fail "no server under $CARD_SERVICES; ./run setup unpacks it"
    CARD_POSTGRESQL_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/pg.XXXXXX") || exit 125 # a socket's path has 107 bytes
    export CARD_POSTGRESQL_FOLDER CARD_POSTGRESQL="postgresql:///postgres?host=$CARD_POSTGRESQL_FOLDER&user=office"
    trap 'stop "$CARD_POSTGRESQL_FOLDER" INT; rm -rf "$CARD_POSTGRESQL_FOLDER"' EXIT
    start "$CARD_POSTGRESQL_FOLDER"
    "$@"
    exit $?
    ;;
esac
