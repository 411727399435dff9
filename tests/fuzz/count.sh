#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# count.sh BUILD N [NAME...]   runs each fuzz target below BUILD, or those named, for N executions (those that say so for
# a tenth) over its seeds in tests/fuzz/corpus, as many at a time as there are cores. Fails on a finding, and when a
# target reaches no edge that its seeds do not reach. What was run then stands in docs/figures/fuzz.json, each target
# with its commit; those not named keep their lines. The random seed comes from the commit: the same for the same
# sources, another one for the next.
set -euo pipefail
build=$1
executions=$2
shift 2
figures=docs/figures/fuzz.json
commit=$(git rev-parse --short=12 HEAD)
seed=$((16#${commit:0:7} + 1)) # 0 would mean: take the clock
git diff --quiet HEAD -- . ":!$figures" || commit+=-modified
# One frame of each allocation and a smaller quarantine than usual halve the time; a finding is run again with more.
ASAN_OPTIONS=malloc_context_size=1:quarantine_size_mb=16
export build executions commit seed ASAN_OPTIONS

stat_of() { # stat_of NAME LOG
    sed -n "s/^stat::$1: *//p" "$2"
}

edges() { # edges EVENT LOG: of the last line of this kind, "#5 INITED cov: 812 ft: ..."
    sed -nE "s/^#[0-9]+[[:space:]]+$1[[:space:]]+cov: ([0-9]+) .*/\1/p" "$2" | tail -n 1
}

# Longer inputs than the longest seed, and a little, cost time and find nothing new.
longest_input() { # longest_input NAME
    find "tests/fuzz/corpus/$1" -type f -printf '%s\n' | sort -n | tail -n 1 | awk '{ print $1 + 64 }'
}

# All of them, or a tenth where the target says so of itself.
executions_of() { # executions_of NAME
    if grep -q '^// .*: counted by the tenth\.$' "tests/fuzz/${1}_fuzzer.cpp"; then
        echo $(((executions + 9) / 10))
    else
        echo "$executions"
    fi
}

run_target() { # run_target NAME: its line of the figures, in BUILD/count/NAME.json
    local name=$1 begun=$SECONDS log=$build/count/$1.log runs
    runs=$(executions_of "$1")
    mkdir -p "$build/count/$name" "$build/crashes"
    # On a busy machine seconds pass by. Weighing inputs by how rare their features are costs a third of the time.
    nice "$build/bin/tests/${name}_fuzzer" -runs="$runs" -seed="$seed" -max_len="$(longest_input "$name")" \
        -timeout=60 -entropic=0 -print_final_stats=1 -artifact_prefix="$build/crashes/$name-" "$build/count/$name" \
        "tests/fuzz/corpus/$name" 2> "$log" > /dev/null || {
        tail -n 40 "$log" >&2
        echo "$name: a finding; its input lies in $build/crashes" >&2
        return 1
    }
    local before after
    before=$(edges INITED "$log")
    after=$(edges DONE "$log")
    echo "$name: $runs executions in $((SECONDS - begun)) s, edges $before -> $after" >&2
    if [ "$after" -le "$before" ]; then
        echo "$name: no edge beyond those of its seeds: the target explores nothing" >&2
        return 1
    fi
    printf '{"target": "%s", "commit": "%s", "seed": %d, "executions": %d, "edges_of_seeds": %d, "edges": %d, "seconds": %d}\n' \
        "$name" "$commit" "$seed" "$(stat_of number_of_executed_units "$log")" "$before" "$after" $((SECONDS - begun)) \
        > "$build/count/$name.json"
}
export -f stat_of edges longest_input executions_of run_target

names=("$@")
if [ ${#names[@]} = 0 ]; then
    for fuzzer in tests/fuzz/*_fuzzer.cpp; do
        names+=("$(basename "$fuzzer" _fuzzer.cpp)")
    done
fi
rm -rf "$build/count"
mkdir -p "$build/count" "${figures%/*}"
printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I{} bash -euo pipefail -c 'run_target {}' || exit 1

earlier_figures() {
    [ ! -e "$figures" ] || sed -n 's/^ *\({"target": .*}\),\?$/\1/p' "$figures"
}

{
    printf '{"targets": [\n'
    { # of the lines of one target the first stays
        cat "$build"/count/*.json
        [ $# = 0 ] || earlier_figures
    } | sort --stable --unique --field-separator=, --key=1,1 | sed 's/^/  /; $!s/$/,/'
    printf ']}\n'
} > "$figures.new"
mv "$figures.new" "$figures"
echo "Written: $figures" >&2
