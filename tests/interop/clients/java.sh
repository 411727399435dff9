#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# java.sh ISSUED MODULE   inside sandbox.sh: Java's PKCS#11 provider lists the card in the folder ISSUED, signs with 9A
# and logs in to nginx over TLS 1.3, by MODULE. A card that the CRL names stays outside.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"

use_card() { # use_card COMMAND...
    java "${quick_java[@]}" -cp "$work" UseCard "$ours" "$@"
}

visit() {
    use_card visit https://localhost:8443/ "$work/site-ca.pem"
}

lists() { # lists CERTIFICATE: with a private key of the kind that 9A has
    grep -qE "^Certificate for $1: (EC|RSA), SERIALNUMBER=$holder," "$work/list" || { cat "$work/list"; return 1; }
}

verifies() { # the signature of 9A, by OpenSSL
    local options=()
    openssl x509 -in "$work/01.pem" -noout -pubkey > "$work/key"
    ! grep -q "RSA" "$work/list" || options=(-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32)
    openssl dgst -sha256 -verify "$work/key" "${options[@]}" -signature "$work/signature" "$here/lib.sh"
}

take_card
check "9A has a certificate" certificate 01
holder=$(holder "$work/01.pem")
check "javac knows the program" javac -d "$work" "$here/UseCard.java"
use_card list > "$work/list" 2>&1 || true
for purpose in "PIV Authentication" "Digital Signature" "Key Management" "Card Authentication"; do
    check "Java lists the key for $purpose" lists "$purpose"
done
check "9A signs" use_card sign "$here/lib.sh" "$work/signature"
check "OpenSSL verifies it" verifies

make_server_certificate
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx
check "Java logs in" says "200 <!DOCTYPE html><title>Portal</title><p>account 1, visit 1, holder $holder" visit
check "over TLS 1.3, with 9A" logged "200 TLSv1.3 SUCCESS $(serial_number "$work/01.pem")"
check "the citizen CA revokes the card" make_crl "$(serial_number "$work/01.pem")"
check "nginx reads the CRL" start_nginx
check "the revoked card stays outside" says "400 <html>" visit
check "as revoked" logged "400 TLSv1.3 FAILED:certificate revoked"
exit $failed
