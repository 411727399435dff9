#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# issued_card.sh JAVA CLASSPATH   inside sandbox.sh: Bouncy Castle verifies what the station signed in the token and
# wrote: EF.SOD of the issued card with its data groups and chain, and the holder's certificate as OpenSC reads it.
set -eu
java=$1 class_path=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$CARD_ISSUED/card.image" "$work/card.image"

extract() { # extract FILE-ID NAME
    idcard-refcard forge extract-file --image "$work/card.image" --file "$1" --to "$work/$2.bin"
}

extract 011D sod
for number in 1 2 7 11 12 13 14 16; do
    extract "$(printf 01%02X "$number")" "dg$number"
done
cp "$CARD_ISSUED"/office/trust/csca/*.cer "$work/csca.cer"
cp "$CARD_ISSUED"/office/trust/citizen/*.cer "$work/citizen_ca.cer"

insert "$work/card.image"
pkcs15-tool --read-certificate 01 2> "$work/err" | openssl x509 -outform DER -out "$work/citizen.cer" ||
    { cat "$work/err" >&2; exit 1; }
eject

"$java" -cp "$class_path" "$here/VerifyDocument.java" "$work"
