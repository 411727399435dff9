#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# evidence.sh: evidence of a card saved at each level, judged again with other trust data, for other days and
# challenges, as a page for a browser, and in batches.
set -u
. "$(dirname "$0")/counter.sh"
verify() { run idcard verify --trust "$trust" "$@"; }
challenge=00112233445566778899aabbccddeeff
lacks() { ! grep -qF -- "$1" "$folder/out" || fail "standard output holds: $1"; }

insert card.img || exit 1
for level in full no_photo hashes_only; do
    verify --can-file can --save-evidence $level.cbor --level $level --counter "counter 3" --challenge $challenge --json
    exits 0; follows verify-1; says "\"level\": \"$level\""; says '"signed": true'
    [ "$(stat -c %a $level.cbor)" = 600 ] || fail "others may read the evidence"
done
verify --can-file can --save-evidence usual.cbor
exits 0; says "without pictures"; says "A key of this card signed the evidence"
verify --can-file can --pin-file pin --save-evidence both.cbor --challenge $challenge --html seen.html
exits 0; says "A key of this card signed the evidence"; nowhere "$(cat pin)"
grep -q 'data:image/png;base64,' seen.html || fail "no photograph on the page"
[ "$(stat -c %a seen.html)" = 600 ] || fail "others may read the page"
verify --can-file can --no-pki --pin-file pin --save-evidence holder.cbor --challenge $challenge --json
exits 0; says '"signed": true'
verify --can-file can --no-pki --save-evidence witnessed.cbor --json
exits 0; says '"signed": false'
verify --can-file can --challenge $challenge
error 2 PROGRAM-USAGE
verify --can-file can --at 2030-01-01
error 2 PROGRAM-USAGE
verify --can-file can --save-evidence x.cbor --level all
error 2 PROGRAM-USAGE
verify --can-file can --save-evidence x.cbor --challenge "$(printf '%0130d' 0)"
error 2 PROGRAM-USAGE
verify --can-file can --save-evidence /dev/null/x.cbor
error 6 PROGRAM-FILE-UNWRITABLE
[ ! -e x.cbor ] || fail "evidence of a command that was refused"
eject
[ "$(stat -c %s hashes_only.cbor)" -lt "$(stat -c %s no_photo.cbor)" ] || fail "hashes are no shorter than data"
[ "$(stat -c %s no_photo.cbor)" -lt "$(stat -c %s full.cbor)" ] || fail "the photograph takes no room"

# Without a card, a reader or a question.
for level in full no_photo; do
    verify --evidence $level.cbor
    exits 0; says "GENUINE"; says "counter 3"; says "A key of this card signed the evidence"
    verify --evidence $level.cbor --challenge $challenge --json
    exits 0; follows verify-1; says "\"challenge\": \"$challenge\""; says "\"level\": \"$level\""
    verify --evidence $level.cbor --challenge 01
    error 3 TRUST-CHALLENGE-UNANSWERED
done
verify --evidence usual.cbor --challenge $challenge
error 3 TRUST-CHALLENGE-UNANSWERED
in_lao 3 TRUST-CHALLENGE-UNANSWERED idcard verify --trust "$trust" --evidence usual.cbor --challenge $challenge
verify --evidence both.cbor --challenge $challenge
exits 0; says "Who presents the card knows its PIN."
verify --evidence holder.cbor --challenge $challenge # by 9A alone: it proves the binding as well
exits 0; says "Who presents the card knows its PIN."; says "A key of this card signed the evidence"
verify --evidence witnessed.cbor
exits 0; says "That the chip is no copy was witnessed by the counter alone."
verify --evidence witnessed.cbor --challenge $challenge
error 3 TRUST-CHALLENGE-UNANSWERED
verify --evidence both.cbor --lang lo
exits 0; lacks GENUINE; grep -q '[ກ-ໝ]' "$folder/out" || fail "no Lao"
verify --evidence hashes_only.cbor --json
exits 3; follows verify-1; says TRUST-DATA-WITHHELD
verify --evidence hashes_only.cbor
exits 3; says "NO RESULT: The evidence was saved without the data that this check needs"
says "Ask the counter for evidence of another level of personal data"

# Another day, other trust data.
verify --evidence full.cbor --at 2099-01-01
exits 5; says "GENUINE, BUT NOT VALID: The card has expired"; says 2099-01-01
verify --evidence full.cbor --at 19991231
exits 5; says "GENUINE, BUT NOT VALID: The card is not valid yet"
verify --evidence full.cbor --at 2027-02-30
error 2 PROGRAM-USAGE
mkdir -p stranger/csca
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key -outform DER -out stranger/csca/a.cer \
    -subj /C=LA/CN=Stranger -days 30 -addext keyUsage=critical,keyCertSign,cRLSign \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 2> /dev/null
run idcard verify --trust stranger --evidence full.cbor --json
exits 3; follows verify-1; says TRUST-ISSUER-UNKNOWN
run idcard verify --trust nowhere --evidence full.cbor
[ "$code" = 6 ] || fail "exit code $code instead of 6"

# What stands in the file, as data; of the holder nothing.
name=$(sed -n 's/.*"name_latin": "\([A-Z]*\).*/\1/p' <(idcard verify --trust "$trust" --evidence full.cbor --json))
[ -n "$name" ] || fail "no name"
for file in full no_photo hashes_only usual both holder witnessed; do
    run idcard evidence show $file.cbor
    exits 0; follows evidence-1; nowhere "$name"
done
run idcard evidence show both.cbor
says '"level": "no_photo"'; says "\"challenge\": \"$challenge\""; says '"slot": "9A"'; says '"result": "answered"'
run idcard evidence show can
error 6 TRUST-EVIDENCE-INVALID

