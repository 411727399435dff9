#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# opensc.sh MODULE   inside sandbox.sh: OpenSC takes the issued card for a PIV card, lists its keys, certificates and
# GUID, and signs with it through its own module and through MODULE; OpenSSL verifies every signature.
set -eu
ours=$1
opensc=$(echo /usr/lib/*/opensc-pkcs11.so)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
image=$work/card.image
cp "$CARD_ISSUED/card.image" "$image"
PIN=$(sed -n 's/^PIN: //p' "$CARD_ISSUED"/letters/*.txt)
export PIN # the tools take it from the environment

failed=0
check() { # check WHAT COMMAND...
    local what=$1
    shift
    if "$@" > "$work/out" 2>&1; then
        echo "ok    $what"
    else
        echo "WRONG $what"
        sed 's/^/      /' "$work/out"
        failed=1
    fi
}

module() { # module MODULE ARGUMENT...
    pkcs11-tool --module "$@" 2> "$work/err" || { cat "$work/err"; return 1; }
}

lists() { # lists FILE TEXT: a line that is, or contains, TEXT
    grep -qF -- "$2" "$1" || { echo "missing: $2"; cat "$1"; return 1; }
}

# ---- what OpenSC sees ------------------------------------------------------------------------------------------------
recognised() {
    [ "$(opensc-tool -n 2> /dev/null)" = "Personal Identity Verification Card" ]
}

# The GUID stands in the answer to SELECT, after 73 xx 80 10; OpenSC takes it from the CHUID.
guid_of_select() {
    opensc-tool -s 00A404000BA00000030800001000010000 2> /dev/null | grep -E '^([0-9A-F]{2} )' |
        cut -c1-47 | tr -d ' \n' | sed -E 's/.*73..8010(.{32}).*/\1/' | tr A-F a-f # 16 bytes a line, then as text
}

insert "$image"
check "opensc-tool names the card PIV" recognised
pkcs15-tool -D > "$work/list" 2> /dev/null
guid=$(guid_of_select)
check "the answer to SELECT carries a GUID" test ${#guid} = 32
check "pkcs15-tool shows it as serial number" lists "$work/list" "Serial number  : $guid"
for object in "Private EC Key [PIV AUTH key]" "Private EC Key [CARD AUTH key]" \
    "Public EC Key [PIV AUTH pubkey]" "Public EC Key [CARD AUTH pubkey]" \
    "X.509 Certificate [Certificate for PIV Authentication]" \
    "X.509 Certificate [Certificate for Card Authentication]"; do
    check "pkcs15-tool lists $object" lists "$work/list" "$object"
done

# ---- signatures ------------------------------------------------------------------------------------------------------
head -c 5000 /dev/urandom > "$work/message"
for hash in sha1 sha224 sha256 sha384 sha512; do
    openssl dgst -$hash -binary "$work/message" > "$work/$hash"
done

read_public_key() { # read_public_key MODULE ID: from the certificate on the card
    module "$1" --read-object --type cert --id "$2" --output-file "$work/cert"
    openssl x509 -inform DER -in "$work/cert" -noout -pubkey > "$work/key"
}

sign_message() { # sign_message MODULE ID HASH
    module "$1" --login --pin env:PIN --sign --id "$2" --mechanism "ECDSA-${3^^}" --signature-format openssl \
        --input-file "$work/message" --output-file "$work/signature" &&
        openssl dgst "-$3" -verify "$work/key" -signature "$work/signature" "$work/message"
}

sign_digest() { # sign_digest MODULE ID HASH
    module "$1" --login --pin env:PIN --sign --id "$2" --mechanism ECDSA --signature-format openssl \
        --input-file "$work/$3" --output-file "$work/signature" &&
        openssl pkeyutl -verify -pubin -inkey "$work/key" -in "$work/$3" -sigfile "$work/signature"
}

# OpenSC sends a digest as it is, and the card takes no shorter ones than 32 bytes; our module fills them up.
for module in "$opensc" "$ours"; do
    name=$(basename "$module")
    hashes="sha256 sha384 sha512"
    [ "$module" = "$opensc" ] || hashes="sha1 sha224 $hashes"
    check "$name reads the certificate of 9A" read_public_key "$module" 01
    for hash in $hashes; do
        check "$name signs with ECDSA-${hash^^}" sign_message "$module" 01 $hash
    done
    for hash in sha256 sha384; do
        check "$name signs a digest of $hash" sign_digest "$module" 01 $hash
    done
done

# ---- the same token through both -------------------------------------------------------------------------------------
serial() {
    module "$1" --list-token-slots | sed -n 's/.*serial num *: //p'
}

same_certificate() {
    module "$opensc" --read-object --type cert --id 01 --output-file "$work/theirs" &&
        module "$ours" --read-object --type cert --id 01 --output-file "$work/ours" && cmp "$work/theirs" "$work/ours"
}

# 0.23 cannot be asked for the public key itself: --read-object uses memory that it has freed.
same_public_key() {
    module "$opensc" --list-objects --type pubkey > "$work/theirs" &&
        module "$ours" --list-objects --type pubkey > "$work/ours" &&
        lists "$work/theirs" "$(sed -n 's/ *EC_POINT: *//p' "$work/ours")"
}

check "both modules show the same serial number" test "$(serial "$opensc")" = "$(serial "$ours")"
check "which is the end of the GUID" test "$(serial "$ours")" = "${guid:16}"
check "both modules show the same certificate" same_certificate
check "both modules show the same public key" same_public_key
module "$ours" --login --pin env:PIN --list-objects > "$work/list"
for label in "Certificate for PIV Authentication" "PIV AUTH pubkey" "PIV AUTH key"; do
    check "$(basename "$ours") lists $label" lists "$work/list" "$label"
done
eject
exit $failed
