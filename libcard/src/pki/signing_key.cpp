// SPDX-License-Identifier: Apache-2.0
#include "card/pki/signing_key.hpp"

#include "known_curves.hpp"
#include "state.hpp"

#include "card/pki/native.hpp"

namespace card::pki {

SigningKey SigningKey::generate(crypto::Curve curve)
{
    const KeyPtr key{ensured(EVP_EC_gen(OBJ_nid2sn(nid_of(curve))), "generating a key")};
    return wrap(key.get());
}

crypto::Point SigningKey::public_key() const
{
    return state_->public_key;
}

SigningKey wrap(EVP_PKEY* key)
{
    const crypto::Point public_key = decode_spki(der_of(key, i2d_PUBKEY));
    ensure(EVP_PKEY_up_ref(key) == 1, "sharing a key");
    return SigningKey{std::make_shared<SigningKey::State>(SigningKey::State{KeyPtr{key}, public_key})};
}

EVP_PKEY* native(const SigningKey& key)
{
    return key.state().key.get();
}

X509* native(const Certificate& certificate)
{
    return certificate.state().x509();
}

} // namespace card::pki
