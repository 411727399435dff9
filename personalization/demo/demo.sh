#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# demo.sh FOLDER [--stay]: nine cards from their records to a verdict, a signature, then three frauds. Runs beside a
# virtual reader (tests/support/sandbox.sh), finds the programs on PATH and the module in CARD_BUILD, leaves its outputs
# in FOLDER. With --stay it ends in a shell with the cards at hand.
set -euo pipefail
module=$(cd "$CARD_BUILD" && pwd)/lib/idcard-pkcs11.so
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
rm -rf "$1"
mkdir -p "$1"
cd "$1"
. "$here/office.sh"

step() {
    if [ -t 1 ]; then
        printf '\n\033[1m%s\033[0m\n' "$*"
    else
        printf '\n%s\n' "$*"
    fi
}

# Shows what the station does in one line that changes, and what became of the card for good; in a log, only that.
in_one_line() {
    local line last=
    while IFS= read -r line; do
        case $line in *Letter:*) continue ;; esac
        last=$line
        [ ! -t 1 ] || printf '\r\033[K  %s' "$line"
    done
    [ ! -t 1 ] || printf '\r\033[K'
    printf '  %s\n' "$last"
}

verify() { # EXIT-CODE NAME [OPTION...]: verifies the card in the reader, which must end so, with NAME's number
    local expected=$1 name=$2 got=0
    shift 2
    idcard verify --trust office/trust --can-file "cards/$name.can" "$@" > verdict.txt || got=$?
    if [ "$got" != "$expected" ]; then
        cat verdict.txt >&2
        echo "demo: idcard verify ended with $got instead of $expected" >&2
        exit 1
    fi
}

caught() { # NAME: shows why the card in the reader was refused
    mv verdict.txt "verdict-$1.txt"
    sed -n '1p; /^  FAILED/p; /^What to do now/p' "verdict-$1.txt"
    eject
}

issue_all() {
    step "2. Records come in (operator somphone), another person releases them (approver khamla), cards are written"
    local name number=0
    for name in $(citizens); do
        printf '%s of 9: %s\n' "$((++number))" "$name"
        issue "$name" 2>&1 | in_one_line
    done
    station status
}

verify_all() {
    step "3. A counter verifies them, offline, with nothing but the printed number and the pinned issuer"
    local name
    for name in $(citizens); do
        insert "$name"
        verify 0 "$name"
        printf '%-14s %s\n' "$name" "$(head -n 1 verdict.txt)"
        mv verdict.txt "verdict-$name.txt"
        eject
    done
}

verify_one() {
    step "4. One verdict in full, with the photograph that is in the chip; the same in Lao"
    insert adult
    verify 0 adult --photo face.png
    cat verdict.txt
    verify 0 adult --lang lo
    printf '\nThe same in Lao: %s\n' "$(head -n 1 verdict.txt)"
    mv verdict.txt verdict-lao.txt
    verify 0 adult --json
    mv verdict.txt verdict.json
}

sign_document() {
    step "5. The holder signs with key 9A through the PKCS#11 module; OpenSSL verifies"
    echo "I was here. $(date -u +%F)" > document.txt
    openssl dgst -sha256 -binary -out document.sha256 document.txt
    CARD_PIN=$(cat cards/adult.pin) \
        pkcs11-tool --module "$module" --login --pin env:CARD_PIN --id 01 --sign --mechanism ECDSA \
        --signature-format openssl --input-file document.sha256 --output-file document.sig 2> pkcs11-tool.log
    pkcs11-tool --module "$module" --read-object --type cert --id 01 --output-file holder.cer 2>> pkcs11-tool.log
    openssl x509 -inform der -in holder.cer -out holder.pem
    openssl x509 -inform der -in office/certificates/citizen-ca-1.cer -out citizen-ca.pem
    openssl x509 -in holder.pem -noout -subject -issuer
    openssl verify -CAfile citizen-ca.pem holder.pem
    openssl x509 -in holder.pem -noout -pubkey > holder-key.pem
    openssl dgst -sha256 -verify holder-key.pem -signature document.sig document.txt
    eject
}

# Another face in the same DG2 record: cut to the old picture's size or filled up with zeros.
exchange_picture() {
    local size picture
    size=$(stat -c %s dg2.bin)
    picture=$(LC_ALL=C grep -m 1 -aboP '\xFF\xD8\xFF' dg2.bin | LC_ALL=C sed -n '1s/:.*//p')
    { head -c "$picture" dg2.bin && cat impostor.jpg; } > dg2-forged.bin
    truncate -s "$size" dg2-forged.bin
}

exchanged_photograph() {
    step "6. Fraud: somebody writes another face into the chip"
    idcard-demo-face impostor.jpg 77
    idcard-refcard forge extract-file --image cards/adult.img --file 0102 --to dg2.bin
    exchange_picture
    cp cards/adult.img cards/forged-photo.img
    idcard-refcard forge replace-file --image cards/forged-photo.img --file 0102 --with dg2-forged.bin
    insert forged-photo
    verify 1 adult
    caught forged-photo
}

false_issuer() {
    step "7. Fraud: the same, signed anew by a country signer of the same name and key identifier"
    idcard-refcard forge extract-file --image cards/adult.img --file 011D --to sod.bin
    "$here/rogue_issuer.sh" office/trust/csca/csca-1.cer sod.bin dg2-forged.bin sod-forged.bin
    cp cards/forged-photo.img cards/false-issuer.img
    idcard-refcard forge replace-file --image cards/false-issuer.img --file 011D --with sod-forged.bin
    insert false-issuer
    verify 1 adult
    caught false-issuer
}

cloned_chip() {
    step "8. Fraud: everything that can be read is copied into another chip; the keys cannot be read"
    idcard-refcard forge clone --from cards/adult.img --to cards/clone.img --can-file cards/adult.can
    insert clone
    verify 1 adult
    caught clone
    for name in forged-photo false-issuer clone; do
        cp cards/adult.can "cards/$name.can"
    done
}

step "1. An office: keys are made in a software key store (SoftHSM) and stay there"
prepare_office
issue_all
verify_all
verify_one
sign_document
exchanged_photograph
false_issuer
cloned_chip

if [ "${2-}" = --stay ]; then
    exec bash --rcfile "$here/stay.sh" -i
fi
step "Done. Try next"
cat <<TEXT
Look at what is in $1: the office, the cards, the verdicts, the signature.
Play with the cards in a shell beside the reader:      ./run demo --stay
Lend a card to your own programs:                      ./run try
Run every test:                                        ./run test
TEXT
