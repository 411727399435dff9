#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# nss.sh ISSUED MODULE   inside sandbox.sh: NSS, the library of browsers and mail programs, with MODULE in its database.
# tstclnt logs in to nginx with 9A of the card in the folder ISSUED, over TLS 1.3. Of the certificates on the card only
# 9A's is one for TLS clients, also when OpenSC's module is in the database, too.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"
. "$here/nss_database.sh"

log_in() { # log_in NICKNAME [OPTION...]
    local nickname=$1
    shift
    printf 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n' > "$work/request"
    timeout 30 tstclnt -h localhost -p 8443 -d "sql:$work/nss" -n "$nickname" -W "$pin_file" -V tls1.3:tls1.3 \
        -A "$work/request" -v "$@" < /dev/null
}

take_card
make_server_certificate
check "9A has a certificate" certificate 01
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx

check "a database with the module" nss_database "$work/nss" "$work/site-ca.pem" "$ours"
certutil -L -h all -d "sql:$work/nss" -f "$pin_file"
certutil -L -h all -d "sql:$work/nss" -f "$pin_file"  -n "x"
log_in "SOMSAMAY SPECIMEN:Certificate for PIV Authentication"
exit $failed
