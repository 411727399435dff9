# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside it: a working folder, checks, pkcs11-tool, and what the certificates say of the keys.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
module= # the PKCS#11 module that `tool` loads
. "$(dirname "${BASH_SOURCE[0]}")/../checks.sh"

read_public_key() { # read_public_key ID: into $work/keyID, from the certificate on the card
    tool --read-object --type cert --id "$1" --output-file "$work/cert" &&
        openssl x509 -inform DER -in "$work/cert" -noout -pubkey > "$work/key$1"
}

key_kind() { # key_kind ID: RSA, P-256, P-384
    openssl pkey -pubin -in "$work/key$1" -noout -text | sed -n 's/^NIST CURVE: //p; s/^Modulus:$/RSA/p'
}

modulus_size() { # modulus_size ID: in bytes
    local bits
    bits=$(openssl pkey -pubin -in "$work/key$1" -noout -text | sed -n 's/^Public-Key: (\([0-9]*\) bit)$/\1/p')
    echo $((bits / 8))
}

head -c 5000 /dev/urandom > "$work/message"
for hash in sha1 sha224 sha256 sha384 sha512; do
    openssl dgst -$hash -binary "$work/message" > "$work/$hash"
done
