#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# portal_curl.sh ISSUED MODULE   inside sandbox.sh: curl logs in to nginx with 9A of the card in the folder ISSUED, over
# TLS 1.3 by OpenSSL's pkcs11 engine on MODULE. A card that the CRL names stays outside.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"

log_in() { # log_in [OBJECT]: the PIN in a file; what the portal says, then the TLS version and the signature's kind
    local key="pkcs11:id=%01;type=private;pin-source=file:$pin_file"
    PKCS11_MODULE_PATH=$ours curl --silent --show-error --fail --max-time 20 --cacert "$work/site-ca.pem" \
        --engine pkcs11 --cert-type ENG --cert "pkcs11:id=%01;type=cert" --key-type ENG --key "$key" \
        "$@" https://localhost:8443/
}

take_card
check "9A has a certificate" certificate 01
make_server_certificate
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx
log_in -v

exit $failed
