#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# verify_options.sh: photograph, machine-readable zone, PIN, both ways of --pki, and --stats of idcard verify.
set -u
. "$(dirname "$0")/counter.sh"
verify() { run idcard verify --trust "$trust" "$@"; }

insert card.img || exit 1
verify --can-file can --photo face.png --stats
exits 0; says "The photograph was written to face.png."; says "Total"
[ "$(head -c 8 face.png | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail "no PNG"
[ "$(stat -c %a face.png)" = 600 ] || fail "others may read the photograph"
verify --can-file can --photo face.png --json
exits 0; follows verify-1; says '"state": "written"'
verify --can-file can --photo /dev/null/face.png
error 6 PROGRAM-FILE-UNWRITABLE
verify --can-file can
exits 0; nowhere "photograph was"

dg1=$(idcard read --file DG1 --raw --can-file can | tail -c 90)
printf '%s\n%s\n' "$(echo "$dg1" | cut -c1-30)" "$(echo "$dg1" | cut -c31-60)" > lines
verify --mrz-file lines
exits 0; says "GENUINE"
run at_terminal "Document number" "$(cut -c6-14 lines | head -1)" "Date of birth" "$(sed -n 2p lines | cut -c1-6)" \
    "Date of expiry" "$(sed -n 2p lines | cut -c9-14)" -- idcard verify --trust "$trust" --mrz
exits 0; says "GENUINE"

verify --can-file can --pki
exits 0; says "Both parts in one chip"
verify --can-file can --no-pki
exits 0; says "the part for log-in and signature was not checked"
verify --can-file can --pki --no-pki
error 2 PROGRAM-USAGE

verify --can-file can --pin-file pin
exits 0; says "Who presents the card knows its PIN."; complains "PIN: tries left: 3"; nowhere "$(cat pin)"
run at_terminal "CAN" "$(cat can)" "typed by the holder): " "$(cat pin)" -- idcard verify --trust "$trust" --pin
exits 0; says "Who presents the card knows its PIN."; nowhere "$(cat pin)"
verify --can-file can --pin-file wrong-pin --json
exits 3; follows verify-1; says CARD-PIN-WRONG; says '"tries_left": 2'
verify --can-file can --pin-file wrong-pin
exits 3; says "NO RESULT: The PIN is wrong. Tries left: 1"
verify --can-file can --pin-file pin
error 6 CARD-PIN-LAST-TRY
verify --can-file can --pin-file pin --last-try
exits 0; says "Who presents the card knows its PIN."
eject

# A photograph that nobody vouches for is not written, and an old one does not stay beside a new verdict.
cp card.img altered.img
idcard-refcard forge extract-file --image altered.img --file 010B --to dg11.bin
{ head -c $(($(wc -c < dg11.bin) - 1)) dg11.bin && printf x; } > dg11-altered.bin
idcard-refcard forge replace-file --image altered.img --file 010B --with dg11-altered.bin
insert altered.img || exit 1
verify --can-file can --photo face.png
exits 1; says "The photograph was not written, because this card is not proven genuine."
[ ! -e face.png ] || fail "a photograph of a card that is not genuine"
verify --can-file can --photo face.png --json
exits 1; follows verify-1; says '"state": "withheld"'
eject

insert card.img --interface contactless || exit 1
verify --can-file can --photo face.png
exits 0; says "GENUINE"
[ -e face.png ] || fail "no photograph through the air"
verify --can-file can --pin-file pin
exits 0; says "Who presents the card knows its PIN."
# The tries are seen once the card is open: the last one is spent on demand alone.
for left in 2 1; do
    verify --can-file can --pin-file wrong-pin
    exits 3; says "Tries left: $left"
done
verify --can-file can --pin-file pin --json
exits 3; follows verify-1; says CARD-PIN-LAST-TRY
verify --can-file can --pin-file pin --last-try
exits 0; says "Who presents the card knows its PIN."
eject

insert card.img --announce-response 60000 --max-response 1000 || exit 1
verify --can-file can
exits 0; says "GENUINE"
eject

# Without an answer an old photograph or page is gone, so that nobody takes it for one. Evidence stays.
echo page > page.html
cp "$folder/out" old.cbor
verify --can-file can --photo face.png --html page.html --save-evidence old.cbor
error 3 CARD-NO-CARD
[ ! -e face.png ] || fail "an old photograph stays"
[ ! -e page.html ] || fail "an old page stays"
[ -e old.cbor ] || fail "old evidence is gone"
# Not even these go before the command line is understood and the trust is read.
echo page > page.html
run idcard verify --trust nowhere --can-file can --html page.html
exits 6
verify --can-file can --html page.html --save-evidence ./page.html
error 2 PROGRAM-USAGE
verify --can-file can --html new.html --save-evidence "$PWD/new.html"
error 2 PROGRAM-USAGE
[ ! -e new.html ] || fail "a file of a command that was refused"
[ "$(cat page.html)" = page ] || fail "a page was removed before it could be written"

finish
