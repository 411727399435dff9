#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# pdf.sh ISSUED MODULE   inside sandbox.sh: pdfsig signs a tax declaration in Lao with 9C of the card in
# the folder ISSUED, through an NSS database with MODULE. pdfsig finds it signed, with the citizen CA trusted; OpenSSL
# finds the CMS in it signed by that CA's certificate, and no longer once the CA has revoked it.
#
# pdfsig takes a PIN as an argument alone, where others on the machine can read it: secret_arguments.so gives it from a
# file. It makes a first signature to learn how long one is; those of EC keys are not all of one length, and Poppler
# 22.12 gives up when the second is not as long as the first. So with such a key it has to be asked a few times.
set -eu
issued=$1
ours=$2
secret_arguments=$CARD_BUILD/bin/tests/secret_arguments.so
. "$(dirname "$0")/lib.sh"
. "$here/nss_database.sh"
. "$here/browser.sh"

make_declaration() { # $work/declaration.pdf
    cat > "$work/declaration.html" << 'HTML'
<!DOCTYPE html>
<html lang="lo">
<meta charset="utf-8">
<title>ໃບແຈ້ງອາກອນ</title>
<style>body { font-family: "Phetsarath OT", sans-serif }</style>
<h1>ໃບແຈ້ງອາກອນລາຍໄດ້ ປີ 2026</h1>
<p>ຂ້າພະເຈົ້າຢັ້ງຢືນວ່າ ຂໍ້ມູນຢູ່ໃນໃບແຈ້ງນີ້ແມ່ນຖືກຕ້ອງ.</p>
</html>
HTML
    (browser "$work/home" --headless --no-pdf-header-footer --print-to-pdf="$work/declaration.pdf" \
        "file://$work/declaration.html") && says "ຂ້າພະເຈົ້າຢັ້ງຢືນ" pdftotext "$work/declaration.pdf" -
}

sign_once() { # the PIN for the token, and once more for the key that asks each time
    SECRET_ARGUMENTS_OF=pdfsig LD_PRELOAD=$secret_arguments pdfsig -nssdir "sql:$work/nss" \
        -nss-pwd "file:$pin_file" -kpw "file:$pin_file" -add-signature -reason "ໃບແຈ້ງອາກອນ" \
        -nick "$(nickname "$work/nss" "Certificate for Digital Signature")" "$work/declaration.pdf" "$work/signed.pdf"
}

sign() {
    local tries
    for ((tries = 0; tries < 40; tries++)); do
        sign_once > "$work/pdfsig" 2>&1 && return
        grep -qF "unable update signature" "$work/pdfsig" || break
        [ "$(key_kind)" = EC ] || break
    done
    cat "$work/pdfsig"
    return 1
}

key_kind() { # of 9C: EC, RSA
    openssl x509 -in "$work/02.pem" -noout -text | sed -n 's/.*Public Key Algorithm: id-ecPublicKey/EC/p; s/.*Public Key Algorithm: rsaEncryption/RSA/p'
}

pdfsig_says() { # pdfsig_says TEXT FILE
    says "$1" pdfsig -nssdir "sql:$work/verifier" "$2"
}

# The CMS and what it signs, by the PDF's own account: /ByteRange [0 A B C], the CMS in hexadecimal between A and B.
take_apart() { # take_apart FILE: $work/signature.der, $work/content
    local range
    read -r -a range < <(grep -aoE '/ByteRange *\[[0-9 ]+\]' "$1" | tail -n 1 | tr -dc '0-9 ')
    [ "${#range[@]}" = 4 ] && [ $((range[2] + range[3])) = "$(stat -c %s "$1")" ] || return
    { head -c "${range[1]}" "$1" && tail -c "${range[3]}" "$1"; } > "$work/content"
    tail -c "+$((range[1] + 2))" "$1" | head -c "$((range[2] - range[1] - 2))" | from_hex > "$work/signature.der"
}

from_hex() { # hexadecimal to bytes
    sed 's/\(..\)/\\x\1/g' | xargs -0 printf '%b'
}

openssl_verifies() {
    cat "$work/citizen-ca.pem" "$work/citizen.crl" > "$work/trusted.pem"
    openssl cms -verify -binary -inform DER -in "$work/signature.der" -content "$work/content" \
        -CAfile "$work/trusted.pem" -crl_check -signer "$work/signer.pem" -out /dev/null
}

# One letter of the declaration's title, long after it was signed.
forge() { # forge FILE FORGED
    LC_ALL=C sed '0,/\/Title/s//\/Titel/' "$1" > "$2"
    ! cmp -s "$1" "$2"
}

take_card
make_server_certificate
check "9C has a certificate" certificate 02
check "the citizen CA signs a CRL" make_crl
check "a database with the module" nss_database "$work/nss" "$ours"
check "a database without" nss_database "$work/verifier"
check "a declaration in Lao" make_declaration
check "pdfsig signs it with 9C" sign
eject
check "pdfsig: the signature is valid" pdfsig_says "Signature Validation: Signature is Valid." "$work/signed.pdf"
check "pdfsig: the certificate is trusted" pdfsig_says "Certificate Validation: Certificate is Trusted." "$work/signed.pdf"
check "pdfsig: all of the document is signed" pdfsig_says "Total document signed" "$work/signed.pdf"
check "pdfsig: it names the holder" pdfsig_says "serialNumber=$(holder "$work/02.pem")" "$work/signed.pdf"
check "the CMS in it" take_apart "$work/signed.pdf"
check "OpenSSL verifies it against CA and CRL" openssl_verifies
check "signed with 9C" test "$(serial_number "$work/signer.pem")" = "$(serial_number "$work/02.pem")"

check "a forged declaration" forge "$work/signed.pdf" "$work/forged.pdf"
check "pdfsig: it is not what was signed" pdfsig_says "Signature Validation: Digest Mismatch." "$work/forged.pdf"
check "its CMS" take_apart "$work/forged.pdf"
check "nor for OpenSSL" complains "content verify error" openssl_verifies

check "the citizen CA revokes 9C's certificate" make_crl "$(serial_number "$work/02.pem")"
check "the CMS of the true one" take_apart "$work/signed.pdf"
check "OpenSSL finds its signer revoked" complains "certificate revoked" openssl_verifies
exit $failed
