#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# sandbox.sh COMMAND...   runs COMMAND beside a PC/SC service with one virtual reader that nobody else can see
# sandbox.sh --check      says in one sentence which permission is missing, if one is
#
# Mounts, network and processes are private: the machine's own PC/SC service, its sockets and /etc/reader.conf.d are
# neither used nor changed, and several sandboxes run side by side. COMMAND's exit code is passed on. Everything that
# was started ends with COMMAND; should this script be killed, the kernel ends the process namespace.
#
# COMMAND finds the functions of sandbox_card.sh (insert, eject), the service's log and its process id in
# $CARD_SANDBOX/pcscd.{log,pid}. The service is the unpacked Debian package under $CARD_SERVICES (`./run setup`).
# With CARD_SOCKET_FOLDER set, its socket pcscd.comm appears in that folder for programs outside, too, which name it in
# PCSCLITE_CSOCK_NAME. The folder may not lie below /run. The reader's name begins with CARD_READER_NAME, for programs
# that look at their maker's readers alone; with "Virtual PCD" otherwise. A reader has two slots; with CARD_SLOTS=4 there
# are two readers, and so on. With CARD_UNPLUGGABLE naming that library of this build, they can be unplugged, see
# sandbox_service.sh.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${CARD_SERVICES:=$(cd "$here/../.." && pwd)/build/services}"
export CARD_SERVICES
virtual_reader_port=35963 # vpcd's default, 0x8C7B

private_namespaces() {
    if [ "$(id -u)" = 0 ]; then
        exec unshare -mnp --propagation "$(propagation)" --fork --kill-child --mount-proc "$@"
    else
        exec unshare -Urmnp --fork --kill-child --mount-proc "$@"
    fi
}

# A chroot whose folder is no mount point cannot be made private; there it must be so already.
propagation() {
    if mountpoint -q /; then echo private; else echo unchanged; fi
}

# Whether what is mounted inside shows outside, tried on an empty folder.
mounts_leak() {
    local probe leaks=1
    probe=$(mktemp -d)
    (private_namespaces mount -t tmpfs tmpfs "$probe") 2>/dev/null
    if mountpoint -q "$probe"; then
        umount "$probe"
        leaks=0
    fi
    rmdir "$probe"
    return $leaks
}

missing_permission() {
    local clone=/proc/sys/kernel/unprivileged_userns_clone limit=/proc/sys/user/max_user_namespaces
    local apparmor=/proc/sys/kernel/apparmor_restrict_unprivileged_userns
    if [ "$(id -u)" = 0 ]; then
        echo "root lacks the capability CAP_SYS_ADMIN (in a container: --cap-add SYS_ADMIN, and a seccomp and AppArmor profile that allow mount and unshare)"
    elif [ "$(cat "$clone" 2>/dev/null)" = 0 ]; then
        echo "user namespaces are switched off (sysctl kernel.unprivileged_userns_clone=1 allows them)"
    elif [ "$(cat "$limit" 2>/dev/null)" = 0 ]; then
        echo "the limit of user namespaces is 0 (sysctl user.max_user_namespaces=1000 allows them)"
    elif [ "$(cat "$apparmor" 2>/dev/null)" = 1 ]; then
        echo "AppArmor forbids user namespaces to ordinary users (sysctl kernel.apparmor_restrict_unprivileged_userns=0 allows them)"
    else
        echo "this user may not create user, mount, network and process namespaces (unshare -Urmnp --mount-proc)"
    fi
}

check() {
    if mounts_leak; then
        echo "This chroot shows its mounts to the machine around it, and the virtual reader needs private ones: start it in a mount namespace of its own (unshare -m chroot ...)." >&2
        exit 1
    fi
    if ! (private_namespaces mount -t tmpfs tmpfs /run) 2>/dev/null; then
        echo "This machine does not permit private namespaces, which the virtual reader needs: $(missing_permission)." >&2
        exit 1
    fi
}

start_service() {
    local conf=$CARD_SANDBOX/reader.conf.d driver slot port
    mkdir -p /run/pcscd "$conf"
    [ -z "${CARD_SOCKET_FOLDER-}" ] || mount --bind "$CARD_SOCKET_FOLDER" /run/pcscd || exit 125
    local name=${CARD_READER_NAME:-Virtual PCD} number
    for ((slot = 0; slot < ${CARD_SLOTS:-2}; slot += 2)); do
        port=$(printf '0x%04X' $((virtual_reader_port + slot)))
        driver=$CARD_SANDBOX/libifdvpcd-$slot.so # a copy: the driver keeps one reader in its own variables
        cp "$CARD_SERVICES/usr/lib/pcsc/drivers/serial/libifdvpcd.so" "$driver"
        [ -z "${CARD_UNPLUGGABLE-}" ] || { mv "$driver" "$driver.behind" && cp "$CARD_UNPLUGGABLE" "$driver"; }
        number=$((slot / 2 + 1))
        [ $number = 1 ] || name="${CARD_READER_NAME:-Virtual PCD} $number"
        cat >> "$conf/vpcd" <<CONF
FRIENDLYNAME "$name"
DEVICENAME   /dev/null:$port
LIBPATH      $driver
CHANNELID    $port
CONF
    done
    # An empty folder of USB drivers: readers that are plugged into this machine stay out of sight.
    mkdir "$CARD_SANDBOX/drivers"
    PCSCLITE_HP_DROPDIR=$CARD_SANDBOX/drivers \
        "$CARD_SERVICES/usr/sbin/pcscd" --foreground --info --config "$conf" > "$CARD_SANDBOX/pcscd.log" 2>&1 < /dev/null &
    echo $! > "$CARD_SANDBOX/pcscd.pid"
}

service_accepts() {
    local last=$((virtual_reader_port + (${CARD_SLOTS:-2} - 1) / 2 * 2))
    [ -S /run/pcscd/pcscd.comm ] && grep -q ":$(printf %04X $last) .* 0A " /proc/net/tcp /proc/net/tcp6
}

wait_for_service() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        service_accepts && return
        kill -0 "$(cat "$CARD_SANDBOX/pcscd.pid")" 2>/dev/null || break
        sleep 0.05
    done
    echo "sandbox: the PC/SC service did not start:" >&2
    cat "$CARD_SANDBOX/pcscd.log" >&2
    exit 125
}

stop_service() {
    local pid
    for pid in "$CARD_SANDBOX"/*.pid; do
        kill "$(cat "$pid")" 2>/dev/null
    done
    wait
}

inside() {
    mount -t tmpfs tmpfs /run && ip link set lo up || exit 125
    export CARD_SANDBOX=/run/idcard BASH_ENV=$here/sandbox_card.sh
    mkdir "$CARD_SANDBOX"
    start_service
    trap stop_service EXIT
    wait_for_service
    "$@"
    exit $?
}

case ${1---help} in
--help) sed -n '3,17s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" ;;
--check) check ;;
--inside) shift && inside "$@" ;;
*)
    if [ ! -x "$CARD_SERVICES/usr/sbin/pcscd" ]; then
        echo "sandbox: no PC/SC service under $CARD_SERVICES; ./run setup unpacks it." >&2
        exit 125
    fi
    private_namespaces "${BASH_SOURCE[0]}" --inside "$@"
    ;;
esac
