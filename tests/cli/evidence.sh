#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# evidence.sh: evidence of a card saved at each level, judged again for other days and challenges, alone and in batches.
set -u
. "$(dirname "$0")/counter.sh"
verify() { run idcard verify --trust "$trust" "$@"; }
challenge=00112233445566778899aabbccddeeff

insert card.img || exit 1
for level in full no_photo hashes_only; do
    verify --can-file can --save-evidence $level.cbor --level $level --counter "counter 3" --challenge $challenge --json
    exits 0; follows verify-1; says "\"level\": \"$level\""; says '"signed": true'
    [ "$(stat -c %a $level.cbor)" = 600 ] || fail "others may read the evidence"
done
verify --can-file can --pin-file pin --save-evidence holder.cbor --html seen.html
exits 0; says "A key of this card signed the evidence"
grep -q 'data:image/png;base64,' seen.html || fail "no photograph on the page"
verify --can-file can --challenge $challenge
error 2 PROGRAM-USAGE
verify --can-file can --at 2030-01-01
error 2 PROGRAM-USAGE
eject

# Without a card, a reader or a question.
for level in full no_photo; do
    verify --evidence $level.cbor
    exits 0; says "GENUINE"; says "counter 3"; says "A key of this card signed the evidence"
    verify --evidence $level.cbor --challenge $challenge --json
    exits 0; follows verify-1; says "\"challenge\": \"$challenge\""
    verify --evidence $level.cbor --challenge 01
    error 3 TRUST-CHALLENGE-UNANSWERED
    verify --evidence $level.cbor --at 2099-01-01
    exits 5
    run idcard evidence show $level.cbor
    exits 0; follows evidence-1
done
verify --evidence holder.cbor --lang lo
exits 0
verify --evidence full.cbor --html again.html
exits 0
grep -q 'data:image/png;base64,' again.html || fail "no photograph on the page"
grep -qi '<script\|http:' again.html && fail "the page asks for something"
verify --evidence no_photo.cbor --html again.html
exits 0
grep -q '<img' again.html && fail "a photograph that is not there"
verify --evidence hashes_only.cbor --json
exits 3; follows verify-1; says TRUST-DATA-WITHHELD
run idcard evidence show hashes_only.cbor
exits 0; follows evidence-1

verify --evidence can
error 6 TRUST-EVIDENCE-INVALID
head -c 100 full.cbor > cut.cbor
verify --evidence cut.cbor
error 6 TRUST-EVIDENCE-INVALID
verify --evidence nothing.cbor
error 6 PROGRAM-FILE-UNREADABLE
verify --evidence full.cbor --photo face.png
error 2 PROGRAM-USAGE
verify --evidence full.cbor --batch .
error 2 PROGRAM-USAGE

mkdir batch
for number in 1 2 3 4 5 6 7 8; do cp no_photo.cbor batch/$number.cbor; done
verify --batch batch
exits 0; says "file,overall,exit_code"; says "8.cbor,genuine,0"; complains "8"
cp cut.cbor batch/9.cbor
verify --batch batch --threads 2
exits 6; says "9.cbor,,6,,,TRUST-EVIDENCE-INVALID"
verify --batch batch --json
exits 6
while read -r line; do printf '%s\n' "$line" | check_json batch-1 || fail "breaks its schema"; done < "$folder/out"
verify --batch nowhere
error 6 PROGRAM-FILE-UNREADABLE

finish
