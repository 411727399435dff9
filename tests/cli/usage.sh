#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# usage.sh IDCARD CHECK_JSON: help, languages, mistakes on the command line, and no PC/SC service.
set -u
idcard=$1 check_json=$2
. "$(dirname "$0")/expect.sh"
unset LC_ALL LC_MESSAGES LANG
export PCSCLITE_CSOCK_NAME="$folder/no-service" # where no PC/SC service listens, whatever this machine runs

run "$idcard" --version
exits 0; says "idcard 0."
run "$idcard" --help
exits 0; says "verify"; says "Usage"
run "$idcard" verify --help
exits 0; says "--can-file"; says "(not with --can-fd, --mrz, --mrz-fd, --mrz-file)"
run "$idcard" verify --help --lang lo
exits 0; says "(ໃຊ້ຮ່ວມບໍ່ໄດ້ກັບ --can-fd"; ! grep -q "Excludes" "$folder/out" || fail "English in the Lao help"
for command in info read verify "pin change" "pin unblock" "pin status"; do
    # shellcheck disable=SC2086
    run "$idcard" $command --help
    exits 0; says "--reader"; says "--stats"
    # shellcheck disable=SC2086
    run "$idcard" $command --help --lang lo
    exits 0; says "ວິທີໃຊ້"
done
run "$idcard" --lang lo --help
exits 0; says "ວິທີໃຊ້"
run env LANG=lo_LA.UTF-8 "$idcard" readers --help
exits 0; says "ວິທີໃຊ້"
run env LANG=lo_LA.UTF-8 "$idcard" --lang en readers --help
exits 0; says "Usage"

run "$idcard"
exits 2; silent; complains "PROGRAM-USAGE"; complains "What to do:"; complains "For the helpdesk:"
run "$idcard" raeders
exits 2; silent; complains "PROGRAM-USAGE"
run "$idcard" readers --frob
exits 2; complains "--frob"
run "$idcard" verify --can 240680
exits 2; complains "--can"; nowhere "240680"
run "$idcard" verify --can=240680
exits 2; nowhere "240680"
run "$idcard" verify --timeout 0
exits 2; complains "--timeout"
run "$idcard" --lang fr readers
exits 2; complains "--lang"
run "$idcard" --lang lo readers --frob
exits 2; complains "PROGRAM-USAGE"; complains "ສິ່ງທີ່ຕ້ອງເຮັດ:"
run "$idcard" readers --json --frob
exits 2; says '"identifier":"PROGRAM-USAGE"'
"$check_json" error-1 < "$folder/out" || fail "breaks its schema"

run "$idcard" readers
exits 6; silent; complains "CARD-SERVICE-UNAVAILABLE"; complains "pcscd"
for command in info "pin status" "read --file 011C"; do
    # shellcheck disable=SC2086
    run "$idcard" $command
    exits 6; silent; complains "CARD-SERVICE-UNAVAILABLE"
done
run "$idcard" pin
exits 2; complains "a command is missing"
code=0
"$idcard" readers --json > /dev/full 2> "$folder/err" || code=$?
[ "$code" = 6 ] && grep -q CARD-SERVICE-UNAVAILABLE "$folder/err" || fail "a full disk swallows the error"
run "$idcard" readers --json --lang lo
exits 6; says '"exit_code":6'
"$check_json" error-1 < "$folder/out" || fail "breaks its schema"

run sh -c "'$idcard' --help > /dev/full"
exits 6; complains "PROGRAM-FILE-UNWRITABLE"

finish
