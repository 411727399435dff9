#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# pkcs11.sh ISSUED MODULE [FIGURES]   inside sandbox.sh: what each flow through MODULE costs, beside OpenSC's module and
# ykcs11, on the same card in the same reader: the one in the folder ISSUED (see support/issue_card.sh). A table; with
# FIGURES the counts in that JSON file, too. Fails unless MODULE needs the fewest APDUs, see `ours_wins`.
#
# APDUs and bytes are counted by the card; the APDUs come out the same each time. CPU time is the least of $BENCH_RUNS runs
# (default 3) on this machine, of the client's process and of the PC/SC service together; it is printed, not kept.
# ykcs11 looks at readers alone whose name begins with "Yubico" (CARD_READER_NAME, see sandbox.sh), and leaves Le away
# where it wants data; so all three get a card that answers such commands, as YubiKeys do. It is left out where the
# reader has another name.
set -euo pipefail
issued=$1
ours=$2
figures=${3-}
runs=${BENCH_RUNS:-3}
work=$(mktemp -d "$CARD_SANDBOX/bench.XXXXXX") # in memory
trap 'rm -rf "$work"' EXIT
trace=$work/trace

declare -A path=([idcard-pkcs11]=$ours)
modules=(idcard-pkcs11)
opensc=$(echo /usr/lib/*/opensc-pkcs11.so)
ykcs11=$(echo /usr/lib/*/libykcs11.so)
[ -e "$opensc" ] || { echo "pkcs11.sh: OpenSC's module is not installed" >&2; exit 1; }
path[OpenSC]=$opensc
modules+=(OpenSC)
if [[ "${CARD_READER_NAME-}" == Yubico* ]]; then
    [ -e "$ykcs11" ] || { echo "pkcs11.sh: ykcs11 is not installed" >&2; exit 1; }
    path[ykcs11]=$ykcs11
    modules+=(ykcs11)
else
    echo "ykcs11 is left out: the reader's name does not begin with Yubico." >&2
fi

# Settings of this machine change nothing: each run has an empty home. OpenSC's cache of files, and ours, lie there.
export XDG_CONFIG_HOME=$work/config OPENSC_CONF=$work/opensc.conf
unset IDCARD_PKCS11_CACHE IDCARD_ALLOW_FINAL_TRY

write_opensc_conf() { # write_opensc_conf no|public
    echo "app default { framework pkcs15 { use_file_caching = $1; } }" > "$OPENSC_CONF"
}

# run_flow MODULE FLOW: lines of pkcs11_flow, see there.
run_flow() {
    : > "$trace"
    HOME=$work/home XDG_CACHE_HOME=$work/cache "$CARD_BUILD/bin/tests/pkcs11_flow" "${path[$1]}" "$2" "$trace" "$(cat "$CARD_SANDBOX/pcscd.pid")" < "$work/pin"
}

# The same within two seconds: later, our module has to select its application once more and a PIN for 9C is forgotten, so
# that on a machine that stalls the count would vary with the clock.
run_flow_in_time() { # run_flow_in_time MODULE FLOW
    local try begun result
    for try in 1 2 3 4 5; do
        begun=${EPOCHREALTIME/./}
        result=0
        run_flow "$@" > "$work/phases" || result=$?
        if [ $((${EPOCHREALTIME/./} - begun)) -lt 2000000 ]; then
            cat "$work/phases"
            return $result
        fi
        echo "pkcs11.sh: $1 took more than 2 s for $2 (try $try)" >&2
    done
    return 1
}

# measure MODULE FLOW [SUFFIX]: a line "MODULE PHASE APDUS SENT RECEIVED CPU" for each phase; APDUs must not vary. An
# ECDSA signature is up to two bytes shorter now and then: the most is told.
measure() {
    local run
    for ((run = 0; run < runs; run++)); do
        run_flow_in_time "$1" "$2" || { echo "pkcs11.sh: $1 could not do $2" >&2; return 1; }
    done | awk -v module="$1" -v suffix="${3-}" '
        { apdus = $2 " " $3; cpu = $5 + $6 }
        !($1 in seen) { order[++n] = $1; seen[$1] = apdus; most[$1] = $4; least[$1] = cpu }
        seen[$1] != apdus { print "pkcs11.sh: " module " " $1 ": " seen[$1] ", then " apdus > "/dev/stderr"; varies = 1 }
        $4 > most[$1] { most[$1] = $4 }
        cpu < least[$1] { least[$1] = cpu }
        END {
            for (i = 1; i <= n; i++) print module, order[i] suffix, seen[order[i]], most[order[i]], least[order[i]]
            exit varies
        }'
}

fresh_home() {
    rm -rf "$work/home" "$work/cache"
    mkdir -p "$work/home" "$work/cache"
}

