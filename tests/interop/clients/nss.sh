#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# nss.sh ISSUED MODULE   inside sandbox.sh: NSS, the library of browsers and mail programs, with MODULE in its database.
# tstclnt logs in to nginx with 9A of the card in the folder ISSUED, over TLS 1.3; the other certificates are none for
# that. The same with OpenSC's module beside it on the same card.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"
. "$here/nss_database.sh"
opensc=$(echo /usr/lib/*/opensc-pkcs11.so)

log_in() { # log_in DATABASE NICKNAME
    printf 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n' > "$work/request"
    timeout 30 tstclnt -4 -h localhost -p 8443 -d "sql:$1" -n "$2" -W "$pin_file" -V tls1.3:tls1.3 \
        -A "$work/request" < /dev/null
}

is_for_clients() { # is_for_clients ID: NSS takes this certificate for one of a TLS client
    vfychain -d "sql:$work/files" -u 0 "$work/$1.der"
}

lists_certificates() { # lists_certificates COUNT: of tokens
    [ "$(nickname "$work/$1" "Certificate for [A-Za-z ]*[a-z]" | wc -l)" = "$2" ]
}

take_card
make_server_certificate
for id in 01 02 03 04; do
    check "the card has a certificate $id" certificate $id
done
holder=$(holder "$work/01.pem")
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx

check "a database with the module" nss_database "$work/alone" "$ours"
check "lists four certificates" lists_certificates alone 4
login=$(nickname "$work/alone" "Certificate for PIV Authentication")
check "tstclnt logs in with 9A" says "account 1, visit 1, holder $holder" log_in "$work/alone" "$login"
check "over TLS 1.3" logged "200 TLSv1.3 SUCCESS $(serial_number "$work/01.pem")"

check "a database that trusts the citizen CA for clients" nss_database "$work/files"
check "whose trust this is" certutil -M -d "sql:$work/files" -n citizens -t T,,
check "takes 9A for a client" is_for_clients 01
for id in 02 03 04; do
    check "and not $id" fails is_for_clients $id
done

check "a database with OpenSC's module, too" nss_database "$work/beside" "$ours" "$opensc"
check "lists each certificate twice" lists_certificates beside 8
check "tstclnt logs in with 9A" says "account 1, visit 2, holder $holder" log_in "$work/beside" "$login"
exit $failed
