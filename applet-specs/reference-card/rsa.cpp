// SPDX-License-Identifier: Apache-2.0
#include "rsa.hpp"

#include "openssl.hpp"
#include "status.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>

namespace refcard::rsa {

namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;
using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using Number = Owned<BIGNUM, BN_clear_free>;

Key load(ByteView private_key)
{
    const unsigned char* at = private_key.data();
    return Key{must(d2i_PrivateKey(EVP_PKEY_RSA, nullptr, &at, static_cast<long>(private_key.size())))};
}

Bytes number(const Key& key, const char* name)
{
    BIGNUM* raw = nullptr;
    must(EVP_PKEY_get_bn_param(key.get(), name, &raw));
    const Number number{raw};
    Bytes bytes(static_cast<std::size_t>(BN_num_bytes(number.get())));
    BN_bn2bin(number.get(), bytes.data());
    return bytes;
}

} // namespace

Bytes generate(unsigned bits)
{
    const Key key{must(EVP_RSA_gen(bits))};
    unsigned char* encoded = nullptr;
    const int size = i2d_PrivateKey(key.get(), &encoded);
    must(size > 0 ? 1 : 0);
    const Bytes private_key = copy({encoded, static_cast<std::size_t>(size)});
    OPENSSL_clear_free(encoded, private_key.size());
    return private_key;
}

PublicKey public_key(ByteView private_key)
{
    const Key key = load(private_key);
    return {.modulus = number(key, OSSL_PKEY_PARAM_RSA_N), .exponent = number(key, OSSL_PKEY_PARAM_RSA_E)};
}

Bytes private_operation(ByteView private_key, ByteView block)
{
    const Key key = load(private_key);
    const Bytes modulus = number(key, OSSL_PKEY_PARAM_RSA_N);
    require(block.size() == modulus.size() && std::ranges::lexicographical_compare(block, modulus), Sw::wrong_data);

    const Context context{must(EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr))};
    must(EVP_PKEY_decrypt_init(context.get()));
    must(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING));
    Bytes result(modulus.size());
    std::size_t size = result.size();
    must(EVP_PKEY_decrypt(context.get(), result.data(), &size, block.data(), block.size()));
    must(size == result.size() ? 1 : 0);
    return result;
}

} // namespace refcard::rsa
