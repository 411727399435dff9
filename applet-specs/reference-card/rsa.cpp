// SPDX-License-Identifier: Apache-2.0
#include "rsa.hpp"

#include "openssl.hpp"
#include "status.hpp"
#include "tlv.hpp"

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

using Scratch = Owned<BN_CTX, BN_CTX_free>;

Number new_number()
{
    return Number{must(BN_secure_new())};
}

Number to_number(ByteView bytes)
{
    Number number = new_number();
    must(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), number.get()));
    return number;
}

/// What is not zero and has no inverse is not of an RSA key.
Number inverse(const Number& of, const Number& modulus, const Scratch& scratch)
{
    Number result{BN_mod_inverse(nullptr, of.get(), modulus.get(), scratch.get())};
    require(result != nullptr, Sw::wrong_data);
    return result;
}

Number less_one(const Number& number)
{
    Number result{must(BN_dup(number.get()))};
    must(BN_sub_word(result.get(), 1));
    return result;
}

Number product(const Number& a, const Number& b, const Scratch& scratch)
{
    Number result = new_number();
    must(BN_mul(result.get(), a.get(), b.get(), scratch.get()));
    return result;
}

/// INTEGER, of a number that is not negative.
Bytes integer(const Number& number)
{
    Bytes bytes(static_cast<std::size_t>(BN_num_bits(number.get()) / 8 + 1)); // room for the sign
    must(BN_bn2binpad(number.get(), bytes.data(), static_cast<int>(bytes.size())) >= 0 ? 1 : 0);
    return tlv::make(0x02, bytes);
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

Bytes from_numbers(const Numbers& numbers, unsigned bits)
{
    for (const ByteView part : {numbers.p, numbers.q, numbers.d_p, numbers.d_q, numbers.q_inverse})
        require(part.size() == bits / 16, Sw::wrong_data);
    const Scratch scratch{must(BN_CTX_secure_new())};
    const Number p = to_number(numbers.p);
    const Number q = to_number(numbers.q);
    const Number n = product(p, q, scratch);
    require(BN_num_bits(n.get()) == static_cast<int>(bits), Sw::wrong_data);
    for (const Number* prime : {&p, &q})
        require(BN_check_prime(prime->get(), scratch.get(), nullptr) == 1, Sw::wrong_data);

    const Number p_less_one = less_one(p);
    const Number q_less_one = less_one(q);
    Number e = new_number();
    must(BN_set_word(e.get(), RSA_F4));
    const Number d = inverse(e, product(p_less_one, q_less_one, scratch), scratch);
    const Number d_p = to_number(numbers.d_p);
    const Number d_q = to_number(numbers.d_q);
    const Number q_inverse = to_number(numbers.q_inverse);
    const auto same_number = [](const Number& a, const Number& b) { return BN_cmp(a.get(), b.get()) == 0; };
    require(same_number(d_p, inverse(e, p_less_one, scratch)) && same_number(d_q, inverse(e, q_less_one, scratch)) &&
                same_number(q_inverse, inverse(q, p, scratch)),
        Sw::wrong_data);
    return tlv::make(0x30, {integer(new_number()), integer(n), integer(e), integer(d), integer(p), integer(q),
                               integer(d_p), integer(d_q), integer(q_inverse)});
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
