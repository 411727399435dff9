#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# read.sh: what idcard read gives of an issued card, and what it says when something is in the way.
set -u
. "$(dirname "$0")/counter.sh"

insert card.img || exit 1

# What is free to read needs no CAN; one file raw, by name and by identifier.
run idcard read --file 011C
exits 0; says "PACE"; says "NOTHING WAS VERIFIED"
idcard read --file EF.CardAccess --raw > access.bin && idcard read --file 011c --raw --out access2.bin
cmp access.bin access2.bin && openssl asn1parse -inform DER -in access.bin > /dev/null || fail "no DER"
idcard-refcard forge extract-file --image card.img --file 010B --to dg11.bin
run idcard read --file DG11 --raw --can-file can --out dg11-read.bin
exits 0; silent
cmp dg11.bin dg11-read.bin || fail "DG11 is not the card's"
[ "$(stat -c %a dg11-read.bin)" = 600 ] || fail "others may read the file"
run idcard read --file DG11 --can-file can
exits 0; says "Address"; grep -q '[ກ-ໝ]' "$folder/out" || fail "no Lao name"
run idcard read --file "certificate 9A"
exits 0; says "Issued to"

# Everything: page, document, folder.
run idcard read --can-file can --stats
exits 0; says "DG13 (010D)"; says "CHUID (5FC102)"; says "EF.SOD (011D)"; says "What to do now:"; complains "Total"
run idcard read --can-file can --json --raw
exits 0; follows read-1; says '"verified": false'; says '"data": "'
run idcard read --can-file can --lang lo
exits 0; says "ເລກທີບັດ"
run idcard read --can-file can --out card
exits 0; complains "files written to card"
file=card/DG2.png
[ "$(head -c 8 $file | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a ] || fail "no PNG of the face"
cmp dg11.bin card/DG11.bin || fail "DG11 in the folder is not the card's"
[ -f card/EF.ATR-INFO.bin ] && [ "$(stat -c %a card)" = 700 ] || fail "the folder"
run idcard read --can-file can --file DG2 --out face.png
exits 0; cmp face.png card/DG2.png || fail "another picture"

# The machine-readable zone in place of the CAN: three fields as they stand in DG1, or the lines.
dg1=$(idcard read --file DG1 --raw --can-file can | tail -c 90)
printf '%s\n%s\n%s\n' "$(echo "$dg1" | cut -c1-30)" "$(echo "$dg1" | cut -c31-60)" "$(echo "$dg1" | cut -c61-90)" > lines
printf '%s\n%s\n%s\n' "$(cut -c6-14 lines | head -1)" "$(sed -n 2p lines | cut -c1-6)" "$(sed -n 2p lines | cut -c9-14)" > fields
for mrz in lines fields; do
    run idcard read --file DG12 --mrz-file $mrz
    exits 0; says "Date of issue"
done
run sh -c 'idcard read --file DG12 --mrz-fd 3 3< lines'
exits 0; says "Date of issue"
run sh -c 'idcard read --file DG12 --mrz-file - < lines'
exits 0; says "Date of issue"
sed '1s/.*/X12345678/' fields > wrong-fields
run idcard read --file DG12 --mrz-file wrong-fields
error 3 CARD-MRZ-WRONG
in_lao 3 CARD-MRZ-WRONG idcard read --file DG12 --mrz-file wrong-fields
head -c 40 lines > short-lines
run idcard read --file DG12 --mrz-file short-lines
error 2 PROGRAM-SECRET-FORMAT; nowhere "$(cut -c6-14 lines | head -1)"; complains "as it is printed"
tr A-Z a-z < lines > small-letters
run idcard read --file DG12 --mrz-file small-letters
exits 0; says "Date of issue"
awk 'NR == 2 { digit = (substr($0, 7, 1) + 1) % 10; $0 = substr($0, 1, 6) digit substr($0, 8) } 1' lines > wrong-digit
run idcard read --file DG12 --mrz-file wrong-digit
error 2 PROGRAM-SECRET-FORMAT
in_lao 2 PROGRAM-SECRET-FORMAT idcard read --file DG12 --mrz-file wrong-digit

# What is in the way.
run idcard read --can-file wrong-can
error 3 CARD-CAN-WRONG
in_lao 3 CARD-CAN-WRONG idcard read --can-file wrong-can
run idcard read --file DG5 --can-file can
error 3 CARD-FILE-NOT-FOUND
run idcard read --file DG99
error 2 PROGRAM-USAGE
run idcard read --raw
error 2 PROGRAM-USAGE
run idcard read --file 011D --raw --can-file can
error 2 PROGRAM-USAGE # two files have this identifier
run idcard read --can-file can --mrz
error 2 PROGRAM-USAGE
run idcard read --can-file can --out /dev/null/card
error 6 PROGRAM-FILE-UNWRITABLE
run setsid --wait idcard read
error 2 PROGRAM-SECRET-MISSING
run at_terminal "CAN" "$(cat can)" -- idcard read --file DG12
exits 0; says "Date of issue"; nowhere "$(cat can)"
eject

# A card that announces more than it takes is opened once more, with short APDUs.
insert card.img --announce-response 60000 --max-response 1000 || exit 1
run idcard read --file DG2 --raw --can-file can --out dg2.bin
exits 0; cmp dg2.bin card/DG2.bin || fail "DG2 in pieces is another"
eject

# On contactless everything stands behind the CAN.
insert card.img --interface contactless || exit 1
run idcard read --file "certificate 9A" --can-file can
exits 0; says "Issued to"
run setsid --wait idcard read --file "certificate 9A"
error 2 PROGRAM-SECRET-MISSING
run idcard read --file 011C
exits 0
eject

# Damaged files cost themselves alone; a damaged picture the picture.
cp card.img damaged.img
head -c 40 dg11.bin > dg11-cut.bin
{ head -c 200 card/DG2.bin && tail -c +201 card/DG2.bin | tr '\000-\377' '\252'; } > dg2-damaged.bin
idcard-refcard forge replace-file --image damaged.img --file 010B --with dg11-cut.bin
idcard-refcard forge replace-file --image damaged.img --file 0102 --with dg2-damaged.bin
idcard-refcard forge delete-file --image damaged.img --file 010C
insert damaged.img || exit 1
run idcard read --can-file can --json --out damaged
exits 0; follows read-1; says CARD-FILE-NOT-FOUND; says '"name": "DG13"'
[ -f damaged/DG13.bin ] && [ ! -f damaged/DG2.png ] || fail "the folder of the damaged card"
run idcard read --can-file can --file DG2 --out broken.png
error 6 CARD-IMAGE-BROKEN
[ ! -e broken.png ] || fail "half a picture"
eject

# A full disk: all of the files or none.
insert card.img || exit 1
mkdir small && mount -t tmpfs -o size=16k tmpfs small || exit 1
run idcard read --can-file can --out small/card
error 6 PROGRAM-DISK-FULL
[ -z "$(ls -A small)" ] || fail "left on the full disk: $(find small)"
run idcard verify --trust "$trust" --can-file no-such-file --photo small/face.png
error 6 PROGRAM-DISK-FULL # before the CAN is asked for
[ -z "$(ls -A small)" ] || fail "left on the full disk: $(find small)"
umount small
eject

insert card.img --fault cut@15 || exit 1
run idcard read --can-file can --out pulled
error 3 CARD-REMOVED; complains "the step: reading EF."
[ ! -e pulled ] || fail "files of a card that was pulled"
eject 2> /dev/null

finish