# A page that needs nothing and asks nobody.
verify --evidence full.cbor --html again.html
exits 0
grep -q 'data:image/png;base64,' again.html || fail "no photograph on the page"
grep -qF "default-src 'none'" again.html || fail "the page may load something"
grep -qiE '<(script|link|iframe|object)|https?:|url\(|@import|src="[^d]' again.html && fail "the page asks for something"
verify --evidence full.cbor --html again.html --lang lo
exits 0; grep -q '<html lang="lo">' again.html || fail "no Lao page"
verify --evidence no_photo.cbor --html again.html
exits 0
grep -q '<img' again.html && fail "a photograph that is not there"
LC_ALL=C sed 's/<<<<<</<<<<<A/' full.cbor > altered.cbor
cmp -s full.cbor altered.cbor && fail "nothing was altered"
verify --evidence altered.cbor --html again.html
exits 1; says "NOT GENUINE: A part of the data was changed after the issuer had signed it"
grep -q '<h1 class="not_genuine">' again.html || fail "the page does not say so"
grep -q '<img' again.html && fail "a photograph that nobody vouches for"

verify --evidence can
error 6 TRUST-EVIDENCE-INVALID
head -c 100 full.cbor > cut.cbor
verify --evidence cut.cbor
error 6 TRUST-EVIDENCE-INVALID
{ cat full.cbor; printf x; } > longer.cbor
verify --evidence longer.cbor
error 6 TRUST-EVIDENCE-INVALID
mkfifo pipe
verify --evidence pipe
error 6 PROGRAM-FILE-UNREADABLE
verify --evidence nothing.cbor
error 6 PROGRAM-FILE-UNREADABLE
verify --evidence full.cbor --photo face.png
error 2 PROGRAM-USAGE
verify --evidence full.cbor --can-file can
error 2 PROGRAM-USAGE
verify --evidence full.cbor --batch .
error 2 PROGRAM-USAGE
ln full.cbor hard.link
ln -s full.cbor soft.link
cp full.cbor kept.cbor
for page in full.cbor ./full.cbor "$PWD/full.cbor" hard.link soft.link; do
    verify --evidence full.cbor --html "$page"
    error 2 PROGRAM-USAGE
    cmp -s full.cbor kept.cbor || fail "the evidence is gone"
done
rm hard.link soft.link
verify --evidence full.cbor --html /dev/full
error 6 PROGRAM-FILE-UNWRITABLE
[ -c /dev/full ] || fail "a device was replaced"

# Some hundred files.
mkdir batch batch/below
for number in $(seq -w 300); do cp no_photo.cbor batch/$number.cbor; done
cp cut.cbor batch/below/ignored.cbor
cp cut.cbor batch/.ignored.cbor
mkfifo batch/pipe
verify --batch batch
exits 0; says "file,overall,exit_code,check,group,reason,level,counter,time,signed,remarks,trust_serial"; complains "300"
[ "$(wc -l < "$folder/out")" = 301 ] || fail "not one line for each file"
grep -q '^300.cbor,genuine,0,,,,no_photo,counter 3,20..-..-..T..:..:..Z,yes,,.$' "$folder/out" || fail "no line of 300.cbor"
sed -n '2,$s/\.cbor,.*//p' "$folder/out" | sort -c || fail "not in the order of the files"
cp "$folder/out" in-two-threads
for threads in 1 8; do
    verify --batch batch --threads $threads
    exits 0; cmp -s "$folder/out" in-two-threads || fail "other lines with $threads threads"
done
run at_terminal -- sh -c "idcard verify --trust '$trust' --batch batch > lines.csv"
exits 0; says "100 % (300/300)"; says "GENUINE"
cmp -s lines.csv in-two-threads || fail "the progress bar is among the lines"

# The worst that happened is the exit code: docs/exit-codes.md.
verify --batch batch --at 2099-01-01
exits 5; says "300.cbor,genuine_not_valid,5,document_validity,,TRUST-DOCUMENT-EXPIRED"
cp hashes_only.cbor batch/301.cbor
verify --batch batch
exits 3; says "301.cbor,undetermined,3,document_validity,,TRUST-DATA-WITHHELD,hashes_only"
cp cut.cbor batch/302.cbor
verify --batch batch --threads 2
exits 6; says "302.cbor,,6,,,TRUST-EVIDENCE-INVALID"; says "300.cbor,genuine,0"
cp altered.cbor batch/303.cbor
verify --batch batch --json
exits 1
[ "$(wc -l < "$folder/out")" = 303 ] || fail "not one line for each file"
grep -c '"overall":"genuine"' "$folder/out" | grep -qx 300 || fail "not 300 genuine ones"
for line in 1 300 301 302 303; do
    sed -n ${line}p "$folder/out" | check_json batch-1 || fail "line $line breaks its schema"
done
says '"check":"group_hash","group":1,"reason":"TRUST-DATA-GROUP-ALTERED"'
verify --batch batch --lang lo
exits 1; grep -q '[ກ-ໝ]' "$folder/err" || fail "no summary in Lao"
verify --batch batch --challenge $challenge
exits 1; says "300.cbor,genuine,0"; says "301.cbor,undetermined,3"
cp usual.cbor batch/304.cbor
verify --batch batch --challenge $challenge
says "304.cbor,,3,,,TRUST-CHALLENGE-UNANSWERED"

mkdir empty
verify --batch empty
error 6 PROGRAM-FILE-UNREADABLE
verify --batch nowhere
error 6 PROGRAM-FILE-UNREADABLE
verify --threads 2
error 2 PROGRAM-USAGE

finish
