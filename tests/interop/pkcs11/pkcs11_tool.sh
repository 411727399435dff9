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

verify() { # verify ID MECHANISM: what the token signed last, by the token, and not with another message
    tool --verify --id "$1" --mechanism "$2" --input-file "$work/message" --signature-file "$work/signature" |
        grep -q "Signature is valid" &&
        tool --verify --id "$1" --mechanism "$2" --input-file "$work/sha1" --signature-file "$work/signature" |
        grep -q "Invalid signature"
}

sign_digest() { # sign_digest ID HASH: the host hashed
    tool --login --sign --id "$1" --mechanism ECDSA --signature-format openssl --input-file "$work/$2" \
        --output-file "$work/signature" &&
        openssl pkeyutl -verify -pubin -inkey "$work/key$1" -in "$work/$2" -sigfile "$work/signature"
}

# Somebody else's key, and what both sides make of it.
derive() { # derive ID GROUP
    openssl genpkey -algorithm EC -pkeyopt "ec_paramgen_curve:$2" -out "$work/theirs" &&
        openssl pkey -in "$work/theirs" -pubout -outform DER -out "$work/theirs.der" &&
        tool --login --derive --id "$1" --mechanism ECDH1-DERIVE --input-file "$work/theirs.der" \
            --output-file "$work/shared" &&
        openssl pkeyutl -derive -inkey "$work/theirs" -peerkey "$work/key$1" -out "$work/expected" &&
        cmp "$work/shared" "$work/expected"
}

decrypt() { # decrypt ID MECHANISM PADDING
    openssl pkeyutl -encrypt -pubin -inkey "$work/key$1" -in "$work/sha256" -out "$work/secret" -pkeyopt "$3" &&
        tool --login --decrypt --id "$1" --mechanism "$2" --input-file "$work/secret" --output-file "$work/clear" &&
        cmp "$work/clear" "$work/sha256"
}

decrypt_oaep() { # decrypt_oaep ID HASH
    openssl pkeyutl -encrypt -pubin -inkey "$work/key$1" -in "$work/sha256" -out "$work/secret" \
        -pkeyopt rsa_padding_mode:oaep -pkeyopt "rsa_oaep_md:$2" -pkeyopt "rsa_mgf1_md:$2" &&
        tool --login --decrypt --id "$1" --mechanism RSA-PKCS-OAEP --hash-algorithm "${2^^}" --mgf "MGF1-${2^^}" \
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

sign_with_every_rsa_mechanism() { # sign_with_every_rsa_mechanism ID SLOT
    local hash
    for hash in sha1 sha224 sha256 sha384 sha512; do
        check "$2 signs with ${hash^^}-RSA-PKCS" sign_message "$1" "${hash^^}-RSA-PKCS" $hash
        check "$2 verifies it" verify "$1" "${hash^^}-RSA-PKCS"
        check "$2 signs with ${hash^^}-RSA-PKCS-PSS" sign_pss "$1" $hash
    done
    for hash in sha256 sha384 sha512; do # pkcs11-tool knows no name for SHA-1 here
        check "$2 signs a digest of $hash with PSS" sign_pss_digest "$1" $hash
    done
    check "$2 signs blocks of the caller" sign_raw "$1"
}

sign() { # sign ID SLOT: by the kind of its key
    case $(key_kind "$1") in
    RSA)
        check "$2 signs with RSA-PKCS" sign_message "$1" SHA256-RSA-PKCS sha256
        check "$2 signs with RSA-PSS" sign_pss "$1" sha256
        [ "$module" != "$ours" ] || sign_with_every_rsa_mechanism "$1" "$2"
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
        [ "$module" != "$ours" ] || check "$2 decrypts OAEP" decrypt_oaep "$1" sha256
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
eject
exit $failed
