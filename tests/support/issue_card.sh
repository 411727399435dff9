#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# issue_card.sh OUTDIR   inside sandbox.sh: an office, and one adult's card that it issued, for the tests that need one.
#
# Makes OUTDIR anew: office/ (its HSM PIN in hsm-pin), letters/ with the one letter, card.image. The record has every
# field, so the card has every data group.
# Programs are found on PATH, the sample record in CARD_SOURCE.
set -eu
out=$1
rm -rf "$out"
mkdir -p "$out"
install -d -m 700 "$out/letters"
(umask 077 && echo 24681357 > "$out/hsm-pin")

station() {
    idcard-station --office "$out/office" "$@"
}

. "$CARD_SOURCE/tests/support/full_record.sh"
full_record "$out"
station init --operator clerk --approver head --hsm-pin-fd 3 3< "$out/hsm-pin"
station import --as clerk "$out/specimen.json"
station approve --as head VT-2026-000001

idcard-refcard blank --image "$out/card.image" --serial 00000001
insert "$out/card.image"
station run --as clerk --letters "$out/letters" --once --wait 10 --hsm-pin-fd 3 3< "$out/hsm-pin"
eject
