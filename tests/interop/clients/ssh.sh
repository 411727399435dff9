#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# ssh.sh ISSUED MODULE   inside sandbox.sh: OpenSSH logs in with 9A of the card in the folder ISSUED, by MODULE: by
# `ssh -I` and by an agent, which outlives the removal of the card. sshd takes the keys of its authorized_keys, which
# `ssh-keygen -D` printed, and no others. (9C is not for ssh: OpenSSH 9.2 takes the login for the confirmation of a signature.)
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"

# sshd runs as the ordinary user `citizen`, whom only this sandbox knows, and lets only him in.
start_sshd() {
    cp /etc/passwd "$work/passwd" && echo "citizen:x:1000:1000::$work/home:/bin/bash" >> "$work/passwd"
    mount --bind "$work/passwd" /etc/passwd && chmod 755 "$work" && mkdir -p "$work/sshd" "$work/home" || return
    mkdir -p "$work/server" || return # a copy: he may not see into the folder of who runs the tests
    cp -L "$CARD_SERVICES"/usr/sbin/sshd "$CARD_SERVICES"/usr/lib/*-linux-gnu/*.so* "$CARD_SERVICES"/lib/*-linux-gnu/*.so* \
        "$work/server" || return
    ssh-keygen -q -t ed25519 -N "" -f "$work/sshd/host" || return
    cat > "$work/sshd/config" <<CONF
Port 2222
ListenAddress 127.0.0.1
HostKey $work/sshd/host
PidFile none
AuthorizedKeysFile $work/sshd/authorized_keys
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
LogLevel VERBOSE
CONF
    echo "[localhost]:2222 $(cut -d' ' -f1,2 "$work/sshd/host.pub")" > "$work/known_hosts"
    as_citizen "$work/server/sshd" -D -e -f "$work/sshd/config" > "$work/sshd/log" 2>&1 < /dev/null &
    services+=($!)
    wait_for 20 accepts 2222 || { cat "$work/sshd/log"; return 1; }
}

# By changing the user, where this is root; by a name of the same user in a namespace of its own, where it only seems so.
as_citizen() {
    if [ "$(awk '{ print $3 }' /proc/self/uid_map)" = 1 ]; then
        LD_LIBRARY_PATH=$work/server exec unshare -U --map-user=1000 --map-group=1000 "$@"
    else
        chown -R 1000:1000 "$work/sshd" "$work/home"
        LD_LIBRARY_PATH=$work/server exec setpriv --reuid=1000 --regid=1000 --clear-groups "$@"
    fi
}

# What OpenSSH asks for the PIN: it prints the environment variable PIN, and notes the question.
make_askpass() {
    cat > "$work/askpass" <<'ASK'
#!/bin/sh
printf '%s\n' "$1" >> "$ASKED"
printf '%s\n' "$PIN"
ASK
    chmod +x "$work/askpass"
    export SSH_ASKPASS=$work/askpass SSH_ASKPASS_REQUIRE=force ASKED=$work/asked
    : > "$ASKED"
}

log_in() { # log_in [OPTION...]: and run a command there
    ssh -F none -p 2222 -o UserKnownHostsFile="$work/known_hosts" -o StrictHostKeyChecking=yes \
        -o PreferredAuthentications=publickey "$@" citizen@localhost 'echo "$USER is in"' < /dev/null
}

with_card() {
    log_in -I "$ours" -o IdentityAgent=none "$@"
}

start_agent() {
    ssh-agent -D -a "$work/agent" -P "$ours" > "$work/agent.log" 2>&1 < /dev/null &
    services+=($!)
    export SSH_AUTH_SOCK=$work/agent
    wait_for 5 test -S "$SSH_AUTH_SOCK"
}

authorize() { # authorize LABEL: the public key with this label, and no other
    ssh-keygen -D "$ours" > "$work/keys" && grep -F -- " $1" "$work/keys" > "$work/sshd/authorized_keys" &&
        [ "$(wc -l < "$work/sshd/authorized_keys")" = 1 ]
}

asked() { # asked TIMES: has askpass been since this was called last
    local times
    times=$(wc -l < "$ASKED")
    : > "$ASKED"
    [ "$times" = "$1" ] || { echo "asked $times times"; return 1; }
}

take_card
make_askpass
check "sshd starts" start_sshd

check "ssh-keygen prints the public key of 9A" authorize "PIV AUTH pubkey"
check "without asking for the PIN" asked 0
check "ssh -I logs in with 9A" says "citizen is in" with_card
check "asking for the PIN once" asked 1

ssh-keygen -q -t ecdsa -N "" -f "$work/stranger"
cut -d' ' -f1,2 "$work/stranger.pub" > "$work/sshd/authorized_keys"
check "no key of the card opens another's account" complains "Permission denied (publickey)" with_card
check "and nobody was asked for the PIN" asked 0

check "ssh-keygen prints the public key of 9A" authorize "PIV AUTH pubkey"
check "an agent starts" start_agent
check "the agent takes the card's keys" ssh-add -q -s "$ours"
check "asking for the PIN once" asked 1
check "ssh logs in by the agent" says "citizen is in" log_in
check "and again" says "citizen is in" log_in
check "without another question" asked 0

eject
check "without the card nobody logs in by the agent" complains "Permission denied (publickey)" log_in
insert "$work/card.image"
check "the card alone, in again, logs nobody in: its PIN is due" complains "Permission denied (publickey)" log_in
check "which the agent cannot ask for" asked 0
check "the same agent forgets the card" ssh-add -q -e "$ours"
check "and takes it again" ssh-add -q -s "$ours"
check "asking for the PIN" asked 1
check "ssh logs in by the agent" says "citizen is in" log_in
exit $failed
