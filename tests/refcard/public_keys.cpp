// SPDX-License-Identifier: Apache-2.0
#include "public_keys.hpp"

#include "openssl.hpp"
#include "tlv.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include <array>

namespace refcard_test {

bool verifies_ecdsa(ByteView key_template, ByteView hash, ByteView signature)
{
    using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
    Bytes point = copy(tlv::only(tlv::only(key_template, 0x7F49), 0x86));
    std::string group = point.size() == 65 ? "P-256" : "P-384";
    const std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), group.size()),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
        OSSL_PARAM_construct_end(),
    };
    const Context import{must(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr))};
    must(EVP_PKEY_fromdata_init(import.get()));
    EVP_PKEY* raw = nullptr;
    must(EVP_PKEY_fromdata(import.get(), &raw, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters.data())));
    const Owned<EVP_PKEY, EVP_PKEY_free> key{raw};
    const Context verification{must(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr))};
    must(EVP_PKEY_verify_init(verification.get()));
    return EVP_PKEY_verify(verification.get(), signature.data(), signature.size(), hash.data(), hash.size()) == 1;
}

Bytes rsa_public_operation(ByteView key_template, ByteView block)
{
    using Number = Owned<BIGNUM, BN_free>;
    const auto number = [](ByteView bytes) {
        return Number{must(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr))};
    };
    tlv::Parser parser{tlv::only(key_template, 0x7F49)};
    const ByteView modulus = parser.take(0x81);
    const ByteView exponent = parser.take(0x82);
    parser.end();
    const Owned<BN_CTX, BN_CTX_free> scratch{must(BN_CTX_new())};
    const Number result{must(BN_new())};
    must(BN_mod_exp(result.get(), number(block).get(), number(exponent).get(), number(modulus).get(), scratch.get()));
    Bytes bytes(modulus.size());
    must(BN_bn2binpad(result.get(), bytes.data(), static_cast<int>(bytes.size())) > 0 ? 1 : 0);
    return bytes;
}

} // namespace refcard_test
