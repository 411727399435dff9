#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# documents.sh ISSUED MODULE   inside sandbox.sh: 9C of the card in the folder ISSUED signs by MODULE
#   a payment order with `openssl cms`, which Bouncy Castle verifies,
#   an XML document with Java, which xmlsec1 verifies, and OpenSSL its signer's certificate,
# each against the citizen CA and its CRL. Altered, or by a revoked card, they count for nothing; neither does an order
# that nobody signed.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"
class_path=/usr/share/java/bcprov.jar:/usr/share/java/bcpkix.jar:/usr/share/java/bcutil.jar # of Debian's libbcpkix-java
binding=(--add-modules jdk.crypto.cryptoki --add-exports jdk.crypto.cryptoki/sun.security.pkcs11.wrapper=ALL-UNNAMED)

# OpenSSL asks for the PIN twice: for the login, and for the signature. Without a terminal it reads the answers from
# standard input.
sign_order() { # sign_order FILE
    printf '%s\n%s\n' "$PIN" "$PIN" |
        PKCS11_MODULE_PATH=$ours setsid -w openssl cms -sign -engine pkcs11 -keyform engine \
            -inkey "pkcs11:id=%02;type=private" -signer "$work/02.pem" -binary -nodetach -md sha256 \
            -in "$1" -outform DER -out "$work/order.cms"
}

verify_order() { # verify_order FILE
    java "${quick_java[@]}" -cp "$work:$class_path" VerifyOrder "$1" "$work/citizen-ca.pem" "$work/citizen.crl"
}

# SignedData with content and an empty set of SignerInfos, into $work/unsigned.cms. [RFC5652] §5.1
unsigned_order() {
    cat > "$work/unsigned.cnf" <<'CNF'
asn1 = SEQUENCE:content_info
[content_info]
type = OID:pkcs7-signedData
content = EXPLICIT:0,SEQUENCE:signed_data
[signed_data]
version = INTEGER:1
digest_algorithms = SET
encapsulated = SEQUENCE:order
signers = SET
[order]
type = OID:pkcs7-data
content = EXPLICIT:0,OCTETSTRING:Pay 9250000 LAK to the Treasury.
CNF
    openssl asn1parse -genconf "$work/unsigned.cnf" -noout -out "$work/unsigned.cms"
}

alter() { # alter FILE TEXT OTHER-TEXT: into FILE.altered
    sed "s/$2/$3/" "$1" > "$1.altered" && fails cmp -s "$1" "$1.altered"
}

sign_xml() { # sign_xml SIGNED
    java "${quick_java[@]}" "${binding[@]}" -cp "$work" \
        SignXml "$ours" "$work/declaration.xml" "$work/citizen.crl" "$1"
}

# Against the CRL that the signer put in, which may be an old one.
verify_xml() { # verify_xml FILE
    xmlsec1 --verify --enabled-key-data x509 --trusted-pem "$work/citizen-ca.pem" "$1"
}

# Against the verifier's CRL: the signature is by the one certificate in FILE, which is not revoked.
verify_signer() { # verify_signer FILE
    [ "$(grep -c '<X509Certificate>' "$1")" = 1 ] || { echo "not one certificate"; return 1; }
    sed -n '/<X509Certificate>/,/<\/X509Certificate>/p' "$1" | tr -d '\n' | sed 's/&#13;//g
        s/.*<X509Certificate>\([^<]*\)<.*/\1/' | base64 -d > "$work/signer.der"
    openssl verify -crl_check -CAfile "$work/citizen-ca.pem" -CRLfile "$work/citizen.crl" "$work/signer.der"
}

take_card
check "9C has a certificate" certificate 02
holder=$(holder "$work/02.pem")
check "the citizen CA signs a CRL" make_crl
check "javac knows the programs" javac -d "$work" -cp "$class_path" \
    "${binding[@]}" "$here/SignXml.java" "$here/VerifyOrder.java"

cat > "$work/order.txt" <<'ORDER'
ຄຳສັ່ງຊຳລະເງິນ 2026-000117
Pay 1250000 LAK to the Treasury.
ORDER
check "openssl cms signs a payment order with 9C" sign_order "$work/order.txt"
check "Bouncy Castle names the signer" says "SERIALNUMBER=$holder" verify_order "$work/order.cms"
check "and the order" grep -x "Pay 1250000 LAK to the Treasury." "$work/said"
check "an order is altered" alter "$work/order.cms" "Pay 1250000" "Pay 9250000"
check "Bouncy Castle refuses it" complains "WRONG: " verify_order "$work/order.cms.altered"
check "an order that nobody signed" unsigned_order
check "OpenSSL finds it in the message" says "Pay 9250000" openssl cms -cmsout -print -inform DER -in "$work/unsigned.cms"
check "Bouncy Castle refuses it" complains "WRONG: 0 signers" verify_order "$work/unsigned.cms"

cat > "$work/declaration.xml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<Declaration xmlns="urn:example:tax-declaration"><Taxpayer>ສົມສະໄໝ ຕົວຢ່າງ</Taxpayer><Income currency="LAK">48000000</Income></Declaration>
XML
check "Java signs an XML document with 9C" sign_xml "$work/signed.xml"
check "xmlsec1 verifies it" says "OK" verify_xml "$work/signed.xml"
check "the signer is not revoked" says ": OK" verify_signer "$work/signed.xml"
check "a document is altered" alter "$work/signed.xml" 48000000 18000000
check "xmlsec1 refuses it" complains "FAIL" verify_xml "$work/signed.xml.altered"

check "the citizen CA revokes the card" make_crl "$(serial_number "$work/02.pem")"
check "Bouncy Castle refuses the order of a revoked card" complains "WRONG: Certificate has been revoked" \
    verify_order "$work/order.cms"
check "xmlsec1 still takes the document, with the CRL in it" says "OK" verify_xml "$work/signed.xml"
check "the signer is revoked by now" complains "certificate revoked" verify_signer "$work/signed.xml"
check "Java signs another document" sign_xml "$work/signed.xml"
check "xmlsec1 refuses the document of a revoked card" complains "certificate is revoked" verify_xml "$work/signed.xml"
exit $failed