cp "$issued/card.image" "$work/card.image"
sed -n 's/^PIN: //p' "$issued"/letters/*.txt > "$work/pin"
insert "$work/card.image" --assume-le --trace "$trace"
write_opensc_conf no
for module in "${modules[@]}"; do
    fresh_home
    for flow in token login list sign-9a sign-9c; do
        measure "$module" "$flow"
    done
done > "$work/results"

# With the caches of those that have one: filled by one run, then measured.
write_opensc_conf public
for module in "${modules[@]}"; do
    fresh_home
    export IDCARD_PKCS11_CACHE=1
    run_flow "$module" sign-9a > "$work/filling"
    measure "$module" sign-9a -cached | grep '^[^ ]* first'
    unset IDCARD_PKCS11_CACHE
done >> "$work/results"

# The same card without extended length.
eject
insert "$work/card.image" --assume-le --trace "$trace" --max-command 261 --max-response 258
write_opensc_conf no
for module in "${modules[@]}"; do
    fresh_home
    measure "$module" sign-9a -short | grep '^[^ ]* first'
done >> "$work/results"
eject

# ---- the table -------------------------------------------------------------------------------------------------------

describe() { # in the order of the table: PHASE TEXT
    cat << 'END'
token-information from C_Initialize to C_GetTokenInfo
login from C_Initialize to C_Login
list from C_Initialize to every public object
list-values the same, with all values
first-9a from C_Initialize to the first signature, 9A
first-9a-short the same, card without extended length
first-9a-cached the same, with the cache of files where a module has one
steady-9a each next signature, 9A
first-9c from C_Initialize to the first signature, 9C
steady-9c each next signature with its PIN, 9C
END
}

table() {
    describe | awk -v modules="${modules[*]}" -v results="$work/results" '
        BEGIN {
            n = split(modules, name, " ")
            while ((getline < results) > 0) cost[$1, $2] = sprintf("%7d %7d %7.1f", $3, $4 + $5, $6 / 1000)
            printf "%-58s", ""
            for (i = 1; i <= n; i++) printf " | %-23s", name[i]
            printf "\n%-58s", ""
            for (i = 1; i <= n; i++) printf " | %7s %7s %7s", "APDUs", "bytes", "CPU ms"
            print ""
        }
        { phase = $1; sub(/^[^ ]* /, ""); printf "%-58s", $0
          for (i = 1; i <= n; i++) printf " | %s", cost[name[i], phase]
          print "" }'
}

# "NAME": "VERSION", of the package that FILE came from.
version_of() { # version_of FILE
    dpkg-query -W -f='${Version}' "$(dpkg -S "$(readlink -f "$1")" | cut -d: -f1)"
}

write_figures() { # write_figures FILE
    local commit module
    commit=$(git -C "$CARD_SOURCE" rev-parse --short=12 HEAD)
    git -C "$CARD_SOURCE" diff --quiet HEAD -- . ":!docs/figures" || commit+=-modified
    {
        printf '{\n  "commit": "%s",\n  "card": "reference card, P-256",\n  "modules": {"idcard-pkcs11": "%s"' "$commit" "$commit"
        for module in "${modules[@]:1}"; do
            printf ', "%s": "%s"' "$module" "$(version_of "${path[$module]}")"
        done
        printf '},\n  "flows": [\n'
        awk -v results="$work/results" '
            BEGIN { while ((getline < results) > 0) { line[$2] = line[$2] sprintf(", \"%s\": {\"apdus\": %d, \"sent\": %d, \"received\": %d}", $1, $3, $4, $5) } }
            { phase = $1; sub(/^[^ ]* /, ""); printf "%s    {\"flow\": \"%s\", \"from_to\": \"%s\"%s}", separator, phase, $0, line[phase]; separator = ",\n" }
            END { print "" }' < <(describe)
        printf '  ]\n}\n'
    } > "$1"
    echo "Written: $1" >&2
}

# Fewer APDUs than OpenSC everywhere, no more than ykcs11 anywhere. Each next signature with 9C may take one more: our
# module asks how many tries are left before the PIN goes out, in the same transaction, so that no other card gets it and
# the last try is not spent unasked; theirs do not.
ours_wins() {
    awk '
        { apdus[$1, $2] = $3; phases[$2] }
        END {
            for (phase in phases) {
                ours = apdus["idcard-pkcs11", phase] - (phase == "steady-9c")
                if (!(ours < apdus["OpenSC", phase]) || (("ykcs11", phase) in apdus && ours > apdus["ykcs11", phase])) {
                    print "not better: " phase
                    worse = 1
                }
            }
            exit worse
        }' "$work/results"
}

table
[ -z "$figures" ] || write_figures "$figures"
ours_wins
