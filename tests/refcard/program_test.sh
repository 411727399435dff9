#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# program_test.sh REFCARD   the command line of idcard-refcard: exit codes, messages, files that it makes
set -u
refcard=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failures=0

# expect CODE TEXT COMMAND...   exit code, and a text in what it prints
expect() {
    local code=$1 text=$2 output status
    shift 2
    output=$("$@" 2>&1)
    status=$?
    if [ "$status" != "$code" ] || [[ "$output" != *"$text"* ]]; then
        echo "wanted exit $code and '$text', got exit $status and '$output': $*" >&2
        failures=$((failures + 1))
    fi
}

expect 0 "Put a card into the virtual reader" "$refcard" --help
expect 0 "idcard-refcard 0." "$refcard" --version
expect 2 "" "$refcard"
expect 2 "" "$refcard" hatch
expect 2 "--serial" "$refcard" blank --image card.img
expect 2 "8 hexadecimal digits" "$refcard" blank --image card.img --serial 123
expect 2 "8 hexadecimal digits" "$refcard" blank --image card.img --serial 0000000X
expect 2 "not a fault" "$refcard" run --image card.img --fault hiccup@1
expect 2 "" "$refcard" run --image card.img --max-response 10
expect 2 "" "$refcard" run --image card.img --announce-response 10
expect 2 "--interface" "$refcard" run --image card.img --interface radio
expect 2 "4 hexadecimal digits" "$refcard" forge delete-file --image card.img --file 2
expect 6 "cannot open card.img" "$refcard" run --image card.img
expect 6 "cannot write none/trace" "$refcard" run --image card.img --trace none/trace
expect 6 "cannot open none.toml" "$refcard" blank --image card.img --serial 00000001 --profile none.toml

expect 0 "" "$refcard" blank --image card.img --serial 00000001
expect 6 "already" "$refcard" blank --image card.img --serial 00000001
expect 0 "600" stat -c %a card.img
expect 0 "life cycle: OP_READY" "$refcard" forge show --image card.img
expect 0 "4C414F49444300000001" "$refcard" forge show --image card.img
expect 6 "no file 0102" "$refcard" forge replace-file --image card.img --file 0102 --with card.img
echo 123456 > can
expect 6 "does not open" "$refcard" forge clone --from card.img --to clone.img --can-file can
expect 1 "" test -e clone.img
echo "not a card" > other.img
expect 6 "not an image" "$refcard" forge show --image other.img
exit $((failures > 0))
