# SPDX-License-Identifier: Apache-2.0
# Read by the scripts beside it. Each case is: run COMMAND...; then what must hold.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

fail() {
    echo "FAILED: $last: $1" >&2
    sed 's/^/    /' "$folder/out" "$folder/err" >&2
    failures=$((failures + 1))
}

run() {
    last="$*"
    code=0
    "$@" > "$folder/out" 2> "$folder/err" < /dev/null || code=$?
}

exits() { [ "$code" -eq "$1" ] || fail "exit code $code instead of $1"; }
says() { grep -qF -- "$1" "$folder/out" || fail "standard output lacks: $1"; }
complains() { grep -qF -- "$1" "$folder/err" || fail "standard error lacks: $1"; }
silent() { [ ! -s "$folder/out" ] || fail "standard output is not empty"; }
nowhere() { ! grep -qF -- "$1" "$folder/out" "$folder/err" || fail "shown: $1"; }

finish() { [ "$failures" -eq 0 ]; }
