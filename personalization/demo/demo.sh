#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# demo.sh FOLDER: one card from the record to a verdict and a signature, then two frauds. Runs beside a virtual reader
# (tests/support/sandbox.sh), finds the programs on PATH and the module in CARD_BUILD, leaves its outputs in FOLDER.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
module=$(cd "$CARD_BUILD" && pwd)/lib/idcard-pkcs11.so
folder=$1
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder"

step() {
    if [ -t 1 ]; then
        printf '\n\033[1m%s\033[0m\n' "$*"
    else
        printf '\n%s\n' "$*"
    fi
}

# Digits from the system's generator. They reach programs through descriptors, files and the environment, never as
# arguments.
hsm_pin=$(od -An -N8 -tu8 /dev/urandom | tr -d ' ' | cut -c1-8)
station() {
    idcard-station --office office "$@" 3< <(printf %s "$hsm_pin")
}

verify() { # EXIT-CODE [OPTION...]: verifies the card in the reader, which must end so
    local expected=$1 got=0
    shift
    idcard "$@" verify --trust office/trust --can-file can > verdict.txt || got=$?
    if [ "$got" != "$expected" ]; then
        cat verdict.txt >&2
        echo "demo: idcard verify ended with $got instead of $expected" >&2
        exit 1
    fi
}

caught() { # FILE: shows why a card was refused
    mv verdict.txt "$1"
    sed -n '1p; /^  FAILED/p; /^What to do now/p' "$1"
}

prepare_office() {
    step "1. An office: keys are made in a software key store (SoftHSM) and stay there"
    station init --operator somphone --approver khamla --hsm-pin-fd 3
}

issue_card() {
    step "2. A record comes in (operator somphone), another person releases it (approver khamla)"
    idcard-demo-face specimen.jpg
    cp "$here/specimen.json" .
    station import --as somphone specimen.json
    station approve --as khamla VT-2026-000001

    step "3. A blank card is put into the reader and written"
    idcard-refcard blank --image card.img --serial 00000001
    insert card.img
    mkdir -m 700 letters
    station run --as somphone --letters letters --once --hsm-pin-fd 3
    station status
    (umask 077 && sed -n 's/^CAN: //p' letters/*.txt > can)
}

verify_card() {
    step "4. A counter verifies it, offline, with nothing but the printed number and the pinned issuer"
    verify 0
    cat verdict.txt
    verify 0 --lang lo
    printf '\nThe same in Lao: %s\n' "$(head -n 1 verdict.txt)"
    mv verdict.txt verdict-lao.txt
    verify 0 --json
    mv verdict.txt verdict.json
}

sign_document() {
    step "5. The holder signs with key 9A through the PKCS#11 module; OpenSSL verifies"
    echo "I was here. $(date -u +%F)" > document.txt
    openssl dgst -sha256 -binary -out document.sha256 document.txt
    CARD_PIN=$(sed -n 's/^PIN: //p' letters/*.txt) \
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
    cp card.img forged.img
    idcard-demo-face impostor.jpg 7
    idcard-refcard forge extract-file --image card.img --file 0102 --to dg2.bin
    exchange_picture
    idcard-refcard forge replace-file --image forged.img --file 0102 --with dg2-forged.bin
    insert forged.img
    verify 1
    caught verdict-forged.txt
    eject
}

cloned_chip() {
    step "7. Fraud: everything that can be read is copied into another chip; the keys cannot be read"
    idcard-refcard forge clone --from card.img --to clone.img --can-file can
    insert clone.img
    verify 1
    caught verdict-clone.txt
    eject
}

what_next() {
    step "Done. Try next"
    cat <<TEXT
Look at what is in $folder: the office, the card (card.img), its letter, the verdicts, the signature.
Run every test:
    ./run test
Play with the card: a shell beside a virtual reader, with the functions insert and eject.
    PATH=$CARD_BUILD/bin:\$PATH tests/support/sandbox.sh bash --rcfile tests/support/sandbox_card.sh
    insert $folder/card.img
    idcard verify --trust $folder/office/trust --can-file $folder/can --lang lo
TEXT
}

prepare_office
issue_card
verify_card
sign_document
exchanged_photograph
cloned_chip
what_next
