# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside it, inside sandbox.sh: a working folder, checks, the card's PIN, a portal to log in to.
# $issued is the folder of an issued card and its office (see support/issue_card.sh), $ours our module.
#
# Services are the packages unpacked under $CARD_SERVICES, never installed: docs/decisions/0003 has it for the PC/SC
# service, and nginx and sshd are treated alike. They listen on the loopback interface of the sandbox's own network, so
# that ports are free and nobody else can reach them. What was started ends with the script.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d "$CARD_SANDBOX/work.XXXXXX") # in memory
services=() # process ids
quick_java=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC) # for programs that end soon

leave() {
    local pid
    for pid in "${services[@]}"; do
        ! kill "$pid" 2> /dev/null || wait "$pid" || true
    done
    ! _card_runs || eject
    rm -rf "$work"
}
trap leave EXIT
. "$here/../checks.sh"

wait_for() { # wait_for SECONDS COMMAND...: until COMMAND succeeds
    _wait_for "$@"
}

# ---- the card --------------------------------------------------------------------------------------------------------

# Puts a copy of the card of $issued into the reader. Its PIN is in the environment variable PIN, and in the file
# $pin_file for programs that take it from nowhere else; that file is in memory and nobody else's.
take_card() { # take_card [ISSUED]
    local from=${1-$issued}
    cp "$from/card.image" "$work/card.image"
    PIN=$(sed -n 's/^PIN: //p' "$from"/letters/*.txt)
    export PIN
    pin_file=$work/pin
    (umask 077 && printf %s "$PIN" > "$pin_file")
    insert "$work/card.image"
}

certificate() { # certificate ID: into $work/ID.pem
    tool --read-object --type cert --id "$1" --output-file "$work/$1.der" &&
        openssl x509 -inform DER -in "$work/$1.der" -out "$work/$1.pem"
}

serial_number() { # serial_number FILE: of a certificate in PEM
    openssl x509 -in "$1" -noout -serial | sed 's/serial=//'
}

# The stable identifier of the holder: the subject's serialNumber.
holder() { # holder FILE
    openssl x509 -in "$1" -noout -subject -nameopt multiline | sed -n 's/ *serialNumber *= //p'
}

# ---- certificates and revocation -------------------------------------------------------------------------------------

# $work/site-ca.pem, and by it $work/site.{key,pem} for https://localhost.
make_server_certificate() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=Portals of this test" \
        -addext keyUsage=critical,keyCertSign,cRLSign -keyout "$work/site-ca.key" -out "$work/site-ca.pem" &&
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj "/CN=localhost" \
            -CA "$work/site-ca.pem" -CAkey "$work/site-ca.key" -addext basicConstraints=critical,CA:FALSE \
            -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -addext extendedKeyUsage=serverAuth \
            -addext keyUsage=critical,digitalSignature -keyout "$work/site.key" -out "$work/site.pem"
} > "$work/openssl.out" 2>&1 # nothing secret there, and nobody reads it unless something is WRONG

# $work/citizen-ca.pem, and by its key in the office's token $work/citizen.crl, which names the certificates with these
# serial numbers.
make_crl() { # make_crl [SERIAL...]
    local day serial
    [ -e "$work/citizen-ca.pem" ] ||
        openssl x509 -inform DER -in "$issued"/office/certificates/citizen-ca-1.cer -out "$work/citizen-ca.pem" || return
    day=$(date -u -d '1 minute ago' +%y%m%d%H%M%SZ)
    for serial in "$@"; do
        printf 'R\t491231235959Z\t%s,keyCompromise\t%s\tunknown\t/CN=revoked\n' "$day" "$serial"
    done > "$work/index.txt"
    [ -e "$work/crlnumber" ] || echo 01 > "$work/crlnumber"
    cat > "$work/ca.cnf" <<CNF
[ca]
default_ca = citizen
[citizen]
database = $work/index.txt
crlnumber = $work/crlnumber
default_md = sha256
default_crl_days = 7
CNF
    SOFTHSM2_CONF=$(own_token "$issued/office") PKCS11_MODULE_PATH=/usr/lib/softhsm/libsofthsm2.so \
        openssl ca -gencrl -config "$work/ca.cnf" -engine pkcs11 -keyform engine -cert "$work/citizen-ca.pem" \
        -keyfile "pkcs11:token=idcard-office;object=citizen-ca-1;type=private;pin-source=file:$work/hsm-pin" \
        -out "$work/citizen.crl"
}

# A copy of an office's token, as the token is a folder that its users write to; its PIN in $work/hsm-pin.
own_token() { # own_token OFFICE: the name of its configuration file
    local conf=$work/softhsm2.conf
    if [ ! -e "$conf" ]; then
        cp -R "$1/token" "$work/token"
        (umask 077 && tr -d '\n' < "$1/../hsm-pin" > "$work/hsm-pin")
        sed "s|^directories.tokendir.*|directories.tokendir = $work/token|" "$1/softhsm2.conf" > "$conf"
    fi
    echo "$conf"
}

# ---- a portal --------------------------------------------------------------------------------------------------------

# nginx on https://localhost:8443 as portal.conf has it: TLS 1.3, client certificates of the citizen CA that
# $work/citizen.crl does not name. Behind it BackEnd.java answers with account and holder. Started once more it reads
# certificates and CRL again; the back end goes on.
start_nginx() {
    local nginx=$CARD_SERVICES/usr/sbin/nginx
    [ -z "${nginx_pid-}" ] || stop_service "$nginx_pid"
    mkdir -p "$work/nginx/logs"
    cat > "$work/nginx/nginx.conf" <<'CONF'
daemon off;
master_process off; # one process, which changes no user,
user root; # and leaves files to who runs it; in a user namespace there is nobody else
pid nginx.pid;
error_log logs/error.log info;
events {}
http {
    log_format tls '$status $ssl_protocol $ssl_client_verify $ssl_client_serial';
    access_log logs/access.log tls;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include portal.conf;
}
CONF
    sed "s|/etc/nginx/idcard/|$work/|" "$here/portal.conf" > "$work/nginx/portal.conf"
    "$nginx" -p "$work/nginx" -c nginx.conf -e logs/error.log > "$work/nginx/out" 2>&1 < /dev/null &
    nginx_pid=$!
    services+=("$nginx_pid")
    [ -n "${back_end_pid-}" ] || start_back_end || return
    wait_for 20 accepts 8443 || { cat "$work/nginx/out" "$work/nginx/logs/error.log"; return 1; }
}

logged() { # logged TEXT: of the last request: status, protocol, what became of the certificate, its serial number
    tail -n 1 "$work/nginx/logs/access.log" | grep -F -- "$1" || { cat "$work/nginx/logs/access.log"; return 1; }
}

start_back_end() {
    java "${quick_java[@]}" "$here/BackEnd.java" 8080 > "$work/back_end.out" 2>&1 < /dev/null &
    back_end_pid=$!
    services+=("$back_end_pid")
    wait_for 20 accepts 8080 || { cat "$work/back_end.out"; return 1; }
}

stop_service() { # stop_service PID
    kill "$1" && wait "$1" || true
}

accepts() { # accepts PORT
    (: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null
}
