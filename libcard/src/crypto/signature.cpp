// SPDX-License-Identifier: Apache-2.0
#include "card/crypto/signature.hpp"

#include "registered_curve.hpp"
#include "translate.hpp"

#include <botan/ber_dec.h>
#include <botan/der_enc.h>
#include <botan/ecdsa.h>
#include <botan/pubkey.h>

namespace card::crypto {

namespace {

Bytes encode_signature(const Botan::BigInt& r, const Botan::BigInt& s)
{
    Bytes out;
    Botan::DER_Encoder{out}.start_cons(Botan::SEQUENCE).encode(r).encode(s).end_cons();
    return out;
}

} // namespace

bool verify_ecdsa(const Point& public_key, ByteView digest, ByteView raw)
{
    if (raw.size() != 2 * field_size(public_key.curve()))
        return false;
    return translated(Errc::crypto_failed, "ECDSA verification failed", [&] {
        const Botan::EC_Group group{registered_name(public_key.curve())};
        const Bytes& encoded = public_key.encode();
        const Botan::ECDSA_PublicKey key{group, group.OS2ECP(encoded.data(), encoded.size())};
        Botan::PK_Verifier verifier{key, "Raw"};
        return verifier.verify_message(digest.data(), digest.size(), raw.data(), raw.size());
    });
}

Bytes raw_from_der(Curve curve, ByteView der)
{
    return translated(Errc::malformed_data, "not a DER-encoded ECDSA signature", [&] {
        Botan::BigInt r;
        Botan::BigInt s;
        Botan::BER_Decoder{der.data(), der.size()}
            .start_cons(Botan::SEQUENCE)
            .decode(r)
            .decode(s)
            .end_cons()
            .verify_end();
        const std::size_t size = field_size(curve);
        const bool fits = !r.is_negative() && !s.is_negative() && r.bytes() <= size && s.bytes() <= size;
        // The decoder takes any BER; encoding again shows whether it was DER.
        require(fits && equal(encode_signature(r, s), der), Errc::malformed_data, "ECDSA signature",
            "not in the fewest bytes, or too large for the curve");
        Bytes raw(2 * size);
        Botan::BigInt::encode_1363(raw.data(), size, r);
        Botan::BigInt::encode_1363(raw.data() + size, size, s);
        return raw;
    });
}

Bytes der_from_raw(Curve curve, ByteView raw)
{
    const std::size_t size = field_size(curve);
    require(raw.size() == 2 * size, Errc::malformed_data, "ECDSA signature", "not r and s in full length");
    return encode_signature(Botan::BigInt{raw.data(), size}, Botan::BigInt{raw.data() + size, size});
}

} // namespace card::crypto
