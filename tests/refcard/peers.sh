#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# peers.sh PROFILE   inside sandbox.sh: OpenSC's piv-tool and yubico-piv-tool administer the reference card as a card of
# another make, and OpenSSL, pkcs15-tool and pkcs11-tool confirm what came of it.
set -u
profile=$1
work=$CARD_SANDBOX
. "$(dirname "$0")/../interop/checks.sh"
cd "$work" || exit 1

# another_make ALGORITHM KEY: a blank card with that management key in the reader.
another_make() {
    rm -f card.img
    sed 's/^retired_keys = 0/retired_keys = 20/' "$profile" > profile.toml
    printf '[piv.management_key]\nalgorithm = %s\nkey = "%s"\n' "$1" "$2" >> profile.toml
    idcard-refcard blank --image card.img --serial 00000001 --profile profile.toml || exit 1
    insert card.img --profile profile.toml "${@:3}" || exit 1
}

# ---- OpenSC's piv-tool -----------------------------------------------------------------------------------------------

# Its file has a colon between the bytes.
tdes_key=010203040506070811121314151617182122232425262728
sed 's/../&:/g; s/:$//' <<< "$tdes_key" > key
export PIV_EXT_AUTH_KEY=$CARD_SANDBOX/key
another_make 0x03 "$tdes_key" --trace "$CARD_SANDBOX/trace"

# Debian's piv-tool makes the key on the card and then cannot write it with OpenSSL 3; so the command is given as bytes.
piv_generates() { # piv_generates SLOT ALGORITHM: its public key goes to SLOT.der
    : > trace
    piv-tool -A M:9B:03 -G "$1:$2" > /dev/null 2>&1
    grep -q "^004700$1 .* 9000$" trace || return 1
    piv-tool -A M:9B:03 -s "00:47:00:$1:05:AC:03:80:01:$2:00" > sent && grep -q "SW1=0x90, SW2=0x00" sent || return 1
    # 7F49 43 86 41 point, after the header of a SubjectPublicKeyInfo of P-256
    local header=3059301306072A8648CE3D020106082A8648CE3D030107034200 point
    point=$(sed -n '/^Received/,$ { /^Received/d; s/^\(\([0-9A-F]\{2\} \)*\).*/\1/p }' sent | tr -d ' \n' | cut -c11-140)
    printf '%b' "$(sed 's/../\\x&/g' <<< "$header$point")" > "$1.der"
    openssl pkey -pubin -inform DER -in "$1.der" -noout
}
check "piv-tool proves the management key, and generates" piv_generates 9A 11
check "the wrong key is refused" bash -c 'tr 1 3 < key > wrong; : > trace
    ! PIV_EXT_AUTH_KEY=wrong piv-tool -A M:9B:03 -G 9A:11 && ! grep -q "^0047" trace'

openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj "/CN=CA" -days 2 2> /dev/null
openssl pkey -pubin -inform DER -in 9A.der -out 9A.pub
certify() { # certify PUBLIC_KEY CERTIFICATE
    openssl x509 -new -force_pubkey "$1" -subj "/CN=$1" -CA ca.pem -CAkey ca.key -days 2 -out "$2"
}
check "a certificate for 9A" certify 9A.pub 9A.pem
# piv-tool ends with the number of bytes that it wrote as its exit code.
piv-tool -A M:9B:03 -C 9A -i 9A.pem > out 2>&1
reads_back() { pkcs15-tool --read-certificate 01 2> /dev/null | openssl x509 | diff - <(openssl x509 -in 9A.pem); }
check "piv-tool loads the certificate, OpenSC reads it back" reads_back
printf '\x53\x08\x01\x04Name\xfe\x00' > printed
piv-tool -A M:9B:03 -O 3001 -i printed > out 2>&1
is_there() { idcard-refcard forge show --image card.img | grep -qF "PIV object 5FC109: 8 bytes"; }
check "piv-tool loads the printed information" is_there
signs() {
    head -c 32 /dev/zero > hash
    pkcs15-crypt --pin 123456 --sign --key 01 --input hash --output signature --signature-format openssl &&
        openssl pkeyutl -verify -pubin -inkey 9A.pub -in hash -sigfile signature
}
check "OpenSC signs with 9A" signs
only_headers() { [ -s trace ] && ! grep -vE '^[0-9A-F]{2,8} [0-9]+ [0-9]+( [0-9A-F]{4})?$' trace; }
check "the trace has nothing but headers, sizes and status words" only_headers

# ---- yubico-piv-tool -------------------------------------------------------------------------------------------------

# It sends SELECT without Le.
ykpiv() { yubico-piv-tool -r "Virtual PCD" "$@"; }

yk_round() { # yk_round ALGORITHM SLOT HASH: key, certificate, signature
    ykpiv -k"$tdes_key" -a generate -A "$1" -s "$2" -o yk.pub && certify yk.pub yk.pem &&
        ykpiv -k"$tdes_key" -a import-certificate -s "$2" -i yk.pem &&
        ykpiv -a verify -P 123456 -a test-signature -s "$2" -i yk.pem -H "$3"
}
yk_import() { # yk_import ALGORITHM OPENSSL...: a key of OpenSSL's into 9A
    openssl genpkey "${@:2}" -out import.key 2> /dev/null &&
        openssl req -x509 -key import.key -subj "/CN=Imported" -days 2 -out import.pem &&
        ykpiv -k"$tdes_key" -a import-key -s 9a -A "$1" -i import.key &&
        ykpiv -k"$tdes_key" -a import-certificate -s 9a -i import.pem &&
        ykpiv -a verify -P 123456 -a test-signature -s 9a -i import.pem
}

# Debian's knows management keys of TDES alone; those of AES stand in the unit tests.
another_make 0x03 "$tdes_key" --assume-le
check "yubico-piv-tool: the version" says "5.7.0" ykpiv -a version
check "yubico-piv-tool: P-256 in 9A" yk_round ECCP256 9a SHA256
check "yubico-piv-tool: P-384 in 9C" yk_round ECCP384 9c SHA384
check "yubico-piv-tool: RSA 2048 in 9E" yk_round RSA2048 9e SHA256
check "yubico-piv-tool imports P-256" yk_import ECCP256 -algorithm EC -pkeyopt ec_paramgen_curve:P-256
check "yubico-piv-tool imports RSA 2048" yk_import RSA2048 -algorithm RSA -pkeyopt rsa_keygen_bits:2048
retired_key_decrypts() {
    ykpiv -k"$tdes_key" -a generate -A RSA2048 -s 82 -o 82.pub && certify 82.pub 82.pem &&
        ykpiv -k"$tdes_key" -a import-certificate -s 82 -i 82.pem &&
        ykpiv -a verify -P 123456 -a test-decipher -s 82 -i 82.pem
}
check "yubico-piv-tool deciphers with a retired key" retired_key_decrypts
check "yubico-piv-tool sets the tries" ykpiv -k"$tdes_key" -a verify -P 123456 -a pin-retries --pin-retries 7 \
    --puk-retries 8
check "seven tries it has now" says "PIN tries left:	7" ykpiv -a status
other=FFEEDDCCBBAA99887766554433221100FFEEDDCCBBAA9988
check "yubico-piv-tool changes the management key" ykpiv -k"$tdes_key" -a set-mgm-key -n "$other"
check "the new one holds" ykpiv -k"$other" -a set-chuid
check "the old one does not" fails ykpiv -k"$tdes_key" -a set-chuid

exit $failed
