#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# told_apart.sh CHECK_JSON: what can be wrong at a counter, each with its own identifier, exit code and message in both
# languages. Runs in the sandbox beside an issued card.
set -u
check_json=$1
folder=$CARD_SANDBOX/told-apart
mkdir "$folder" && cd "$folder" || exit 1
cp -r "$CARD_ISSUED/card.image" "$CARD_ISSUED/letters" "$CARD_ISSUED/office/trust" . || exit 1
trust=trust can=can timeout=4
failures=0
unset LC_ALL LC_MESSAGES LANG

sed -n 's/^CAN: //p' letters/* > can
[ "$(wc -c < can)" = 7 ] || { echo "no CAN in the letter" >&2; exit 1; }
echo 000000 > wrong-can
grep -q 000000 can && echo 000001 > wrong-can

fresh() { cp card.image "$1"; }

fail() {
    echo "FAILED: $case: $1" >&2
    cat out err >&2
    failures=$((failures + 1))
}

verify() {
    code=0
    idcard verify --trust $trust --can-file $can --timeout $timeout "$@" > out 2> err || code=$?
}

# expect CODE IDENTIFIER OPTION...: as an error or as the reason of a verdict; English as text, Lao as JSON.
expect() {
    local wanted=$1 identifier=$2
    shift 2
    verify "$@" --json --lang lo
    [ "$code" = "$wanted" ] || fail "exit code $code instead of $wanted"
    grep -q "\"$identifier\"" out || fail "not $identifier"
    grep -q "[ກ-ໝ]" out || fail "no Lao"
    if grep -q '"error"' out; then
        "$check_json" error-1 < out || fail "breaks its schema"
    else
        "$check_json" verify-1 < out || fail "breaks its schema"
    fi
}

# expect_error: the same, and the English message in three parts.
expect_error() {
    expect "$@"
    shift
    local identifier=$1
    shift
    again
    verify "$@"
    grep -q "$identifier" err && grep -q "What to do:" err && grep -q "For the helpdesk:" err || fail "no message in three parts"
    [ ! -s out ] || fail "a result beside the error"
}

again() { :; } # what must be done before a case is run a second time

# with IMAGE REFCARD-OPTION...: puts that card in; `again` puts it in anew.
with() {
    inserted=("$@")
    insert "$@" || exit 1
    again() { without; with "${inserted[@]}"; }
}

# A card whose fault was to be pulled is gone already.
without() {
    eject 2> /dev/null
    again() { :; }
}

case="empty reader"
expect_error 3 CARD-NO-CARD

case="genuine"
fresh good.img
with good.img
verify
[ "$code" = 0 ] && grep -q "^GENUINE – revocation and card status were not checked" out || fail "not genuine"
tail -1 out | grep -q "^What to do now: " || fail "no last sentence"
verify --lang lo
grep -q "^ບັດແທ້" out || fail "no Lao verdict"
verify --json
"$check_json" verify-1 < out || fail "breaks its schema"

case="CAN from standard input"
code=0
idcard verify --trust $trust --can-file - < can > out 2> err || code=$?
[ "$code" = 0 ] || fail "exit code $code"

case="readers"
idcard readers --json > out 2> err || fail "exit code"
"$check_json" readers-1 < out || fail "breaks its schema"
grep -q '"issued": true' out || fail "not recognised"

case="reader by name"
expect_error 3 CARD-READER-NOT-FOUND --reader "no such reader"
verify --reader "00 00"
[ "$code" = 0 ] || fail "exit code $code"

case="two cards"
fresh second.img
idcard-refcard run --image second.img --port 35964 > second.out 2> second.err &
second=$!
for _ in $(seq 100); do
    [ "$(idcard readers --json | grep -c '"state": "card"')" = 2 ] && break
    sleep 0.1
done
expect_error 3 CARD-READER-AMBIGUOUS
kill $second && wait $second 2> /dev/null
without

case="wrong CAN"
with good.img
can=wrong-can
expect_error 3 CARD-CAN-WRONG
can=can
verify
[ "$code" = 0 ] || fail "the right CAN is refused afterwards"
without

case="unknown issuer"
mkdir -p stranger/csca
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -outform DER -out stranger/csca/a.cer \
    -subj /C=LA/CN=Stranger -days 30 -addext keyUsage=critical,keyCertSign,cRLSign \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 2> /dev/null
with good.img
trust=stranger
expect 3 TRUST-ISSUER-UNKNOWN
trust=trust
without

case="pulled while it is read"
with good.img --fault cut@12
expect_error 3 CARD-REMOVED
without

case="exchanged while it is read"
fresh other.img
with good.img --fault "swap@12:$folder/other.img"
expect_error 3 CARD-SWAPPED
without

case="a card that never answers"
with good.img --fault mute@12
timeout=2
expect_error 3 CARD-MUTE
timeout=4
without
with good.img
verify
[ "$code" = 0 ] || fail "the reader is not free again"
without

case="damaged EF.SOD"
fresh sod.img
idcard-refcard forge extract-file --image sod.img --file 011D --to sod.bin
{ head -c $(($(wc -c < sod.bin) - 1)) sod.bin && printf '\001'; } > sod-last.bin
idcard-refcard forge replace-file --image sod.img --file 011D --with sod-last.bin
with sod.img
expect 1 TRUST-SIGNATURE-WRONG
without
fresh broken.img
{ head -c 10 sod.bin && printf '\377' && tail -c +12 sod.bin; } > sod-broken.bin
idcard-refcard forge replace-file --image broken.img --file 011D --with sod-broken.bin
with broken.img
expect 1 TRUST-SOD-MALFORMED
without
fresh cut.img
head -c 200 sod.bin > sod-cut.bin
idcard-refcard forge replace-file --image cut.img --file 011D --with sod-cut.bin
with cut.img
expect 1 TRUST-SOD-MALFORMED
without

case="missing data group"
fresh missing.img
idcard-refcard forge delete-file --image missing.img --file 0102
with missing.img
expect 1 TRUST-DATA-GROUP-MISSING
without

case="altered data group"
fresh altered.img
idcard-refcard forge extract-file --image altered.img --file 010B --to dg11.bin
{ head -c $(($(wc -c < dg11.bin) - 1)) dg11.bin && printf 'x'; } > dg11-altered.bin
idcard-refcard forge replace-file --image altered.img --file 010B --with dg11-altered.bin
with altered.img
expect 1 TRUST-DATA-GROUP-ALTERED
without

case="copied chip"
idcard-refcard forge clone --from good.img --to clone.img --can-file can
with clone.img
expect 1 TRUST-CHIP-COPIED
without

case="blank card"
idcard-refcard blank --image blank.img --serial 0000B001 > /dev/null
with blank.img
expect_error 3 CARD-UNKNOWN
without

case="no reader"
kill "$(cat "$CARD_SANDBOX/pcscd.pid")"
while [ -S /run/pcscd/pcscd.comm ]; do sleep 0.05; done
expect_error 6 CARD-SERVICE-UNAVAILABLE
mkdir -p no-readers no-drivers
PCSCLITE_HP_DROPDIR=$folder/no-drivers "$CARD_SERVICES/usr/sbin/pcscd" --foreground --config "$folder/no-readers" > pcscd.log 2>&1 < /dev/null &
echo $! > "$CARD_SANDBOX/pcscd.pid"
for _ in $(seq 100); do [ -S /run/pcscd/pcscd.comm ] && break; sleep 0.05; done
expect_error 3 CARD-NO-READER
code=0
idcard readers > out 2> err || code=$?
[ "$code" = 3 ] && grep -q CARD-NO-READER err || fail "idcard readers"
for command in info "pin status" "read --file 011C"; do
    code=0
    idcard $command > out 2> err || code=$?
    [ "$code" = 3 ] && grep -q CARD-NO-READER err || fail "idcard $command"
done

[ "$failures" = 0 ]
