#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# pkcs11_tool.sh ISSUED MODULE   inside sandbox.sh: OpenSC's pkcs11-tool uses every key of the card in the folder ISSUED
# (see support/issue_card.sh), through OpenSC's own module and through MODULE; OpenSSL checks every result.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/tool.sh"
cp "$issued/card.image" "$work/card.image"
PIN=$(sed -n 's/^PIN: //p' "$issued"/letters/*.txt)
export PIN # the tool takes it from the environment

# pkcs11-tool's own test. Its exit status does not tell.
tests_itself() {
    tool --test --login > "$work/test" && grep -qx "No errors" "$work/test"
}

sign_message() { # sign_message ID MECHANISM HASH: the token hashes
    tool --login --sign --id "$1" --mechanism "$2" --signature-format openssl --input-file "$work/message" \
        --output-file "$work/signature" &&
        openssl dgst "-$3" -verify "$work/key$1" -signature "$work/signature" "$work/message"
}

sign_pss() { # sign_pss ID HASH: the token hashes
    tool --login --sign --id "$1" --mechanism "${2^^}-RSA-PKCS-PSS" --input-file "$work/message" \
        --output-file "$work/signature" &&
        openssl dgst "-$2" -verify "$work/key$1" -sigopt rsa_padding_mode:pss -signature "$work/signature" \
            "$work/message"
}

sign_pss_digest() { # sign_pss_digest ID HASH: the host hashed
    tool --login --sign --id "$1" --mechanism RSA-PKCS-PSS --hash-algorithm "${2^^}" --input-file "$work/$2" \
        --output-file "$work/signature" &&
        openssl pkeyutl -verify -pubin -inkey "$work/key$1" -in "$work/$2" -sigfile "$work/signature" \
            -pkeyopt rsa_padding_mode:pss -pkeyopt "digest:$2"
}

sign_raw() { # sign_raw ID: a block as long as the modulus
    { printf '\0' && head -c $(($(modulus_size "$1") - 1)) "$work/message"; } > "$work/block"
    tool --login --sign --id "$1" --mechanism RSA-X-509 --input-file "$work/block" --output-file "$work/signature" &&
        openssl pkeyutl -verifyrecover -pubin -inkey "$work/key$1" -in "$work/signature" -out "$work/clear" \
            -pkeyopt rsa_padding_mode:none &&
        cmp "$work/clear" "$work/block"
}

# What the token signed last, by the token; and not with another message.
verify() { # verify ID MECHANISM MESSAGE [OPTION...]
    local options=(--verify --id "$1" --mechanism "$2" --signature-file "$work/signature") message=$3
    shift 3
    tool "${options[@]}" "$@" --input-file "$message" | grep -q "Signature is valid" &&
        flip "$message" &&
        tool "${options[@]}" "$@" --input-file "$message.flipped" | grep -q "Invalid signature"
}

flip() { # flip FILE: into FILE.flipped, with another second byte
    head -c 1 "$1" &&
        if [ "$(head -c 2 "$1" | tail -c 1 | od -An -tx1)" = " 00" ]; then printf '\1'; else printf '\0'; fi && tail -c +3 "$1"
} > "$1.flipped"

# The host hashed, and put the name of the hash before the digest.
sign_digest_info() { # sign_digest_info ID HASH
    digest_info "$2" > "$work/info"
    tool --login --sign --id "$1" --mechanism RSA-PKCS --input-file "$work/info" --output-file "$work/signature" &&
        openssl dgst "-$2" -verify "$work/key$1" -signature "$work/signature" "$work/message"
}

digest_info() { # digest_info HASH: of $work/message, RFC 8017, 9.2, note 1
    case $1 in
    sha1) printf '\x30\x21\x30\x09\x06\x05\x2b\x0e\x03\x02\x1a\x05\x00\x04\x14' ;;
    sha256) printf '\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20' ;;
    sha512) printf '\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40' ;;
    esac
    cat "$work/$1"
}

digest() { # digest HASH MECHANISM
    tool --hash --mechanism "$2" --input-file "$work/message" --output-file "$work/digest" &&
        cmp "$work/digest" "$work/$1"
}

sign_digest() { # sign_digest ID HASH: the host hashed
    tool --login --sign --id "$1" --mechanism ECDSA --signature-format openssl --input-file "$work/$2" \
        --output-file "$work/signature" &&
        openssl pkeyutl -verify -pubin -inkey "$work/key$1" -in "$work/$2" -sigfile "$work/signature"
}

# Somebody else's key, and what both sides make of it.
derive() { # derive ID GROUP [OPTION...]
    local id=$1 group=$2
    shift 2
    openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$group" -out "$work/theirs" &&
        openssl pkey -in "$work/theirs" -pubout -outform DER -out "$work/theirs.der" &&
        tool --login --derive "$@" --id "$id" --mechanism ECDH1-DERIVE --input-file "$work/theirs.der" \
            --output-file "$work/shared" &&
        openssl pkeyutl -derive -inkey "$work/theirs" -peerkey "$work/key$id" -out "$work/expected" &&
        cmp "$work/shared" "$work/expected"
}

decrypt() { # decrypt ID MECHANISM PADDING
    openssl pkeyutl -encrypt -pubin -inkey "$work/key$1" -in "$work/sha256" -out "$work/secret" -pkeyopt "$3" &&
        tool --login --decrypt --id "$1" --mechanism "$2" --input-file "$work/secret" --output-file "$work/clear" &&
        cmp "$work/clear" "$work/sha256"
}

decrypt_oaep() { # decrypt_oaep ID HASH
    local name=${2^^}
    openssl pkeyutl -encrypt -pubin -inkey "$work/key$1" -in "$work/sha256" -out "$work/secret" \
        -pkeyopt rsa_padding_mode:oaep -pkeyopt "rsa_oaep_md:$2" -pkeyopt "rsa_mgf1_md:$2" &&
        tool --login --decrypt --id "$1" --mechanism RSA-PKCS-OAEP --hash-algorithm "${name/#SHA1/SHA-1}" --mgf "MGF1-$name" \
            --input-file "$work/secret" --output-file "$work/clear" &&
        cmp "$work/clear" "$work/sha256"
}

decrypt_raw() { # decrypt_raw ID: a block as long as the modulus
    { printf '\0' && head -c $(($(modulus_size "$1") - 1)) "$work/message"; } > "$work/block"
    openssl pkeyutl -encrypt -pubin -inkey "$work/key$1" -in "$work/block" -out "$work/secret" \
        -pkeyopt rsa_padding_mode:none &&
        tool --login --decrypt --id "$1" --mechanism RSA-X-509 --input-file "$work/secret" --output-file "$work/clear" &&
        cmp "$work/clear" "$work/block"
}

# ---- every mechanism that the token lists, for everything that it lists it for ----------------------------------------
hash_of() { # hash_of MECHANISM: the one it names, as OpenSSL writes it
    echo "$1" | grep -oE 'SHA-?[0-9]+' | tr -d - | tr A-Z a-z
}

sign_with() { # sign_with MECHANISM: with 9A
    local hash
    hash=$(hash_of "$1")
    case $1 in
    ECDSA)
        for hash in sha1 sha224 sha256 sha384 sha512; do
            check "9A signs a digest of $hash with ECDSA" sign_digest 01 $hash
        done
        ;;
    ECDSA-SHA*) check "9A signs with $1" sign_message 01 "$1" "$hash" ;;
    RSA-PKCS)
        for hash in sha1 sha256 sha512; do
            check "9A signs a digest of $hash with RSA-PKCS" sign_digest_info 01 $hash
        done
        ;;
    SHA*-RSA-PKCS) check "9A signs with $1" sign_message 01 "$1" "$hash" ;;
    RSA-PKCS-PSS)
        for hash in sha256 sha384 sha512; do # pkcs11-tool knows no name for SHA-1 here
            check "9A signs a digest of $hash with RSA-PKCS-PSS" sign_pss_digest 01 $hash
        done
        ;;
    SHA*-RSA-PKCS-PSS) check "9A signs with $1" sign_pss 01 "$hash" ;;
    RSA-X-509) check "9A signs blocks of the caller" sign_raw 01 ;;
    *) check "this test signs with $1" false ;;
    esac
}

verify_with() { # verify_with MECHANISM: what sign_with made last
    case $1 in
    ECDSA) check "the token verifies $1" verify 01 "$1" "$work/sha512" --signature-format openssl ;;
    ECDSA-SHA*) check "the token verifies $1" verify 01 "$1" "$work/message" --signature-format openssl ;;
    RSA-PKCS) check "the token verifies $1" verify 01 "$1" "$work/info" ;;
    RSA-PKCS-PSS) check "the token verifies $1" verify 01 "$1" "$work/sha512" --hash-algorithm SHA512 ;;
    SHA*-RSA-PKCS | SHA*-RSA-PKCS-PSS) check "the token verifies $1" verify 01 "$1" "$work/message" ;;
    RSA-X-509) check "the token verifies $1" verify 01 "$1" "$work/block" ;;
    *) check "this test verifies $1" false ;;
    esac
}

decrypt_with() { # decrypt_with MECHANISM: with 9D
    local hash
    case $1 in
    RSA-PKCS) check "9D decrypts $1" decrypt 03 "$1" rsa_padding_mode:pkcs1 ;;
    RSA-PKCS-OAEP)
        for hash in sha1 sha224 sha256 sha384 sha512; do
            check "9D decrypts $1 with $hash" decrypt_oaep 03 $hash
        done
        ;;
    RSA-X-509) check "9D decrypts $1" decrypt_raw 03 ;;
    *) check "this test decrypts $1" false ;;
    esac
}

derive_with() { # derive_with MECHANISM: with 9D
    case $1 in
    ECDH1-DERIVE)
        check "9D agrees on a key by $1" derive 03 "$(key_kind 03)"
        check "also with the point in an OCTET STRING" derive 03 "$(key_kind 03)" --derive-pass-der
        ;;
    *) check "this test derives by $1" false ;;
    esac
}

use() { # use MECHANISM PURPOSE
    case $2 in
    sign) sign_with "$1" ;;
    verify) verify_with "$1" ;;
    decrypt) decrypt_with "$1" ;;
    derive) derive_with "$1" ;;
    digest) check "the token digests with $1" digest "$(hash_of "$1")" "$1" ;;
    encrypt) ;; # pkcs11-tool encrypts with secret keys only; tests/pkcs11 encrypts with this one
    hw | "EC F_P" | "EC OID" | "EC uncompressed" | keySize=*) ;;
    *) check "this test knows what $2 means at $1" false ;;
    esac
}

use_every_mechanism() {
    local name purposes purpose used=0
    tool --list-mechanisms | sed -n 's/^  //p' > "$work/mechanisms"
    while IFS=, read -r name purposes; do
        used=$((used + 1))
        while read -r purpose; do
            use "$name" "$purpose" < /dev/null
        done < <(tr , '\n' <<< "${purposes//,[0-9]/-}" | sed 's/^ //')
    done < "$work/mechanisms"
    check "these were all $used mechanisms" test $used -ge 12
}

# ---- every key, with the mechanisms that both modules have -----------------------------------------------------------
sign() { # sign ID SLOT: by the kind of its key
    case $(key_kind "$1") in
    RSA)
        check "$2 signs with RSA-PKCS" sign_message "$1" SHA256-RSA-PKCS sha256
        check "$2 signs with RSA-PSS" sign_pss "$1" sha256
        ;;
    P-256)
        check "$2 signs with ECDSA-SHA256" sign_message "$1" ECDSA-SHA256 sha256
        check "$2 signs a digest of sha256" sign_digest "$1" sha256
        ;;
    P-384)
        check "$2 signs with ECDSA-SHA384" sign_message "$1" ECDSA-SHA384 sha384
        check "$2 signs a digest of sha384" sign_digest "$1" sha384
        ;;
    *) check "$2 has a key of a known kind" false ;;
    esac
}

manage_keys() { # manage_keys ID SLOT
    local kind
    kind=$(key_kind "$1")
    if [ "$kind" = RSA ]; then
        check "$2 decrypts RSA-PKCS" decrypt "$1" RSA-PKCS rsa_padding_mode:pkcs1
        check "$2 decrypts RSA without padding" decrypt_raw "$1"
    else
        check "$2 agrees on a key of $kind" derive "$1" "$kind"
    fi
}

insert "$work/card.image"
module=$(echo /usr/lib/*/opensc-pkcs11.so)
check "pkcs11-tool --test --login prints No errors" tests_itself
cat "$work/test"
for key in 01:9A 02:9C 03:9D 04:9E; do
    check "${key#*:} has a certificate" read_public_key "${key%:*}"
done
for key in 01:9A 02:9C 04:9E; do
    sign "${key%:*}" "${key#*:}"
done
manage_keys 03 9D

module=$ours
check "pkcs11-tool --test --login prints No errors" tests_itself
cat "$work/test"
for key in 01:9A 02:9C 04:9E; do
    sign "${key%:*}" "${key#*:}"
done
manage_keys 03 9D
use_every_mechanism
eject
exit $failed
