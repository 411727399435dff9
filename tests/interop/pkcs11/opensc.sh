#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# opensc.sh ISSUED MODULE   inside sandbox.sh: OpenSC takes the card in the folder ISSUED (see support/issue_card.sh)
# for a PIV card, lists its keys, certificates and GUID, and shows the same token as MODULE.
set -eu
issued=$1
ours=$2
. "$(dirname "$0")/tool.sh"
opensc=$(echo /usr/lib/*/opensc-pkcs11.so)
cp "$issued/card.image" "$work/card.image"
PIN=$(sed -n 's/^PIN: //p' "$issued"/letters/*.txt)
export PIN # the tools take it from the environment

through() ( # through MODULE ARGUMENT...
    module=$1
    shift
    tool "$@"
)

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

insert "$work/card.image"
check "opensc-tool names the card PIV" recognised
pkcs15-tool -D > "$work/list" 2> /dev/null
guid=$(guid_of_select)
check "the answer to SELECT carries a GUID" test ${#guid} = 32
check "pkcs15-tool shows it as serial number" lists "$work/list" "Serial number  : $guid"
for label in "PIV AUTH" "SIGN" "KEY MAN" "CARD AUTH"; do
    check "pkcs15-tool lists the private key $label" lists "$work/list" "Private EC Key [$label key]"
    check "pkcs15-tool lists the public key $label" lists "$work/list" "Public EC Key [$label pubkey]"
done
for purpose in "PIV Authentication" "Digital Signature" "Key Management" "Card Authentication"; do
    check "pkcs15-tool lists the certificate for $purpose" lists "$work/list" "X.509 Certificate [Certificate for $purpose]"
done

# ---- hashes of every length ------------------------------------------------------------------------------------------
sign_message() { # sign_message MODULE HASH: by 9A
    through "$1" --login --sign --id 01 --mechanism "ECDSA-${2^^}" --signature-format openssl \
        --input-file "$work/message" --output-file "$work/signature" &&
        openssl dgst "-$2" -verify "$work/key01" -signature "$work/signature" "$work/message"
}

# OpenSC sends a digest as it is, and the card takes no shorter ones than 32 bytes; our module fills them up.
module=$opensc
check "9A has a certificate" read_public_key 01
for hash in sha256 sha384 sha512; do
    check "9A signs with ECDSA-${hash^^}" sign_message "$opensc" $hash
done
module=$ours
for hash in sha1 sha224 sha256 sha384 sha512; do
    check "9A signs with ECDSA-${hash^^}" sign_message "$ours" $hash
done
module=

# ---- the same token through both -------------------------------------------------------------------------------------
serial() {
    through "$1" --list-token-slots | sed -n 's/.*serial num *: //p'
}

same_certificate() { # same_certificate ID
    through "$opensc" --read-object --type cert --id "$1" --output-file "$work/theirs" &&
        through "$ours" --read-object --type cert --id "$1" --output-file "$work/ours" && cmp "$work/theirs" "$work/ours"
}

# 0.23 cannot be asked for the public key itself: --read-object uses memory that it has freed.
same_public_keys() {
    through "$opensc" --list-objects --type pubkey | sed -n 's/ *EC_POINT: *//p' | sort > "$work/theirs" &&
        through "$ours" --list-objects --type pubkey | sed -n 's/ *EC_POINT: *//p' | sort > "$work/ours" &&
        [ "$(wc -l < "$work/ours")" = 4 ] && cmp "$work/theirs" "$work/ours"
}

check "both modules show the same serial number" test "$(serial "$opensc")" = "$(serial "$ours")"
check "which is the end of the GUID" test "$(serial "$ours")" = "${guid:16}"
for id in 01 02 03 04; do
    check "both modules show the same certificate $id" same_certificate $id
done
check "both modules show the same public keys" same_public_keys
through "$ours" --login --list-objects > "$work/list"
for label in "Certificate for PIV Authentication" "Certificate for Digital Signature" "Certificate for Key Management" \
    "Certificate for Card Authentication" "PIV AUTH key" "SIGN key" "KEY MAN key" "CARD AUTH key" "PIV AUTH pubkey"; do
    check "$(basename "$ours") lists $label" lists "$work/list" "$label"
done
eject
exit $failed
