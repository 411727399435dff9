# SPDX-License-Identifier: Apache-2.0
# Read by the scripts of this folder inside sandbox.sh: an office in the sandbox's folder, and records for it.
set -euo pipefail
. "$CARD_SOURCE/tests/support/full_record.sh"
export IDCARD_OFFICE=$CARD_SANDBOX/office
letters=$CARD_SANDBOX/letters
hsm_pin=24681357
citizens=01011990000 # what the numbers of all of them begin with, four digits follow

fail() {
    echo "$(basename "$0"): $*" >&2
    exit 1
}

# prepare_office [OPTION...]: of `init`.
prepare_office() {
    mkdir -m 700 "$letters"
    idcard-station init --dev --operator noy --operator dao --approver keo --stock-keeper keo \
        --quality-control vieng --supervisor keo --auditor mala "$@" --hsm-pin-fd 3 3<<<"$hsm_pin" > /dev/null
    full_record "$CARD_SANDBOX"
}

# approved NUMBER: an application T-NUMBER of a citizen of its own, imported and approved.
approved() {
    local number
    number=$(printf %04d "$1")
    sed -e "s/VT-2026-000001/T-$number/" -e "s/010119900000001/$citizens$number/" \
        "$CARD_SANDBOX/specimen.json" > "$CARD_SANDBOX/record-$number.json"
    idcard-station import --hsm-pin-fd 9 9<<<"$hsm_pin" --as noy "$CARD_SANDBOX/record-$number.json" > /dev/null
    idcard-station approve --as keo "T-$number" > /dev/null
}

# blank NUMBER: the image of a blank card with that chip.
blank() {
    idcard-refcard blank --image "$CARD_SANDBOX/card-$1.img" --serial "$(printf %08X "$1")" > /dev/null
}

# put SLOT NUMBER [OPTION...]: a blank card with that chip into that slot.
put() {
    local slot=$1 number=$2
    shift 2
    blank "$number"
    CARD_SLOT=$slot insert "$CARD_SANDBOX/card-$number.img" "$@"
}

# run_once [OPTION...]: one card; what it says goes to run.out and run.err. Its exit code is the result.
run_once() {
    idcard-station run --as noy --letters "$letters" --once --wait 10 "$@" --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}

# resume_once [OPTION...]: goes on with the card in the reader, as run_once.
resume_once() {
    idcard-station resume --as noy --letters "$letters" --wait 10 "$@" --hsm-pin-fd 3 3<<<"$hsm_pin" \
        > "$CARD_SANDBOX/run.out" 2> "$CARD_SANDBOX/run.err"
}

# refused CODE IDENTIFIER COMMAND...: it ends with that exit code and names that condition.
refused() {
    local code=$1 identifier=$2 got=0
    shift 2
    "$@" || got=$?
    [ "$got" = "$code" ] || fail "$* ended with $got, not $code: $(cat "$CARD_SANDBOX/run.err" 2>/dev/null)"
    grep -q "$identifier" "$CARD_SANDBOX/run.err" || fail "$* said: $(cat "$CARD_SANDBOX/run.err")"
}

# field NUMBER KEY: state, document_number or reason of the application T-NUMBER, as `status` shows them.
field() {
    idcard-station --lang en status | awk -v application="$(printf 'T-%04d' "$1")" -v key="$2" '
        BEGIN { column["state"] = 2; column["document_number"] = 3; column["reason"] = 5 }
        $1 == application { value = $column[key]; print value == "-" ? "" : value }'
}

# No document number stands twice in `status`.
numbers_are_unique() {
    idcard-station --lang en status | awk '$1 ~ /^T-/ && $3 != "-" && seen[$3]++ { print $3; bad = 1 } END { exit bad }'
}

# count STATE: how many jobs are in it.
count() {
    idcard-station --lang en status | awk -v state="$1" '$1 ~ /^T-/ && $2 == state { n++ } END { print n + 0 }'
}

# with FILE: the lines `table.key = value` of the standard input, put into that profile.
with() {
    awk 'FNR == NR { if (NF > 2) value[$1] = substr($0, index($0, "=")); next }
         /^\[/ { table = $1; gsub(/[][]/, "", table) }
         (table "." $1) in value { $0 = $1 " " value[table "." $1] }
         { print }' - "$1"
}

# verify_card NUMBER [OPTION...]: by the CAN of that letter, as JSON to verdict.json; it must be genuine.
verify_card() {
    local letter
    letter=$letters/$(printf 'LA%07d' "$1").txt
    shift
    sed -n 's/^CAN: //p' "$letter" > "$CARD_SANDBOX/can"
    idcard verify --trust "$IDCARD_OFFICE/trust" --can-file "$CARD_SANDBOX/can" --json "$@" > "$CARD_SANDBOX/verdict.json" ||
        fail "$letter: $(cat "$CARD_SANDBOX/verdict.json")"
}
