#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# trust_show.sh IDCARD CHECK-JSON: what is trusted, until when, how it chains and what is wrong with it; in both
# languages, as JSON, from files and from a folder.
set -u
idcard=$1 check_json=$2
. "$(dirname "$0")/expect.sh"
unset LC_ALL LC_MESSAGES LANG
export PCSCLITE_CSOCK_NAME="$folder/no-service"
cd "$folder" || exit 1

# A CSCA whose time is over, the link to its successor, a signer under the successor and a list of the old one.
cat > ca.conf << 'END'
[ca]
default_ca = office
[office]
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = authority
crl_extensions = list
[any]
countryName = supplied
commonName = supplied
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[signer]
keyUsage = critical, digitalSignature
authorityKeyIdentifier = keyid
[list]
authorityKeyIdentifier = keyid
END
: > index.txt
echo unique_subject = no > index.txt.attr
echo 01 > serial
echo 01 > crlnumber

# made NAME SUBJECT: a key and a request for it.
made() {
    openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -pkeyopt ec_param_enc:explicit -nodes -keyout "$1.key" \
        -out "$1.req" -subj "$2" 2>> openssl.log
}
# certified NAME FROM UNTIL OPTION...
certified() {
    name=$1 from=$2 until=$3
    shift 3
    openssl ca -batch -notext -config ca.conf -in "$name.req" -out "$name.pem" -startdate "$from" -enddate "$until" "$@" \
        2>> openssl.log && openssl x509 -in "$name.pem" -outform DER -out "$name.cer"
}
made old /C=LA/CN=Old && certified old 20100101000000Z 20200101000000Z -selfsign -keyfile old.key &&
    made new /C=LA/CN=New && certified new 20200101000000Z 20600101000000Z -selfsign -keyfile new.key &&
    certified new 20200101000000Z 20600101000000Z -cert old.pem -keyfile old.key &&
    mv new.cer link.cer && certified new 20200101000000Z 20600101000000Z -selfsign -keyfile new.key &&
    made ds /C=LA/CN=Signer && certified ds 20200101000000Z 20500101000000Z -cert new.pem -keyfile new.key -extensions signer &&
    openssl ca -gencrl -config ca.conf -cert old.pem -keyfile old.key -crldays 10 -out old.crl.pem 2>> openssl.log &&
    openssl crl -in old.crl.pem -outform DER -out old.crl || { cat openssl.log >&2; exit 1; }

run "$idcard" --lang en trust show old.cer link.cer ds.cer new.cer old.crl
exits 0
says "old.cer: Country signing CA, LA Old"
says "2010-01-01 – 2020-01-01 (expired)"
says "link.cer: Link certificate, LA New"
says "ds.cer: Document signer, LA Signer"
says "old.crl: Revocation list"
says "by its own key"
says "new.cer"
says "It does not say in which period its key is used."
says "The list of document types is missing or malformed."
nowhere "curve is only named"

run "$idcard" --lang lo trust show old.cer ds.cer
exits 0
says "CA ລາຍເຊັນຂອງປະເທດ"
says "(ໝົດອາຍຸແລ້ວ)"
says "ດ້ວຍກະແຈທີ່ບໍ່ມີຢູ່ນີ້" # the signer's CSCA was not named
says "ບັນຊີປະເພດເອກະສານບໍ່ມີ ຫຼື ຜິດຮູບແບບ."

# Each as PEM, several in one file; how they chain stays the same.
cat ds.pem new.pem old.crl.pem > all.pem
run "$idcard" --json trust show all.pem old.pem
exits 0
"$check_json" trust-show-1 < "$folder/out" || fail "breaks its schema"
for expected in '"place": "all.pem#1"' '"signed_by": "all.pem#2"' '"signed_by": "old.pem"' '"state": "over"' \
    '"kind": "crl"' '"broken_rules"' '"document_types"'; do
    says "$expected"
done

# What cannot be read does not hide the rest; a key is none of anybody's business.
head -c 100 old.cer > cut.cer
run "$idcard" --lang en --json trust show cut.cer old.cer old.key
exits 0
"$check_json" trust-show-1 < "$folder/out" || fail "breaks its schema"
[ "$(grep -c '"unreadable"' "$folder/out")" -eq 2 ] || fail "two are unreadable"
says '"refused": "CARD-TLV-MALFORMED"'
says '"kind": "csca"'

run "$idcard" trust show nothing.cer
exits 6; complains "PROGRAM-FILE-UNREADABLE"; complains "nothing.cer"; silent
ln -s old.cer link-to.cer
run "$idcard" trust show link-to.cer
exits 6; complains "PROGRAM-FILE-UNREADABLE"; complains "link-to.cer"; silent
mkfifo pipe.cer
run "$idcard" trust show pipe.cer
exits 6; complains "PROGRAM-FILE-UNREADABLE"; silent
run "$idcard" trust show --trust . old.cer
exits 2; silent

# A folder as `verify` reads it; one filled by hand may have PEM.
mkdir -p trust/csca trust/link trust/crl trust/citizen
cp old.pem trust/csca/old.cer
cp link.cer trust/link/new.cer
cp old.crl.pem trust/crl/old.crl
cp new.cer trust/citizen/ca.cer
run "$idcard" --lang en trust show --trust trust
exits 0
says "crl/old.crl: Revocation list"
says "link/new.cer: Link certificate, LA New"
says "citizen/ca.cer: CA of the holders' keys, LA New"
nowhere "Cannot be used"
run "$idcard" --json trust show --trust trust
"$check_json" trust-show-1 < "$folder/out" || fail "breaks its schema"
says '"signed_by": "csca/old.cer"'
run "$idcard" verify --trust trust
exits 6; complains "CARD-SERVICE-UNAVAILABLE" # the trust data are in order, PEM or not

cp ds.cer trust/csca/ds.cer # no authority: verify would refuse the folder
run "$idcard" --json trust show --trust trust
exits 0; says '"refused": "TRUST-DATA-INVALID"'
cat old.pem new.pem > trust/csca/ds.cer
run "$idcard" trust show --trust trust
exits 6; complains "TRUST-DATA-INVALID"; complains "csca/ds.cer"
run "$idcard" trust show --trust nowhere
exits 6; complains "TRUST-DATA-INVALID"

finish
