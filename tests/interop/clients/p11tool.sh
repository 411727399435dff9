#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# p11tool.sh ISSUED MODULE   inside sandbox.sh: GnuTLS lists the card in the folder ISSUED, exports a certificate and
# signs with each key, by MODULE.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"
card="pkcs11:model=idcard-lao-1"

gnutls() { # gnutls ARGUMENT...
    p11tool --provider "$ours" --batch "$@" < /dev/null
}

lists() { # lists ID TYPE LABEL
    grep -q "serial=$serial;token=Lao%20ID%20card%20${serial:8};id=%$1;object=${3// /%20};type=$2" "$work/list"
}

signs() { # signs ID [OPTION...]: p11tool also verifies the signature, by the public key in the token
    local id=$1
    shift
    gnutls --login --test-sign "$@" "$card;id=%$id;type=private" > "$work/test" 2>&1 &&
        [ "$(grep -c 'ok$' "$work/test")" = 3 ] || { cat "$work/test"; return 1; }
}

same_certificate() {
    gnutls --export "$card;id=%01;type=cert" --outfile "$work/exported.pem" &&
        openssl x509 -in "$work/exported.pem" -outform DER | cmp - "$work/01.der"
}

same_public_key() { # also without a login
    gnutls --export-pubkey "$card;id=%01;type=public" --outfile "$work/exported.pub" &&
        openssl pkey -pubin -in "$work/exported.pub" -outform DER | cmp - "$work/01.spki"
}

take_card
export GNUTLS_PIN=$PIN
check "9A has a certificate" certificate 01
openssl x509 -in "$work/01.pem" -noout -pubkey | openssl pkey -pubin -outform DER -out "$work/01.spki"
check "p11tool finds the token" says "Label: Lao ID card" gnutls --list-tokens
serial=$(gnutls --list-tokens | sed -n '/Label: Lao ID card/,$s/.*Serial: //p')
check "with 16 digits as its serial number" test ${#serial} = 16
check "which ends the token's label" says "Label: Lao ID card ${serial:8}" gnutls --list-tokens
gnutls --login --list-all "$card" > "$work/list"
for key in "01:PIV AUTH:PIV Authentication" "02:SIGN:Digital Signature" "03:KEY MAN:Key Management" "04:CARD AUTH:Card Authentication"; do
    id=${key%%:*}
    name=${key#*:}
    name=${name%:*}
    check "p11tool lists the private key $name" lists "$id" private "$name key"
    check "p11tool lists the public key $name" lists "$id" public "$name pubkey"
    check "p11tool lists the certificate for ${key##*:}" lists "$id" cert "Certificate for ${key##*:}"
done
check "p11tool exports the certificate of 9A" same_certificate
check "p11tool exports the public key of 9A" same_public_key

check "9A signs" signs 01
check "9C signs" signs 02 # it asks for the PIN again
check "9E signs" signs 04
check "9A signs with SHA-384" signs 01 --hash SHA384
if grep -q RSA "$work/list"; then
    check "9A signs with RSA-PSS" signs 01 --sign-params RSA-PSS
fi
check "9D does not" complains "Cannot sign data" signs 03
check "the card's random numbers reach GnuTLS" gnutls --generate-random=16 --outfile "$work/random" "$card"
check "16 bytes of them" test "$(stat -c %s "$work/random")" = 16
exit $failed
