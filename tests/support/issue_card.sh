#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# issue_card.sh OUTDIR [ALGORITHMS]   inside sandbox.sh: an office, and one adult's card that it issued, for the tests
# that need one. ALGORITHMS are those of its PKI keys instead of the profile's, as "0x07, 0x05, 0x07, 0x07".
#
# Makes OUTDIR anew: office/ (its HSM PIN in hsm-pin), letters/ with the one letter, card.image, and the office's
# profile.toml. The record has every field, so the card has every data group.
# Programs are found on PATH, the sample record in CARD_SOURCE.
set -eu
out=$1
rm -rf "$out"
mkdir -p "$out"
install -d -m 700 "$out/letters"
(umask 077 && echo 24681357 > "$out/hsm-pin")

cp "$CARD_SOURCE/applet-specs/profile.toml" "$out/profile.toml"
[ $# = 1 ] || sed -i "s/^algorithms = .*/algorithms = [$2]/" "$out/profile.toml"

station() {
    idcard-station --office "$out/office" --profile "$out/profile.toml" "$@"
}

. "$CARD_SOURCE/tests/support/full_record.sh"
full_record "$out"
station init --dev --operator clerk --approver head --hsm-pin-fd 3 3< "$out/hsm-pin"
station import --as clerk --hsm-pin-fd 3 "$out/specimen.json" 3< "$out/hsm-pin"
station approve --as head VT-2026-000001

idcard-refcard blank --image "$out/card.image" --serial 00000001
insert "$out/card.image"
station run --as clerk --letters "$out/letters" --once --wait 10 --hsm-pin-fd 3 3< "$out/hsm-pin"
eject
