#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# trust_data.sh IDCARD: folders of trust data and profiles that cannot be used are refused before any card is touched.
set -u
idcard=$1
. "$(dirname "$0")/expect.sh"
unset LC_ALL LC_MESSAGES LANG
export PCSCLITE_CSOCK_NAME="$folder/no-service"
trust=$folder/trust

run "$idcard" verify --trust "$trust"
exits 6; complains "TRUST-DATA-INVALID"; complains "$trust/csca"
mkdir -p "$trust/csca"
run "$idcard" verify --trust "$trust"
exits 6; complains "TRUST-DATA-INVALID"
echo "no certificate" > "$trust/csca/one.cer"
run "$idcard" verify --trust "$trust"
exits 6; complains "TRUST-DATA-INVALID"; complains "one.cer"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$folder/key" -outform DER \
    -out "$trust/csca/one.cer" -subj /C=LA/CN=CSCA -days 30 -addext keyUsage=critical,keyCertSign,cRLSign \
    -addext basicConstraints=critical,CA:TRUE,pathlen:0 2> "$folder/openssl" || exit 1
run "$idcard" verify --trust "$trust"
exits 6; complains "CARD-SERVICE-UNAVAILABLE" # the trust data are in order

printf 'required = ["chain"]\nreqiured = []\n' > "$trust/policy.toml"
run "$idcard" verify --trust "$trust"
exits 6; complains "PROGRAM-CONFIG-INVALID"; complains "line 2"; complains "policy.toml"
rm "$trust/policy.toml"

run "$idcard" verify --trust "$trust" --profile "$folder/no.toml"
exits 6; complains "PROGRAM-FILE-UNREADABLE"; complains "no.toml"
printf 'profile = "x"\nfrob = 1\n' > "$folder/bad.toml"
run "$idcard" verify --trust "$trust" --profile "$folder/bad.toml"
exits 6; complains "PROGRAM-CONFIG-INVALID"; complains "bad.toml"

run env XDG_DATA_HOME="$folder/home" "$idcard" verify
[ -d /var/lib/idcard/trust ] || { exits 6; complains "$folder/home/idcard/trust"; }

finish
