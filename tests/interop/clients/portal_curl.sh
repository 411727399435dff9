#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# portal_curl.sh ISSUED MODULE   inside sandbox.sh: curl logs in to nginx with 9A of the card in the folder ISSUED, over
# TLS 1.3 by OpenSSL's pkcs11 engine on MODULE. The holder's next card opens the same account; the one that it replaces
# is named in the CRL and stays outside.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/lib.sh"

visit() { # visit [OPTION...]
    curl --silent --show-error --max-time 20 --cacert "$work/site-ca.pem" "$@" https://localhost:8443/
}

log_in() { # log_in [OPTION...]: with 9A
    PKCS11_MODULE_PATH=$ours visit --engine pkcs11 --cert-type ENG --cert "pkcs11:id=%01;type=cert" \
        --key-type ENG --key "pkcs11:id=%01;type=private;pin-source=file:$pin_file" "$@"
}

refused() { # refused REASON COMMAND...: by nginx, for that reason
    local reason=$1 before
    shift
    before=$(wc -l < "$work/nginx/logs/error.log")
    says "400 Bad Request" "$@" &&
        tail -n "+$((before + 1))" "$work/nginx/logs/error.log" | grep -F -- "$reason"
}

# Another card of the same holder, from a copy of the office, as $work/next/card.image.
issue_next_card() {
    local next=$work/next
    mkdir "$next"
    cp -R "$issued/office" "$issued/profile.toml" "$issued"/*.jpg "$next/"
    install -d -m 700 "$next/letters"
    sed -i "s|^directories.tokendir.*|directories.tokendir = $next/office/token|" "$next/office/softhsm2.conf"
    # The station cannot end a card's life yet; until then a second one is refused.
    sqlite3 "$next/office/store.sqlite" "UPDATE card SET state = 'void'"
    sed -e 's/"VT-2026-000001"/"VT-2026-000002"/' \
        -e 's/"card_type": "adult"/"card_type": "renewal",\n  "earlier_card": "LA0000001"/' \
        "$issued/specimen.json" > "$next/record.json"
    station import --as clerk --hsm-pin-fd 3 "$next/record.json" 3< "$issued/hsm-pin" &&
        station approve --as head VT-2026-000002 &&
        idcard-refcard blank --image "$next/card.image" --serial 00000002 && insert "$next/card.image" &&
        station run --as clerk --letters "$next/letters" --once --wait 10 --hsm-pin-fd 3 3< "$issued/hsm-pin" && eject
}

station() {
    idcard-station --office "$work/next/office" --profile "$work/next/profile.toml" "$@"
}

take_card
check "9A has a certificate" certificate 01
first=$(serial_number "$work/01.pem")
holder=$(holder "$work/01.pem")
check "its subject names the holder" test ${#holder} = 32
make_server_certificate
check "the citizen CA signs a CRL" make_crl
check "nginx starts" start_nginx

check "without a certificate nobody enters" refused "client sent no required SSL certificate" visit
check "9A opens an account" says "account 1, visit 1, holder $holder" log_in
check "over TLS 1.3" logged "200 TLSv1.3 SUCCESS $first"
check "a visitor cannot name another holder" says "account 1, visit 2, holder $holder" \
    log_in -H "X-Holder: 00000000000000000000000000000000"
check "an older TLS is not spoken" complains "alert protocol version" log_in --tls-max 1.2

eject
check "the holder gets another card" issue_next_card
take_card "$work/next"
check "its 9A has a certificate" certificate 01
next=$(serial_number "$work/01.pem")
check "which is another one" test "$next" != "$first"
check "with the same holder" test "$(holder "$work/01.pem")" = "$holder"
check "it opens the same account" says "account 1, visit 3, holder $holder" log_in
check "by the new certificate" logged "200 TLSv1.3 SUCCESS $next"

check "the citizen CA revokes the first card" make_crl "$first"
check "nginx reads the CRL" start_nginx
check "the new card still opens the account" says "account 1, visit 4, holder $holder" log_in
eject
take_card
check "the revoked card stays outside" refused "(23:certificate revoked)" log_in
exit $failed
